"""Who may do what with a record, person by person, in each of its states."""

from collections.abc import Callable
from datetime import datetime

import pytest

from consultation.models import User
from drafts.access import Decision
from roundtables.models import Record, RecordSignature, Session
from roundtables.permissions.records import (
    can_adopt,
    can_ask_correction,
    can_circulate,
    can_correct,
    can_decide_corrections,
    can_publish_record,
    can_sign,
    is_of_the_record,
)
from roundtables.permissions.sessions import sees_record
from tests import make, records

pytestmark = pytest.mark.django_db

PEOPLE = ("Nils", "Olga", "Remy", "Chloé", "Sena")
Question = Callable[[User, Record, datetime], bool | Decision]
Capacity = RecordSignature.Capacity

QUESTIONS: dict[str, Question] = {
    "reads it": lambda user, record, _at: sees_record(user, record),
    "reads every version": lambda user, record, _at: is_of_the_record(user, record),
    "circulates": can_circulate,
    "asks": can_ask_correction,
    "decides": lambda user, record, _at: can_decide_corrections(user, record),
    "closes the round": can_correct,
    "signs as chair": lambda user, record, at: can_sign(user, record, Capacity.CHAIR, at),
    "signs as rapporteur": lambda user, record, at: can_sign(user, record, Capacity.RAPPORTEUR, at),
    "adopts": lambda user, record, _at: can_adopt(user, record),
    "publishes": lambda user, record, _at: can_publish_record(user, record),
}
INSIDE = {"Remy", "Chloé", "Sena"}
THERE = INSIDE | {"Olga"}


def corrected() -> Session:
    session = records.circulated()
    records.corrected(session)
    return session


STATES: dict[str, tuple[Callable[[], Session], datetime, dict[str, set[str]]]] = {
    "notes": (
        records.said,
        records.OUT,
        {"reads it": INSIDE, "reads every version": INSIDE, "circulates": {"Remy"}},
    ),
    "circulated": (
        records.circulated,
        records.OUT,
        {
            "reads it": THERE,
            "reads every version": THERE,
            "asks": {"Olga"},
            "decides": {"Remy"},
            "adopts": {"Chloé", "Sena"},
        },
    ),
    "corrected": (
        corrected,
        records.AFTER,
        {
            "reads it": THERE,
            "reads every version": THERE,
            "decides": {"Remy"},
            "closes the round": {"Remy"},
            "signs as chair": {"Chloé"},
            "signs as rapporteur": {"Remy"},
            "adopts": {"Chloé", "Sena"},
        },
    ),
    "adopted": (
        records.adopted,
        records.AFTER,
        {"reads it": THERE, "reads every version": THERE, "publishes": {"Sena"}},
    ),
    "published": (
        records.published,
        records.AFTER,
        {"reads it": {"Nils", *THERE}, "reads every version": THERE},
    ),
}


@pytest.mark.parametrize("state", STATES)
def test_who_may_do_what(state: str) -> None:
    made, at, allowed = STATES[state]
    record = records.record_of(made())
    may = {
        name: {who for who in PEOPLE if question(make.person(who), record, at)}
        for name, question in QUESTIONS.items()
    }

    assert may == {name: allowed.get(name, set()) for name in QUESTIONS}
