"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drafts.models import Pillar, Version
from roundtables.actions.calendars import make_calendar_address
from roundtables.models import Intervention, Session
from roundtables.reports.addresses import token_of
from tests import make, meetings, sessions
from tests.address_book import EVERYBODY, SIGNED_IN, Page, Pages

# Sena runs it, Mia takes its record, Chloé chairs, Olga and Omar attended.
AT_THE_TABLE = frozenset({"Mia", "Chloé", "Sena"})


@dataclass(frozen=True)
class Meeting:
    """A session on the agenda that was held today, and another that is being prepared and nobody else knows."""

    session: Session
    hidden: Session
    intervention: Intervention
    pillar: Pillar
    # What stands in the secret address of Olga's calendar.
    calendar: str


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
        pillar=meetings.pillar(on, 9),
        calendar=token_of(make_calendar_address(by=make.olga(), at=now)),
    )


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of), **_calendars(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }


def _calendars(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    pillar = {"programme": of.pillar.programme.slug, "number": of.pillar.number}
    return {
        "roundtables:session-calendar": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
        "roundtables:pillar-calendar": [Page(pillar, EVERYBODY)],
        "roundtables:own-calendar": [Page({}, SIGNED_IN)],
        # No account is asked for: whoever knows the address reads the calendar.
        "roundtables:own-calendar-feed": [Page({"token": of.calendar}, EVERYBODY)],
        "roundtables:own-calendar-make": [Page({}, SIGNED_IN, post_only=True)],
        "roundtables:own-calendar-revoke": [Page({}, SIGNED_IN, post_only=True)],
    }
