"""From words to the inputs that shaped them, and from an input to what became of it."""

from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultation.permissions import (
    can_dispose,
    can_moderate,
    can_see_desk,
    can_withdraw,
    visible_comments,
)
from consultation.permissions.threads import can_ask, can_merge, can_react
from consultation.reports.authorship import read_authorship
from consultation.reports.comparing import compared_page
from consultation.reports.document import languages_of
from consultation.reports.outcome import sum_up
from consultation.reports.rail import stops_of
from consultation.reports.signatures import read_together
from consultation.reports.trail import (
    inputs_between,
    trace_clause,
    trace_comment,
    trace_revisions,
    visible_revisions,
)
from consultation.reports.voices import read_voices
from consultation.views.reading import OpenVersion, next_turn_of, open_version
from drafts.models import Clause, LedgerEntry, Revision, Text, Version
from drafts.permissions import Visitor, can_undo, visible_texts, visible_versions
from drafts.reports.reading import read_clause
from drafts.reports.stamps import latest_act
from drafts.views.frames import ReaderFrames
from drafts.views.pages import Body, PublicPage, kept_body

ENTRIES_A_PAGE = 100
VIEWS = ("inline", "side")


@require_safe
def comment(request: HttpRequest, reference: str) -> HttpResponse:
    """What became of it: one comment, where its words stand now, and the answer it got."""
    found = get_object_or_404(
        visible_comments(request.user).select_related(
            "consultation__version__text",
            "clause",
            "author",
            "organisation",
            "spoken__sitting",
            "question",
            "standing",
            "amendment__standing__revision__version",
        ),
        reference=reference,
    )
    text = found.consultation.version.text
    trail = trace_comment(request.user, found)
    return render(
        request,
        "consultation/comment.html",
        {
            "comment": found,
            "text": text,
            "trail": trail,
            "summary": sum_up(trail),
            "voices": read_voices(request.user, [found], timezone.now())[found.pk],
            "together": read_together(request.user, found, timezone.now()),
            "may_ask": can_ask(request.user, found),
            "may_merge": can_merge(request.user, found, timezone.now()),
            "may_react": can_react(request.user, found),
            "may_withdraw": can_withdraw(request.user, found),
            "may_moderate": can_moderate(request.user, found),
            "may_dispose": can_dispose(request.user, found),
            "may_see_desk": can_see_desk(request.user, text),
        },
    )


@require_safe
def revision(request: HttpRequest, pk: int) -> HttpResponse:
    """One tracked change: the words before and after, who, why, and the inputs it answers."""
    row = get_object_or_404(Revision.objects.select_related("version__text"), history_id=pk)
    text = row.version.text
    shown = get_object_or_404(visible_revisions(request.user, text), history_id=pk)
    (trail,) = trace_revisions(request.user, [shown])
    return render(
        request,
        "consultation/revision.html",
        {
            "text": text,
            "trail": trail,
            "may_see_desk": can_see_desk(request.user, text),
            "may_undo": not shown.version.is_published and can_undo(request.user, shown),
        },
    )


@require_safe
def history(request: HttpRequest, key: str) -> HttpResponse:
    """Every tracked change of a clause, over all its versions and those it came from."""
    clause = get_object_or_404(
        Clause.objects.select_related("text").filter(text__in=visible_texts(request.user)), key=key
    )
    version = _newest(request.user, clause)
    return render(
        request,
        "consultation/history.html",
        {
            "clause": clause,
            "text": clause.text,
            "version": version,
            "reading": read_clause(version, clause, _language(request, version)),
            "trails": trace_clause(request.user, clause),
            "may_see_desk": can_see_desk(request.user, clause.text),
        },
    )


@require_safe
def word_history(request: HttpRequest, key: str) -> HttpResponse:
    """Who wrote which words of a clause, in the version asked for or the last one that has it."""
    clause = get_object_or_404(
        Clause.objects.select_related("text").filter(text__in=visible_texts(request.user)), key=key
    )
    version = _asked(request, clause) or _newest(request.user, clause)
    version.text = clause.text
    found = read_authorship(request.user, version, clause, _language(request, version))
    if found is None:
        raise Http404
    context = {
        "clause": clause,
        "text": clause.text,
        "version": version,
        "found": found,
        "languages": languages_of(version),
        "may_see_desk": can_see_desk(request.user, clause.text),
    }
    return render(request, "consultation/word_history.html", context)


def _asked(request: HttpRequest, clause: Clause) -> Version | None:
    """The version that the address names, or 404 where it names one that the reader may not see."""
    slug = request.GET.get("version")
    return get_object_or_404(visible_versions(request.user, clause.text), slug=slug) if slug else None


def _newest(user: Visitor, clause: Clause) -> Version:
    """The last version, of those the reader may see, that has the clause."""
    versions = visible_versions(user, clause.text).filter(placements__clause=clause)
    newest = versions.select_related("text").order_by("-number").first()
    if newest is None:
        raise Http404
    return newest


def _language(request: HttpRequest, version: Version) -> str:
    """The language to read in: the one asked for, else the interface's, where the version is written in it."""
    asked = (request.GET.get("language"), get_language())
    return next((each for each in asked if each in languages_of(version)), version.text.language)


@require_safe
def why(request: HttpRequest, text: str, version: str, key: str) -> HttpResponse:
    """Why these words: the changes that made a clause read as it does in one version, with their inputs."""
    found = get_object_or_404(visible_texts(request.user), slug=text)
    shown = get_object_or_404(visible_versions(request.user, found).select_related("text"), slug=version)
    clause = get_object_or_404(Clause.objects.filter(text=found), key=key)
    reading = read_clause(shown, clause, _language(request, shown))
    trails = trace_clause(request.user, clause, upto=shown)
    if reading is None and not trails:
        raise Http404
    return render(
        request,
        "consultation/why.html",
        {
            "text": found,
            "version": shown,
            "clause": clause,
            "reading": reading,
            "trails": trails,
            "may_see_desk": can_see_desk(request.user, found),
        },
    )


@require_safe
def compare_choice(request: HttpRequest, text: str) -> HttpResponse:
    """Two versions chosen in a form; sends on to their own address, the older one first."""
    found = get_object_or_404(visible_texts(request.user), slug=text)
    versions = visible_versions(request.user, found)
    if not {"from", "to"} <= request.GET.keys():
        newest = list(versions.order_by("-number")[:2])
        return _compare_redirect(found, newest, request.GET.get("view", ""))
    chosen = [get_object_or_404(versions, slug=request.GET[end]) for end in ("from", "to")]
    return _compare_redirect(found, chosen, request.GET.get("view", ""))


def _compare_redirect(text: Text, versions: list[Version], view: str) -> HttpResponse:
    if not versions:
        raise Http404
    pair = sorted(versions, key=lambda version: version.number)
    address = reverse("consultation:compare", args=[text.slug, pair[0].slug, pair[-1].slug])
    return redirect(f"{address}?view={view}" if view in VIEWS else address)


@require_safe
def compare(request: HttpRequest, text: str, old: str, new: str) -> HttpResponseBase:
    """Two versions of a text: each changed passage with the way to the inputs that changed it."""
    frames = ReaderFrames(request)
    if kept := frames.kept():
        return kept
    stamp = latest_act(text)
    opened = open_version(request, text, new)
    older = next((each for each in opened.versions if each.slug == old), None)
    if older is None:
        raise Http404
    view = request.GET.get("view")
    context = {
        "text": opened.text,
        "old": older,
        "new": opened.version,
        "old_url": reverse("consultation:version", args=[text, old]),
        "new_url": opened.url,
        "view": view if view in VIEWS else "inline",
        "versions": opened.versions,
        "stops": stops_of(opened.text, opened.versions, opened.version),
    }
    body = _compared_body(request, opened, older, context, stamp)
    html = render_to_string("consultation/compare.html", context, request)
    asked = {"language": opened.language, "view": str(context["view"]), "show": "all"}
    page = PublicPage(stamp=stamp, text=text, until=next_turn_of(opened), asked=asked)
    return frames.fill(page, html, body)


def _compared_body(
    request: HttpRequest, opened: OpenVersion, older: Version, context: dict[str, Any], stamp: str
) -> Body:
    """The redlines, the same for all who may see the same inputs; while both versions are published, for ever."""
    newer, everything = opened.version, request.GET.get("show") == "all"
    inputs = inputs_between(request.user, older, newer)
    words = (older.content_hash, newer.content_hash) if newer.is_published and older.is_published else stamp
    seen = sha256(repr((words, sorted(inputs.items()))).encode()).hexdigest()
    name = f"compared:{seen}:{opened.language}:{get_language()}:{context['view']}:{everything}"

    def render() -> str:
        page = compared_page(inputs, older, newer, opened.language, everything=everything)
        return render_to_string("consultation/compare.html#body", {**context, "page": page})

    return kept_body(name, seen, render)


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The journal of every act, newest first; a text that its reader may not know of yet is not named."""
    entries = LedgerEntry.objects.order_by("-sequence")
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    named = visible_texts(request.user).filter(pk__in={entry.text_id for entry in page if entry.text_id})
    known = {None, *named.values_list("pk", flat=True)}
    return render(request, "consultation/ledger.html", {"page_obj": page, "known": known})
