"""Who may do what with invitations, seats, attendance and certificates, and when: person × question × moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from consultation.models import Attribution, User
from drafts.permissions import Visitor
from roundtables.actions.inviting import list_for_session, withdraw_invitation
from roundtables.models import Seat, Session
from roundtables.permissions.seats import (
    can_answer,
    can_have_certificate,
    can_invite,
    own_seats,
    sees_invited,
    sees_who_attended,
)
from roundtables.permissions.sessions import can_take_attendance
from tests import houses, make, seats, sessions
from tests.make import NOON
from tests.seats import OVER, STARTS

pytestmark = pytest.mark.django_db

PEOPLE = ("public", "Nils", "Olga", "Cora", "Malik", "Remy", "Chloé", "Sena")
HOLD = {"Remy", "Chloé", "Sena"}
AFTER = OVER + timedelta(days=1)
# Before it, while it runs, when it is over.
MOMENTS = {"before": NOON, "during": STARTS + timedelta(minutes=5), "over": AFTER}


@dataclass(frozen=True)
class Table:
    """A session with Olga's invitation and that of a house that Cora coordinates; Olga attended."""

    session: Session
    person: Seat
    house: Seat


@pytest.fixture
def table() -> Table:
    return laid(Attribution.NAMED)


def laid(rule: Attribution) -> Table:
    session, house = seats.coming(rule), houses.house()
    houses.cora(house)
    houses.voice("Malik", house)
    person, sent = seats.invited(session, make.olga(), house)
    sessions.attended_by(session, make.olga())
    make.person("Nils")
    return Table(session, person, sent)


def visitor(name: str) -> Visitor:
    return AnonymousUser() if name == "public" else make.person(name)


type Question = Callable[[Visitor, Table, datetime], object]
QUESTIONS: dict[str, tuple[Question, dict[str, set[str]]]] = {
    "invites": (
        lambda who, table, at: can_invite(who, table.session, at),
        {"before": {"Sena"}, "during": {"Sena"}, "over": set()},
    ),
    "reads the list": (
        lambda who, table, _at: sees_invited(who, table.session),
        {"before": HOLD, "during": HOLD, "over": HOLD},
    ),
    "answers in person": (
        lambda who, table, at: can_answer(who, table.person, at),
        {"before": {"Olga"}, "during": set(), "over": set()},
    ),
    "answers for the house": (
        lambda who, table, at: can_answer(who, table.house, at),
        {"before": {"Cora"}, "during": set(), "over": set()},
    ),
    "reads the invitation of the house": (
        lambda who, table, _at: own_seats(who).filter(pk=table.house.pk).exists(),
        {"before": {"Cora", "Malik"}, "during": {"Cora", "Malik"}, "over": {"Cora", "Malik"}},
    ),
    "takes the attendance": (
        lambda who, table, _at: can_take_attendance(who, table.session),
        {"before": {"Remy", "Sena"}, "during": {"Remy", "Sena"}, "over": {"Remy", "Sena"}},
    ),
    "has a certificate": (
        lambda who, table, at: can_have_certificate(who, table.session, at),
        {"before": set(), "during": set(), "over": {"Olga"}},
    ),
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_who_may_and_when(table: Table, question: str, moment: str) -> None:
    asks, expected = QUESTIONS[question]
    answers = {name for name in PEOPLE if asks(visitor(name), table, MOMENTS[moment])}

    assert answers == expected[moment]


@pytest.mark.parametrize("rule", list(Attribution))
@pytest.mark.parametrize("moment", MOMENTS)
def test_who_reads_the_names_of_those_who_attended(rule: Attribution, moment: str) -> None:
    table = laid(rule)
    named = rule == Attribution.NAMED and moment == "over"
    readers = {name for name in PEOPLE if sees_who_attended(visitor(name), table.session, MOMENTS[moment])}

    assert readers == (set(PEOPLE) if named else HOLD)


def test_an_invitation_that_was_not_sent_or_was_withdrawn_is_not_answered(table: Table) -> None:
    omar = make.omar()
    (listed,) = list_for_session(by=make.secretariat(), session=table.session, people=[omar], at=NOON)
    assert not can_answer(omar, listed, NOON)
    withdraw_invitation(by=make.secretariat(), seat=table.person, at=NOON)
    olga = make.olga()
    gone = Seat.objects.select_related("user", "session").get(pk=table.person.pk)

    assert str(can_answer(olga, gone, NOON).reason) == "This invitation was withdrawn."
    assert own_seats(olga).filter(pk=gone.pk).exists()


def test_nothing_is_done_with_a_session_that_was_cancelled(table: Table) -> None:
    Session.objects.filter(pk=table.session.pk).update(cancelled_at=NOON)
    session = Session.objects.get(pk=table.session.pk)
    seat = Seat.objects.select_related("user", "session").get(pk=table.person.pk)
    sena: User = make.person("Sena")

    assert not can_invite(sena, session, NOON)
    assert not can_take_attendance(sena, session)
    assert not can_answer(make.olga(), seat, NOON)
    assert not can_have_certificate(make.olga(), session, AFTER)
