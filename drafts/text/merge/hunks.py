"""What one side changed in a base, in stretches."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from drafts.text.merge.certain import certain_pairs
from drafts.text.merge.twins import join_twins
from drafts.text.merge.words import Hunk, Words, new_words, old_words, span

# Unchanged words between two changes of one side that may have stayed by chance ("de la"): the changes are one.
_CHANCE = 2


def find_hunks(base: Words, side: Words) -> list[Hunk]:
    """What `side` changed in `base`, in order; everything outside is the same in both, to the letter."""
    if base.text == side.text:
        return []
    hunks = list(_joined(base, _gaps(base, side)))
    return list(_joined(base, join_twins(base, side, hunks)))


def _gaps(base: Words, side: Words) -> Iterator[Hunk]:
    """What lies between the words that are certain, spaces included."""
    ends = (-1, -1), (len(base.tokens), len(side.tokens))
    for (i, j), (k, m) in pairwise([ends[0], *certain_pairs(base.tokens, side.tokens), ends[1]]):
        gap = Hunk(i + 1, k, base.ends[i], base.starts[k], side.ends[j], side.starts[m])
        if old_words(base, gap) != new_words(side, gap):
            yield gap


def _joined(base: Words, hunks: Iterable[Hunk]) -> Iterator[Hunk]:
    """Changes that only a few words keep apart, as one."""
    open_one: Hunk | None = None
    for hunk in hunks:
        if open_one and base.between(open_one.last, hunk.first) <= _CHANCE:
            open_one = span([open_one, hunk])
            continue
        if open_one:
            yield open_one
        open_one = hunk
    if open_one:
        yield open_one
