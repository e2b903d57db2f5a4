"""The words of a clause as anchors compare them: folded, with their places in the stored text."""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

# Accents, vowel signs and invisible signs that stand apart from their letter belong to its word.
_JOINED = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
    "\u00ad\u200b-\u200d\u2060\ufeff"
)
_WORD = re.compile(rf"\w[\w{_JOINED}]*|[^\w\s{_JOINED}]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# Typographic variants of one sign; each is one character, so that places stay true.
SIGNS = str.maketrans("’‘ʼ“”„‟‐‑", '\'\'\'""""--')  # noqa: RUF001 — the variants are the point
_SHORT_WORD = 3


def _folded(word: str) -> str:
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", word)).casefold()


def weight(key: str) -> float:
    """What a matching word is worth as evidence: a mark little, a short word less than a long one."""
    if not key[0].isalnum():
        return 0.1
    return 0.4 if len(key) <= _SHORT_WORD else 1.0


@dataclass(slots=True, eq=False)
class Words:
    """Words and marks of one clause: `keys` to compare, `starts` and `ends` in code points of `text`."""

    clause: str
    text: str
    keys: list[str] = field(init=False)
    # Packed: a version has a hundred thousand words, and a list of numbers takes nine times the room.
    starts: array[int] = field(init=False)
    ends: array[int] = field(init=False)

    def __post_init__(self) -> None:
        found = list(_WORD.finditer(self.text.translate(SIGNS)))
        self.keys = [_folded(word.group()) for word in found]
        self.starts = array("L", (word.start() for word in found))
        self.ends = array("L", (word.end() for word in found))

    def __len__(self) -> int:
        return len(self.keys)

    def covering(self, start: int, end: int) -> range:
        """Indexes of the words that a span touches."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))

    def read(self, indexes: range) -> list[str]:
        """Some words as written, but for variants no reader sees (case counts)."""
        return [written(self.text[self.starts[index] : self.ends[index]]) for index in indexes]

    def inset(self, index: int, start: int, other: "Words", twin: int) -> int:
        """Characters a span begins inside a word, where the other text writes that word the same; else 0."""
        return max(0, start - self.starts[index]) if self._is_twin(index, other, twin) else 0

    def outset(self, index: int, end: int, other: "Words", twin: int) -> int:
        """Characters a span ends before the end of a word, where the other text writes it the same; else 0."""
        return max(0, self.ends[index] - end) if self._is_twin(index, other, twin) else 0

    def _is_twin(self, index: int, other: "Words", twin: int) -> bool:
        mine = self.text[self.starts[index] : self.ends[index]]
        return mine == other.text[other.starts[twin] : other.ends[twin]]


def written(text: str) -> str:
    """A text with composed accents, one kind of space and sign, and nothing invisible; case is kept."""
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).translate(SIGNS)
    return " ".join(plain.split())


class WordsByClause(dict[str, Words]):
    """The words of each clause of a version, cut when first asked for."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__()
        self._texts = texts
        self._spellings: dict[str, str] = {}

    def __missing__(self, clause: str) -> Words:
        words = self[clause] = Words(clause, self._texts[clause])
        # One string for all places of a word.
        words.keys = [self._spellings.setdefault(key, key) for key in words.keys]
        return words
