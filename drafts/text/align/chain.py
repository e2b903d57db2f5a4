"""The order two drafts have in common."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

type Pair = tuple[int, int]
"""Places of an old and a new clause."""


@dataclass(frozen=True, slots=True)
class _Peaks:
    """The heaviest chain ending at or below each rank: a Fenwick tree for maxima."""

    best: list[tuple[float, int]]

    def below(self, rank: int) -> tuple[float, int]:
        found = (0.0, -1)
        while rank > 0:
            found = max(found, self.best[rank], key=_weight)
            rank -= rank & -rank
        return found

    def raise_to(self, rank: int, weight: float, item: int) -> None:
        while rank < len(self.best):
            if weight > self.best[rank][0]:
                self.best[rank] = (weight, item)
            rank += rank & -rank


def _weight(peak: tuple[float, int]) -> float:
    return peak[0]


def heaviest_chain(weights: Mapping[Pair, float]) -> list[Pair]:
    """Choose the pairs, rising on both sides, that weigh most together; n log n. With equal weights: the longest run.

    Source: heaviest increasing subsequence (Jacobson and Vo, 1992), here with a Fenwick tree.
    """
    pairs = sorted(weights, key=lambda pair: (pair[0], -pair[1]))
    ranks = {new: rank for rank, new in enumerate(sorted({new for _, new in pairs}), start=1)}
    peaks = _Peaks([(0.0, -1)] * (len(ranks) + 1))
    before: list[int] = []
    for item, pair in enumerate(pairs):
        weight, previous = peaks.below(ranks[pair[1]] - 1)
        before.append(previous)
        peaks.raise_to(ranks[pair[1]], weight + weights[pair], item)
    return _trace(pairs, before, peaks.below(len(ranks))[1])


def _trace(pairs: list[Pair], before: list[int], last: int) -> list[Pair]:
    chain: list[Pair] = []
    while last >= 0:
        chain.append(pairs[last])
        last = before[last]
    return chain[::-1]


class Backbone:
    """A chain of settled pairs: it cuts both drafts into gaps that face each other."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = heaviest_chain(dict.fromkeys(pairs, 1.0))
        self.olds = [old for old, _ in self.pairs]
        self.news = [new for _, new in self.pairs]

    def old_gap(self, old: int) -> int:
        """The number of the gap an old place lies in, if it is not itself in the chain."""
        return bisect_left(self.olds, old)

    def new_gap(self, new: int) -> int:
        """The same for a new place; facing gaps have the same number."""
        return bisect_left(self.news, new)

    def faces(self, old: int, new: int) -> bool:
        """Whether two places outside the chain would fit in between its pairs."""
        return self.old_gap(old) == self.new_gap(new)
