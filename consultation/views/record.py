"""The certified record of a version: what is in it, and its files to keep and to check anywhere."""

import json
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bin.verify_record import page
from consultation.reports.closing import reservations_on
from consultation.reports.rail import stops_of
from consultation.reports.record import Part, count_record, read_record
from consultation.reports.record_words import record_words
from consultation.views.reading import OpenVersion, open_version
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage

_SCRIPT = Path(settings.BASE_DIR) / "bin" / "verify_record.py"
# Opened from a disk or in somebody's frame, the file does nothing but show itself.
_SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def _published(request: HttpRequest, text: str, version: str) -> OpenVersion:
    """The version asked for; one in work has no record yet."""
    opened = open_version(request, text, version)
    if not opened.version.is_published:
        raise Http404
    return opened


def _record(opened: OpenVersion) -> Part:
    return read_record(
        opened.version,
        language=get_language() or opened.text.language,
        labels=record_words(opened.version),
        named=opened.is_committee,
    )


@require_safe
def record(request: HttpRequest, text: str, version: str) -> HttpResponse:
    """What the record of a version holds, where to get it, and how to check it."""
    stamp = latest_act(text)
    opened = _published(request, text, version)
    context = {
        "opened": opened,
        "reservations": reservations_on(opened.version),
        "stops": stops_of(opened.text, opened.versions, opened.version),
        "counted": count_record(opened.version),
    }
    html = render_to_string("consultation/record.html", context, request)
    return PublicPage(html, stamp=stamp, text=text)


@require_safe
def record_page(request: HttpRequest, text: str, version: str) -> HttpResponse:
    """The record as one page that needs nothing else."""
    stamp = latest_act(text)
    html = page(_record(_published(request, text, version)))
    response = PublicPage(html, stamp=stamp, text=text)
    _as_file(response, "text/html; charset=utf-8", f"{text}-{version}-record.html")
    response["Content-Security-Policy"] = _SANDBOX
    return response


@require_safe
def record_json(request: HttpRequest, text: str, version: str) -> HttpResponse:
    """The same as JSON."""
    stamp = latest_act(text)
    content = json.dumps(_record(_published(request, text, version)), ensure_ascii=False, indent=1)
    response = PublicPage(content, stamp=stamp, text=text)
    return _as_file(response, "application/json", f"{text}-{version}-record.json")


@require_safe
def script(_request: HttpRequest) -> HttpResponse:
    """The program that checks a record, to read and to run."""
    return _as_file(HttpResponse(_SCRIPT.read_bytes()), "text/x-python; charset=utf-8", _SCRIPT.name)


def _as_file(response: HttpResponse, kind: str, name: str) -> HttpResponse:
    """To be kept on a disk, not opened in the browser."""
    response["Content-Type"] = kind
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
