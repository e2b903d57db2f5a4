"""Which of many comments say nearly the same: a fingerprint that like texts nearly share, then their words compared.

The fingerprint is a simhash (M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002):
every run of words casts a vote on each of 64 bits, so that texts which share most runs differ in few bits. It only
says what is worth comparing; the words decide (rapidfuzz's ratio of the sorted words, so that sentences may change
places). Both thresholds are measured by tests/benchmarks/likeness.py; docs/benchmarks.md has the figures.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

from rapidfuzz.distance import Indel

type Words = tuple[str, ...]

BITS = 64
MOST_APART = 20
"""Bits by which the fingerprints of two comments worth comparing differ at most."""
LEAST_ALIKE = 0.75
"""From what share of words in common two comments say nearly the same: twice the common words over all words."""
SHORT = 8
"""Words. What is shorter is said by many who never heard of each other: only the same words are alike there."""

_RUN = 3  # words
_ENDS = 8  # the share of a text, at either end, where greetings and names stand: one word in so many
_WITHIN, _AT_THE_ENDS = 4, 1  # how much a run counts
_ALL = (1 << BITS) - 1
_ZEROES = int.from_bytes(("0" * BITS).encode("utf-32-be"))
_LANE = 32  # bits in which the votes on one bit are counted: more than any text has words
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> Words:
    """The words of a text without case, accents, punctuation and spacing; none where it has none."""
    flat = unicodedata.normalize("NFKD", text).casefold()
    return tuple(_WORD.findall("".join(sign for sign in flat if not unicodedata.combining(sign))))


def fingerprint(words: Sequence[str]) -> int:
    """The simhash of a text as a signed number of 64 bits, the same on every machine; 0 without words.

    Runs of three words vote. Those in the first and the last eighth of the text count a quarter: there stand
    the greeting and the name, which differ in letters that otherwise say the same.
    """
    runs = [" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1))] if words else []
    margin = len(runs) // _ENDS
    ends, within = (runs[:margin] + runs[len(runs) - margin :], runs[margin : len(runs) - margin])
    votes = _AT_THE_ENDS * sum(map(_votes, ends)) + _WITHIN * sum(map(_votes, within))
    half = (_AT_THE_ENDS * len(ends) + _WITHIN * len(within)) / 2
    lanes = votes.to_bytes(BITS * _LANE // 8)
    size = _LANE // 8
    counted = (int.from_bytes(lanes[at : at + size]) for at in range(0, len(lanes), size))
    return _signed(int("".join("1" if count > half else "0" for count in counted), 2))


@lru_cache(maxsize=4096)  # a letter that is sent again casts the same votes
def _votes(run: str) -> int:
    """The 64 bits of a run of words, each in a lane of its own, so that adding numbers counts all of them at once."""
    bits = f"{int.from_bytes(blake2b(run.encode(), digest_size=8).digest()):064b}"
    # In UTF-32 every sign fills a lane: "0" is 48, "1" is 49.
    return int.from_bytes(bits.encode("utf-32-be")) - _ZEROES


def _signed(number: int) -> int:
    return number - (1 << BITS) if number >> (BITS - 1) else number


def bits_apart(one: int, other: int) -> int:
    """In how many of 64 bits two fingerprints differ."""
    return ((one ^ other) & _ALL).bit_count()


class Marks:
    """Fingerprints to look among, in the order in which they were added."""

    def __init__(self, fingerprints: Iterable[int] = ()) -> None:
        # Without their sign, which every comparison would have to take away.
        self._marks = [each & _ALL for each in fingerprints]

    def add(self, mark: int) -> None:
        self._marks.append(mark & _ALL)

    def near(self, mark: int) -> list[int]:
        """The places of those that may be of texts like this one's, first come first."""
        # Written out: five thousand comments are twelve million pairs.
        mark &= _ALL
        return [at for at, each in enumerate(self._marks) if (mark ^ each).bit_count() <= MOST_APART]


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is compared of a text: its fingerprint, and its words in sorted order."""

    mark: int
    words: Words


def listen(text: str) -> Spoken:
    """A text as it is compared with others."""
    words = words_of(text)
    return Spoken(fingerprint(words), tuple(sorted(words)))


def is_alike(one: Spoken, other: Spoken) -> bool:
    """Whether two texts say nearly the same, in whatever order of their sentences."""
    shorter, longer = sorted((len(one.words), len(other.words)))
    if shorter < SHORT:
        return one.words == other.words
    if 2 * shorter < LEAST_ALIKE * (shorter + longer) or bits_apart(one.mark, other.mark) > MOST_APART:
        return False
    return Indel.normalized_similarity(one.words, other.words, score_cutoff=LEAST_ALIKE) > 0


def group(texts: Iterable[Spoken]) -> list[int]:
    """Text → the first text that says nearly the same, by their places; itself where none does.

    Everybody in a group is like its first: a chain of small differences does not join what is unlike.
    """
    leaders: list[tuple[int, Spoken]] = []
    marks = Marks()
    first: list[int] = []
    for place, said in enumerate(texts):
        near = (leaders[at] for at in marks.near(said.mark))
        leader = next((at for at, other in near if is_alike(other, said)), place)
        if leader == place:
            leaders.append((place, said))
            marks.add(said.mark)
        first.append(leader)
    return first
