"""The certified record of a version: what is in it, and its files to keep and to check anywhere."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import re_accepts_gzip
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bin.verify_record import page
from consultation.reports.closing import reservations_on
from consultation.reports.rail import stops_of
from consultation.reports.record import count_record, read_record
from consultation.reports.record_ledger import Part
from consultation.reports.record_words import record_words
from consultation.views.reading import OpenVersion, open_version
from drafts.reports.stamps import latest_act
from drafts.views.pages import Body, PublicPage, gzip_ends, kept_body

_SCRIPT = Path(settings.BASE_DIR) / "bin" / "verify_record.py"
# Opened from a disk or in somebody's frame, the file does nothing but show itself.
_KINDS = {"html": "text/html; charset=utf-8", "json": "application/json"}
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
    if request.GET:
        return redirect(request.path)
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
def record_page(request: HttpRequest, text: str, version: str) -> HttpResponseBase:
    """The record as one page that needs nothing else."""
    response = _file(request, text, version, "html", page)
    response["Content-Security-Policy"] = _SANDBOX
    return response


@require_safe
def record_json(request: HttpRequest, text: str, version: str) -> HttpResponseBase:
    """The same as JSON."""
    return _file(request, text, version, "json", partial(json.dumps, ensure_ascii=False, indent=1))


def _file(
    request: HttpRequest, text: str, version: str, kind: str, draw: Callable[[Part], str]
) -> HttpResponseBase:
    """The record of a version, which is large: made once after each act on its text, and kept compressed.

    It has one address: a query would only have it sent again, so that it is not answered but led back.
    """
    if request.GET:
        return redirect(request.path)
    stamp = latest_act(text)
    opened = _published(request, text, version)
    name = f"record:{opened.version.pk}:{kind}:{get_language()}:{opened.is_committee}"
    kept = kept_body(name, stamp, lambda: draw(_record(opened)))
    response = _sent(request, kept)
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return _as_file(response, _KINDS[kind], f"{text}-{version}-record.{kind}")


def _sent(request: HttpRequest, kept: Body) -> HttpResponse:
    """Compressed as it is kept, where the reader takes it so."""
    if not re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")):
        return HttpResponse(kept.raw)
    head, tail = gzip_ends(b"", kept, b"")
    return HttpResponse(b"".join((head, kept.deflated, tail)), headers={"Content-Encoding": "gzip"})


@require_safe
def script(_request: HttpRequest) -> HttpResponse:
    """The program that checks a record, to read and to run."""
    return _as_file(HttpResponse(_SCRIPT.read_bytes()), "text/x-python; charset=utf-8", _SCRIPT.name)


def _as_file(response: HttpResponse, kind: str, name: str) -> HttpResponse:
    """To be kept on a disk, not opened in the browser."""
    response["Content-Type"] = kind
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
