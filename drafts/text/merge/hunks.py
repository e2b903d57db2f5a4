"""What one side changed in a base, in stretches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from drafts.text.merge.certain import certain_pairs
from drafts.text.tokens import split_words

# Unchanged words between two changes of one side that may have stayed by chance ("de la"): the changes are one.
_CHANCE = 2


class Hunk(NamedTuple):
    """A stretch of the base and what one side has in its place.

    `first` and `last` count tokens of the base that are not space (`last` is the one after), the others code points.
    """

    first: int
    last: int
    start: int
    end: int
    side_start: int
    side_end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A text with the places of its words and marks.

    `starts` has one more place for the end of the text, and `ends` its beginning, to be found at index -1.
    """

    text: str
    tokens: list[str]
    starts: list[int]
    ends: list[int]
    counted: list[int]
    """How many words, marks left out, there are before each token."""

    def between(self, earlier: int, later: int) -> int:
        """How many words stand between two tokens; less than none where the later is the earlier one."""
        return self.counted[later] - self.counted[earlier]


def read_words(text: str) -> Words:
    """Cut a text into its words and marks; the spaces stay between them."""
    cut = split_words(text)
    places = accumulate(map(len, cut), initial=0)
    kept = [(token, place) for token, place in zip(cut, places, strict=False) if not token.isspace()]
    tokens = [token for token, _ in kept]
    return Words(
        text,
        tokens,
        [*(place for _, place in kept), len(text)],
        [*(place + len(token) for token, place in kept), 0],
        list(accumulate((_is_word(token) for token in tokens), initial=0)),
    )


def _is_word(token: str) -> bool:
    return token[0].isalnum() or token[0] == "_"


def find_hunks(base: Words, side: Words) -> list[Hunk]:
    """What `side` changed in `base`, in order; everything outside is the same in both, to the letter."""
    if base.text == side.text:
        return []
    return list(_joined(base, _gaps(base, side)))


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


def span(hunks: Sequence[Hunk]) -> Hunk:
    """Several changes of one side, and what stands between them, as one."""
    first, last = hunks[0], hunks[-1]
    return Hunk(first.first, last.last, first.start, last.end, first.side_start, last.side_end)


def old_words(base: Words, hunk: Hunk) -> str:
    """What the base has where a side changed it."""
    return base.text[hunk.start : hunk.end]


def new_words(side: Words, hunk: Hunk) -> str:
    """What a side has where it changed the base."""
    return side.text[hunk.side_start : hunk.side_end]
