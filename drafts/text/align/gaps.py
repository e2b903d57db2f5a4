"""Clauses too short or too common to be found by their words: compared only with what stands in the same place."""

from collections import defaultdict
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from drafts.text.align.chain import Backbone, Pair
from drafts.text.align.matching import Matching, by_worth
from drafts.text.align.reading import Reading

_WINDOW = 10  # clauses to either side, which bounds the work when nothing is settled
_WORDS_LIKE = 0.6
_SIGNS_LIKE = 0.8  # higher, as unrelated clauses share 0.4 to 0.45 of their letters in order
_LONGEST = 2_000  # signs


def settle_gaps(reading: Reading, primary: Matching, taken: Matching) -> dict[Pair, float]:
    """Pair what has no link yet (`taken` knows) within facing gaps of the settled order; returns pairs and likeness."""
    worth = {
        pair: likeness for pair in _facing(reading, primary, taken) if (likeness := _likeness(reading, *pair))
    }
    return {pair: worth[pair] for pair in by_worth(worth) if primary.pair(*pair)}


def _facing(reading: Reading, primary: Matching, taken: Matching) -> Iterator[Pair]:
    backbone = Backbone(primary.pairs)
    olds: dict[int, list[int]] = defaultdict(list)
    for old, bare in enumerate(reading.old.bare):
        if not bare and old not in taken.new_of:
            olds[backbone.old_gap(old)].append(old)
    passed: dict[int, int] = defaultdict(int)
    for new, bare in enumerate(reading.new.bare):
        if bare or new in taken.old_of:
            continue
        gap = backbone.new_gap(new)
        rank = passed[gap]
        passed[gap] += 1
        for old in olds[gap][max(rank - _WINDOW, 0) : rank + _WINDOW + 1]:
            yield old, new


def _likeness(reading: Reading, old: int, new: int) -> float:
    """Likeness of words or of signs, 0 where both are too low to count."""
    words = Indel.normalized_similarity(reading.old.words[old][:_LONGEST], reading.new.words[new][:_LONGEST])
    signs = Indel.normalized_similarity(reading.old.keys[old][:_LONGEST], reading.new.keys[new][:_LONGEST])
    return max(words if words >= _WORDS_LIKE else 0.0, signs if signs >= _SIGNS_LIKE else 0.0)
