"""One session with something at every address of it, and who may see what is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from io import BytesIO

from drafts.models import Version
from roundtables.actions.agenda_items import Entry, add_item
from roundtables.actions.documents import About, Content, add_file
from roundtables.actions.series import open_series
from roundtables.models import AgendaItem, Intervention, Office, Series, Session, SessionDocument
from roundtables.reports.file_types import PDF
from drafts.models import Clause, Version
from drafts.models.keys import new_key
from roundtables.actions.outcomes import Conclusion, conclude
from roundtables.models import Intervention, Session, SessionOutcome
from tests import make, sessions
from tests.address_book import EVERYBODY, NOBODY, Page, Pages
from tests.roundtables import files
from drafts.models import Pillar, Version
from roundtables.actions.calendars import make_calendar_address
from roundtables.models import Intervention, Session
from roundtables.reports.addresses import token_of
from tests import make, meetings, sessions
from tests.address_book import EVERYBODY, SIGNED_IN, Page, Pages
from roundtables.models import Attendance, Intervention, Seat, Session
from roundtables.reports.certificates import token_of
from tests import make, seats, sessions
from tests.address_book import EVERYBODY, NOBODY, SIGNED_IN, Page, Pages
from typing import Any

from drafts.models import Version
from roundtables.models import Correction, Intervention, Session
from tests import make, records, sessions
from roundtables.models import Commitment, Evaluation, Intervention, ProgressReport, Session
from tests import learning, make, sessions
from tests.address_book import EVERYBODY, NOBODY, Page, Pages

# Sena runs it, Mia takes its record, Chloé chairs, Olga and Omar attended.
AT_THE_TABLE = frozenset({"Mia", "Chloé", "Sena"})
RUNS_IT = frozenset({"Sena"})


@dataclass(frozen=True)
class Meeting:
    """A session on the agenda that was held today, and another that is being prepared and nobody else knows."""

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
    # What it concluded: the first is read by those who see the notes alone.
    outcome: SessionOutcome
    # Another that was held yesterday: its record was circulated, signed and adopted, its corrections decided on.
    recorded: Session
    correction: Correction
    # What is learnt: a session that ended yesterday is being evaluated, another has been.
    evaluation: Evaluation
    evaluated: Evaluation
    commitment: Commitment
    action_point: Commitment
    report: ProgressReport
    hidden_report: ProgressReport


def meeting(on: Version, now: datetime) -> Meeting:
    """Both, with what can be said and done in the first."""
    today = replace(sessions.TERMS, starts_at=now, ends_at=now + timedelta(hours=3))
    session = sessions.session(on=on, terms=today, rapporteur="Mia", at=now)
    sessions.attended_by(session, make.olga(), make.omar(), by="Mia")
    clause = make.clause_that_says(on, "short-stay")
    sena, key = make.secretariat(now), "item001"
    title, programme = {"en": "Round tables"}, on.text.programme
    entry = Entry({"en": "Visas"}, clauses=[clause])
    slides = About(SessionDocument.Kind.SLIDES, "What was shown", "en", SessionDocument.Audience.ATTENDEES)
    shown = Content(BytesIO(files.PDF), PDF)
    asked, evaluated = _evaluations(on, now)
    commitment = learning.committed(on.text.programme, owner=make.olga(), clause=clause, at=now)
    return Meeting(
        series=open_series(by=sena, programme=programme, slug="round-tables", title=title, at=now),
        item=add_item(by=sena, session=session, entry=entry, key=key, at=now),
        slides=add_file(by=sena, session=session, about=slides, content=shown, key="slides1", at=now),
        session=session,
        hidden=sessions.session(on=on, terms=today, rapporteur="Mia", announced=False, at=now),
        intervention=sessions.intervention(session, by=make.olga(), clause=clause, writer="Mia"),
        pillar=meetings.pillar(on),
        calendar=token_of(make_calendar_address(by=make.olga(), at=now)),
        seat=seats.invited(session, make.olga(), at=now)[0],
        outcome=_concluded(session, clause, now),
    )


def _concluded(session: Session, clause: Clause, now: datetime) -> SessionOutcome:
    """A recommendation that Mia recorded and nobody has taken in."""
    conclusion = Conclusion(SessionOutcome.Kind.RECOMMENDATION, "Shorten it.", "en", clauses=[clause])
    return conclude(by=make.person("Mia"), session=session, conclusion=conclusion, key=new_key(), at=now)
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
        evaluation=asked,
        evaluated=evaluated,
        commitment=commitment,
        action_point=learning.action_point(evaluated.session, owner=make.omar(), at=now),
        report=learning.reported(on.text.programme, now, released=True),
        hidden_report=learning.reported(on.text.programme, now - timedelta(days=1)),
    )


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


def pages(of: Meeting) -> Pages:
    """Every address of a session that something must be put into, or that not everybody sees."""
    return {**_sessions(of), **_convening(of), **_documents(of)}
    return {**_sessions(of), **_calendars(of)}
    return {**_sessions(of), **_seats(of)}
    return {**_sessions(of), **_notes(of)}
    return {**_sessions(of), **_inputs(of)}
    return {**_sessions(of), **_records(of)}
    return {**_sessions(of), **_learning(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
    }


def _convening(of: Meeting) -> Pages:
    """What the secretariat alone finds, and the page of a series."""
    key, programme = {"key": of.session.key}, {"slug": of.session.programme.slug}
    item = {**key, "item": of.item.key}
    office = {**key, "pk": Office.objects.filter(session=of.session).latest("pk").pk}
    cancelled_no_more = Page(key, NOBODY, told=RUNS_IT)
    return {
        "roundtables:convene": [Page(programme, RUNS_IT)],
        "roundtables:series-open": [Page(programme, RUNS_IT)],
        "roundtables:series": [Page({"slug": of.series.slug}, EVERYBODY)],
        "roundtables:session-change": [Page(key, RUNS_IT)],
        # Something was said in it.
        "roundtables:session-cancel": [cancelled_no_more, Page({"key": of.hidden.key}, RUNS_IT)],
        "roundtables:session-announce": [Page(key, post_only=True)],
        "roundtables:offices": [Page(key, RUNS_IT)],
        "roundtables:office-end": [Page(office, post_only=True)],
        "roundtables:items": [Page(key, RUNS_IT)],
        "roundtables:item": [Page(item, RUNS_IT)],
        "roundtables:item-move": [Page(item, post_only=True)],
        "roundtables:item-remove": [Page(item, post_only=True)],
    }


def _documents(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    slides = {**shown, "document": of.slides.key}
    return {
        "roundtables:documents": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
        "roundtables:document-add": [Page(shown, AT_THE_TABLE, told=EVERYBODY)],
        "roundtables:document": [Page(slides, AT_THE_TABLE | {"Olga", "Omar"})],
        "roundtables:document-remove": [Page(slides, post_only=True)],
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
def _learning(of: Meeting) -> Pages:
    asked, evaluated = {"key": of.evaluation.session.key}, {"key": of.evaluated.session.key}
    there, table = AT_THE_TABLE | {"Olga"}, {"table": "again"}
    programme, secretariat = {"slug": of.session.programme.slug}, frozenset({"Sena"})
    shown, hidden = {"key": of.report.key}, {"key": of.hidden_report.key}
    return {
        "roundtables:evaluation": [Page(asked, there), Page(evaluated, there)],
        "roundtables:evaluation-ask": [Page(asked, post_only=True)],
        "roundtables:evaluation-results": [Page(asked, there), Page(evaluated, there)],
        "roundtables:evaluation-file": [
            Page({**evaluated, **table}, there),
            Page({**asked, **table}, NOBODY),
        ],
        "roundtables:series-evaluations": [Page({"slug": "spring"}, AT_THE_TABLE)],
        "roundtables:commitments": [Page(programme)],
        "roundtables:commitment-record": [Page(programme, secretariat)],
        "roundtables:commitment": [
            Page({"key": of.commitment.key}),
            Page({"key": of.action_point.key}, AT_THE_TABLE | {"Omar"}),
        ],
        "roundtables:commitment-follow": [Page({"key": of.commitment.key}, post_only=True)],
        "roundtables:progress": [Page(programme)],
        "roundtables:progress-make": [Page(programme, secretariat)],
        "roundtables:progress-report": [Page(shown), Page(hidden, secretariat)],
        "roundtables:progress-file": [Page(shown), Page(hidden, secretariat)],
        "roundtables:progress-release": [Page(hidden, post_only=True)],
    }
