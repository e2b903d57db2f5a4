"""Every address of a session that something must be put into, or that not everybody sees."""

from roundtables.models import Attendance, Office, Series
from roundtables.reports.certificates import token_of
from tests.address_book import EVERYBODY, NOBODY, SIGNED_IN, Page, Pages
from tests.session_scene import Meeting

# Sena runs it, Mia takes its record, Chloé chairs, Olga and Omar attended.
AT_THE_TABLE = frozenset({"Mia", "Chloé", "Sena"})
RUNS_IT = frozenset({"Sena"})
# Those who attended besides.
TO_WHOM_IT_WENT = AT_THE_TABLE | {"Olga", "Omar"}


def pages(of: Meeting) -> Pages:
    """Each by its name."""
    preparing = {**_sessions(of), **_convening(of), **_documents(of), **_calendars(of), **_seats(of)}
    return {**preparing, **_notes(of), **_inputs(of), **_records(of), **_learning(of)}


def _sessions(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    return {
        "roundtables:session": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
        "roundtables:programme-sessions": [Page({"slug": of.session.programme.slug}, EVERYBODY)],
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
        "roundtables:document-add": [Page(shown, AT_THE_TABLE, told=EVERYBODY - AT_THE_TABLE)],
        "roundtables:document": [Page(slides, AT_THE_TABLE | {"Olga", "Omar"})],
        "roundtables:document-remove": [Page(slides, post_only=True)],
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


def _seats(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    at_the_door = [Page(shown, AT_THE_TABLE), Page(hidden, AT_THE_TABLE)]
    sent = [Page(shown, post_only=True)]
    certificate = token_of(Attendance.objects.filter(session=of.session).earliest("pk"))
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


def _inputs(of: Meeting) -> Pages:
    shown, hidden = {"key": of.session.key}, {"key": of.hidden.key}
    said = {**shown, "intervention": of.intervention.key}
    concluded = {**shown, "outcome": of.outcome.key}
    offices = frozenset({"Mia", "Chloé"})
    told = EVERYBODY - {"public"} - offices
    return {
        "roundtables:take-in": [Page(said, frozenset({"Mia", "Sena"}), told=frozenset({"Chloé"}))],
        "roundtables:outcomes": [Page(shown, EVERYBODY), Page(hidden, AT_THE_TABLE)],
        "roundtables:conclude": [Page(shown, offices, told=told)],
        "roundtables:outcome": [Page(concluded, AT_THE_TABLE)],
        "roundtables:recommend": [Page(concluded, AT_THE_TABLE, post_only=True)],
        "roundtables:agree": [Page(concluded, AT_THE_TABLE, post_only=True)],
        "roundtables:outcome-strike": [Page(concluded, AT_THE_TABLE, post_only=True)],
    }


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
        "roundtables:series-evaluations": [
            Page({"slug": Series.objects.get(sessions=of.evaluated.session).slug}, AT_THE_TABLE)
        ],
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
