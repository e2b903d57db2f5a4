"""The chair's review between every two stages of a real treaty, beside the comparison of the same two versions.

Run it alone with `python -m tests.benchmarks stages`; it needs the drafts in ../shared/data and builds its own text.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import median

from drafts.models import Text, Version
from tests import make
from tests.benchmarks.scene import ROOT
from tests.benchmarks.server import Server
from tests.benchmarks.site import emptied, site
from tests.benchmarks.visits import Reader, Timing, Visit, timed
from tests.benchmarks.work import CHAIR, Bench, address

FOLDER = ROOT.parent / "shared" / "data" / "paris-agreement"
BAR = 150
TREATY, OTHER = "treaty", "legal-mobility"
COPIES, AGAIN = 2, 20
_HEAD = (
    f"{'first time in a worker that keeps nothing, and again':<58}{'first':>16}{'again':>16}{'bar':>6}  met"
)

type Ask = Callable[[Bench], Callable[[str, str, str], Visit]]


@dataclass(frozen=True, slots=True)
class Row:
    """A page of two versions: asked for the first time, and again."""

    page: str
    first: Timing
    again: Timing


def built() -> list[Version]:
    """The stages, published one after another in the emptied database; and a small text to warm a worker with."""
    emptied()
    other = make.published().text
    make.reworded(other, "simplify", "shorten")
    make.issued(other)
    treaty = make.text(TREATY)
    return [_published(treaty, file) for file in sorted(FOLDER.glob("*.md"))]


def _published(text: Text, file: Path) -> Version:
    _number, day, _name = file.name.split("_", 2)
    return make.issued_as(make.applied(make.staged(text, file.read_bytes(), label=day)))


def reviewing(bench: Bench) -> Callable[[str, str, str], Visit]:
    """The review as the chair opens it, for a text and two of its versions."""
    chair = bench.reader(CHAIR)

    def ask(text: str, old: str, new: str) -> Visit:
        return _seen(chair, address("consultation:review", text, **{"from": old, "to": new}))

    return ask


def comparing(bench: Bench) -> Callable[[str, str, str], Visit]:
    """The comparison as a reader without an account opens it."""
    reader = bench.reader()

    def ask(text: str, old: str, new: str) -> Visit:
        return _seen(reader, address("consultation:compare", text, old, new))

    return ask


PAGES: dict[str, Ask] = {"the chair's review": reviewing, "comparison": comparing}


def _seen(reader: Reader, path: str) -> Visit:
    visit = reader.get(path)
    assert visit.status == 200, f"{path}: {visit.status}"
    return visit


def report(floor: Server, versions: Sequence[Version]) -> Iterator[str]:
    """One line a page and pair of versions, as ratios to the floor; then what all of them come to."""
    yield _HEAD
    found: dict[str, list[Row]] = {page: [] for page in PAGES}
    for old, new in combinations(versions, 2):
        for page, ask in PAGES.items():
            row = _measured(floor, page, ask, (old.slug, new.slug))
            found[page].append(row)
            yield _line(f"{page}, {old} to {new}", row.first, row.again)
    for page, rows in found.items():
        first, again = [row.first for row in rows], [row.again for row in rows]
        yield _line(f"{page}, median", _middle(first), _middle(again))


def _measured(floor: Server, page: str, ask: Ask, ends: tuple[str, str]) -> Row:
    """One pair in fresh workers, whose templates are read and nothing else; medians."""
    rows = [_in_a_fresh_worker(floor, page, ask, ends) for _ in range(COPIES)]
    return Row(page, _middle([row.first for row in rows]), _middle([row.again for row in rows]))


def _in_a_fresh_worker(floor: Server, page: str, ask: Ask, ends: tuple[str, str]) -> Row:
    with site(None) as served:
        bench = Bench(served, floor)
        get = ask(bench)
        get(OTHER, *_slugs_of_other())

        def compared() -> Visit:
            return get(TREATY, *ends)

        return Row(page, timed(bench.empty, compared, 1), timed(bench.empty, compared, AGAIN))


def _slugs_of_other() -> list[str]:
    return list(
        Version.objects.published().filter(text__slug=OTHER).order_by("number").values_list("slug", flat=True)
    )


def _middle(timings: Sequence[Timing]) -> Timing:
    return Timing(median(each.work for each in timings), median(each.floor for each in timings))


def _line(work: str, first: Timing, again: Timing) -> str:
    met = "met" if first.ratio <= BAR else "MISSED"
    figures = "".join(f"{each.work:>9.1f}{each.ratio:>7.1f}" for each in (first, again))
    return f"{work[:57]:<58}{figures}{BAR:>6}  {met}"
