"""Answering a comment: with a revision or a reason where one is owed, superseded and never changed."""

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consultation.actions.dispositions import AlreadyAnswered, ReasonMissing, RevisionMissing
from consultation.actions.moderation import moderate_comment
from consultation.models import Answered, Comment, Consultation, Disposition, Outcome, Standing
from consultation.reports.queue import unanswered_comments
from drafts.models import LedgerEntry, Revision
from drafts.models.ledger import digest
from tests import make
from tests.make import NOON, Said
from tests.state import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def said() -> Comment:
    return make.comment(Said("short-stay"), by=make.olga(), on=make.consultation())


@pytest.fixture
def revision(said: Comment) -> Revision:
    return make.reworded(said.consultation.version.text, "short-stay", "seasonal")


def in_force(comment: Comment) -> Disposition | None:
    return Standing.objects.get(comment=comment).disposition


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.PARTLY])
def test_what_is_taken_in_names_the_revision_that_took_it_in(
    said: Comment, revision: Revision, outcome: Outcome
) -> None:
    before = rows()
    with pytest.raises(RevisionMissing):
        make.answered(said, outcome, reason="Taken in.")
    assert rows() == before

    answer = make.answered(said, outcome, revisions=[revision])
    assert list(answer.revisions.all()) == [revision]
    assert in_force(said) == answer


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.OUT_OF_SCOPE])
@pytest.mark.parametrize("reason", ["", "  \n"])
def test_what_is_refused_has_its_reason(said: Comment, outcome: Outcome, reason: str) -> None:
    before = rows()
    with pytest.raises(ReasonMissing):
        make.answered(said, outcome, reason=reason)
    assert rows() == before

    assert make.answered(said, outcome, reason="The law forbids it.").reason == "The law forbids it."


@pytest.mark.parametrize("outcome", [Outcome.REJECTED, Outcome.OUT_OF_SCOPE])
def test_the_database_refuses_a_refusal_without_reason_too(said: Comment, outcome: Outcome) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Disposition.objects.create(
            comment=said, outcome=outcome, language="en", decided_by=make.person("Mia"), decided_at=NOON
        )


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.DEFERRED])
def test_what_is_noted_or_deferred_needs_neither(said: Comment, outcome: Outcome) -> None:
    answer = make.answered(said, outcome)

    assert (answer.outcome, answer.reason, answer.decided_by, answer.decided_at) == (
        outcome,
        "",
        make.person("Mia"),
        NOON,
    )


def test_naming_a_revision_ticks_that_it_answers_the_comment(said: Comment, revision: Revision) -> None:
    assert not Answered.objects.exists()
    make.answered(said, Outcome.ACCEPTED, revisions=[revision])

    assert list(Answered.objects.values_list("revision", "comment")) == [(revision.pk, said.pk)]


def test_a_revision_ticked_before_is_not_ticked_twice(said: Comment) -> None:
    ticked = make.reworded(said.consultation.version.text, "short-stay", "seasonal", answers=[said])
    make.answered(said, Outcome.ACCEPTED, revisions=[ticked])

    assert Answered.objects.count() == 1


def test_the_ledger_keeps_which_inputs_a_revision_was_said_to_answer(said: Comment) -> None:
    make.reworded(said.consultation.version.text, "short-stay", "seasonal", answers=[said])
    entry = LedgerEntry.objects.get(verb=LedgerEntry.Verb.REVISED)

    assert json.loads(entry.payload)["answers"] == [said.reference]


def test_words_from_before_a_comment_was_made_take_nothing_of_it_in(said: Comment) -> None:
    first = Revision.objects.get(version=said.consultation.version, clause=said.clause)
    before = rows()
    with pytest.raises(RevisionMissing):
        make.answered(said, Outcome.ACCEPTED, revisions=[first])

    assert rows() == before


def test_a_revision_of_another_text_answers_nothing_here(said: Comment) -> None:
    other = make.text("other-text")
    make.imported(other)
    elsewhere = make.reworded(other, "short-stay", "seasonal")
    before = rows()
    with pytest.raises(RevisionMissing):
        make.answered(said, Outcome.ACCEPTED, revisions=[elsewhere])

    assert rows() == before


def test_a_later_answer_supersedes_the_first_which_stays(said: Comment, revision: Revision) -> None:
    first = make.answered(said, Outcome.REJECTED, reason="Too late.")
    second = make.answered(said, Outcome.ACCEPTED, revisions=[revision], supersedes=first)

    assert in_force(said) == second
    assert second.supersedes == first
    first.refresh_from_db()
    assert (first.outcome, first.reason) == ("rejected", "Too late.")
    assert said.dispositions.count() == 2


def test_who_has_not_seen_the_answer_in_force_does_not_replace_it(said: Comment) -> None:
    first = make.answered(said, Outcome.REJECTED, reason="Too late.")
    with pytest.raises(AlreadyAnswered) as faster:
        make.answered(said, Outcome.NOTED)
    assert faster.value.current == first

    second = make.answered(said, Outcome.NOTED, supersedes=first)
    before = rows()
    with pytest.raises(AlreadyAnswered) as faster:
        make.answered(said, Outcome.DEFERRED, supersedes=first)
    assert faster.value.current == second
    assert rows() == before


def test_an_answer_to_another_comment_is_not_superseded_here(said: Comment) -> None:
    other = make.comment(Said("researchers"), by=make.omar(), on=said.consultation)
    theirs = make.answered(other)
    with pytest.raises(AlreadyAnswered) as faster:
        make.answered(said, supersedes=theirs)

    assert faster.value.current is None


@pytest.mark.parametrize("state", ["pending", "returned", "hidden", "withdrawn"])
def test_only_a_comment_before_the_committee_is_answered(state: str) -> None:
    comment = make.comment(Said("short-stay"), by=make.olga(), on=make.consultation(), visible=False)
    if state == "withdrawn":
        make.withdrawn(comment)
    elif state != "pending":
        moderate_comment(
            by=make.person("Sena"),
            comment=comment,
            was=Standing.State.PENDING,
            state=Standing.State(state),
            reason="It names a person.",
            at=NOON,
        )
    before = rows()
    with pytest.raises(PermissionDenied):
        make.answered(comment)

    assert rows() == before


@pytest.mark.parametrize("name", ["Sena", "Olga", "Omar", "Nils", "Ravi"])
def test_only_the_committee_of_the_text_answers(said: Comment, name: str) -> None:
    make.member_of(make.text("other-text"), "Ravi")
    make.omar()
    who = make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the drafting committee"):
        make.answered(said, by=who.name)

    assert rows() == before


def test_an_answer_ends_what_is_owed(said: Comment) -> None:
    text = said.consultation.version.text
    assert list(unanswered_comments(text)) == [said]
    make.answered(said)

    assert list(unanswered_comments(text)) == []


def test_the_ledger_keeps_the_outcome_the_revisions_and_the_hash_of_the_reason(
    said: Comment, revision: Revision
) -> None:
    make.answered(said, Outcome.PARTLY, reason="In part.", revisions=[revision])

    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key) == ("disposed", said.reference)
    assert f'"revisions":[{revision.history_id}]' in entry.payload
    assert digest("In part.") in entry.payload


def test_a_comment_made_when_everything_is_visible_at_once_is_answered_likewise() -> None:
    consultation = make.consultation(moderation=Consultation.Moderation.AFTER)
    comment = make.comment(Said("short-stay"), by=make.olga(), on=consultation, visible=False)

    assert make.answered(comment).comment == comment
