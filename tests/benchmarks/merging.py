"""How often `merge` is right, asks needlessly or is silently wrong; run `python -m tests.benchmarks.merging`.

Two edits of known truth (`rivals`) on made-up clauses, and on the articles of a French code where it is at hand.
"""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafts.text.merge import merge
from tests.benchmarks.revisions import Scribe
from tests.benchmarks.rivals import MORE, SCENARIOS, Case, Scenario, cases

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CODE = DATA / "code-relations-public-administration-fr"
NUMBER = 1_500
"""Cases of each scenario: 15,000 of the ten."""
VERDICTS = ("right", "conflict where due", "needless conflict", "silently wrong")
BARS = {"silently wrong": 0, "ms": 1}


@dataclass(frozen=True, slots=True)
class Row:
    """The verdicts on one scenario; `milliseconds` of processor time a merge."""

    scenario: str
    verdicts: Counter[str]
    milliseconds: float


def judge(case: Case) -> str:
    """What a merge made of a case."""
    merged = merge(case.base, case.left, case.right)
    if merged.is_clean:
        return "right" if merged.text == case.expected else "silently wrong"
    return "conflict where due" if case.may_conflict else "needless conflict"


def judge_all(scenario: Scenario, scribe: Scribe, clauses: Sequence[str], number: int) -> Row:
    """The verdicts on so many cases of one scenario."""
    made = list(cases(scenario, scribe, clauses, number))
    started = time.process_time()
    verdicts = Counter(map(judge, made))
    milliseconds = 1000 * (time.process_time() - started) / number
    return Row(scenario.__name__.replace("_", " "), verdicts, milliseconds)


def sources() -> Iterator[tuple[str, Scribe, list[str]]]:
    """Clauses to edit, by what they are, and who edits them in words of their kind."""
    scribe = Scribe(1)
    yield "made-up clauses", scribe, [scribe.clause().text for _ in range(500)]
    if CODE.is_dir():
        texts = articles()
        yield "articles of a code", Scribe(2, pools=(" ".join(texts).split(),)), texts


def articles() -> list[str]:
    """The articles of the French code, as they are printed."""
    (path,) = CODE.glob("10*.jsonl")
    found = [json.loads(line)["text"] for line in path.read_text().splitlines()]
    return [text for text in found if len(text.split()) >= 20]


def report(number: int = NUMBER) -> Iterator[str]:
    """One table a source, line by line."""
    for name, scribe, clauses in sources():
        mean = sum(map(len, clauses)) / len(clauses)
        yield f"{f'{name}, {mean:.0f} characters':<36}{''.join(f'{verdict:>20}' for verdict in VERDICTS)}{'ms':>7}"
        rows = [judge_all(scenario, scribe, clauses, number) for scenario in SCENARIOS]
        yield from map(_line, [*rows, _sum("all ten", rows)])
        yield from (_line(judge_all(scenario, scribe, clauses, number)) for scenario in MORE)
        yield f"{'bar':<36}{'':>60}{BARS['silently wrong']:>20}{BARS['ms']:>7}"
        yield ""
    if not CODE.is_dir():
        yield f"(left out: no real texts in {DATA.relative_to(DATA.parents[1])})"


def _sum(name: str, rows: Iterable[Row]) -> Row:
    found = list(rows)
    verdicts = sum((row.verdicts for row in found), Counter[str]())
    return Row(name, verdicts, sum(row.milliseconds for row in found) / len(found))


def _line(row: Row) -> str:
    counts = "".join(f"{row.verdicts[verdict]:>20}" for verdict in VERDICTS)
    return f"{row.scenario:<36}{counts}{row.milliseconds:>7.2f}"


if __name__ == "__main__":
    print("\n".join(report()))
