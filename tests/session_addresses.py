"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from consultation.models import Attribution, User
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


def meeting(
    on: Version, now: datetime, *, rule: Attribution = Attribution.NAMED, speaker: User | None = None
) -> Meeting:
    """Both, with what can be said and done in the first: by Olga, unless a walk has somebody else speak."""
    speaker = speaker or make.olga()
    today = replace(sessions.TERMS, starts_at=now, ends_at=now + timedelta(hours=3))
    session = sessions.session(rule, on=on, terms=today, rapporteur="Mia", at=now)
    sessions.attended_by(session, speaker, make.omar(), by="Mia")
    clause = make.clause_that_says(on, "short-stay")
    return Meeting(
        session=session,
        hidden=sessions.session(rule, on=on, terms=today, rapporteur="Mia", announced=False, at=now),
        intervention=sessions.intervention(session, by=speaker, clause=clause, writer="Mia"),
    )


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }
