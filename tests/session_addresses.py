"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drafts.models import Version
from roundtables.models import Intervention, Session
from tests import make, sessions
from tests.address_book import EVERYBODY, Page, Pages

# Sena runs it, Mia takes its record, Chloé chairs, Olga and Omar attended.
AT_THE_TABLE = frozenset({"Mia", "Chloé", "Sena"})


@dataclass(frozen=True)
class Meeting:
    """A session on the agenda that was held today, and another that is being prepared and nobody else knows."""

    session: Session
    hidden: Session
    intervention: Intervention


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
    )


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of), **_notes(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }


def _notes(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    said = {**shown, "note": of.intervention.key}
    return {
        "roundtables:notes": [Page(shown, AT_THE_TABLE), Page(hidden, AT_THE_TABLE)],
        "roundtables:notes-news": [Page(shown, AT_THE_TABLE), Page(hidden, AT_THE_TABLE)],
        "roundtables:note": [Page(said, AT_THE_TABLE)],
        "roundtables:note-reword": [Page(said, post_only=True)],
        "roundtables:note-attribute": [Page(said, post_only=True)],
        "roundtables:note-strike": [Page(said, post_only=True)],
        "roundtables:intervention": [Page({**shown, "intervention": of.intervention.key}, AT_THE_TABLE)],
    }
