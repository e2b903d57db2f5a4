"""What a merge gives: the stretches of three texts side by side, and what can be read from them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from drafts.text.tokens import split_words

_ENDS = re.compile(r"[.;:?!](?=\s|$)|\n")
_LAST_WORD = re.compile(r"\w+$")
# Characters on either side of a stop that are looked at to tell an abbreviation.
_NEAR = 16
_SHORT = 3
_ABBREVIATIONS = frozenset("alin approx arts chap dept para paras pars prof resp sect subpara".split())


class Side(StrEnum):
    """Who changed a stretch of words."""

    SAME = "same"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"
    CONFLICT = "conflict"


class Collision(Exception):
    """Two changes stand too near each other to be merged by anybody but a person."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch as it is in each text. `BOTH`: both made the same change."""

    side: Side
    base: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Joined, the pieces' base is the base, their left the left and their right the right, to the letter."""

    pieces: tuple[Piece, ...]

    @property
    def is_clean(self) -> bool:
        """Whether no two changes collide."""
        return not self.conflicts

    @property
    def conflicts(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.side == Side.CONFLICT)

    @property
    def text(self) -> str:
        """The words with both sides' changes; raises `Collision` where two of them collide."""
        if self.conflicts:
            raise Collision(f"{len(self.conflicts)} stretches were changed by both sides.")
        return "".join(map(_merged, self.pieces))

    @property
    def shares_a_sentence(self) -> bool:
        """Whether both sides changed one sentence of the base, differently: then a merge is proposed, never applied.

        In doubt, two sentences count as one. A change that touches the seam of two sentences is in both.
        """
        bounds = _sentence_bounds("".join(piece.base for piece in self.pieces))
        left, right = (set(self._sentences(side, bounds)) for side in (Side.LEFT, Side.RIGHT))
        return not left.isdisjoint(right)

    def _sentences(self, side: Side, bounds: list[int]) -> Iterator[int]:
        """The numbers of the sentences that one side changed."""
        ends = accumulate(len(piece.base) for piece in self.pieces)
        for piece, end in zip(self.pieces, ends, strict=True):
            if piece.side in (side, Side.CONFLICT):
                start = end - len(piece.base)
                yield from range(bisect_left(bounds, start), bisect_right(bounds, end) + 1)

    def proposal(self) -> str:
        """Words for a person to start from: merged where that is certain, else the left's and then the right's.

        Where one side's words contain the other's they stand alone, so that what one side deleted and the other
        edited is there to be deleted again. No word of either side is missing, and there are no markers.
        """
        return "".join(
            _side_by_side(piece) if piece.side == Side.CONFLICT else _merged(piece) for piece in self.pieces
        )


def _merged(piece: Piece) -> str:
    return piece.right if piece.side == Side.RIGHT else piece.left


def _side_by_side(piece: Piece) -> str:
    left, right = piece.left, piece.right
    if _contains(left, right):
        return left
    if _contains(right, left):
        return right
    apart = left[-1].isspace() or right[0].isspace()
    return left + right if apart else f"{left} {right}"


def _contains(text: str, words: str) -> bool:
    """Whether all of the words stand in the text, one after the other and none cut."""
    return _solid(words) in _solid(text)


def _solid(text: str) -> str:
    return "".join(f"\0{token}\0" for token in split_words(text) if not token.isspace())


def _sentence_bounds(text: str) -> list[int]:
    """Where one sentence ends and the next may begin."""
    return [
        found.end() for found in _ENDS.finditer(text) if found[0] != "." or _is_full_stop(text, found.start())
    ]


def _is_full_stop(text: str, place: int) -> bool:
    """Whether a stop follows no abbreviation ("Art. 4", "e.g. by sea") and the next sentence begins like one."""
    word = _LAST_WORD.search(text[max(place - _NEAR, 0) : place])
    follower = text[place + 1 : place + 1 + _NEAR].lstrip()[:1]
    if word and follower and (len(word[0]) <= _SHORT or word[0].casefold() in _ABBREVIATIONS):
        return False
    return not (follower.islower() or follower.isdigit())
