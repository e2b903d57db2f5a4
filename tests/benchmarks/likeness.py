"""How well mass mail is told from what people say of themselves; run `python -m tests.benchmarks.likeness`.

Letters with every change that people make to them, and honest comments on the same clause (`mass_mail`).
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from drafts.text.likeness import group, is_alike, listen
from tests.benchmarks.mass_mail import Writer

LETTERS = 600
HONEST = 1_200
"""Some 720,000 pairs of honest comments."""
CAMPAIGNS, SENT, OF_THEMSELVES = 20, 100, 3_000
"""The 5,000 comments that are grouped: so many letters, each sent so often, among so many honest comments."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """What became of 5,000 comments: shares of 0 to 1, seconds of processor time."""

    precision: float
    recall: float
    seconds: float


def recall_by_change(seed: int = 1, letters: int = LETTERS) -> dict[str, float]:
    """Change → the share of letters still known as the same after it."""
    writer = Writer(seed)
    written = [writer.letter() for _ in range(letters)]
    return {
        name: sum(is_alike(listen(str(each)), listen(str(change(each)))) for each in written) / letters
        for name, change in writer.changes.items()
    }


def taken_for_mass_mail(seed: int = 2, comments: int = HONEST) -> float:
    """The share of pairs of honest comments on one clause that are taken for the same."""
    writer = Writer(seed)
    pairs = list(combinations([listen(writer.honest()) for _ in range(comments)], 2))
    return sum(is_alike(*pair) for pair in pairs) / len(pairs)


def grouped(seed: int = 3) -> Grouped:
    """5,000 comments in any order: of the pairs put together, how many belong; of those that belong, how many were."""
    writer = Writer(seed)
    sent = [(number, writer.letter()) for number in range(CAMPAIGNS)]
    changes = list(writer.changes.values())
    comments = [
        (number, str(changes[at % len(changes)](letter))) for number, letter in sent for at in range(SENT)
    ]
    comments += [(CAMPAIGNS + at, writer.honest()) for at in range(OF_THEMSELVES)]
    random.Random(seed).shuffle(comments)
    started = time.process_time()
    first = group(listen(body) for _campaign, body in comments)
    seconds = time.process_time() - started
    truth, found = _pairs([campaign for campaign, _body in comments]), _pairs(first)
    return Grouped(len(truth & found) / len(found), len(truth & found) / len(truth), seconds)


def _pairs(groups: list[int]) -> set[tuple[int, int]]:
    members: dict[int, list[int]] = {}
    for place, each in enumerate(groups):
        members.setdefault(each, []).append(place)
    return {pair for group_ in members.values() for pair in combinations(group_, 2)}


def report() -> Iterator[str]:
    """The lines that `make bench` prints."""
    for change, share in recall_by_change().items():
        yield f"{f'letters known again: {change}':<60}{share:>10.3f}"
    yield f"{'pairs of honest comments taken for the same':<60}{taken_for_mass_mail():>10.5f}"
    whole = grouped()
    yield f"{'5,000 comments grouped: precision of pairs':<60}{whole.precision:>10.3f}"
    yield f"{'5,000 comments grouped: recall of pairs':<60}{whole.recall:>10.3f}"
    yield f"{'5,000 comments grouped: seconds':<60}{whole.seconds:>10.2f}"


if __name__ == "__main__":
    for line in report():
        print(line)
