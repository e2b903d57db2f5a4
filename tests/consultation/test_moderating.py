"""Letting comments through, returning and hiding them: with a reason, on record, never one's own."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consultation.actions.moderation import AlreadyModerated, ReasonMissing, moderate_comment
from consultation.models import Comment, Moderation, Standing
from consultation.permissions import visible_comments
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from drafts.reports.seals import seal
from tests import make
from tests.closing import AGREED, adopted, signed
from tests.make import NOON, Said
from tests.state import rows

pytestmark = pytest.mark.django_db

State = Standing.State


@pytest.fixture
def pending() -> Comment:
    return make.comment(Said("short-stay"), by=make.olga(), on=make.consultation(), visible=False)


def moderate(
    comment: Comment, to: State, *, was: State = State.PENDING, by: str = "Sena", reason: str = ""
) -> None:
    moderate_comment(by=make.person(by), comment=comment, was=was, state=to, reason=reason, at=NOON)


def state_of(comment: Comment) -> str:
    return Standing.objects.get(comment=comment).state


def is_public(comment: Comment) -> bool:
    return visible_comments(AnonymousUser()).filter(pk=comment.pk).exists()


@pytest.mark.parametrize("name", ["Sena", "Mia", "Paul", "Chloé"])
def test_the_secretariat_and_the_committee_let_a_comment_through(pending: Comment, name: str) -> None:
    assert not is_public(pending)
    moderate(pending, State.VISIBLE, by=name)

    assert is_public(pending)
    decision = Moderation.objects.get()
    assert (decision.state, decision.decided_by, decision.decided_at) == ("visible", make.person(name), NOON)


@pytest.mark.parametrize("state", [State.RETURNED, State.HIDDEN])
def test_a_comment_is_kept_back_with_a_reason_that_its_author_reads(pending: Comment, state: State) -> None:
    moderate(pending, state, reason="It names a person.")

    assert not is_public(pending)
    assert visible_comments(make.olga()).get().moderations.get().reason == "It names a person."


@pytest.mark.parametrize("state", [State.RETURNED, State.HIDDEN])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_comment_is_never_kept_back_without_a_reason(pending: Comment, state: State, reason: str) -> None:
    before = rows()
    with pytest.raises(ReasonMissing):
        moderate(pending, state, reason=reason)

    assert state_of(pending) == State.PENDING
    assert rows() == before


@pytest.mark.parametrize("state", [State.RETURNED, State.HIDDEN])
def test_the_database_refuses_it_too(pending: Comment, state: State) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Moderation.objects.create(
            comment=pending, state=state, decided_by=make.person("Sena"), decided_at=NOON
        )


def test_a_hidden_comment_can_be_brought_back_and_the_log_keeps_both(pending: Comment) -> None:
    moderate(pending, State.HIDDEN, reason="It names a person.")
    moderate(pending, State.VISIBLE, was=State.HIDDEN)

    assert is_public(pending)
    assert list(Moderation.objects.order_by("pk").values_list("state", flat=True)) == ["hidden", "visible"]


def test_whoever_decides_second_is_told_what_was_decided(pending: Comment) -> None:
    moderate(pending, State.VISIBLE, by="Sena")
    before = rows()
    with pytest.raises(AlreadyModerated) as faster:
        moderate(pending, State.HIDDEN, by="Mia", reason="It names a person.")

    assert faster.value.state == State.VISIBLE
    assert is_public(pending)
    assert rows() == before


def test_nobody_moderates_a_comment_of_their_own_organisation(pending: Comment) -> None:
    make.member_of(pending.consultation.version.text, "Olga")
    with pytest.raises(PermissionDenied, match="own organisation"):
        moderate(pending, State.VISIBLE, by="Olga")

    assert state_of(pending) == State.PENDING


def test_strangers_and_members_of_other_texts_moderate_nothing(pending: Comment) -> None:
    make.member_of(make.text("other-text"), "Ravi")
    make.omar()
    for name in ("Ravi", "Omar", "Nils"):
        with pytest.raises(PermissionDenied, match="secretariat and the drafting committee"):
            moderate(pending, State.VISIBLE, by=name)


def test_a_withdrawn_comment_is_out_of_the_moderators_hands(pending: Comment) -> None:
    make.withdrawn(pending)
    with pytest.raises(PermissionDenied, match="withdrawn"):
        moderate(pending, State.VISIBLE, was=State.WITHDRAWN)


@pytest.mark.parametrize("state", [State.PENDING, State.WITHDRAWN])
def test_a_moderator_decides_and_does_not_undecide_or_withdraw(pending: Comment, state: State) -> None:
    moderate(pending, State.VISIBLE)
    with pytest.raises(ValueError, match=state):
        moderate(pending, state, was=State.VISIBLE)

    assert state_of(pending) == State.VISIBLE


def test_the_ledger_keeps_the_decision_and_the_hash_of_the_reason(pending: Comment) -> None:
    moderate(pending, State.HIDDEN, reason="It names a person.")

    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key, entry.actor) == (
        "moderated",
        pending.reference,
        make.person("Sena").key,
    )
    assert seal(digest("It names a person."), pending.reference) in entry.payload
    assert digest("It names a person.") not in entry.payload
    assert "names" not in entry.payload


def test_the_words_stay_as_they_were_said_whatever_is_decided(pending: Comment) -> None:
    before = pending.words_hash()
    moderate(pending, State.RETURNED, reason="Please shorten.")

    assert Comment.objects.get(pk=pending.pk).words_hash() == before


def test_what_was_hidden_stays_so_once_the_text_is_adopted() -> None:
    asked = make.consultation(make.published(draft=AGREED), days=1)
    comment = make.comment(Said("short-stay"), by=make.olga(), on=asked)
    make.kept_back(comment, State.HIDDEN)
    version = make.working(asked.version.text)
    signed(version)
    adopted(version, at=NOON + timedelta(days=2))
    comment = Comment.objects.get(pk=comment.pk)
    with pytest.raises(PermissionDenied, match="nobody would answer"):
        moderate(comment, State.VISIBLE, was=State.HIDDEN)
    moderate(comment, State.RETURNED, was=State.HIDDEN, reason="It names a person.")

    assert state_of(comment) == "returned"
