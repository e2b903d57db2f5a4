"""Two drafts as the alignment reads them: every word one sign, so that a clause is a short string to compare."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from drafts.text.align.passages import shingles
from drafts.text.align.shapes import Unit
from drafts.text.tokens import fold

_WORD = re.compile(r"\w+")
# "12", "3bis", "iv", "b", "1er": what a printed number is made of, in English, French, Spanish and Portuguese.
_NUMBER = re.compile(
    r"\d+\w*|\w|(?:x[cl]|l?x{0,3})(?:i[xv]|v?i{0,3})(?:er|re)?"
    r"|bis|ter|quater|quinquies|premier|première|primero|primeiro"
)
_LONGEST_NUMBER = 8  # words
_FIRST_SIGN = 0xE000  # above the surrogates, which are no characters
_SIGNS = 0x110000 - _FIRST_SIGN
# A clause longer than this is compared by its beginning, which bounds memory at some 50 MB a pair.
_LONGEST = 20_000
# A shingle is rare when it occurs once, or twice on one side: then chance is no explanation for sharing it.
_RARE = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One draft, all lists by the clause's place."""

    units: Sequence[Unit]
    keys: list[str]
    """Folded texts: equal keys are equal clauses."""
    words: list[str]
    """One sign a word."""
    bare: list[bool]
    """Whether the text is no more than a printed number ("Article 9", "[Option 2]")."""
    heading: list[bool]

    def __len__(self) -> int:
        return len(self.units)


@dataclass(frozen=True, slots=True)
class Reading:
    """Both drafts, read with the same signs, and how often each shingle occurs in either."""

    old: Side
    new: Side
    old_counts: Counter[str]
    new_counts: Counter[str]

    def shorter(self, old: int, new: int) -> int:
        """How many words the shorter of two clauses has, at least 1."""
        return max(min(len(self.old.words[old]), len(self.new.words[new])), 1)

    def likeness(self, old: int, new: int, shared: int) -> float:
        """The part of both clauses' words that is shared (Dice), 0 to 1."""
        return 2 * shared / max(len(self.old.words[old]) + len(self.new.words[new]), 1)

    def hints(self, old: int, new: int) -> float:
        """A little for an equal printed number and an equal kind: enough to settle a tie, never more."""
        first, second = self.old.units[old], self.new.units[new]
        return 0.02 * (first.label == second.label != "") + 0.01 * (first.kind == second.kind)

    def rarities(self, old: int, new: int) -> int:
        """How many times two clauses have three words in a row in common that hardly any other clause has."""
        common = shingles(self.old.words[old]) & shingles(self.new.words[new])
        return sum(self.old_counts[shingle] * self.new_counts[shingle] <= _RARE for shingle in common)


class _Lexicon(dict[str, str]):
    """Gives each word its sign, the same on both sides."""

    def __missing__(self, word: str) -> str:
        self[word] = sign = chr(_FIRST_SIGN + len(self) % _SIGNS)
        return sign

    def spell(self, words: Sequence[str]) -> str:
        return "".join([self[word] for word in words[:_LONGEST]])


def read(old: Sequence[Unit], new: Sequence[Unit]) -> Reading:
    """Prepare two drafts for comparison."""
    lexicon = _Lexicon()
    first, second = _read_side(old, lexicon), _read_side(new, lexicon)
    return Reading(first, second, _count_shingles(first), _count_shingles(second))


def _read_side(units: Sequence[Unit], lexicon: _Lexicon) -> Side:
    keys = [fold(unit.text) for unit in units]
    found = [_WORD.findall(key) for key in keys]
    return Side(
        units=units,
        keys=keys,
        words=[lexicon.spell(words) for words in found],
        bare=[is_bare(words) for words in found],
        heading=[unit.kind == "heading" for unit in units],
    )


def _count_shingles(side: Side) -> Counter[str]:
    counts: Counter[str] = Counter()
    for words in side.words:
        counts.update(shingles(words))
    return counts


def is_bare(words: Sequence[str]) -> bool:
    """Whether these folded words are nothing but a number with at most one word to name it; so is no word at all."""
    if len(words) >= _LONGEST_NUMBER:
        return False
    named = sum(not _NUMBER.fullmatch(word) for word in words)
    return not words or named < min(len(words), 2)
