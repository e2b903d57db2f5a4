"""Sessions with something at every address of them, for walks over the whole site."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from consultation.models import Attribution, User
from drafts.models import Clause, Pillar, Version
from drafts.models.keys import new_key
from roundtables.actions.agenda_items import Entry, add_item
from roundtables.actions.calendars import make_calendar_address
from roundtables.actions.documents import About, Content, add_file
from roundtables.actions.outcomes import Conclusion, conclude
from roundtables.actions.series import open_series
from roundtables.models import (
    AgendaItem,
    Commitment,
    Correction,
    Evaluation,
    Intervention,
    ProgressReport,
    Seat,
    Series,
    Session,
    SessionDocument,
    SessionOutcome,
)
from roundtables.reports.addresses import token_of
from roundtables.reports.file_types import PDF
from tests import learning, make, meetings, records, seats, sessions
from tests.roundtables import files


@dataclass(frozen=True)
class Meeting:
    """A session on the agenda that is held today, others around it, and one that nobody else knows of."""

    session: Session
    hidden: Session
    intervention: Intervention
    series: Series
    item: AgendaItem
    slides: SessionDocument
    pillar: Pillar
    # What stands in the secret address of Olga's calendar.
    calendar: str
    seat: Seat
    # What it concluded: read by those who see the notes alone.
    outcome: SessionOutcome
    # Another that was held before: its record was circulated, signed and adopted, its corrections decided on.
    recorded: Session
    correction: Correction
    # What is learnt: a session that ended yesterday is being evaluated, another has been.
    evaluation: Evaluation
    evaluated: Evaluation
    commitment: Commitment
    action_point: Commitment
    report: ProgressReport
    hidden_report: ProgressReport


def meeting(
    on: Version, now: datetime, *, rule: Attribution = Attribution.NAMED, speaker: User | None = None
) -> Meeting:
    """All of them, with what can be said and done in the first: by Olga, unless a walk has somebody else speak."""
    speaker = speaker or make.olga()
    today = replace(sessions.TERMS, starts_at=now, ends_at=now + timedelta(hours=3))
    session = sessions.session(rule, on=on, terms=today, rapporteur="Mia", at=now)
    sessions.attended_by(session, speaker, make.omar(), by="Mia")
    clause = make.clause_that_says(on, "short-stay")
    intervention = sessions.intervention(session, by=speaker, clause=clause, writer="Mia")
    return Meeting(
        session=session,
        hidden=sessions.session(rule, on=on, terms=today, rapporteur="Mia", announced=False, at=now),
        intervention=intervention,
        pillar=meetings.pillar(on, 9 + Pillar.objects.filter(programme=on.text.programme).count()),
        calendar=token_of(make_calendar_address(by=make.olga(), at=now)),
        seat=seats.invited(session, speaker, at=now)[0],
        outcome=_concluded(session, clause, now),
        **_prepared(session, clause, now),
        **_recorded(on, now),
        **_learnt(on, clause, now),
    )


def _prepared(session: Session, clause: Clause, now: datetime) -> dict[str, Any]:
    """A series, a point of the agenda, and slides for those who attended."""
    sena, title = make.secretariat(now), {"en": "Round tables"}
    about = About(SessionDocument.Kind.SLIDES, "What was shown", "en", SessionDocument.Audience.ATTENDEES)
    shown, entry = Content(BytesIO(files.PDF), PDF), Entry({"en": "Visas"}, clauses=[clause])
    series = open_series(
        by=sena, programme=session.programme, slug=f"tables-{session.key}", title=title, at=now
    )
    return {
        "series": series,
        "item": add_item(by=sena, session=session, entry=entry, key=new_key(), at=now),
        "slides": add_file(by=sena, session=session, about=about, content=shown, key=new_key(), at=now),
    }


def _learnt(on: Version, clause: Clause, now: datetime) -> dict[str, Any]:
    """Evaluations, a commitment, an action point, and progress reports."""
    asked, evaluated = _evaluations(on, now)
    programme = on.text.programme
    return {
        "evaluation": asked,
        "evaluated": evaluated,
        "commitment": learning.committed(programme, owner=make.olga(), clause=clause, at=now),
        "action_point": learning.action_point(evaluated.session, owner=make.omar(), at=now),
        "report": learning.reported(programme, now, released=True),
        "hidden_report": learning.reported(programme, now - timedelta(days=1)),
    }


def _concluded(session: Session, clause: Clause, now: datetime) -> SessionOutcome:
    """A recommendation that Mia recorded and nobody has taken in."""
    conclusion = Conclusion(SessionOutcome.Kind.RECOMMENDATION, "Shorten it.", "en", clauses=[clause])
    return conclude(by=make.person("Mia"), session=session, conclusion=conclusion, key=new_key(), at=now)


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


def _evaluations(on: Version, now: datetime) -> tuple[Evaluation, Evaluation]:
    """One that is open and one that five have answered, in one series; Olga attended both sessions."""
    before = [
        replace(sessions.TERMS, starts_at=start, ends_at=start + timedelta(hours=3))
        for start in (now - timedelta(days=1), now - timedelta(days=30))
    ]
    held = [sessions.session(on=on, terms=terms, rapporteur="Mia", at=now) for terms in before]
    learning.in_series(*held, at=now)
    for session in held:
        sessions.attended_by(session, make.olga(), by="Mia")
    asked = learning.asked(session=held[0], at=now)
    evaluated = learning.asked(5, session=held[1], at=now - timedelta(days=15), by="Mia")
    for number in range(1, 6):
        learning.filled(evaluated, make.person(f"Att{number}"), words="Well done.", at=evaluated.opened_at)
    return asked, evaluated
