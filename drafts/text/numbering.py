"""Labels computed from the structure of a text, by the scheme its committee chose.

A label depends on what stands before it only, so that a clause put in changes no label above it.
Clauses that are headed or held by the same clause never get the same label, whatever the depths.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from drafts.text.markup import ClauseKind

_ROMAN_SIGNS = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LETTERS = 26
# What holds what, from the outside in; within headings and within points, the depth tells.
_HEADING, _PARAGRAPH, _POINT = range(3)
_RANKS = {
    ClauseKind.HEADING: _HEADING,
    ClauseKind.RECITAL: _PARAGRAPH,
    ClauseKind.PARAGRAPH: _PARAGRAPH,
    ClauseKind.POINT: _POINT,
    ClauseKind.ITEM: _POINT,
}
_NUMBERED = {ClauseKind.HEADING, ClauseKind.PARAGRAPH, ClauseKind.POINT}


class Scheme(StrEnum):
    """How the clauses of a text are numbered.

    In every computed scheme points are (a), (b); inside them (i), (ii); then (A), (B); then (1), (2).
    """

    PRINTED = "printed"  # as printed in the drafts: nothing is computed
    DECIMAL = "decimal"  # headings 1, 1.1; paragraphs go on under them: 1.1.1
    LEGAL = "legal"  # headings I., A., A.1.; paragraphs 1., 2. without a break through the text
    ARTICLES = "articles"  # headings Article 1, A., A.1.; paragraphs 1., 2. anew in each article


class Place(NamedTuple):
    """A clause in the order of its text; `kind` is a value of `ClauseKind`, `depth` as a parsed clause has it."""

    kind: str
    depth: int
    label: str


def number(scheme: Scheme, places: Sequence[Place]) -> tuple[str, ...]:
    """The label of each clause, in the same order.

    Recitals, footnotes (references name their label), bullets, and words that go on under a point
    without a number keep the label they have. A level that is skipped on the way down is not counted:
    a point of depth 3 right after one of depth 1 is numbered as its child. O(n); deterministic.
    """
    if scheme is Scheme.PRINTED:
        return tuple(place.label for place in places)
    outline = _Outline(scheme)
    return tuple(outline.label(place) for place in places)


def follows(scheme: Scheme, places: Sequence[Place]) -> bool:
    """Whether every label is the one the scheme gives."""
    return number(scheme, places) == tuple(place.label for place in places)


@dataclass(slots=True)
class _Holder:
    """A clause that may hold those after it: its own number, and how many of a kind it has counted."""

    kind: str = ""
    rank: tuple[int, int] = (-1, 0)
    number: int = 0
    counted: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Outline:
    """What holds the place of the text that numbering has come to: the text itself, then ever closer clauses."""

    scheme: Scheme
    holders: list[_Holder] = field(default_factory=lambda: [_Holder()])

    def label(self, place: Place) -> str:
        rank = rank_of(place)
        if rank is None:
            return place.label
        while self.holders[-1].rank >= rank:
            self.holders.pop()
        is_numbered = place.kind in _NUMBERED
        self.holders.append(_Holder(place.kind, rank, self._count(place.kind) if is_numbered else 0))
        return self._written(place.kind) if is_numbered else place.label

    def _count(self, kind: str) -> int:
        """The next number for a clause of the kind, in the stretch of text that counts such clauses."""
        counting = self.holders[-1]
        if kind == ClauseKind.PARAGRAPH and self.scheme is Scheme.LEGAL:
            counting = self.holders[0]
        elif kind == ClauseKind.PARAGRAPH and self.scheme is Scheme.ARTICLES:
            counting = self.holders[:2][-1]
        elif kind == ClauseKind.HEADING and self.scheme is Scheme.DECIMAL:
            kind = ClauseKind.PARAGRAPH  # both are 1.1, 1.2, so one count keeps them apart
        counting.counted[kind] += 1
        return counting.counted[kind]

    def _written(self, kind: str) -> str:
        """The label of the clause that has just been counted."""
        if kind == ClauseKind.POINT:
            return _point(self._numbers(ClauseKind.POINT))
        headings = self._numbers(ClauseKind.HEADING)
        if self.scheme is Scheme.DECIMAL:
            return ".".join(map(str, headings + self._numbers(ClauseKind.PARAGRAPH)))
        if kind == ClauseKind.PARAGRAPH:
            return f"{self.holders[-1].number}."
        if len(headings) > 1:
            return _inner_heading(headings)
        return (
            f"Article {headings[0]}" if self.scheme is Scheme.ARTICLES else f"{_roman(headings[0]).upper()}."
        )

    def _numbers(self, kind: str) -> list[int]:
        return [holder.number for holder in self.holders if holder.kind == kind]


def rank_of(place: Place) -> tuple[int, int] | None:
    """How far out a clause stands (low holds high); None for one that holds nothing and ends nothing."""
    rank = _RANKS.get(ClauseKind(place.kind))
    if rank == _PARAGRAPH:
        goes_on = place.kind == ClauseKind.PARAGRAPH and place.depth
        return None if goes_on else (rank, 0)
    return None if rank is None else (rank, place.depth)


def _point(numbers: Sequence[int]) -> str:
    """The label of a point, from the numbers of the points it lies in and its own."""
    own = numbers[-1]
    signs = (_letters(own), _roman(own), _letters(own).upper(), str(own))
    return f"({signs[(len(numbers) - 1) % len(signs)]})"


def _inner_heading(numbers: Sequence[int]) -> str:
    """The label of a heading below the highest: "A.", and inside it "A.1."."""
    return "".join(f"{sign}." for sign in (_letters(numbers[1]).upper(), *numbers[2:]))


def _letters(count: int) -> str:
    """1 is "a", 26 "z", 27 "aa", 28 "bb"."""
    rounds, letter = divmod(count - 1, _LETTERS)
    return chr(ord("a") + letter) * (rounds + 1)


def _roman(count: int) -> str:
    """Any number from 1 in small Roman signs; from 4,000 on, "m" as often as it takes."""
    signs = ""
    for value, sign in _ROMAN_SIGNS:
        times, count = divmod(count, value)
        signs += sign * times
    return signs


def section_end(places: Sequence[Place], start: int) -> int:
    """The index behind everything that a clause holds, footnotes at its end left out."""
    own, end = rank_of(places[start]), start + 1
    if own is None:
        return end
    while end < len(places) and ((rank := rank_of(places[end])) is None or rank > own):
        end += 1
    while end - 1 > start and places[end - 1].kind == ClauseKind.FOOTNOTE:
        end -= 1
    return end
