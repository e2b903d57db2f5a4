"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from drafts.models import Version
from roundtables.models import Correction, Intervention, Session
from tests import make, records, sessions
from tests.address_book import EVERYBODY, NOBODY, Page, Pages

# Sena runs it, Mia takes its record, Chloé chairs, Olga and Omar attended.
AT_THE_TABLE = frozenset({"Mia", "Chloé", "Sena"})


@dataclass(frozen=True)
class Meeting:
    """A session on the agenda that was held today, and another that is being prepared and nobody else knows."""

    session: Session
    hidden: Session
    intervention: Intervention
    # Another that was held yesterday: its record was circulated, signed and adopted, its corrections decided on.
    recorded: Session
    correction: Correction


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
        **_recorded(on, now),
    )


def _recorded(on: Version, now: datetime) -> dict[str, Any]:
    """A record that is adopted and not published, with a correction that was refused."""
    began = now - timedelta(days=2)
    yesterday = replace(sessions.TERMS, starts_at=began, ends_at=began + timedelta(hours=3))
    session = sessions.session(on=on, terms=yesterday, rapporteur="Mia", at=began)
    sessions.attended_by(session, make.olga(), make.omar(), by="Mia")
    sessions.intervention(session, records.WORDS, by=make.olga(), writer="Mia")
    records.circulated(session, by="Mia", at=began, until=began + timedelta(days=1))
    correction = records.asked(session, at=began)
    records.decided(correction, Correction.State.REFUSED, by="Mia", at=began, answer="It was not said.")
    records.adopted(session, rapporteur="Mia", at=now)
    return {"recorded": session, "correction": correction}


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of), **_records(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }


# Those who attended besides.
TO_WHOM_IT_WENT = AT_THE_TABLE | {"Olga", "Omar"}


def _records(of: Meeting) -> Pages:
    """The record that is adopted: for those it was circulated to. Those who attended today are told to wait."""
    shown, notes, hidden = {"key": of.recorded.key}, {"key": of.session.key}, {"key": of.hidden.key}
    asked = {**shown, "correction": of.correction.key}
    to = "roundtables:"
    return {
        f"{to}record": [
            Page(shown, TO_WHOM_IT_WENT),
            Page(notes, TO_WHOM_IT_WENT),
            Page(hidden, AT_THE_TABLE),
        ],
        f"{to}record-version": [
            Page({**shown, "number": 1}, TO_WHOM_IT_WENT),
            Page({**shown, "number": 9}, NOBODY),
        ],
        f"{to}record-paper": [Page({**shown, "number": 3}, TO_WHOM_IT_WENT)],
        f"{to}record-compare": [Page({**shown, "old": 1, "new": 2}, TO_WHOM_IT_WENT)],
        f"{to}corrections": [Page(shown, TO_WHOM_IT_WENT)],
        f"{to}correction-ask": [Page(shown, TO_WHOM_IT_WENT), Page(notes, NOBODY)],
        f"{to}correction": [Page(asked, TO_WHOM_IT_WENT)],
        f"{to}correction-withdraw": [Page(asked, frozenset({"Olga"}))],
        **{
            f"{to}record-{act}": [Page(shown, TO_WHOM_IT_WENT), Page(notes, AT_THE_TABLE)]
            for act in ("circulate", "correct", "sign", "adopt", "publish")
        },
    }
