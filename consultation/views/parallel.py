"""A version read in two languages at once."""

from django.http import HttpRequest, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultation.reports.parallel import read_parallel
from consultation.views.reading import OpenVersion, next_turn_of, open_version, readers_of
from drafts.reports.stamps import latest_act
from drafts.views.frames import ReaderFrames
from drafts.views.pages import Body, PublicPage, kept_body


@require_safe
def parallel(request: HttpRequest, text: str, version: str) -> HttpResponseBase:
    """Clause beside clause in two languages; a version that has one only says so."""
    frames = ReaderFrames(request)
    if kept := frames.kept():
        return kept
    stamp = latest_act(text)
    opened = open_version(request, text, version)
    left, right = _sides(request, opened)
    context = {
        "opened": opened,
        "left": left,
        "right": right,
        "parallel_url": reverse("consultation:parallel", args=[text, version]),
    }
    html = render_to_string("consultation/parallel.html", context, request)
    page = PublicPage(stamp=stamp, text=text, until=next_turn_of(opened))
    body = _parallel_body(opened, left, right, stamp, context)
    return frames.fill(page, html, body)


def _sides(request: HttpRequest, opened: OpenVersion) -> tuple[str, str]:
    """The two languages asked for; else the negotiated one, and the reader's or any other beside it.

    The right one is empty where the version is written in one language.
    """
    languages = opened.languages
    left = _first((request.GET.get("left"), opened.text.language), languages)
    others = tuple(code for code in languages if code != left)
    right = _first((request.GET.get("right"), get_language(), opened.text.language), others)
    return left, right


def _first(asked: tuple[str | None, ...], known: tuple[str, ...]) -> str:
    """The first of those asked for that is known, else any; empty where none is."""
    return next((code for code in asked if code in known), "".join(known[:1]))


def _parallel_body(
    opened: OpenVersion, left: str, right: str, stamp: str, context: dict[str, object]
) -> Body:
    """The clauses, the same for every reader of one kind until the next act on the text."""
    audience = readers_of(opened)
    name = ":".join(("parallel", str(opened.version.pk), left, right, get_language() or "", audience))

    def render() -> str:
        rows = read_parallel(
            opened.version, left, right, counted_on=opened.counted_on, committee=opened.is_committee
        )
        return render_to_string("consultation/parallel.html#body", {**context, "rows": rows})

    return kept_body(name, stamp, render if right else str)
