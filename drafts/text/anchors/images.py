"""Stage 1: where the words of a clause stand in the clauses that lineage says it became.

The words of the old clauses of one descent, joined, are aligned with those of the new ones by their longest
common subsequence; joined, so that a split or a merge is one alignment and no clause steals another's words. Matches
too small to be more than chance between the changes around them are dropped.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from drafts.text.anchors.words import Words, weight
from drafts.text.diff import Block, matching_blocks

CHANCE = 6.0
"""A match is kept when its weight, times this, is at least the changed words around it."""


_STOPS = frozenset(".;:!?")


class Image(NamedTuple):
    """A word's place in the new version: the clause and the word's index there."""

    clause: str
    place: int


type Images = list[Image | None]


def joined(side: Sequence[Words]) -> tuple[list[str], list[Image]]:
    """The words of several clauses as one sequence, with the place of each."""
    keys = [key for words in side for key in words.keys]
    places = [Image(words.clause, place) for words in side for place in range(len(words))]
    return keys, places


def trusted_blocks(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Matching blocks of two word sequences without those that chance explains."""
    blocks = _slid(matching_blocks(old, new), old, new)
    if not blocks or len(old) == len(new) == blocks[0][2]:
        return blocks
    old_mass = list(accumulate(map(weight, old), initial=0.0))
    new_mass = list(accumulate(map(weight, new), initial=0.0))
    while True:
        kept = _without_chance(blocks, old_mass, new_mass)
        if not kept or len(kept) == len(blocks):
            return kept
        blocks = kept


def _slid(blocks: list[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """Let a pure deletion or insertion begin after the end of a sentence where the words allow it."""
    result = blocks[:1]
    for a, b, size in blocks[1:]:
        i, j, before = result[-1]
        if i + before == a:
            shift = _shift(new, j + before, b, before)
        elif j + before == b:
            shift = _shift(old, i + before, a, before)
        else:
            shift = 0
        result[-1] = (i, j, before - shift)
        result.append((a - shift, b - shift, size + shift))
    return [block for block in result if block[2]]


def _shift(keys: Sequence[str], first: int, last: int, room: int) -> int:
    """How far a changed stretch may slide left until a sentence ends before it; 0 where it may not."""
    for shift in range(min(room, last - first) + 1):
        if first == shift or keys[first - shift - 1] in _STOPS:
            return shift
        if keys[first - shift - 1] != keys[last - shift - 1]:
            return 0
    return 0


def _without_chance(blocks: list[Block], old_mass: list[float], new_mass: list[float]) -> list[Block]:
    """One pass from left to right; a dropped block widens the change before the next."""
    kept: list[Block] = []
    i = j = 0
    ends = [*((a, b) for a, b, _ in blocks[1:]), (len(old_mass) - 1, len(new_mass) - 1)]
    for (a, b, size), (i_next, j_next) in zip(blocks, ends, strict=True):
        before = min(old_mass[a] - old_mass[i], new_mass[b] - new_mass[j])
        after = min(old_mass[i_next] - old_mass[a + size], new_mass[j_next] - new_mass[b + size])
        if CHANCE * (old_mass[a + size] - old_mass[a]) >= before + after:
            kept.append((a, b, size))
            i, j = a + size, b + size
    return kept


def align_descent(olds: Sequence[Words], news: Sequence[Words]) -> dict[str, Images]:
    """Images of every word of the old clauses of one descent, by clause; None where a word is gone."""
    old_keys, _ = joined(olds)
    new_keys, new_places = joined(news)
    flat: Images = [None] * len(old_keys)
    for i, j, size in trusted_blocks(old_keys, new_keys):
        flat[i : i + size] = new_places[j : j + size]
    starts = accumulate(map(len, olds), initial=0)
    return {
        words.clause: flat[start : start + len(words)] for words, start in zip(olds, starts, strict=False)
    }
