"""How well and how fast `align` finds what became of each clause; run `python -m tests.benchmarks.alignment`.

On documents of known descent (made up, and a French code where it is at hand) it is marked against the truth; on
real drafting histories against what people know of them: which article became which.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from drafts.text.align import Alignment, Link, Unit, align
from tests.benchmarks.revisions import Draft, Scribe, Upheaval, adopt, invent, revise, true_links

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
PARIS = DATA / "paris-agreement"
CODE = DATA / "code-relations-public-administration-fr"
EDIT_RATES = (0.02, 0.05, 0.10, 0.20, 0.35)
SEEDS = (1, 2, 3)

type Pairs = set[tuple[int, int]]
type Begin = Callable[[Scribe], Draft]


@dataclass(frozen=True, slots=True)
class Row:
    """Marks in per cent over a few documents; `seconds` of processor time a document."""

    drafts: str
    edited: str
    precision: float
    recall: float
    whole: float
    """Of the clauses with one origin and one future, those whose identity is kept."""
    split: float
    merged: float
    seconds: float


@dataclass(frozen=True, slots=True)
class History:
    """A real revision: of `known` articles with a known successor, how many were found, by heading, by text.

    An article without paragraphs under its heading has its text there. `wrong` were led elsewhere, by either.
    """

    revision: str
    known: int
    by_heading: int | None
    by_paragraphs: int
    wrong: int
    seconds: float


def measure() -> list[Row]:
    """Mark the alignment against the truth, by drafts and edit rate, with a last row for all of each."""
    rows = _measure("500 made-up clauses", invent)
    rows.append(_mean("5,000 made-up clauses", "10%", [_mark(lambda scribe: invent(scribe, 5_000), 0.10, 1)]))
    if CODE.is_dir():
        texts = [clause["text"] for clause in _stored(CODE, "10")]
        rows += _measure(f"{len(texts)} articles of a code", lambda scribe: adopt(scribe, texts))
    return rows


def _measure(name: str, begin: Begin) -> list[Row]:
    marks = {rate: [_mark(begin, rate, seed) for seed in SEEDS] for rate in EDIT_RATES}
    rows = [_mean(name, f"{rate:.0%}", found) for rate, found in marks.items()]
    return [*rows, _mean(name, "all", [mark for found in marks.values() for mark in found])]


def _mean(name: str, edited: str, marks: Sequence[Sequence[float]]) -> Row:
    means = [sum(column) / len(column) for column in zip(*marks, strict=True)]
    return Row(name, edited, *means)


def _mark(begin: Begin, rate: float, seed: int) -> tuple[float, ...]:
    scribe = Scribe(seed * 100 + round(rate * 100))
    old = begin(scribe)
    new = revise(scribe, old, Upheaval(rate))
    started = time.process_time()
    alignment = align(units(old), units(new))
    seconds = time.process_time() - started
    return (*marks(alignment, true_links(old, new)), seconds)


def units(draft: Draft) -> list[Unit]:
    return [Unit(clause.text, clause.label, clause.kind) for clause in draft]


def marks(alignment: Alignment, truth: Pairs) -> tuple[float, float, float, float, float]:
    """Precision, recall, identities kept, split links and merge links found, all in per cent."""
    found = {(link.old, link.new) for link in alignment.links}
    kept = {(link.old, link.new) for link in alignment.links if link.primary}
    futures, origins = Counter(old for old, _ in truth), Counter(new for _, new in truth)
    whole = {(old, new) for old, new in truth if futures[old] == origins[new] == 1}
    split = {(old, new) for old, new in truth if futures[old] > 1}
    merged = {(old, new) for old, new in truth if origins[new] > 1}
    return (
        _part(found, truth),
        _part(truth, found),
        _part(whole, kept),
        _part(split, found),
        _part(merged, found),
    )


def _part(of: Pairs, within: Pairs) -> float:
    return 100 * len(of & within) / max(len(of), 1)


def histories() -> list[History]:
    """Real revisions, without printed numbers where these would give the answer away; empty where they are absent."""
    found = []
    if PARIS.is_dir():
        known = json.loads((PARIS / "gold_article_map_draft_to_final.json").read_text())["map"]
        found += [_paris(stage, known) for stage in ("00", "01", "02")]
    if CODE.is_dir():
        found += [_code(old, new) for old, new in combinations(("00", "01", "05", "10"), 2)]
    return found


def _paris(stage: str, known: dict[str, str]) -> History:
    old, new = _stored(PARIS, stage), _stored(PARIS, "03")
    started = time.process_time()
    alignment = align([_paris_unit(clause) for clause in old], [_paris_unit(clause) for clause in new])
    seconds = time.process_time() - started
    kept = [link for link in alignment.links if link.primary]
    headings = [link for link in kept if _is_heading(old[link.old]) and _is_heading(new[link.new])]
    others = [link for link in kept if not _is_heading(old[link.old])]
    by_heading, by_paragraphs = _successors(headings, old, new), _successors(others, old, new)
    led = {*by_heading.items(), *by_paragraphs.items()}
    return History(
        revision=f"Paris Agreement, {old[0]['stage']} to {new[0]['stage']}",
        known=len(known),
        by_heading=len(known.items() & by_heading.items()),
        by_paragraphs=len(known.items() & by_paragraphs.items()),
        wrong=len({article for article, successor in led if known.get(article) != successor}),
        seconds=seconds,
    )


def _paris_unit(clause: dict[str, Any]) -> Unit:
    """A clause as the importer would hand it on: no markup signs, the paragraph's number apart."""
    text = clause["text"].replace("*", "").removeprefix(f"{clause['num']}.").strip()
    return Unit(text, clause["num"], "heading" if _is_heading(clause) else "paragraph")


def _is_heading(clause: dict[str, Any]) -> bool:
    return "heading" in clause["kind"]


def _successors(
    links: Iterable[Link], old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> dict[str, str]:
    """The article most words of each article went to."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    for link in links:
        origin, successor = _article(old[link.old]), _article(new[link.new])
        if origin and successor:
            words[origin][successor] += len(old[link.old]["text"])
    return {origin: counts.most_common(1)[0][0] for origin, counts in words.items()}


def _article(clause: dict[str, Any]) -> str:
    name = str(clause["id"]).partition(".")[0]
    return name.removeprefix("art-") if name.startswith("art-") else ""


def _code(old_stage: str, new_stage: str) -> History:
    """Articles of a code keep their numbers, so the number, hidden from the alignment, tells whether it is right."""
    old, new = _stored(CODE, old_stage), _stored(CODE, new_stage)
    started = time.process_time()
    alignment = align([Unit(clause["text"]) for clause in old], [Unit(clause["text"]) for clause in new])
    seconds = time.process_time() - started
    kept = {old[link.old]["num"]: new[link.new]["num"] for link in alignment.links if link.primary}
    lasting = {clause["num"] for clause in old} & {clause["num"] for clause in new}
    return History(
        revision=f"French code, {old[0]['stage']} to {new[0]['stage']}",
        known=len(lasting),
        by_heading=None,
        by_paragraphs=sum(kept.get(number) == number for number in lasting),
        wrong=sum(kept.get(number, number) != number for number in lasting),
        seconds=seconds,
    )


def _stored(folder: Path, stage: str) -> list[dict[str, Any]]:
    """The clauses of one stage, each with the date of that stage."""
    (path,) = folder.glob(f"{stage}_*.jsonl")
    date = path.name.split("_")[1]
    return [{**json.loads(line), "stage": date} for line in path.read_text().splitlines()]


def report() -> Iterator[str]:
    """Both tables as lines of text."""
    yield f"{'drafts':<26}{'edited':>7}{'precision':>11}{'recall':>8}{'1:1':>7}{'split':>7}{'merged':>8}{'s/doc':>7}"
    for row in measure():
        figures = (
            f"{row.precision:>11.1f}{row.recall:>8.1f}{row.whole:>7.1f}{row.split:>7.1f}{row.merged:>8.1f}"
        )
        yield f"{row.drafts:<26}{row.edited:>7}{figures}{row.seconds:>7.2f}"
    yield ""
    yield f"{'real revisions':<46}{'articles':>9}{'by heading':>12}{'by text':>9}{'wrong':>7}{'s':>6}"
    for history in histories():
        headings = "" if history.by_heading is None else str(history.by_heading)
        found = f"{history.known:>9}{headings:>12}{history.by_paragraphs:>9}{history.wrong:>7}"
        yield f"{history.revision:<46}{found}{history.seconds:>6.2f}"
    if not DATA.is_dir():
        yield f"(left out: no real texts in {DATA.relative_to(DATA.parents[1])})"


if __name__ == "__main__":
    print("\n".join(report()))
