"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from drafts.models import Clause, Version
from drafts.models.keys import new_key
from roundtables.actions.outcomes import Conclusion, conclude
from roundtables.models import Intervention, Session, SessionOutcome
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
    # What it concluded: the first is read by those who see the notes alone.
    outcome: SessionOutcome


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
        outcome=_concluded(session, clause, now),
    )


def _concluded(session: Session, clause: Clause, now: datetime) -> SessionOutcome:
    """A recommendation that Mia recorded and nobody has taken in."""
    conclusion = Conclusion(SessionOutcome.Kind.RECOMMENDATION, "Shorten it.", "en", clauses=[clause])
    return conclude(by=make.person("Mia"), session=session, conclusion=conclusion, key=new_key(), at=now)


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of), **_inputs(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }


def _inputs(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    said = {**shown, "intervention": of.intervention.key}
    concluded = {**shown, "outcome": of.outcome.key}
    offices = frozenset({"Mia", "Chloé"})
    told = EVERYBODY - {"public"} - offices
    return {
        "roundtables:intervention": [Page(said, AT_THE_TABLE)],
        "roundtables:take-in": [Page(said, frozenset({"Mia", "Sena"}), told=frozenset({"Chloé"}))],
        "roundtables:outcomes": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
        "roundtables:conclude": [Page(shown, offices, told=told)],
        "roundtables:outcome": [Page(concluded, AT_THE_TABLE)],
        "roundtables:recommend": [Page(concluded, AT_THE_TABLE, post_only=True)],
        "roundtables:agree": [Page(concluded, AT_THE_TABLE, post_only=True)],
        "roundtables:outcome-strike": [Page(concluded, AT_THE_TABLE, post_only=True)],
    }
