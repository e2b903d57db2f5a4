"""What holds on every page: axe finds nothing, nothing sticks out, nothing complains, nothing is heavy."""

from collections.abc import Callable

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Page

from tests.browser.people import Doors
from tests.browser.walking import WIDE, Visit, walk

HEAVIEST = 60_000  # bytes over the wire, scripts and style sheets included
LONG_TEXT = "/en/texts/sixty/zero-draft/"


@pytest.fixture(scope="module")
def visits(doors: Doors, named: dict[str, str]) -> list[Visit]:
    """Every page in both languages."""

    def enter(name: str) -> Page:
        return doors.enter(name, viewport=WIDE, reduced_motion="reduce")

    names = {**named, "programme": "programme-showing"}
    seen = [visit for language in ("en", "fr") for visit in walk(enter, names, language)]
    doors.close()
    return seen


def found(visits: list[Visit], what: Callable[[Visit], list[str]]) -> dict[str, list[str]]:
    return {visit.page: what(visit) for visit in visits if what(visit)}


def test_axe_finds_nothing_on_any_page_in_either_colour_scheme(visits: list[Visit]) -> None:
    assert found(visits, lambda visit: visit.axe) == {}


def test_no_page_scrolls_sideways_on_the_narrowest_phone(visits: list[Visit]) -> None:
    assert found(visits, lambda visit: visit.too_wide) == {}


def test_no_page_makes_the_browser_complain(visits: list[Visit]) -> None:
    assert found(visits, lambda visit: visit.complaints) == {}


def test_every_page_is_light_enough_for_a_poor_link(visits: list[Visit]) -> None:
    weights = {visit.page: visit.weight for visit in visits}

    assert {page: weight for page, weight in weights.items() if weight > HEAVIEST} == {}
    assert weights[LONG_TEXT] > 20_000  # scripts, style sheets and sixty clauses were counted


def pages_by_name(patterns: list[URLPattern | URLResolver], space: str = "") -> set[str]:
    """The names of our own pages."""
    names: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            names |= pages_by_name(pattern.url_patterns, pattern.namespace or space)
        elif space in ("consultation", "drafts", "roundtables"):
            names.add(f"{space}:{pattern.name}")
    return names


def test_no_page_is_left_out_of_the_walk(visits: list[Visit]) -> None:
    forms_only = {"draft-save", "desk-revise", "import-correct", "import-apply", "role-revoke"} | {
        "translation-confirm"
    }
    forms_only |= {"presence", "amendment-accept", "amendment-reject", "amendment-withdraw"}
    forms_only |= {"silence-open", "silence-break", "silence-lift", "silence-conclude", "reserve"}
    forms_only |= {f"registration-{act}" for act in ("answer", "accept", "ask", "refuse")} | {"address-works"}
    forms_only |= {"invitations-send", "invitation-revoke", "invitation-again", "invitation-accept"}
    forms_only |= {"letter-again", "address-revive"}
    forms_only |= {"endorse", "unendorse", "part"}
    forms_only |= {"one-voice", "speak-for", "speak-no-more", "appoint", "drafts-together", "draft-unshare"}
    forms_only |= {"suggestion-take", "suggestion-decline"}
    forms_only |= {"session-announce", "office-end", "item-move", "item-remove", "document-remove"}
    forms_only |= {"own-calendar-make", "own-calendar-revoke", "seats", "evaluation-ask"}
    forms_only |= {f"invited-{act}" for act in ("add", "send", "withdraw")}
    forms_only |= {f"attendance-{act}" for act in ("take", "enter", "remove", "list-enter")}
    forms_only |= {f"note-{act}" for act in ("reword", "attribute", "strike")}
    forms_only |= {"recommend", "agree", "outcome-strike", "commitment-follow", "progress-release"}
    # What the page of the notes asks for while it is open: the notes that came since, for its script.
    forms_only |= {"notes-news"}
    # Files to keep: what is in them is checked where a record is downloaded.
    downloads = {"record-page", "record-json", "record-script"}
    downloads |= {"statistics-csv", "pillar-statistics-csv", "programme-statistics-csv", "report-file"}
    downloads |= {"calendar", "pillar-calendar", "session-calendar", "own-calendar-feed", "agenda-feed"}
    downloads |= {"document", "evaluation-file", "progress-file"}
    redirects = {"text", "compare-choice", "consultation-open"}
    # Behind the password, which is asked for once more: tests/browser/test_parting.py goes there.
    redirects |= {"export-file", "close-account-confirm"}
    walked = {
        visit.page.split()[0].split("?")[0]
        for visit in visits
        if visit.page.startswith("/en/") and "/no/such/" not in visit.page
    }
    seen = {resolve(path).view_name for path in walked}

    missed = {name.partition(":")[2] for name in pages_by_name(get_resolver().url_patterns) - seen}
    assert missed - forms_only - redirects - downloads == set()
