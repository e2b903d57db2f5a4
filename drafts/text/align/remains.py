"""Passages that left their clause: what splits, merges and moved sentences leave over once clauses are paired.

Words already explained by a pair are covered. The stretches left bare on both sides are searched in each other, and
each word is explained once, so that a phrase repeated all over the draft does not link everything with everything.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from drafts.text.align.chain import Pair
from drafts.text.align.likeness import Shared
from drafts.text.align.matching import Matching
from drafts.text.align.passages import Run, Traces, shared_runs
from drafts.text.align.reading import Reading, Side

_COMMON = 12  # stretches
_CANDIDATES = 8
_LEAST = 4  # words; shorter stretches and passages are not followed
_JOIN = 2  # covered words between two bare stretches that do not part them
_ROUNDS = 2  # a stretch that took one passage may hold a second


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words of one clause that no pair explains yet, by their places in the clause."""

    place: int
    start: int
    words: str


@dataclass
class Cover:
    """Which words of the free clauses are explained, and how many words each pair of clauses shares."""

    old: dict[int, bytearray]
    new: dict[int, bytearray]
    shared: Counter[Pair] = field(default_factory=Counter)

    def explain(self, old: int, new: int, runs: list[Run]) -> None:
        """Mark the words of these runs that are still bare on both sides, and credit them to the pair."""
        first, second = self.old[old], self.new[new]
        for run in runs:
            for step in range(run.size):
                if not first[run.old + step] and not second[run.new + step]:
                    first[run.old + step] = second[run.new + step] = 1
                    self.shared[old, new] += 1


def share_out(reading: Reading, matching: Matching, alike: Shared) -> Counter[Pair]:
    """How many words each old clause handed on to each new one; of the pairs only those with runs in `alike` count."""
    cover = Cover(
        _bare_words(reading.old, matching.new_of.keys() - {old for old, _ in alike}),
        _bare_words(reading.new, matching.old_of.keys() - {new for _, new in alike}),
    )
    for pair, runs in alike.items():
        cover.explain(*pair, runs)
    for _ in range(_ROUNDS):
        for pair, runs in _passages(reading, cover):
            cover.explain(*pair, runs)
    return cover.shared


def _bare_words(side: Side, closed: AbstractSet[int]) -> dict[int, bytearray]:
    free = (place for place, bare in enumerate(side.bare) if not bare and place not in closed)
    return {place: bytearray(len(side.words[place])) for place in free}


def _passages(reading: Reading, cover: Cover) -> list[tuple[Pair, list[Run]]]:
    """Runs shared by bare stretches, the longest passage first, then the one that went least far."""
    olds = list(_stretches(reading.old, cover.old))
    traces = Traces.of(((number, stretch.words) for number, stretch in enumerate(olds)), _COMMON)
    found: list[tuple[int, Pair, list[Run]]] = []
    for stretch in _stretches(reading.new, cover.new):
        votes = traces.votes(stretch.words)
        for number in sorted(votes, key=lambda number: (-votes[number], number))[:_CANDIDATES]:
            runs = _placed_runs(olds[number], stretch)
            found.append((sum(run.size for run in runs), (olds[number].place, stretch.place), runs))
    found.sort(key=lambda passage: (-passage[0], abs(passage[1][0] - passage[1][1]), passage[1]))
    return [(pair, runs) for size, pair, runs in found if size >= _LEAST]


def _placed_runs(old: _Stretch, new: _Stretch) -> list[Run]:
    runs = shared_runs(old.words, new.words)
    return [Run(run.old + old.start, run.new + new.start, run.size) for run in runs]


def _stretches(side: Side, covers: dict[int, bytearray]) -> Iterator[_Stretch]:
    for place, cover in covers.items():
        for start, end in bare_spans(cover):
            if end - start >= _LEAST:
                yield _Stretch(place, start, side.words[place][start:end])


def bare_spans(cover: bytearray) -> list[tuple[int, int]]:
    """Spans of zeros, joined where no more than `_JOIN` ones part them."""
    spans: list[tuple[int, int]] = []
    start = cover.find(0)
    while start >= 0:
        end = cover.find(1, start)
        end = len(cover) if end < 0 else end
        if spans and start - spans[-1][1] <= _JOIN:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        start = cover.find(0, end)
    return spans
