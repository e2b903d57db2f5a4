"""Headings and bare numbers: "Article 9" says nothing by itself, so it follows the clauses that stand under it.

Real drafts renumber; a heading paired by its number would hand one article's history to another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drafts.text.align.chain import Pair
from drafts.text.align.matching import Matching, by_worth
from drafts.text.align.reading import Reading, Side

_SECTION_SHARE = 0.1
"""The least part of the shorter section's words that pairs two headings; low, as the best pair of sections wins."""


@dataclass(frozen=True, slots=True)
class _Sections:
    """Which heading each clause stands under (-1: none), and how many words stand under each heading."""

    head_of: list[int]
    sizes: Counter[int]

    @classmethod
    def of(cls, side: Side, heads: list[bool]) -> "_Sections":
        head, head_of = -1, []
        sizes: Counter[int] = Counter()
        for place, is_head in enumerate(heads):
            head_of.append(-1 if is_head else head)
            head = place if is_head else head
            sizes[head_of[-1]] += len(side.words[place])
        return cls(head_of, sizes)


def settle_headings(reading: Reading, primary: Matching, shared: Mapping[Pair, int]) -> dict[Pair, float]:
    """Pair free headings by their sections, then free numbers by their sections, then by their neighbours.

    `shared` is the number of words linked clauses share. Returns the new pairs with the part of both sections that
    is shared, 0 to 1; `primary` has them too.
    """
    found = _settle_sections(reading, primary, shared, reading.old.heading, reading.new.heading)
    found |= _settle_sections(reading, primary, shared, _markers(reading.old), _markers(reading.new))
    for pair in [*_equal_below(reading, primary), *_numbers_above(reading, primary)]:
        found.setdefault(pair, 0.5)
    return found


def _markers(side: Side) -> list[bool]:
    return [heading or bare for heading, bare in zip(side.heading, side.bare, strict=True)]


def _settle_sections(
    reading: Reading,
    primary: Matching,
    shared: Mapping[Pair, int],
    old_heads: list[bool],
    new_heads: list[bool],
) -> dict[Pair, float]:
    olds, news = _Sections.of(reading.old, old_heads), _Sections.of(reading.new, new_heads)
    common: Counter[Pair] = Counter()
    for (old, new), words in shared.items():
        common[olds.head_of[old], news.head_of[new]] += words
    worth = {
        (old, new): 2 * words / (olds.sizes[old] + news.sizes[new])
        for (old, new), words in common.items()
        if min(old, new) >= 0 and words >= max(_SECTION_SHARE * min(olds.sizes[old], news.sizes[new]), 1)
    }
    return {pair: worth[pair] for pair in by_worth(worth) if primary.pair(*pair)}


def _equal_below(reading: Reading, primary: Matching) -> Iterator[Pair]:
    """Equal numbers that directly follow a pair of clauses or begin both drafts."""
    for place in range(len(reading.new)):
        above = primary.old_of.get(place - 1, -1 if place == 0 else None)
        if above is None or above + 1 >= len(reading.old):
            continue
        equal = reading.new.bare[place] and reading.old.keys[above + 1] == reading.new.keys[place]
        if equal and primary.pair(above + 1, place):
            yield above + 1, place


def _numbers_above(reading: Reading, primary: Matching) -> Iterator[Pair]:
    """Numbers, equal or not, directly above a pair of clauses; from the end, as one may stand above another."""
    for place in range(len(reading.new) - 2, -1, -1):
        above = primary.old_of.get(place + 1, 0) - 1
        bare = above >= 0 and reading.new.bare[place] and reading.old.bare[above]
        if bare and primary.pair(above, place):
            yield above, place
