"""What is owed to those who said something: a draft is said once, every input can be answered."""

import pytest
from django.core.exceptions import PermissionDenied

from consultation.actions.accounts import close_account
from consultation.actions.comments import discard_draft
from consultation.actions.moderation import moderate_comment
from consultation.actions.people import admit
from consultation.models import CommentDraft, Outcome, Standing
from consultation.permissions import can_dispose
from tests import houses, make, rounds, threads
from tests.make import NOON

pytestmark = pytest.mark.django_db


def test_a_draft_that_was_taken_in_is_not_said_again_nor_lost() -> None:
    on, house = rounds.opened(at=NOON), houses.house()
    cora, member = houses.cora(house), houses.voice("Memb", house)
    draft = houses.shared(member, on)
    houses.said_together(cora, houses.together(cora, draft))
    draft.refresh_from_db()
    with pytest.raises(PermissionDenied, match="said already"):
        houses.said_together(member, draft)
    with pytest.raises(PermissionDenied):
        discard_draft(by=member, draft=draft)
    assert CommentDraft.objects.filter(pk=draft.pk).exists()


def test_a_closed_account_is_admitted_nowhere() -> None:
    nils = make.person("Nils")
    close_account(by=nils, at=NOON)
    with pytest.raises(PermissionDenied, match="closed"):
        admit(by=make.secretariat(), user=nils, organisation=houses.house(), at=NOON)


def test_a_duplicate_restored_after_its_original_was_answered_can_be_answered() -> None:
    on = rounds.opened(at=NOON)
    first = make.comment(make.Said("short-stay", "A"), by=make.omar(), on=on)
    second = make.comment(make.Said("short-stay", "B"), by=make.olga(), on=on)
    threads.merged(first, second)
    sena, hidden, visible = make.secretariat(), Standing.State.HIDDEN, Standing.State.VISIBLE
    moderate_comment(
        by=sena, comment=threads.fresh(second), was=visible, state=hidden, reason="Rude.", at=NOON
    )
    make.answered(threads.fresh(first), Outcome.NOTED)
    moderate_comment(by=sena, comment=threads.fresh(second), was=hidden, state=visible, reason="", at=NOON)
    assert can_dispose(make.person("Mia"), threads.fresh(second), NOON)


def test_a_duplicate_of_a_withdrawn_original_can_be_answered() -> None:
    on = rounds.opened(at=NOON)
    first = make.comment(make.Said("short-stay", "A"), by=make.omar(), on=on)
    second = make.comment(make.Said("short-stay", "B"), by=make.olga(), on=on)
    threads.merged(first, second)
    make.withdrawn(threads.fresh(first))
    assert can_dispose(make.person("Mia"), threads.fresh(second), NOON)
