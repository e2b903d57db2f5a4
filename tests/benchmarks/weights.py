"""What a first load of a page weighs over the wire: itself, and every style sheet, script and picture it asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from consultation.models import Comment
from drafts.models import Clause, Programme, Revision
from tests.benchmarks.scene import SHORT
from tests.benchmarks.visits import Visit
from tests.benchmarks.work import CHAIR, OBSERVER, SECRETARIAT, Bench, address

_IMPORTED = re.compile(rb"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")
_OF_A_SHEET = re.compile(rb"""url\(\s*["']?([^"')]+)""")
_LOADED_LINKS = {"stylesheet", "icon", "modulepreload", "preload"}


class Asks(Protocol):
    """A browser without a cache, over a connection or inside this process."""

    def get(self, path: str, **headers: str) -> Visit: ...


@dataclass(frozen=True, slots=True)
class Load:
    """The first load of one page by somebody whose browser has nothing yet."""

    page: str
    who: str
    requests: int
    html: int
    weight: int


def first_loads(bench: Bench) -> Iterator[Load]:
    """Every kind of page, with a text of 60 clauses, for those who may open it."""
    for who, email, paths in (
        ("anonymous", "", _public_pages()),
        ("observer", OBSERVER, _observer_pages()),
        ("chair", CHAIR, _committee_pages()),
        ("secretariat", SECRETARIAT, _secretariat_pages()),
    ):
        for path in paths:
            yield first_load(bench.reader(email), path, who)


def _public_pages() -> Iterator[str]:
    clause = Clause.objects.filter(text__slug=SHORT).order_by("pk")[1].key
    for name in ("home", "about", "keyboard-help", "texts", "consultations", "ledger"):
        yield address(f"consultation:{name}")
    yield address("drafts:programmes")
    yield Programme.objects.order_by("pk")[0].get_absolute_url()
    yield address("account_login")
    yield address("account_signup")
    for version in ("zero-draft", "rev-1"):
        yield address("consultation:version", SHORT, version)
    yield address("consultation:version", SHORT, "rev-1", language="fr")
    yield address("consultation:clause", SHORT, "rev-1", clause)
    yield address("consultation:why", SHORT, "rev-1", clause)
    yield address("consultation:history", clause)
    for view in ("inline", "side"):
        yield address("consultation:compare", SHORT, "zero-draft", "rev-1", view=view)
    yield Comment.objects.filter(clause__text__slug=SHORT).order_by("pk")[0].get_absolute_url()
    yield from _figures("statistics")
    yield address(
        "consultation:revision", str(Revision.objects.filter(version__state="published").order_by("pk")[0].pk)
    )


def _figures(*pages: str) -> Iterator[str]:
    """Pages of the consultation with most to count."""
    asked = Comment.objects.filter(clause__text__slug=SHORT).order_by("pk")[0].consultation
    for name in pages:
        yield address(f"consultation:{name}", asked.key)


def _observer_pages() -> Iterator[str]:
    clause = Clause.objects.filter(text__slug=SHORT).order_by("pk")[1].key
    yield address("consultation:version", SHORT, "zero-draft")
    yield address("consultation:clause", SHORT, "zero-draft", clause)
    yield address("consultation:comment-write", SHORT, "zero-draft", clause)
    yield address("consultation:own-comments")


def _committee_pages() -> Iterator[str]:
    clause = Clause.objects.filter(text__slug=SHORT, placements__version__slug="rev-2").order_by("pk")[1].key
    comment = Comment.objects.filter(clause__text__slug=SHORT).order_by("pk")[0].reference
    yield address("consultation:desks")
    yield address("consultation:desk", SHORT)
    yield address("consultation:desk-clause", SHORT, clause)
    yield address("consultation:moderation")
    yield address("consultation:dispose", comment)
    yield address("consultation:publish", SHORT)
    yield address("consultation:version", SHORT, "rev-2")
    yield from _figures("statistics", "report", "report-pdf")


def _secretariat_pages() -> Iterator[str]:
    yield address("drafts:import", SHORT)
    yield address("consultation:consultation-open", SHORT, "rev-1")
    yield from _figures("report-release")


def first_load(reader: Asks, path: str, who: str) -> Load:
    """A page and everything that it makes a browser fetch."""
    page = reader.get(path)
    if page.status in {301, 302}:
        path = page.headers["Location"]
        page = reader.get(path)
    assert page.status == 200, f"{path} as {who}: {page.status}"
    html = reader.get(path, Accept_Encoding="identity").body.decode()
    weight, requests = page.weight, 1
    for asset in _assets(reader, path, html):
        weight += reader.get(asset).weight
        requests += 1
    return Load(path, who, requests, page.weight, weight)


def _assets(reader: Asks, path: str, html: str) -> list[str]:
    """What the page makes a browser fetch, and what that makes it fetch in turn."""
    parser = _Assets()
    parser.feed(html)
    found: dict[str, None] = {}
    waiting = [urljoin(path, address) for address in parser.found]
    while waiting:
        asset = waiting.pop()
        if asset in found or asset.startswith("data:"):
            continue
        assert not urlsplit(asset).netloc, f"{path} loads {asset} from elsewhere"
        found[asset] = None
        body = reader.get(asset, Accept_Encoding="identity").body
        names = (
            _OF_A_SHEET.findall(body)
            if ".css" in asset
            else _IMPORTED.findall(body)
            if ".js" in asset
            else []
        )
        waiting += [urljoin(asset, name.decode()) for name in names]
    return list(found)


class _Assets(HTMLParser):
    """Gathers what a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        loads = tag in {"script", "img", "source"} or (
            tag == "link" and _LOADED_LINKS & set(given.get("rel", "").split())
        )
        address = given.get("src") or given.get("href")
        if loads and address:
            self.found.append(address)
