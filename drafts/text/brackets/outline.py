"""Where the brackets of a clause open and close, in its source and in its plain words at once.

Every square bracket and slash of the source that is not part of a footnote reference stands in the plain words too,
and in the same order: so the two are paired by counting, whatever emphasis lies between them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from drafts.text.inline import ESCAPE, REFERENCE

type Span = tuple[int, int]

_SIGN = re.compile(rf"{ESCAPE}|{REFERENCE}|[\[\]/]")
_PLAIN_SIGN = re.compile(r"[\[\]/]")


@dataclass(frozen=True, slots=True)
class Sign:
    """A bracket or slash: its code point in the source and in the plain words."""

    at: int
    place: int


class Waiting(NamedTuple):
    """An opening sign that waits for its partner: the innermost bracket there (0: none), or a word inside it."""

    number: int
    is_word: bool = False


@dataclass(slots=True)
class Pair:
    """A bracket with the slashes that stand in it and in no bracket inside it."""

    opening: Sign
    depth: int
    parent: int | None
    closing: Sign | None = None
    slashes: list[Sign] = field(default_factory=list)
    is_leaf: bool = True


@dataclass(frozen=True, slots=True)
class Outline:
    """All brackets of a clause in order of opening; bracket n is at n - 1.

    `words` are opening signs that a backslash made ordinary, `strays` closing signs that close nothing.
    """

    source: str
    plain: str
    pairs: list[Pair] = field(default_factory=list)
    strays: list[Sign] = field(default_factory=list)
    words: list[Sign] = field(default_factory=list)

    def span(self, pair: Pair) -> Span:
        """The bracket with its signs in code points of the source."""
        start = pair.opening.at
        return start, pair.closing.at + 1 if pair.closing else _last_word(self.source, start)

    def place(self, pair: Pair) -> Span:
        """The bracket with its signs in code points of the plain words."""
        start = pair.opening.place
        return start, pair.closing.place + 1 if pair.closing else _last_word(self.plain, start)


def outline(source: str, plain: str) -> Outline:
    """Pair the brackets of a source whose plain words are at hand. Never fails; O(n)."""
    found = Outline(source, plain)
    if "[" not in plain and "]" not in plain:
        return found
    waiting: list[Waiting] = []
    for kind, sign in _signs(source, plain):
        around = waiting[-1].number if waiting else 0
        if kind == "[":
            waiting.append(Waiting(_open(found, around, sign)))
        elif kind == "\\[":
            found.words.append(sign)
            waiting.append(Waiting(around, is_word=True))
        elif kind == "]":
            _close(found, waiting, sign)
        elif around and not waiting[-1].is_word:
            found.pairs[around - 1].slashes.append(sign)
    return found


def _signs(source: str, plain: str) -> Iterator[tuple[str, Sign]]:
    places = _PLAIN_SIGN.finditer(plain)
    for found in _SIGN.finditer(source):
        kind = found.group()
        if kind in {"[", "]", "/", "\\["}:
            yield kind, Sign(found.end() - 1, next(places).start())


def _open(found: Outline, around: int, sign: Sign) -> int:
    if around:
        outer = found.pairs[around - 1]
        outer.is_leaf = False
        found.pairs.append(Pair(sign, outer.depth + 1, around))
    else:
        found.pairs.append(Pair(sign, 0, None))
    return len(found.pairs)


def _close(found: Outline, waiting: list[Waiting], sign: Sign) -> None:
    if not waiting:
        found.strays.append(sign)
    elif not (innermost := waiting.pop()).is_word:
        found.pairs[innermost.number - 1].closing = sign


def _last_word(text: str, start: int) -> int:
    return max(len(text.rstrip()), start + 1)
