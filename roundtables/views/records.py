"""The record of a session: read, compared, printed, and taken from one state to the next."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consultation.reports.rail import Stop
from consultation.views.requests import SignedInRequest
from drafts.permissions import Visitor
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage
from drafts.views.requests import signed_in
from roundtables.models import Record, RecordVersion
from roundtables.permissions.records import (
    can_adopt,
    can_ask_correction,
    can_circulate,
    can_correct,
    can_publish_record,
    can_sign,
    capacities_of,
    is_of_the_record,
    sees_version,
)
from roundtables.permissions.sessions import attended, sees_record, visible_sessions
from roundtables.reports.record_compare import compare_records
from roundtables.reports.record_content import Content, content_now, entry_in
from roundtables.reports.records import (
    A_PAGE,
    next_step,
    page_of,
    presence_at,
    read_head,
    read_lines,
    rows_of,
    signatures_of,
)


def open_record(request: HttpRequest, key: str) -> Record:
    """The record of a session that somebody may know of."""
    session = get_object_or_404(visible_sessions(request.user).select_related("programme"), key=key)
    record = Record.objects.get(pk=session.pk)
    record.session = session
    return record


def record_at_work(request: HttpRequest, key: str) -> Record:
    """The same for those who have to do with it: it was sent to them, or they read the notes."""
    record = open_record(request, key)
    if not is_of_the_record(request.user, record):
        raise Http404
    return record


def versions_of(record: Record) -> list[RecordVersion]:
    """All versions of a record, oldest first, without their content."""
    return list(RecordVersion.objects.filter(record=record).order_by("number").defer("content"))


def address_of(record: Record) -> str:
    """Where the record of a session is read."""
    return reverse("roundtables:record", args=[record.session.key])


# ---- reading --------------------------------------------------------------------------


@require_safe
def record(request: HttpRequest, key: str, number: int | None = None) -> HttpResponse:
    """The record as it stands, or one version of it; before it is circulated, the notes for those who see them.

    With `entry` the page that holds this intervention or outcome.
    """
    stamp, found = latest_act(), open_record(request, key)
    if not sees_record(request.user, found):
        if number is None and attended(request.user, found.session):
            return render(request, "roundtables/record_waits.html", {"session": found.session})
        raise Http404
    versions = versions_of(found)
    version = _chosen(request.user, found, versions, number)
    content = version.content if version else content_now(found.session)
    entry = entry_in(content, request.GET.get("entry", ""))
    page = str(page_of(entry)) if entry else request.GET.get("page", "")
    lines = read_lines(request.user, found, content, page)
    context = {
        **_head_of(found, version, content),
        "lines": lines,
        "stops": _stops(found, versions, version) if is_of_the_record(request.user, found) else (),
        "is_last": version is None or version.number == versions[-1].number,
        "next": next_step(found, version, timezone.now()),
        "may": _may(request.user, found),
    }
    html = render_to_string("roundtables/record.html", context, request)
    asked = {"page": str(lines.page.number), "entry": entry.key if entry else ""}
    return PublicPage(html, stamp=stamp, asked=asked)


def _chosen(
    user: Visitor, record: Record, versions: list[RecordVersion], number: int | None
) -> RecordVersion | None:
    """The version asked for, if this reader sees it; without a number the last, None while there are only notes."""
    last = versions[-1].number if versions else 0
    if number is None:
        return versions[-1] if versions else None
    if not sees_version(user, record, number, last):
        raise Http404
    for version in versions:
        if version.number == number:
            return version
    raise Http404


def _head_of(record: Record, version: RecordVersion | None, content: Content) -> dict[str, Any]:
    return {
        "session": record.session,
        "record": record,
        "version": version,
        "head": read_head(content),
        "signatures": signatures_of(version) if version else (),
        "presence": presence_at(record.session),
    }


def _may(user: Visitor, record: Record) -> dict[str, object]:
    """What this reader may do with the record now."""
    now = timezone.now()
    return {
        "circulate": can_circulate(user, record, now),
        "ask": can_ask_correction(user, record, now),
        "correct": can_correct(user, record, now),
        "sign": any(can_sign(user, record, each, now) for each in capacities_of(user, record)),
        "adopt": can_adopt(user, record),
        "publish": can_publish_record(user, record),
        "read_all": is_of_the_record(user, record),
    }


def _stops(record: Record, versions: list[RecordVersion], current: RecordVersion | None) -> list[Stop]:
    """The versions on one line, each two beside each other to be compared."""
    following = [*versions[1:], None][: len(versions)]
    return [
        Stop(
            name=_("Version %(number)s") % {"number": version.number},
            url=reverse("roundtables:record-version", args=[record.session.key, version.number]),
            date=version.made_at,
            window=version.get_state_display(),
            current=version == current,
            working=False,
            compare_url=_comparing(record, version, after) if after else "",
            compare_label=_("compare"),
        )
        for version, after in zip(versions, following, strict=True)
    ]


def _comparing(record: Record, old: RecordVersion, new: RecordVersion) -> str:
    return reverse("roundtables:record-compare", args=[record.session.key, old.number, new.number])


@require_safe
def paper(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The whole record on one page, for paper."""
    stamp, found = latest_act(), open_record(request, key)
    if not sees_record(request.user, found):
        raise Http404
    version = _chosen(request.user, found, versions_of(found), number)
    if version is None:
        raise Http404
    lines = read_lines(request.user, found, version.content, "", whole=True)
    context = {**_head_of(found, version, version.content), "lines": lines}
    html = render_to_string("roundtables/record_paper.html", context, request)
    return PublicPage(html, stamp=stamp)


@require_safe
@signed_in
def compare(request: SignedInRequest, key: str, old: int, new: int) -> HttpResponse:
    """Two versions of a record, for those it was circulated to."""
    found = record_at_work(request, key)
    versions = {each.number: each for each in versions_of(found)}
    if old not in versions or new not in versions:
        raise Http404
    comparison = compare_records(versions[old].content, versions[new].content)
    shows_all = request.GET.get("show") == "all"
    rows = comparison.rows if shows_all else comparison.shown
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "session": found.session,
        "old": versions[old],
        "new": versions[new],
        "comparison": comparison,
        "rows": with_who(page.object_list),
        "page": page,
        "shows_all": shows_all,
        "stops": _stops(found, list(versions.values()), versions[new]),
    }
    return render(request, "roundtables/record_compare.html", context)


def with_who(rows: Any) -> list[tuple[Any, Any]]:
    """Rows of a comparison, each with the intervention that knows who spoke."""
    said = rows_of([row.entry.key for row in rows])
    return [(row, said.get(row.entry.key)) for row in rows]
