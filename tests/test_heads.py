"""Asking for a page's head is looking, never acting: no address answers HEAD as it answers POST."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consultation.actions.comments import Words, save_draft
from consultation.models import CommentDraft, Standing
from drafts.models.keys import new_key
from tests import make
from tests.make import Said
from tests.pages import nothing_written, signed_in

pytestmark = pytest.mark.django_db


def test_asking_for_the_head_of_the_question_withdraws_nothing() -> None:
    said = make.comment(Said(on="students"), by=make.olga(), on=make.consultation())
    olga = signed_in("Olga")
    with nothing_written():
        olga.head(reverse("consultation:comment-withdraw", args=[said.reference]))

    assert Standing.objects.get().state == Standing.State.VISIBLE


def test_asking_for_the_head_of_the_question_throws_no_draft_away() -> None:
    round_ = make.consultation(at=timezone.now())
    draft = save_draft(
        by=make.olga(),
        consultation=round_,
        clause=make.clause_that_says(round_.version, "students"),
        words=Words(body="I would say", language="en"),
        key=new_key(),
        at=timezone.now(),
    )
    olga = signed_in("Olga")
    with nothing_written():
        olga.head(reverse("consultation:draft-discard", args=[draft.key]))

    assert CommentDraft.objects.count() == 1
