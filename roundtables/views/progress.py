"""Progress reports of a programme: all of them, one of them beside the one before, making and releasing one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.views.requests import SignedInRequest
from drafts.models import Programme
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage
from drafts.views.requests import signed_in
from roundtables.actions.progress import AlreadyReleased, make_progress_report, release_progress_report
from roundtables.forms.progress import ReportForm
from roundtables.models import ProgressReport
from roundtables.permissions.progress import can_report, visible_reports
from roundtables.reports.commitments import STANDINGS
from roundtables.reports.progress import (
    Stood,
    changes_since,
    lines_by,
    read_report,
    report_file,
    table_of,
)


@require_safe
def reports(request: HttpRequest, slug: str) -> HttpResponse:
    """The progress reports of a programme, the latest first."""
    stamp = latest_act()
    programme = get_object_or_404(Programme, slug=slug)
    found = visible_reports(request.user, programme).order_by("-on", "-pk")
    context = {
        "programme": programme,
        "reports": found,
        "may_report": can_report(request.user, programme),
    }
    html = render_to_string("roundtables/progress.html", context, request)
    return PublicPage(html, stamp=stamp)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: SignedInRequest, slug: str) -> HttpResponse:
    """Make a report on a day."""
    programme = get_object_or_404(Programme, slug=slug)
    if not can_report(request.user, programme):
        raise Http404
    form = ReportForm(request.POST or None, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        day, now = form.cleaned_data["on"], timezone.now()
        made = make_progress_report(by=request.user, programme=programme, on=day, at=now)
        messages.success(request, _("The report is made. Look at it, then release it."))
        return redirect("roundtables:progress-report", made.key)
    status = 422 if request.method == "POST" else 200
    context = {"programme": programme, "form": form}
    return render(request, "roundtables/progress_make.html", context, status=status)


def _readable(request: HttpRequest, key: str) -> ProgressReport:
    found = get_object_or_404(ProgressReport.objects.select_related("programme"), key=key)
    if not visible_reports(request.user, found.programme).filter(pk=found.pk).exists():
        raise Http404
    return found


def _previous(request: HttpRequest, report: ProgressReport) -> ProgressReport | None:
    """The report on the last day before, as far as the reader sees it."""
    earlier = visible_reports(request.user, report.programme).filter(on__lt=report.on)
    return earlier.select_related("programme").order_by("on", "pk").last()


@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    """How the commitments stood on its day, by pillar and owner, and what changed since the one before."""
    stamp = latest_act()
    found = _readable(request, key)
    stood, previous = read_report(found), _previous(request, found)
    context = {
        "report": found,
        "programme": found.programme,
        "stood": stood,
        "table": table_of(stood),
        "standings": STANDINGS.values(),
        "breakdowns": [
            ("pillars", _("By pillar"), _("Pillar"), lines_by(stood, _pillar)),
            ("owners", _("By owner"), _("Owner"), lines_by(stood, _owner)),
        ],
        "previous": previous,
        "changes": changes_since(read_report(previous), stood) if previous else None,
        "may_release": found.released_at is None and can_report(request.user, found.programme),
    }
    html = render_to_string("roundtables/progress_report.html", context, request)
    return PublicPage(html, stamp=stamp)


def _pillar(stood: Stood) -> str:
    return stood.pillar


def _owner(stood: Stood) -> str:
    return stood.owner


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponse:
    """The report for a spreadsheet."""
    found = _readable(request, key)
    written = report_file(read_report(found))
    response = HttpResponse(written, content_type="text/csv; charset=utf-8")
    name = f"{found.programme.slug}-{found.on.isoformat()}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@signed_in
@require_POST
def release(request: SignedInRequest, key: str) -> HttpResponse:
    """Let everybody read it."""
    found = _readable(request, key)
    if not can_report(request.user, found.programme):
        raise Http404
    try:
        release_progress_report(by=request.user, report=found, at=timezone.now())
    except AlreadyReleased:
        messages.info(request, _("The report had been released already."))
    else:
        messages.success(request, _("The report is released: everybody can read it."))
    return redirect("roundtables:progress-report", found.key)
