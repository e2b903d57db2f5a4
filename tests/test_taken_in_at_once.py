"""What was said is taken in while somebody else makes its rule stricter, or strikes it."""

from functools import partial
from typing import Any

import pytest

from consultation.models import Attribution, Spoken
from roundtables.actions.inputs import take_in, take_in_recommendation
from roundtables.actions.interventions import Attributed
from roundtables.actions.notes import attribute_intervention, strike_intervention
from roundtables.actions.outcomes import strike_outcome
from roundtables.models import Intervention, SessionOutcome
from tests import make, sessions, spoken
from tests.test_concurrency import at_once, committed, the_ledger_holds

__all__ = ["committed"]  # every test here commits for good


def taking_in(said: Intervention) -> Any:
    assert said.clause is not None
    seen = Intervention.objects.select_related("session", "organisation", "speaker").get(pk=said.pk)
    return partial(
        take_in, by=make.person(sessions.REMY), intervention=seen, clause=said.clause, at=make.NOON
    )


@pytest.mark.parametrize("turn", range(4))
def test_an_input_never_says_more_than_the_rule_that_is_made_stricter_meanwhile(turn: int) -> None:
    said = spoken.said(spoken.consulted()[1], f"Decisions take {turn} years.")
    stricter = partial(
        attribute_intervention,
        by=make.person(sessions.REMY),
        intervention=said,
        attributed=Attributed(Attribution.NONE),
        item=None,
        clause=said.clause,
        at=make.NOON,
    )
    at_once(taking_in(said), stricter)

    said.refresh_from_db()
    assert Spoken.objects.get().rule == said.rule
    the_ledger_holds()


@pytest.mark.parametrize("turn", range(4))
def test_what_is_struck_is_not_taken_in_after_it(turn: int) -> None:
    _round, session = spoken.consulted()
    said, outcome = spoken.said(session, f"Decisions take {turn} years."), spoken.concluded(session)
    remy = make.person(sessions.REMY)
    strike = partial(strike_outcome, by=remy, outcome=outcome, reason="Never concluded.", at=make.NOON)
    outcomes = at_once(partial(take_in_recommendation, by=remy, outcome=outcome, at=make.NOON), strike)

    is_struck = SessionOutcome.objects.get(pk=outcome.pk).struck_at is not None
    assert is_struck != Spoken.objects.filter(outcome=outcome.key).exists(), outcomes
    at_once(
        taking_in(said),
        partial(strike_intervention, by=remy, intervention=said, reason="Twice.", at=make.NOON),
    )
    the_ledger_holds()
