"""Several moderators, workers and authors at the same moment: one decision, one grouping, one answer."""

from functools import partial

import pytest

from consultation.actions.likeness import group_alike
from consultation.actions.moderation import (
    AlreadyModerated,
    Decided,
    SomeModerated,
    answer_moderator,
    moderate_comment,
    moderate_several,
)
from consultation.models import (
    Comment,
    Consultation,
    Letter,
    Likeness,
    Moderation,
    ModerationAnswer,
    Standing,
)
from consultation.reports.likeness import ungrouped
from tests import make
from tests.alike import letters, sender, sent
from tests.make import NOON
from tests.test_concurrency import at_once, committed, kinds, the_ledger_holds

__all__ = ["committed"]  # a fixture that every test here stands on

State = Standing.State


@pytest.fixture
def waiting(committed: None) -> list[Comment]:
    return letters(make.consultation(), 6)


def several(name: str, comments: list[Comment], state: State) -> None:
    decisions = [Decided(Comment.objects.get(pk=each.pk), State.PENDING, state) for each in comments]
    moderate_several(by=make.person(name), decisions=decisions, reason="The same letter.", at=NOON)


def single(name: str, comment: Comment, state: State) -> None:
    moderate_comment(
        by=make.person(name),
        comment=Comment.objects.get(pk=comment.pk),
        was=State.PENDING,
        state=state,
        reason="The same letter.",
        at=NOON,
    )


def states() -> set[str]:
    return set(Standing.objects.values_list("state", flat=True))


def test_two_who_decide_the_same_comments_decide_once(waiting: list[Comment]) -> None:
    outcomes = at_once(
        partial(several, "Mia", waiting, State.HIDDEN),
        partial(several, "Sena", list(reversed(waiting)), State.VISIBLE),
    )

    assert kinds(outcomes) == {"NoneType": 1, SomeModerated.__name__: 1}
    assert Moderation.objects.count() == Letter.objects.filter(kind=Letter.Kind.MODERATED).count() == 6
    assert len(states()) == 1
    the_ledger_holds()


def test_two_clicks_decide_once(waiting: list[Comment]) -> None:
    outcomes = at_once(*[partial(several, "Mia", waiting, State.RETURNED)] * 2)

    assert kinds(outcomes) == {"NoneType": 1, SomeModerated.__name__: 1}
    assert Moderation.objects.count() == 6


@pytest.mark.parametrize("attempt", range(3))
def test_several_and_one_of_them_are_decided_by_whoever_is_first(
    waiting: list[Comment], attempt: int
) -> None:
    bulk, one = at_once(
        partial(several, "Mia", waiting, State.HIDDEN), partial(single, "Sena", waiting[3], State.VISIBLE)
    )

    if isinstance(bulk, SomeModerated):
        assert one is None
        assert bulk.changed == {waiting[3].reference: "visible"}
        assert Moderation.objects.count() == 1
    else:
        assert (bulk, type(one)) == (None, AlreadyModerated)
        assert states() == {"hidden"}
    the_ledger_holds()


def test_workers_at_once_make_one_grouping(waiting: list[Comment]) -> None:
    key = waiting[0].consultation.key
    outcomes = at_once(*[partial(group_alike.call, key)] * 5)

    assert kinds(outcomes) == {"int": 5}
    assert sum(number for number in outcomes if isinstance(number, int)) == 6
    assert set(Likeness.objects.values_list("leader", flat=True)) == {waiting[0].pk}


def test_a_comment_submitted_while_others_are_grouped_is_not_left(waiting: list[Comment]) -> None:
    consultation = Consultation.objects.get(pk=waiting[0].consultation_id)
    author = sender(50)
    outcomes = at_once(
        partial(group_alike.call, consultation.key),
        partial(sent, consultation, "Something else.", by=author),
        partial(group_alike.call, consultation.key),
    )
    assert kinds(outcomes) == {"int": 2, "Comment": 1}
    group_alike.call(consultation.key)

    assert not ungrouped().exists()
    assert Likeness.objects.count() == 7


def test_two_clicks_answer_a_moderator_once(waiting: list[Comment]) -> None:
    make.kept_back(waiting[0], State.RETURNED)
    decision = Moderation.objects.select_related("comment").get()
    act = partial(answer_moderator, by=waiting[0].author, moderation=decision, body="It is my own.", at=NOON)
    outcomes = at_once(act, act)

    assert kinds(outcomes) == {"ModerationAnswer": 1, "PermissionDenied": 1}
    assert ModerationAnswer.objects.count() == 1
    the_ledger_holds()
