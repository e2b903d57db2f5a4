"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drafts.models import Version
from roundtables.models import Attendance, Intervention, Seat, Session
from roundtables.reports.certificates import token_of
from tests import make, seats, sessions
from tests.address_book import EVERYBODY, NOBODY, SIGNED_IN, Page, Pages

# Sena runs it, Mia takes its record, Chloé chairs, Olga and Omar attended.
AT_THE_TABLE = frozenset({"Mia", "Chloé", "Sena"})


@dataclass(frozen=True)
class Meeting:
    """A session on the agenda that was held today, and another that is being prepared and nobody else knows."""

    session: Session
    hidden: Session
    intervention: Intervention
    seat: Seat


def meeting(on: Version, now: datetime) -> Meeting:
    """Both, with what can be said and done in the first."""
    today = replace(sessions.TERMS, starts_at=now, ends_at=now + timedelta(hours=3))
    session = sessions.session(on=on, terms=today, rapporteur="Mia", at=now)
    sessions.attended_by(session, make.olga(), make.omar(), by="Mia")
    clause = make.clause_that_says(on, "short-stay")
    return Meeting(
        session=session,
        hidden=sessions.session(on=on, terms=today, rapporteur="Mia", announced=False, at=now),
        intervention=sessions.intervention(session, by=make.olga(), clause=clause, writer="Mia"),
        seat=seats.invited(session, make.olga(), at=now)[0],
    )


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of), **_seats(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }


def _seats(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    at_the_door = [Page(shown, AT_THE_TABLE), Page(hidden, AT_THE_TABLE)]
    sent = [Page(shown, post_only=True)]
    certificate = token_of(Attendance.objects.get(session=of.session, user=make.olga()))
    return {
        "roundtables:invited": at_the_door,
        "roundtables:invited-add": sent,
        "roundtables:invited-send": sent,
        "roundtables:invited-withdraw": sent,
        "roundtables:seats": sent,
        "roundtables:own-sessions": [Page({}, SIGNED_IN)],
        "roundtables:answer-invitation": [Page({"key": of.seat.key}, frozenset({"Olga"}))],
        "roundtables:attendance": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
        "roundtables:attendance-take": sent,
        "roundtables:attendance-enter": sent,
        "roundtables:attendance-remove": sent,
        "roundtables:attendance-list": at_the_door,
        "roundtables:attendance-list-enter": sent,
        # Once the session is over they have it; until then they are told so.
        "roundtables:certificate": [Page(shown, NOBODY, told=frozenset({"Olga", "Omar"}))],
        "roundtables:certified": [Page({"token": certificate})],
    }
