"""Stage 2: where words went that lineage does not account for.

A sentence that moved is missing from its clause and extra in another. So runs of words without an image are
looked for among the runs of new words without an origin, and nowhere else: a formula that stands
where it always stood is no candidate. Two runs are compared when they share rare pairs of words; the pairs of runs that
share most are joined first, and a new word is given away once.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from drafts.text.anchors.images import Image, trusted_blocks
from drafts.text.anchors.words import Words, weight
from drafts.text.diff import Block

_CANDIDATES = 5
_COMMON = 40
"""A pair of words found in more runs than this says nothing about where a run went."""
LEAST = 4.0
"""Two runs must share words of this weight: four long words; half of it where they are the same words."""
WHOLE = 0.9
"""Runs that share this part of both are the same words."""
COVERED = 0.5
"""What they share must be this part of one of them, or a formula that both contain would join them."""
NEAR = 0.5
"""How much more a match weighs where the clause would stand; less and less further away."""
CLOSE = 0.9
"""Matches whose masses are this alike are in doubt."""


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive words of one clause, `first` to `last` (excluded)."""

    words: Words
    first: int
    last: int

    @property
    def keys(self) -> list[str]:
        return self.words.keys[self.first : self.last]

    @property
    def mass(self) -> float:
        return sum(map(weight, self.keys))


class Stray(NamedTuple):
    """Where a stray word went, and how certain that is, 0 to 1."""

    image: Image
    certainty: float


@dataclass(frozen=True, slots=True)
class Match:
    """Two runs that share words: `blocks` index into the runs, `mass` is what they weigh.

    `covered` is the greater share they are of either run; `rank` decides which match takes a word.
    """

    old: Run
    new: Run
    blocks: tuple[Block, ...]
    mass: float
    covered: float
    rank: float


def runs_without(words: Words, known: Sequence[bool]) -> Iterator[Run]:
    """Maximal runs of the words not yet known."""
    first = 0
    for index, is_known in enumerate([*known, True]):
        if is_known:
            if first < index:
                yield Run(words, first, index)
            first = index + 1


def find_strays(
    olds: Sequence[Run], news: Sequence[Run], distance: Callable[[str, str], int]
) -> dict[str, dict[int, Stray]]:
    """Stray words by old clause and index.

    `distance(old clause, new clause)` is how many clauses apart they stand; of equal matches the nearer wins.
    """
    matches = [
        match
        for old, new in _candidates(olds, news)
        if (match := _compare(old, new, distance(old.words.clause, new.words.clause)))
    ]
    matches.sort(key=lambda match: -match.rank)
    rivals: dict[Run, list[float]] = defaultdict(list)
    for match in matches:
        rivals[match.old].append(match.mass)
    strays: dict[str, dict[int, Stray]] = defaultdict(dict)
    given: set[Image] = set()
    for match in matches:
        _give(match, _certainty(match, rivals[match.old]), strays[match.old.words.clause], given)
    return dict(strays)


def _certainty(match: Match, masses: list[float]) -> float:
    """Halved where another run shares nearly as many words with the same old run."""
    close = sum(mass >= CLOSE * match.mass for mass in masses)
    return match.covered if close < 2 else match.covered / 2


def _pairs(run: Run) -> list[tuple[str, str]]:
    return list(pairwise(key for key in run.keys if key[0].isalnum()))


def _candidates(olds: Sequence[Run], news: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """For each old run, the new runs that share most of its rare pairs of words."""
    places: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, run in enumerate(news):
        for pair in _pairs(run):
            places[pair].add(number)
    for run in olds:
        votes: Counter[int] = Counter()
        for pair in set(_pairs(run)) & places.keys():
            if len(places[pair]) <= _COMMON:
                votes.update(dict.fromkeys(places[pair], 1))
        for number, _ in votes.most_common(_CANDIDATES):
            yield run, news[number]


def _compare(old: Run, new: Run, distance: int) -> Match | None:
    """Align two runs; None when what they share is too little to mean anything."""
    keys = old.keys
    blocks = trusted_blocks(keys, new.keys)
    mass = sum(weight(key) for a, _, size in blocks for key in keys[a : a + size])
    shares = sorted((mass / max(old.mass, 0.1), mass / max(new.mass, 0.1)))
    least = LEAST if shares[0] < WHOLE else LEAST / 2
    if mass < least or shares[1] < COVERED:
        return None
    covered = shares[1]
    rank = mass * covered * (1 + NEAR / (1 + distance))
    return Match(old, new, tuple(blocks), mass, covered, rank)


def _give(match: Match, certainty: float, strays: dict[int, Stray], given: set[Image]) -> None:
    """Take the words of a match that no better match has taken."""
    for a, b, size in match.blocks:
        for offset in range(size):
            origin = match.old.first + a + offset
            image = Image(match.new.words.clause, match.new.first + b + offset)
            if origin not in strays and image not in given:
                strays[origin] = Stray(image, certainty)
                given.add(image)
