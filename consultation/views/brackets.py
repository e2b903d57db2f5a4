"""What is not agreed in a version: as a table of alternatives, as the text with its brackets, as the text without."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from consultation.views.reading import OpenVersion, open_version
from drafts.reports.brackets import count_brackets
from drafts.reports.names import names_of
from drafts.reports.positions import Alternatives, public_positions, table_of_alternatives
from drafts.reports.reading import ClauseReading, read_version
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage

VIEWS = ("table", "bracketed", "clean")
ROWS_A_PAGE = 100
CLAUSES_A_PAGE = 200


@require_safe
def brackets(request: HttpRequest, text: str, version: str) -> HttpResponse:
    """The brackets of a version, the same for everybody who may read it: of positions, the published ones."""
    stamp = latest_act(text)
    opened = open_version(request, text, version)
    clauses = read_version(opened.version, opened.language).clauses
    positions = public_positions(opened.version, clauses)
    rows = table_of_alternatives(clauses, positions)
    view = next((each for each in VIEWS if each == request.GET.get("view")), VIEWS[0])
    context: dict[str, Any] = {
        "opened": opened,
        "view": view,
        "totals": count_brackets(clauses),
        "names": names_of(clauses),
        "addresses": _addresses(opened, rows),
        "page_obj": _page(request, rows if view == "table" else clauses),
        "is_whole": request.GET.get("show") == "all",
        "query": f"language={opened.language}&view={view}&",
        "others": [
            (clause, [each for each in positions[clause.key] if not each.quote])
            for clause in clauses
            if any(not each.quote for each in positions.get(clause.key, ()))
        ],
    }
    html = render_to_string("consultation/brackets.html", context, request)
    asked = {
        "language": opened.language,
        "view": view,
        "page": str(context["page_obj"].number),
        "show": "all",
    }
    return PublicPage(html, stamp=stamp, text=text, asked=asked)


def _page(request: HttpRequest, found: Sequence[Alternatives] | Sequence[ClauseReading]) -> Page[Any]:
    """So many rows at a time that a phone can hold them; a text can be asked for whole, to be printed."""
    is_table = bool(found) and isinstance(found[0], Alternatives)
    size = ROWS_A_PAGE if is_table else CLAUSES_A_PAGE
    if request.GET.get("show") == "all":
        size = max(len(found), 1)
    return Paginator[Any](found, size).get_page(request.GET.get("page"))


def _addresses(opened: OpenVersion, rows: Sequence[Alternatives]) -> dict[str, str]:
    """Anchor of a bracket → its row, on whichever page of the table that is."""
    return {
        row.anchor: f"?language={opened.language}&page={at // ROWS_A_PAGE + 1}#{row.anchor}"
        for at, row in enumerate(rows)
    }
