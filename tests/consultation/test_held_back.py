"""What is held back until closing, or hidden, is not told by the pages and acts beside it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultation.actions.moderation import moderate_comment
from consultation.models import Comment, Consultation, Outcome, Standing
from consultation.reports.consultation_report import count_report, listed_inputs
from consultation.reports.statistics import read_statistics
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from tests import make, rounds, threads

pytestmark = pytest.mark.django_db
Moderation = Consultation.Moderation


@pytest.fixture
def held() -> Comment:
    """A comment let through that nobody else reads until its consultation has closed."""
    now = timezone.now()
    on = rounds.opened(at=now - timedelta(days=1), moderation=Moderation.CLOSING)
    said = make.comment(make.Said("short-stay", "Secret."), by=make.omar(), on=on, at=now)
    return threads.fresh(said)


def test_a_report_shows_and_counts_nothing_that_is_held_back(held: Comment) -> None:
    on = held.consultation
    assert list(listed_inputs(on, draft=True)) == [held]
    assert not listed_inputs(on, draft=False).exists()
    assert count_report(on, draft=False).listed == 0


def test_who_is_silent_is_not_told_before_closing(held: Comment) -> None:
    on = held.consultation
    assert not read_statistics(AnonymousUser(), [on], timezone.now()).silent
    assert read_statistics(make.secretariat(), [on], timezone.now()).silent
    assert read_statistics(AnonymousUser(), [on], on.closes_at).silent


def test_a_reply_to_what_is_held_back_is_sealed(held: Comment) -> None:
    reply = threads.replied(held, make.person("Mia"), "Yes.", at=timezone.now())
    entry = LedgerEntry.objects.get(object_key=reply.key)
    assert digest("Yes.") not in entry.payload


def test_what_is_held_back_is_not_merged_yet(held: Comment) -> None:
    other = make.comment(
        make.Said("short-stay", "Same."), by=make.olga(), on=held.consultation, at=timezone.now()
    )
    with pytest.raises(PermissionDenied, match="once its consultation has closed"):
        threads.merged(held, other, at=timezone.now())


def test_nobody_reacts_to_the_answer_to_a_hidden_comment() -> None:
    on = rounds.opened(at=make.NOON)
    said = make.comment(make.Said("short-stay", "A"), by=make.omar(), on=on)
    make.answered(threads.fresh(said), Outcome.NOTED)
    moderate_comment(
        by=make.secretariat(),
        comment=threads.fresh(said),
        was="visible",
        state=Standing.State.HIDDEN,
        reason="It names somebody.",
        at=make.NOON,
    )
    with pytest.raises(PermissionDenied):
        threads.reacted(said, reason="No.")


def test_only_what_was_let_through_is_asked_about() -> None:
    on = rounds.opened(at=make.NOON, moderation=Moderation.BEFORE)
    said = make.comment(make.Said("short-stay", "A"), by=make.omar(), on=on)
    Standing.objects.filter(comment=said).update(state=Standing.State.PENDING)
    with pytest.raises(PermissionDenied, match="Moderate this comment"):
        threads.asked(said)
