"""Who asks for an evaluation of a session, who fills it in, and who reads what came of it."""

from datetime import datetime

from django.utils.translation import gettext as _

from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor
from roundtables.models import Evaluation, Office, Series, Session
from roundtables.permissions.sessions import attended, parts_in, runs_programme, sees_notes


def can_open_evaluation(user: Visitor, session: Session, at: datetime) -> Decision:
    """The secretariat and the rapporteurs, once the session has ended."""
    if not (runs_programme(user, session.programme_id) or Office.Part.RAPPORTEUR in parts_in(user, session)):
        return refused(_("Only the secretariat and the rapporteurs ask for an evaluation."))
    if session.cancelled_at:
        return refused(_("This session was cancelled."))
    if at < session.ends_at:
        return refused(_("An evaluation is asked for once the session has ended."))
    return ALLOWED


def can_evaluate(user: Visitor, evaluation: Evaluation, at: datetime) -> Decision:
    """Those who attended, while it is open."""
    if not attended(user, evaluation.session):
        return refused(_("Those who attended evaluate a session."))
    if at >= evaluation.closes_at:
        return refused(_("This evaluation is closed."))
    return ALLOWED


def knows_evaluation(user: Visitor, session: Session) -> bool:
    """Whether somebody may know how a session is evaluated: those who attended, and those who hold it."""
    return attended(user, session) or sees_notes(user, session)


def sees_results(user: Visitor, evaluation: Evaluation, at: datetime) -> bool:
    """The same people, once it is closed: an answer that came in by itself would be known by its hour."""
    return at >= evaluation.closes_at and knows_evaluation(user, evaluation.session)


def reads_open_words(user: Visitor, evaluation: Evaluation) -> bool:
    """What was written in one's own words is for those who hold the session: it may tell who attended."""
    return sees_notes(user, evaluation.session)


def compares_evaluations(user: Visitor, series: Series, at: datetime) -> bool:
    """Whether somebody finds evaluations of a series to compare: closed ones, of sessions that they hold."""
    if user.pk is None:
        return False
    closed = Evaluation.objects.filter(session__series=series, closes_at__lte=at)
    if not runs_programme(user, series.programme_id):
        closed = closed.filter(session__offices__user=user.pk, session__offices__ended_at=None)
    return closed.exists()
