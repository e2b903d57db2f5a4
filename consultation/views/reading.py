"""Reading: a version as a document, and each of its clauses with what was said about it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultation.models import Consultation
from consultation.permissions import can_comment
from consultation.reports.closing import reservations_on
from consultation.reports.document import (
    CommentCount,
    Document,
    DocumentRow,
    languages_of,
    last_place,
    read_document,
)
from consultation.reports.pages import Shown
from consultation.reports.questions import questions_on
from consultation.reports.rail import consultation_of, stops_of
from consultation.reports.reopening import revisions_that_reopened
from consultation.reports.threads import Thread, read_thread
from drafts.access import Decision, refused
from drafts.models import Clause, Text, Version
from drafts.permissions import roles_on, versions_open_to, visible_texts, visible_versions
from drafts.reports.positions import public_positions
from drafts.reports.programmes import read_texts
from drafts.reports.reading import read_clause
from drafts.reports.stamps import latest_act
from drafts.views.frames import ReaderFrames
from drafts.views.pages import Body, PublicPage, kept_body

_A_DAY = 24 * 3600


@dataclass(frozen=True, slots=True)
class OpenVersion:
    """A version that somebody has open, in one language, among the other versions of its text."""

    text: Text
    version: Version
    versions: tuple[Version, ...]
    language: str
    languages: tuple[str, ...]
    is_committee: bool

    @property
    def consultation(self) -> Consultation | None:
        return consultation_of(self.version)

    @property
    def counted_on(self) -> Version | None:
        """The version whose comments are shown: comments are made on published words."""
        if self.version.is_published:
            return self.version
        published = [each for each in self.versions if each.is_published]
        return published[-1] if published else None

    @property
    def url(self) -> str:
        return reverse("consultation:version", args=[self.text.slug, self.version.slug])

    @property
    def query(self) -> str:
        """What keeps the language of the text on the way to its clauses."""
        return f"?language={self.language}"

    @property
    def query_first(self) -> str:
        """The same, to go on with the page of a long thread."""
        return f"language={self.language}&"


@dataclass(frozen=True, slots=True)
class Door:
    """Which clauses of an open version take comments now, and whether a reader is shown the way to."""

    phase: str
    offers_comment: bool
    # Clause → the revision that reopened it; nothing where the whole text is asked about.
    reopened: Mapping[int, int] | None

    def offers_on(self, clause: int) -> bool:
        return self.offers_comment and (self.reopened is None or clause in self.reopened)

    def reopened_by(self, clause: int) -> int | None:
        """The revision that reopened a clause, where it did."""
        return (self.reopened or {}).get(clause)

    @property
    def name(self) -> str:
        """What tells the pages that are kept for one state of the door from those for another."""
        opened = "" if self.reopened is None else f"-reopened-{self.phase}"
        return f"{'commenting' if self.offers_comment else 'reading'}{opened}"


def open_version(request: HttpRequest, text: str, version: str) -> OpenVersion:
    """What the reader asked for, or 404. Two queries; with an account, three.

    A text without a version that its reader may open is one they may not know of.
    """
    found = get_object_or_404(Text.objects.select_related("programme", "pillar"), slug=text)
    roles = roles_on(request.user, found)
    versions = versions_open_to(roles, found).select_related("consultation", "adoption").order_by("number")
    for each in versions:
        each.text = found
    shown = next((each for each in versions if each.slug == version), None)
    if shown is None:
        raise Http404
    languages = languages_of(shown)
    return OpenVersion(
        text=found,
        version=shown,
        versions=tuple(versions),
        language=language_asked(request, found, languages),
        languages=languages,
        is_committee=bool(roles),
    )


def language_asked(request: HttpRequest, text: Text, languages: Collection[str]) -> str:
    """The language to read a text in: the one asked for, else the interface's, where it is written in it."""
    asked = (request.GET.get("language", ""), get_language() or "")
    return next((each for each in asked if each in languages), text.language)


@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Every text one may read, by programme, with its last version."""
    stamp = latest_act()
    html = render_to_string("consultation/texts.html", {"texts": read_texts(request.user)}, request)
    return PublicPage(html, stamp=stamp)


@require_safe
def text(request: HttpRequest, text: str) -> HttpResponse:
    """A text's lasting address: on to its last published version, or to the first one in work."""
    found = get_object_or_404(visible_texts(request.user), slug=text)
    versions = visible_versions(request.user, found)
    newest = versions.published().order_by("number").last() or versions.first()
    if newest is None:
        raise Http404
    return redirect("consultation:version", found.slug, newest.slug)


@require_safe
def version(request: HttpRequest, text: str, version: str) -> HttpResponseBase:
    """A version as a document: the words are prepared once for all readers, the frame is made for each."""
    frames = ReaderFrames(request)
    if kept := frames.kept():
        return kept
    stamp = latest_act(text)
    opened = open_version(request, text, version)
    decision = _may_comment(request, opened)
    door = _door(request, opened, decision)
    body = _document_body(opened, stamp, door)
    context = {
        "opened": opened,
        "stops": stops_of(opened.text, opened.versions, opened.version),
        "decision": decision,
        "phase": door.phase,
        "reservations": reservations_on(opened.version),
    }
    html = render_to_string("consultation/version.html", context, request)
    asked = {"language": opened.language}
    page = PublicPage(stamp=stamp, text=text, until=next_turn_of(opened), asked=asked)
    return frames.fill(page, html, body)


def _may_comment(request: HttpRequest, opened: OpenVersion, clause: int | None = None) -> Decision:
    consultation = opened.consultation
    if consultation is None:
        return refused("")
    # Whoever drafts for their coordinator is led to the same form, which says so.
    return can_comment(request.user, consultation, timezone.now(), clause, drafting=True)


def _door(request: HttpRequest, opened: OpenVersion, decision: Decision) -> Door:
    """One query where only some clauses were reopened, else none."""
    consultation = opened.consultation
    some = consultation is not None and consultation.scope == Consultation.Scope.REOPENED
    return Door(
        phase=_phase(opened),
        offers_comment=bool(decision) or _is_stranger_at_open_door(request, opened),
        reopened=revisions_that_reopened(consultation) if consultation and some else None,
    )


def _phase(opened: OpenVersion) -> str:
    return opened.consultation.phase_at(timezone.now()) if opened.consultation else ""


def _is_stranger_at_open_door(request: HttpRequest, opened: OpenVersion) -> bool:
    """Somebody who has only to sign in: the link to comment leads there."""
    return request.user.pk is None and _phase(opened) == Consultation.Phase.OPEN


def next_turn_of(opened: OpenVersion) -> datetime | None:
    """When a consultation on the text next opens or closes by itself."""
    now = timezone.now()
    rounds = [each for each in (consultation_of(version) for version in opened.versions) if each]
    turns = [turn for each in rounds for turn in (each.opens_at, each.closes_at) if turn > now]
    return min(turns, default=None)


def _document_body(opened: OpenVersion, stamp: str, door: Door) -> Body:
    """The clauses with their margin, the same for every reader of one kind until the next act on the text."""
    audience = (readers_of(opened), door.name)
    name = ":".join(("document", str(opened.version.pk), opened.language, get_language() or "", *audience))

    def render() -> str:
        document = read_document(
            opened.version,
            opened.language,
            counted_on=opened.counted_on,
            committee=opened.is_committee,
            at=timezone.now(),
        )
        rows = _set_rows(opened, document, door)
        context = {"document": document, "opened": opened, "rows": rows}
        return render_to_string("consultation/version.html#body", context)

    return kept_body(name, stamp, render)


def readers_of(opened: OpenVersion) -> str:
    """What tells the pages kept for the committee from everybody else's.

    Theirs name the consultations that keep their inputs back: when one closes, more is counted without an act.
    """
    if opened.is_committee:
        return "committee"
    now = timezone.now()
    rounds = [each for each in (consultation_of(version) for version in opened.versions) if each]
    return "public" + "".join(f"-{each.pk}" for each in rounds if each.holds_back(now))


def _set_rows(opened: OpenVersion, document: Document, door: Door) -> list[str]:
    """Each clause as HTML. In a published version only its counts can change: the others' HTML is kept."""
    seal = opened.version.content_hash
    # Two versions may hold the same words and have one seal; their addresses differ.
    place = (str(opened.version.pk), seal, opened.language, get_language() or "", door.name)
    name = ":".join(("rows", *place))
    kept: dict[str, tuple[CommentCount, str]] = cache.get(name, {}) if seal else {}
    template = get_template("consultation/version.html#row")
    rows = {}
    for row in document.rows:
        count, html = kept.get(row.clause.key, (None, ""))
        if count != row.count:
            html = template.render(_row_context(row, opened, door))
        rows[row.clause.key] = (row.count, html)
    if seal and rows != kept:
        cache.set(name, rows, _A_DAY)
    return [html for _count, html in rows.values()]


def _row_context(row: DocumentRow, opened: OpenVersion, door: Door) -> dict[str, object]:
    is_open = door.phase == Consultation.Phase.OPEN
    return {
        "row": row,
        "opened": opened,
        "offers_comment": door.offers_on(row.clause.clause_id),
        "reopened_by": door.reopened_by(row.clause.clause_id) if is_open else None,
    }


@require_safe
def clause(request: HttpRequest, text: str, version: str, key: str) -> HttpResponse:
    """One clause with its comments, as a page or as the part that opens in the margin."""
    stamp = latest_act(text)
    opened = open_version(request, text, version)
    context = _clause_context(request, opened, key)
    if "HX-Request" in request.headers:
        response = HttpResponse(render_to_string("consultation/clause.html#thread", context, request))
    else:
        html = render_to_string("consultation/clause.html", context, request)
        response = PublicPage(
            html,
            stamp=stamp,
            text=text,
            until=next_turn_of(opened),
            asked=_understood(opened, context["thread"]),
        )
    patch_vary_headers(response, ("HX-Request",))
    return response


def _understood(opened: OpenVersion, thread: Thread) -> dict[str, str]:
    """The query of a clause's page as the page answers it."""
    page = {"page": str(thread.page.number)} if thread.page else {}
    return {"language": opened.language, **page}


def _clause_context(request: HttpRequest, opened: OpenVersion, key: str) -> dict[str, Any]:
    """The clause as it stands; where this version has it no more, its last words, if anything was said on them."""
    found = get_object_or_404(Clause.objects.filter(text=opened.text), key=key)
    now = read_clause(opened.version, found, opened.language)
    thread = Thread((), 0)
    if opened.counted_on:
        thread = read_thread(
            request.user,
            opened.counted_on,
            found,
            committee=opened.is_committee,
            at=timezone.now(),
            shown=Shown(request.GET.get("page", ""), request.GET.get("comment", "")),
        )
    before = None if now else last_place(opened.version, found)
    shown = read_clause(before, found, opened.language) if before else now
    if shown is None or (now is None and not thread):
        raise Http404
    decision = _may_comment(request, opened, found.pk)
    door = _door(request, opened, decision)
    return {
        "opened": opened,
        "clause": shown,
        "gone_since": before,
        "thread": thread,
        "spans": thread.spans(shown.language) if now else (),
        "positions": public_positions(opened.version, [now]).get(found.key, ()) if now else (),
        "decision": decision,
        "offers_comment": now and door.offers_on(found.pk),
        "phase": door.phase,
        "reopened_by": door.reopened_by(found.pk) if now else None,
        "in_margin": "HX-Request" in request.headers,
        "reservations": reservations_on(opened.version, found),
        "questions": questions_on(opened.consultation, found.pk) if now and opened.consultation else (),
    }
