"""The tables that `make bench` prints."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from statistics import median

from tests.benchmarks import alignment, anchoring, large, large_session, likeness, merging, stages
from tests.benchmarks.scene import ROOT, SHORT, SIZES
from tests.benchmarks.server import FLOOR, Server, serving
from tests.benchmarks.site import collect_static, scenes, site
from tests.benchmarks.visits import Timing
from tests.benchmarks.weights import first_loads
from tests.benchmarks.work import Bench, Row, commenting, comparing, importing, publishing, reading

MEMORY_BAR, WEIGHT_BAR = 100, 60_000
# A version is published once in a database, and compared for the first time once: so many copies are used.
COPIES = 3
_HEAD = f"{'work':<58}{'ms':>9}{'× floor':>9}{'bar':>7}{'queries':>9}{'bytes':>9}  met"

type Work = Callable[[Bench], Iterator[Row]]


# The parts of the bench, as they may be asked for by name.
_DISCUSSED: dict[str, Work] = {"reading": reading, "commenting": commenting, "importing": importing}
PARTS = (*_DISCUSSED, "publishing", "weights", "stages", "texts", "large", "session")


def main(asked: Sequence[str]) -> int:
    """Print every part, or those asked for. Always 0: figures are read, not passed or failed."""
    parts = set(asked or PARTS)
    if unknown := parts - set(PARTS):
        sys.exit(f"No such part: {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    if parts - {"stages", "texts", "large", "session"}:
        _pages(parts)
    if "stages" in parts:
        _stages()
    if "texts" in parts:
        _texts()
    if "large" in parts:
        _large()
    if "session" in parts:
        _session()
    return 0


def _pages(parts: set[str]) -> None:
    kept = scenes(_progress)
    collect_static()
    with serving(FLOOR) as floor:
        works = [work for name, work in _DISCUSSED.items() if name in parts]
        memory = [_run(floor, kept.consulted, works)] if works else []
        if "publishing" in parts:
            memory.append(_run(floor, kept.answered, [publishing], COPIES))
            memory.append(_run(floor, None, [comparing], COPIES))
        if "weights" in parts:
            _weights(floor, kept.consulted)
        if memory:
            _memory(max(memory), floor.memory())


def _memory(most: float, least: float) -> None:
    met = _met(most < MEMORY_BAR)
    print(f"\nmemory of a worker {most:.0f} MB (an empty Django {least:.0f} MB), bar {MEMORY_BAR} MB  {met}")


def _run(floor: Server, scene: Path | None, works: Sequence[Work], copies: int = 1) -> float:
    """Do some work in so many fresh workers and print a row for each kind; gives the memory that it took.

    Each works on a copy of the scene of its own; without one, on the database that the last of them left.
    """
    rows: dict[str, list[Row]] = defaultdict(list)
    memory = 0.0
    for _ in range(copies):
        with site(scene) as served:
            bench = Bench(served, floor)
            for row in chain.from_iterable(work(bench) for work in works):
                rows[row.work].append(row)
                _progress(row.work, 1, 1)
            memory = max(memory, served.memory())
    print(f"\n{_HEAD}")
    for found in rows.values():
        print(_line(_middle(found)))
    return memory


def _middle(rows: Sequence[Row]) -> Row:
    """The same work on several copies: medians."""
    timing = Timing(median(row.timing.work for row in rows), median(row.timing.floor for row in rows))
    return Row(rows[0].work, timing, rows[0].bar, rows[0].weight, rows[0].queries)


def _line(row: Row) -> str:
    bar = f"{row.bar:.0f}" if row.bar else "–"
    met = _met(row.timing.ratio <= row.bar) if row.bar else ""
    figures = f"{row.timing.work:>9.2f}{row.timing.ratio:>9.1f}{bar:>7}"
    return f"{row.work:<58}{figures}{_or_dash(row.queries):>9}{_or_dash(row.weight or None):>9}  {met}"


def _or_dash(number: int | None) -> str:
    return "–" if number is None else str(number)


def _met(holds: bool) -> str:
    return "met" if holds else "MISSED"


def _weights(floor: Server, scene: Path) -> None:
    """Heaviest first. A browser with nothing kept; headers counted, and what it fetches for printing too."""
    with site(scene) as served:
        loads = sorted(first_loads(Bench(served, floor)), key=lambda load: -load.weight)
    title = f"first load, gzip; the text has {SIZES[SHORT].clauses} clauses"
    print(f"\n{title:<70}{'who':<13}{'requests':>8}{'page':>8}{'all':>8}  bar {WEIGHT_BAR}")
    for load in loads:
        figures = f"{load.requests:>8}{load.html:>8}{load.weight:>8}"
        print(f"{load.page[:68]:<70}{load.who:<13}{figures}  {_met(load.weight < WEIGHT_BAR)}")


def _stages() -> None:
    print("\nFive stages of a treaty, published one after another\n")
    if not stages.FOLDER.is_dir():
        print(f"(left out: no real drafts in {stages.FOLDER.relative_to(ROOT.parent)})")
        return
    versions = stages.built()
    collect_static()
    with serving(FLOOR) as floor:
        for line in stages.report(floor, versions):
            print(line, flush=True)


def _large() -> None:
    database = large.kept()
    collect_static()
    print(f"\nThe larger demonstration: {database.stat().st_size / 1e6:.0f} MB")
    with serving(FLOOR) as floor:
        _run(floor, database, [large.measured])


def _session() -> None:
    database = large_session.kept()
    collect_static()
    print("\nA session of 300 interventions and 150 attendees")
    with serving(FLOOR) as floor:
        _run(floor, database, [large_session.measured])


def _texts() -> None:
    print("\nAlignment of drafts\n")
    for line in alignment.report():
        print(line)
    print("\nComments carried to the next version\n")
    for name, figure in anchoring.measure().items():
        print(f"{name:<60}{figure:>10.2f}")
    print("\nTwo edits of one clause merged\n")
    for line in merging.report():
        print(line)
    print("\nMass mail among honest comments\n")
    for line in likeness.report():
        print(line)


def _progress(what: str, done: int, of: int) -> None:
    """One line on the screen that is written over; nothing in a file."""
    if sys.stderr.isatty() and (done == of or done % 100 == 0):
        print(f"\r\x1b[K{what} {done}/{of} {time.strftime('%H:%M:%S')}", end="", file=sys.stderr, flush=True)
    if sys.stderr.isatty() and done == of:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
