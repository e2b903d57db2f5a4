"""Comments that say the same are answered together, each author by themselves; and what authors say to answers."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from consultation.actions.dispositions import ReasonMissing
from consultation.actions.merging import AlreadyMerged, AnswerDoesNotFit, part_duplicate
from consultation.actions.people import admit
from consultation.actions.reacting import AnsweredAnew, react
from consultation.models import (
    Category,
    Comment,
    Consultation,
    Disposition,
    Duplicate,
    Letter,
    Outcome,
    Reaction,
    Signature,
)
from consultation.reports.desk import Criteria, read_desk
from drafts.models import LedgerEntry
from tests import make, threads
from tests.make import NOON, Said

pytestmark = pytest.mark.django_db

type Three = tuple[Comment, Comment, Comment]


@pytest.fixture
def three() -> Three:
    """Three comments that say the same, by Olga, by Omar and by Ines."""
    round_ = make.consultation(moderation=Consultation.Moderation.AFTER)
    ines = make.organisation_of("Ines", Category.ACADEMIA)
    first, second, third = (
        make.comment(Said("short-stay", body=f"Visas, says {by}."), by=by, on=round_)
        for by in (make.olga(), make.omar(), ines)
    )
    return first, second, third


def answer_of(comment: Comment) -> Disposition | None:
    return threads.fresh(comment).standing.disposition


def written_to() -> set[tuple[str, object]]:
    letters = Letter.objects.filter(kind=Letter.Kind.ANSWERED).select_related("to")
    return {(letter.to.name if letter.to else "", letter.matter["comment"]) for letter in letters}


def test_one_answer_answers_all_and_each_author_is_written_to(three: Three) -> None:
    first, second, third = three
    text = first.consultation.version.text
    revision = make.reworded(text, "short-stay", "seasonal")
    threads.merged(first, second, third)
    given = make.answered(first, Outcome.ACCEPTED, reason="Taken in.", revisions=[revision], sitting="Monday")

    answers = [answer_of(each) for each in three]
    assert answers[0] == given
    for answer in answers:
        assert answer is not None
        assert (answer.outcome, answer.reason, answer.sitting) == (Outcome.ACCEPTED, "Taken in.", "Monday")
        assert list(answer.revisions.all()) == [revision]
    assert written_to() == {
        ("Olga", first.reference),
        ("Omar", second.reference),
        ("Ines", third.reference),
    }
    assert LedgerEntry.objects.filter(verb=LedgerEntry.Verb.DISPOSED).count() == 3
    make.answered(first, Outcome.NOTED, supersedes=given)
    later = answer_of(third)
    assert later is not None
    assert later.supersedes == answers[2]


def test_a_duplicate_is_not_answered_by_itself_until_it_is_parted(three: Three) -> None:
    first, second, _third = three
    (duplicate,) = threads.merged(first, second)
    with pytest.raises(PermissionDenied, match=first.reference):
        make.answered(second)
    part_duplicate(by=make.person("Mia"), duplicate=duplicate, at=NOON)
    make.answered(second)

    assert answer_of(first) is None
    assert Duplicate.objects.get().parted_at == NOON


def test_there_are_no_chains(three: Three) -> None:
    first, second, third = three
    threads.merged(second, third)
    threads.merged(first, second)

    standing = Duplicate.objects.filter(parted_at=None)
    assert {(each.comment, each.original) for each in standing} == {(second, first), (third, first)}
    other = make.comment(Said("researchers"), by=make.olga(), on=first.consultation)
    with pytest.raises(AlreadyMerged):
        threads.merged(other, third)
    threads.merged(third, other)
    assert standing.get(comment=other).original == first


def test_what_is_merged_into_an_answered_comment_gets_its_answer_at_once(three: Three) -> None:
    first, second, _third = three
    make.answered(first, Outcome.REJECTED, reason="The law forbids it.")
    threads.merged(first, second)

    answer = answer_of(second)
    assert answer is not None
    assert answer.reason == "The law forbids it."


def test_an_answer_that_is_older_than_the_duplicate_is_not_given_to_it(three: Three) -> None:
    first, _second, _third = three
    text = first.consultation.version.text
    revision = make.reworded(text, "short-stay", "seasonal")
    for each in three:
        make.answered(each, Outcome.ACCEPTED, revisions=[revision])
    rev_1 = make.consultation(make.issued(text), moderation=Consultation.Moderation.AFTER)
    late = make.comment(Said("seasonal"), by=make.omar(), on=rev_1)
    with pytest.raises(AnswerDoesNotFit):
        threads.merged(first, late)

    assert not Duplicate.objects.exists()


def test_parting_after_the_answer_leaves_both_answers(three: Three) -> None:
    first, second, _third = three
    (duplicate,) = threads.merged(first, second)
    make.answered(first)
    part_duplicate(by=make.person("Mia"), duplicate=duplicate, at=NOON)

    assert answer_of(second) is not None
    make.answered(first, Outcome.DEFERRED, supersedes=answer_of(first))
    later = answer_of(second)
    assert later is not None
    assert later.outcome == Outcome.NOTED


def test_only_the_committee_merges(three: Three) -> None:
    for name in ("Sena", "Olga"):
        with pytest.raises(PermissionDenied, match="drafting committee"):
            threads.merged(three[0], three[1], by=name)


def test_coordinators_of_signatories_are_written_to(three: Three) -> None:
    first, second, _third = three
    signing = make.body_of(second.author)
    second.author.memberships.update(role="coordinator")
    Signature.objects.create(comment=first, organisation=signing, signed_by=second.author, signed_at=NOON)
    make.answered(first)

    assert written_to() == {("Olga", first.reference), ("Omar", first.reference)}


# ---- reactions ------------------------------------------------------------------------


def test_an_answer_is_contested_once_for_each_comment_and_the_committee_sees_it(three: Three) -> None:
    first = three[0]
    text = first.consultation.version.text
    given = make.answered(first, Outcome.REJECTED, reason="The law forbids it.")
    with pytest.raises(ReasonMissing):
        threads.reacted(first, reason=" ")
    threads.reacted(first)

    contested = read_desk(text, "en", Criteria(answered="contested"))
    assert contested.count.contested == contested.count.total == 1
    make.answered(first, Outcome.NOTED, supersedes=given)
    assert read_desk(text, "en", Criteria()).count.contested == 0
    with pytest.raises(PermissionDenied, match="contested before"):
        threads.reacted(first)
    assert threads.reacted(first, Reaction.Kind.ACCEPTED, "").kind == Reaction.Kind.ACCEPTED


def test_a_contest_does_not_stop_publication(three: Three) -> None:
    for each in three:
        make.answered(each)
        threads.reacted(each)

    assert make.issued(three[0].consultation.version.text).is_published


def test_a_coordinator_reacts_for_the_organisation_and_nobody_else_does(three: Three) -> None:
    first, second, _third = three
    make.answered(first)
    with pytest.raises(PermissionDenied, match="Only its author"):
        threads.reacted(first, by=second.author)
    colleague = make.person("Carla")
    admit(by=make.secretariat(), user=colleague, organisation=make.body_of(first.author), at=NOON)
    with pytest.raises(PermissionDenied, match="Only its author"):
        threads.reacted(first, by=colleague)
    colleague.memberships.update(role="coordinator")

    assert threads.reacted(first, by=colleague).reacted_by == colleague


def test_who_reacts_to_an_answer_that_was_superseded_meanwhile_is_told(three: Three) -> None:
    first = three[0]
    given = make.answered(first)
    make.answered(first, Outcome.DEFERRED, supersedes=given)
    with pytest.raises(AnsweredAnew):
        react(
            by=first.author,
            comment=threads.fresh(first),
            answer=given,
            kind=Reaction.Kind.ACCEPTED,
            reason="",
            language="en",
            at=NOON + timedelta(days=1),
        )
