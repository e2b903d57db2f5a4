"""Who may do what with outcomes and interventions, state by state of the record."""

import pytest

from consultation.models import Attribution
from roundtables.models import Record, Session, SessionOutcome
from roundtables.permissions.inputs import can_take_in
from roundtables.permissions.outcomes import (
    can_conclude,
    can_put_agreed,
    can_recommend,
    can_strike_outcome,
)
from tests import make, sessions, spoken

pytestmark = pytest.mark.django_db
Kind = SessionOutcome.Kind
type State = Record.State
PEOPLE = ("Remy", "Chloé", "Sena", "Mia", "Paul", "Olga", "Nils")
ALWAYS = frozenset(Record.State)
BEFORE_ADOPTION = ALWAYS - {Record.State.ADOPTED}
NOTES = frozenset({Record.State.NOTES})
# verb → person → the states of the record in which they may.
TABLE: dict[str, dict[str, frozenset[State]]] = {
    "take in": {"Remy": ALWAYS, "Sena": ALWAYS},
    "recommend": {"Remy": ALWAYS, "Sena": ALWAYS},
    "conclude": {"Remy": BEFORE_ADOPTION, "Chloé": BEFORE_ADOPTION},
    "strike": {"Remy": NOTES, "Chloé": NOTES},
    # Chloé chairs both the session and the committee of the text; Remy is not of the committee.
    "put agreed words": {"Chloé": ALWAYS},
}


def answer(verb: str, name: str, session: Session, outcome: dict[str, SessionOutcome]) -> bool:
    """Whether somebody may."""
    person = make.olga() if name == "Olga" else make.person(name)
    decisions = {
        "take in": lambda: can_take_in(person, session),
        "recommend": lambda: can_recommend(person, outcome["recommendation"]),
        "conclude": lambda: can_conclude(person, session),
        "strike": lambda: can_strike_outcome(person, outcome["recommendation"]),
        "put agreed words": lambda: can_put_agreed(person, outcome["agreed"]),
    }
    return bool(decisions[verb]())


@pytest.mark.parametrize("state", list(Record.State))
def test_the_table_of_outcomes(state: State) -> None:
    consultation = make.consultation()
    session = sessions.session(Attribution.CATEGORY, on=consultation.version)
    outcomes = {
        "recommendation": spoken.concluded(session),
        "agreed": spoken.concluded(session, Kind.AGREED_WORDING, wording="1. Words."),
    }
    adopted_at = make.NOON if state == Record.State.ADOPTED else None
    Record.objects.filter(session=session).update(state=state, adopted_at=adopted_at)

    wrong = [
        (verb, name)
        for verb, may in TABLE.items()
        for name in PEOPLE
        if answer(verb, name, session, outcomes) is not (state in may.get(name, frozenset()))
    ]

    assert wrong == []
