"""Many people at one comment at once: one endorsement each, one reply a key, one answer for each duplicate."""

from functools import partial

import pytest

from consultation.actions.dispositions import AlreadyAnswered
from consultation.models import Comment, Consultation, Disposition, Duplicate, Endorsement, Reply
from drafts.models.keys import new_key
from tests import make, threads
from tests.make import Said
from tests.test_concurrency import at_once, committed

__all__ = ["committed"]
pytestmark = pytest.mark.usefixtures("committed")


def said(by: str = "Olga", on: Consultation | None = None) -> Comment:
    round_ = on or make.consultation(moderation=Consultation.Moderation.AFTER)
    person = make.olga() if by == "Olga" else make.omar()
    return make.comment(Said("short-stay"), by=person, on=round_)


def test_ten_clicks_at_once_are_one_endorsement() -> None:
    comment, omar = said(), make.omar()
    outcomes = at_once(*[partial(threads.endorsed, comment, omar)] * 10)

    assert {getattr(each, "pk", each) for each in outcomes} == {Endorsement.objects.get().pk}


def test_a_form_sent_ten_times_at_once_is_one_reply() -> None:
    comment, omar, key = said(), make.omar(), new_key()
    outcomes = at_once(*[partial(threads.replied, comment, omar, key=key)] * 10)

    assert {getattr(each, "pk", each) for each in outcomes} == {Reply.objects.get().pk}


def test_merging_and_answering_at_once_leaves_no_duplicate_without_its_answer() -> None:
    first = said()
    second = said("Omar", first.consultation)
    outcomes = at_once(partial(threads.merged, first, second), partial(make.answered, first))

    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert Duplicate.objects.count() == 1
    assert {each.comment for each in Disposition.objects.all()} == {first, second}


def test_two_answers_at_once_are_one_for_each_that_says_the_same() -> None:
    first = said()
    second = said("Omar", first.consultation)
    threads.merged(first, second)
    outcomes = at_once(*[partial(make.answered, first)] * 4)

    assert sum(isinstance(each, AlreadyAnswered) for each in outcomes) == 3
    assert Disposition.objects.count() == 2
