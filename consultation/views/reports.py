"""The consultation report: read, released, and taken along as a file."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultation.actions.reports import (
    AlreadyReleased,
    StillOwed,
    ask_for_file,
    release_report,
)
from consultation.models import Comment, Consultation, ReportFile
from consultation.permissions.figures import can_read_report, can_release_report, is_released
from consultation.permissions.rounds import visible_consultations
from consultation.reports.consultation_report import (
    ReportSection,
    count_report,
    listed_inputs,
    read_sections,
)
from consultation.reports.report_files import file_for, is_kept, is_to_be_made_again, source_of
from consultation.reports.report_head import ContentsLine, read_contents, read_facts
from consultation.views.requests import SignedInRequest
from drafts.permissions import roles_on
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage, kept_body
from drafts.views.requests import signed_in

# As many as a poor link carries: some 30 kB with everything that is said on them.
_A_PAGE = 25
# Seconds after which the page of a file that is being made asks again.
_AGAIN = 3


def _readable(request: HttpRequest, key: str) -> Consultation:
    """The consultation, where its report may be read; else there is none."""
    visible = visible_consultations(request.user).select_related("version__text__programme")
    found = get_object_or_404(visible, key=key)
    if not can_read_report(request.user, found):
        raise Http404
    return found


@require_safe
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Every input with its answer, page by page or whole; a draft for the committee until it is released."""
    stamp = latest_act()
    found = _readable(request, key)
    draft = not is_released(found)
    whole = request.GET.get("view") == "whole"
    page = Paginator(listed_inputs(found, draft=draft), _A_PAGE).get_page(request.GET.get("page"))
    context = {
        **_head(request, found, draft=draft),
        "sections": () if whole else _sections(found, page, draft=draft),
        "facts": read_facts(found, listed_inputs(found, draft=draft)),
        "contents": _contents(found, draft=draft),
        "whole": _whole(found, draft=draft) if whole and page.paginator.count else "",
        "page_obj": None if whole else page,
    }
    html = render_to_string("consultation/report.html", context, request)
    return PublicPage(html, stamp=stamp, asked={"page": str(page.number), "view": "whole" if whole else ""})


def _head(request: HttpRequest, found: Consultation, *, draft: bool) -> dict[str, object]:
    """What stands above the inputs."""
    return {
        "consultation": found,
        "text": found.version.text,
        "is_draft": draft,
        "counts": count_report(found, draft=draft),
        "may_release": draft and can_release_report(request.user, found, timezone.now()),
    }


def _contents(found: Consultation, *, draft: bool) -> list[ContentsLine]:
    return read_contents(found, listed_inputs(found, draft=draft), get_language() or "en", _A_PAGE)


def _sections(found: Consultation, page: Page[Comment], *, draft: bool) -> list[ReportSection]:
    inputs = listed_inputs(found, draft=draft)[max(page.start_index() - 1, 0) : page.end_index()]
    return read_sections(found, inputs, get_language() or "en", draft=draft)


def _whole(found: Consultation, *, draft: bool) -> str:
    """All inputs, which are long in the making: drawn once for everybody until something in them changes."""
    language = get_language() or "en"

    def drawn() -> str:
        inputs = listed_inputs(found, draft=draft)
        sections = read_sections(found, inputs, language, draft=draft)
        context = {"consultation": found, "text": found.version.text, "sections": sections}
        return render_to_string("consultation/report.html#clauses", context)

    name = f"report:{found.pk}:{language}"
    return kept_body(name, source_of(found).stamp, drawn).raw.decode()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: SignedInRequest, key: str) -> HttpResponse:
    """What releasing would show, what is missing for it, and the secretariat's button."""
    found = _readable(request, key)
    if not roles_on(request.user, found.version.text):
        raise Http404
    if request.method != "POST":
        return _release_page(request, found)
    try:
        release_report(by=request.user, consultation=found, at=timezone.now())
    except StillOwed:
        messages.error(request, _("Some inputs are still owed an answer."))
        return _release_page(request, found, 409)
    except AlreadyReleased:
        messages.info(request, _("The report had been released already."))
    else:
        messages.success(request, _("The report is released: everybody can read it."))
    return redirect("consultation:report", found.key)


def _release_page(request: SignedInRequest, found: Consultation, status: int = 200) -> HttpResponse:
    context = {
        "consultation": found,
        "text": found.version.text,
        "counts": count_report(found, draft=True),
        "released": is_released(found),
        "may": can_release_report(request.user, found, timezone.now()),
    }
    return render(request, "consultation/report_release.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the report as a file; how far it is; where it is once it is made."""
    found = _readable(request, key)
    language = get_language() or "en"
    if request.method == "POST":
        ask_for_file(by=request.user, consultation=found, language=language, at=timezone.now())
        return redirect("consultation:report-pdf", found.key)
    file = file_for(found, language)
    may_ask = file is None or is_to_be_made_again(file, timezone.now())
    on_its_way = file is not None and file.state in _ON_ITS_WAY
    context = {
        "consultation": found,
        "text": found.version.text,
        "file": file,
        "is_on_its_way": on_its_way,
        "may_ask": may_ask,
    }
    response = render(request, "consultation/report_pdf.html", context)
    if on_its_way:
        response["Refresh"] = str(_AGAIN)
    response["Cache-Control"] = "private, no-store"
    return response


_ON_ITS_WAY = (ReportFile.State.WAITING, ReportFile.State.MAKING)


@require_safe
def file(request: HttpRequest, key: str, file: str) -> HttpResponseBase:
    """The file itself, while it is what the report says; else the page where one asks for the new one."""
    found = _readable(request, key)
    asked = get_object_or_404(ReportFile, consultation=found, key=file)
    current = file_for(found, asked.language)
    if current != asked or not is_kept(asked):
        return redirect("consultation:report-pdf", found.key)
    name = f"{found.version.text.slug}-{found.version.slug}-report-{asked.language}.pdf"
    response = FileResponse(
        asked.file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-cache" if is_released(found) else "private, no-store"
    return response
