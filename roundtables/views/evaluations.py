"""The evaluation of a session: filling it in, asking for it, and what came of it."""

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.reports.spreadsheets import table_file
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in, typed_in
from roundtables.actions.evaluations import AlreadyGiven, AlreadyOpened, fill_in_evaluation, open_evaluation
from roundtables.forms.evaluations import AskForm, EvaluationForm
from roundtables.models import Evaluation, Series, Session
from roundtables.permissions.evaluations import (
    can_evaluate,
    can_open_evaluation,
    knows_evaluation,
    reads_open_words,
    sees_results,
)
from roundtables.permissions.sessions import sees_notes, visible_sessions
from roundtables.reports.evaluations import QUESTIONS, Results, compare_series, has_given, read_results


def _session(request: SignedInRequest, key: str) -> Session:
    """The session, for those who attended it and those who hold it; else there is no such page."""
    sessions = visible_sessions(request.user).select_related("series", "evaluation__session")
    found: Session = get_object_or_404(sessions, key=key)
    if not knows_evaluation(request.user, found):
        raise Http404
    return found


def _evaluation(session: Session) -> Evaluation | None:
    return getattr(session, "evaluation", None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def evaluation(request: SignedInRequest, key: str) -> HttpResponse:
    """The form, for those who attended; whether it is open, for those who hold the session."""
    session = _session(request, key)
    asked = _evaluation(session)
    form = EvaluationForm(request.POST or None)
    if request.method != "POST":
        return _page(request, session, form)
    if asked is None:
        raise Http404
    if not can_evaluate(request.user, asked, timezone.now()):
        return _page(request, session, form, status=409)
    if not form.is_valid():
        return _page(request, session, form, status=422)
    try:
        filled = form.filled(get_language() or "en")
        fill_in_evaluation(by=request.user, evaluation=asked, filled=filled, at=timezone.now())
    except AlreadyGiven:
        return _page(request, session, form, status=409)
    return redirect("roundtables:evaluation", session.key)


def _page(
    request: SignedInRequest, session: Session, form: EvaluationForm, status: int = 200
) -> HttpResponse:
    """The page as it stands now; what could not be taken is shown on it, and kept nowhere."""
    now, asked = timezone.now(), _evaluation(session)
    if asked is not None:
        asked.refresh_from_db(fields=["given", "closes_at"])
    context = {
        "session": session,
        "evaluation": asked,
        "is_open": asked is not None and now < asked.closes_at,
        "may": asked and can_evaluate(request.user, asked, now),
        "given": asked is not None and has_given(asked, request.user),
        "form": form,
        "questions": [form[name] for name in QUESTIONS],
        "typed": typed_in(request) if status == 409 else (),
        "ask": AskForm(),
        "may_ask": asked is None and can_open_evaluation(request.user, session, now),
    }
    response = render(request, "roundtables/evaluation.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_POST
def ask(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask those who attended for an evaluation."""
    session, now = _session(request, key), timezone.now()
    form = AskForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose for how many days the evaluation is open."))
        return redirect("roundtables:evaluation", session.key)
    try:
        open_evaluation(by=request.user, session=session, closes_at=form.closes_at(now), at=now)
    except AlreadyOpened:
        messages.info(request, _("Somebody had asked for the evaluation already."))
    else:
        messages.success(request, _("Those who attended are asked what they thought."))
    return redirect("roundtables:evaluation", session.key)


@signed_in
@require_safe
def results(request: SignedInRequest, key: str) -> HttpResponse:
    """What came of it once it is closed: figures from five answers on."""
    session = _session(request, key)
    asked = _asked(session)
    shown = sees_results(request.user, asked, timezone.now())
    with_words = reads_open_words(request.user, asked)
    context = {
        "session": session,
        "evaluation": asked,
        "is_closed": shown,
        "results": read_results(asked, with_words=with_words) if shown else Results(0),
        "with_words": with_words,
        "compares": session.series_id is not None and with_words,
    }
    response = render(request, "roundtables/evaluation_results.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
@require_safe
def file(request: SignedInRequest, key: str, table: str) -> HttpResponse:
    """One question with its answers, for a spreadsheet."""
    session = _session(request, key)
    asked = _asked(session)
    if not sees_results(request.user, asked, timezone.now()):
        raise Http404
    tables = {each.name: each for each in read_results(asked, with_words=False).tables}
    if table not in tables:
        raise Http404
    response = HttpResponse(table_file(tables[table]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{session.key}-{table}.csv"'
    return response


def _asked(session: Session) -> Evaluation:
    asked = _evaluation(session)
    if asked is None:
        raise Http404
    return asked


@signed_in
@require_safe
def of_series(request: SignedInRequest, slug: str) -> HttpResponse:
    """The evaluated sessions of a series beside each other, for those who hold them."""
    series = get_object_or_404(Series, slug=slug)
    closed = Evaluation.objects.filter(session=OuterRef("pk"), closes_at__lte=timezone.now())
    sessions = visible_sessions(request.user).filter(Exists(closed), series=series)
    held = [each for each in sessions.order_by("starts_at", "pk") if sees_notes(request.user, each)]
    if not held:
        raise Http404
    context = {"series": series, "questions": QUESTIONS.values(), "averages": compare_series(series, held)}
    return render(request, "roundtables/series_evaluations.html", context)
