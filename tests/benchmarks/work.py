"""The work that is measured, one function a kind, each giving rows of the table."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import override

from drafts.models import Version
from tests.benchmarks import queries
from tests.benchmarks.scene import LONG, SHORT, SIZES, busiest_clause, drafts
from tests.benchmarks.server import Server
from tests.benchmarks.site import cookies_of
from tests.benchmarks.visits import Reader, Timing, Visit, named, timed

QUICK, SLOW = 200, 50
CHAIR, PENHOLDER, SECRETARIAT = "chloe@example.org", "paul@example.org", "sena@example.org"
OBSERVER = "speaker0@example.org"
COMMENT = {"body": "Please say who does this, and until when.", "act": "submit"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was done, what it took, and what it may take."""

    work: str
    timing: Timing
    bar: float | None = None
    weight: int = 0
    queries: int | None = None


@dataclass
class Bench:
    """The two servers of a run: what is measured, and the floor."""

    served: Server
    floor: Server

    def __post_init__(self) -> None:
        self._empty = Reader(self.floor.port)

    def reader(self, email: str = "") -> Reader:
        """Somebody with a browser, signed in where an address is given."""
        return Reader(self.served.port, cookies_of(email) if email else {})

    def empty(self) -> Visit:
        return self._empty.get("/")

    def once(self, work: str, do: Callable[[], Visit], bar: float | None = None) -> Row:
        """Something that cannot be done twice in one database."""
        return Row(work, timed(self.empty, do, 1), bar)

    def page(
        self, work: str, path: str, bar: float | None, *, email: str = "", times: int = QUICK, **headers: str
    ) -> Row:
        """A page that is asked for again and again."""
        reader = self.reader(email)
        first = reader.get(path, **headers)
        assert first.status in {200, 304}, f"{path}: {first.status}"
        timing = timed(self.empty, lambda: reader.get(path, **headers), times)
        return Row(work, timing, bar, first.weight, queries.of_page(reader.cookies, path, named(headers)))


def address(name: str, *args: str, **query: str) -> str:
    """A page of the English interface."""
    with override("en"):
        path = reverse(name, args=args)
    return f"{path}?{urlencode(query)}" if query else path


def version_page() -> str:
    return address("consultation:version", LONG, "zero-draft")


def reading(bench: Bench) -> Iterator[Row]:
    """The published text of 500 clauses with its 5,000 comments."""
    path = version_page()
    etag = bench.reader().get(path).headers["ETag"]
    yield bench.page("text, anonymous, uncompressed", path, 2, Accept_Encoding="identity")
    yield bench.page("text, anonymous, gzip", path, 2)
    yield bench.page("text, anonymous, not modified (304)", path, 2, If_None_Match=etag)
    yield bench.page("text, signed in", path, 10, email=OBSERVER)
    yield _first_visit(bench, path)
    yield bench.page("text, signed in, committee", path, 10, email=CHAIR)
    clause = busiest_clause(Version.objects.get(text__slug=LONG, slug="zero-draft"))
    thread = address("consultation:clause", LONG, "zero-draft", clause.key)
    yield bench.page("clause with the longest thread, anonymous", thread, None)
    yield bench.page("clause with the longest thread, signed in", thread, None, email=OBSERVER)
    yield bench.page("the same, opened in the margin", thread, None, email=OBSERVER, HX_Request="true")


def _first_visit(bench: Bench, path: str) -> Row:
    """A page whose body is kept and whose frame is not: every address is asked for once."""
    reader, visits = bench.reader(OBSERVER), itertools.count()
    timing = timed(bench.empty, lambda: reader.get(f"{path}?visit={next(visits)}"), QUICK)
    return Row("text, signed in, first visit since the last act", timing)


@dataclass(frozen=True, slots=True)
class Form:
    """A comment that somebody has written and not yet sent."""

    cookies: dict[str, str]
    path: str
    fields: dict[str, str]


def commenting(bench: Bench) -> Iterator[Row]:
    """Forty people post comments in turn, on every clause; then somebody reads the text anew after each."""
    # One connection for all: connecting anew for each of them is not what is measured.
    poster, forms = bench.reader(), _forms(bench)
    written = [next(forms) for _ in range(QUICK)]
    waiting = iter(written)
    counted = queries.of_post(cookies_of(OBSERVER), written[0].path, COMMENT, "/comment/")
    yield Row(
        "posting a comment",
        timed(bench.empty, lambda: _send(poster, next(waiting)), QUICK),
        15,
        queries=counted,
    )
    for who, email in (("anonymous", ""), ("signed in", OBSERVER)):
        reader = bench.reader(email)

        def read_anew(reader: Reader = reader) -> Visit:
            _send(poster, next(forms))
            return reader.get(version_page())

        yield Row(f"text, {who}, first after a comment", timed(bench.empty, read_anew, SLOW), None)


def _forms(bench: Bench) -> Iterator[Form]:
    """One written comment after the other, by the next person on the next clause."""
    reader = bench.reader()
    people = itertools.cycle([cookies_of(f"speaker{number}@example.org") for number in range(40)])
    placements = Version.objects.get(text__slug=LONG, slug="zero-draft").placements.order_by("position")
    for key in itertools.cycle(list(placements.values_list("clause__key", flat=True))):
        reader.cookies = next(people)
        path = address("consultation:comment-write", LONG, "zero-draft", key)
        yield Form(reader.cookies, path, reader.form(path, "/comment/") | COMMENT)


def _send(poster: Reader, form: Form) -> Visit:
    poster.cookies = form.cookies
    answer = poster.post(form.path, form.fields)
    assert answer.status == 302, f"{form.path}: {answer.status}"
    # What was done is said on the next page, which is not asked for here.
    form.cookies.pop("messages", None)
    return answer


def importing(bench: Bench) -> Iterator[Row]:
    """The next draft of 500 clauses, every one edited: upload, preview, apply."""
    paul = bench.reader(PENHOLDER)
    path = address("drafts:import", LONG)
    fields = paul.form(path)
    draft = {"draft": drafts(SIZES[LONG]).following["en"], "label": "Rev.1", "language": "en"}
    previews: list[str] = []

    def upload_and_preview() -> Visit:
        sent = paul.post(path, fields | draft)
        assert sent.status == 302, f"{path}: {sent.status}"
        previews.append(sent.headers["Location"])
        shown = paul.get(previews[-1])
        return Visit(shown.status, sent.seconds + shown.seconds, shown.headers, shown.body)

    yield Row("importing 500 clauses: upload and preview", timed(bench.empty, upload_and_preview, 3), None)
    sent = paul.form(previews[-1], "/apply/") | {"reason": "The committee's next draft."}
    apply = f"{previews[-1].partition('?')[0]}apply/"
    yield bench.once("importing 500 clauses: apply", lambda: paul.post(apply, sent))


def publishing(bench: Bench) -> Iterator[Row]:
    """Publishing with every comment carried, then the first and the later comparisons of the two versions."""
    chair, path = bench.reader(CHAIR), address("consultation:publish", LONG)
    fields = chair.form(path)
    yield bench.once("publishing with 5,000 comments", lambda: chair.post(path, fields))
    yield from comparing(bench, "where it was published")
    compared = address("consultation:compare", LONG, "zero-draft", "rev-1")
    yield bench.page("the same, once it is in the cache", compared, None, times=SLOW)
    yield bench.page("the same, signed in", compared, None, times=SLOW, email=OBSERVER)
    review = address("consultation:review", LONG, **{"from": "zero-draft", "to": "rev-1"})
    yield bench.page("the chair's review, 500 clauses", review, 150, times=SLOW, email=CHAIR)


def comparing(bench: Bench, where: str = "in a fresh worker") -> Iterator[Row]:
    """The first comparison of two versions, every clause of them changed."""
    reader = bench.reader()
    # A worker that has never compared anything would be measured reading its templates.
    reader.get(address("consultation:compare", SHORT, "zero-draft", "rev-1"))
    path = address("consultation:compare", LONG, "zero-draft", "rev-1")
    yield bench.once(f"comparing for the first time, {where}", lambda: reader.get(path), 150)
