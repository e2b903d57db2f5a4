"""Which words of one wording stand in another beyond doubt.

The longest common subsequence of two token sequences is rarely the only one: where a word or a whole formula stands
twice, it may have stayed in the one place or in the other, and nobody can tell. A pair of tokens is *certain* when
every longest common subsequence has it.

Found with the bit-parallel matrix of Allison and Dix (1986, as tightened by Hyyrö 2004) on Python's own integers. For
each rank k the pairs that may be k-th lie on a staircase, of which no pair is before another on both sides. One walk
back through the matrix gives its one end, the same walk with the sides exchanged the other; where both ends are one
pair there is no other choice.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import takewhile

# Bits of the matrix: 25 MB, two clauses of some 60,000 characters with nothing in common.
_MATRIX = 200_000_000
# Tokens kept of what both begin and end with; more where that turns out to leave a doubt.
_CONTEXT = 8

type Pair = tuple[int, int]


def certain_pairs(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Indexes (in old, in new) of certain tokens, in order; none where the texts are too long to be sure of any.

    What both sides begin and end with is not looked at again: if the first token of the rest is certain there, then
    so is everything before it, for a word of the beginning can only be drawn into the rest at that token's expense.
    """
    prefix, suffix = _shared_ends(old, new)
    reach = _CONTEXT
    while True:
        head, tail = max(prefix - reach, 0), max(suffix - reach, 0)
        before, after = old[head : len(old) - tail], new[head : len(new) - tail]
        if len(before) * len(after) > _MATRIX:
            return []
        pairs = _certain(before, after)
        begins, ends = pairs[:1] == [(0, 0)], pairs[-1:] == [(len(before) - 1, len(after) - 1)]
        if (begins or not head) and (ends or not tail):
            return _with_ends([(i + head, j + head) for i, j in pairs], head, tail, (len(old), len(new)))
        reach *= 4


def _shared_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many tokens both begin with, and how many of the others both end with."""
    prefix = _count_equal(old, new)
    return prefix, _count_equal(old[prefix:][::-1], new[prefix:][::-1])


def _count_equal(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _with_ends(pairs: list[Pair], head: int, tail: int, sizes: Pair) -> list[Pair]:
    old, new = sizes
    return [
        *((place, place) for place in range(head)),
        *pairs,
        *zip(range(old - tail, old), range(new - tail, new), strict=True),
    ]


def _certain(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    one, other = _walk(old, new), _walk(new, old)
    return [pair for pair, (j, i) in zip(one, other, strict=True) if pair == (i, j)][::-1]


def _walk(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """The longest common subsequence, from its end, that keeps to the start of `new` and the end of `old`."""
    rows = _matrix(old, new)
    pairs: list[Pair] = []
    i, j = len(old), len(new)
    while i and j:
        if rows[i] >> (j - 1) & 1:
            j -= 1
        elif old[i - 1] == new[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        else:
            i -= 1
    return pairs


def _matrix(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """A row for every beginning of `old`: the bits unset are where its match with `new` grows by one."""
    places: dict[str, int] = defaultdict(int)
    for place, token in enumerate(new):
        places[token] |= 1 << place
    full = row = (1 << len(new)) - 1
    rows = [row]
    for token in old:
        hits = row & places.get(token, 0)
        row = (row + hits | row - hits) & full
        rows.append(row)
    return rows
