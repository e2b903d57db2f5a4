"""A text as its words with their places, and a change as a stretch of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from drafts.text.tokens import split_words


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
        list(accumulate((is_word(token) for token in tokens), initial=0)),
    )


def is_word(token: str) -> bool:
    """Whether a token is a word, and no mark or space."""
    return token[0].isalnum() or token[0] == "_"


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
