"""Pieces of a clause put together again as a source."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence

from drafts.text.inline import ESCAPE, REFERENCE, Inline, Mark, MarkKind, Segment, plain, serialize

_SIGN = re.compile(rf"{ESCAPE}|{REFERENCE}|\[")


def join(pieces: Iterable[Segment], words: Sequence[int]) -> str:
    """The source of these pieces of a text; `words` are the places in the text of signs that are no brackets.

    Every word survives and every sign stays the bracket or the word it was. Superscripts go where they would turn
    a bracket into a footnote reference.
    """
    text: list[str] = []
    marks: list[Mark] = []
    kept: set[int] = set()
    length = 0
    for piece in pieces:
        end = length + len(piece.text)
        marks += [Mark(length, end, kind, piece.key) for kind in piece.kinds]
        within = slice(bisect_left(words, piece.start), bisect_left(words, piece.end))
        kept.update(place - piece.start + length for place in words[within])
        text.append(piece.text)
        length = end
    inline = Inline("".join(text), tuple(marks))
    source = _write(inline, kept)
    if plain(source) == inline.plain:
        return source
    level = tuple(mark for mark in marks if mark.kind is not MarkKind.SUPERSCRIPT)
    return _write(Inline(inline.plain, level), kept)


def _write(inline: Inline, words: Collection[int]) -> str:
    """The source with a backslash before the opening signs that are words, and before no other."""
    places = re.finditer(r"\[", inline.plain)

    def sign(found: re.Match[str]) -> str:
        if found.group() not in {"[", "\\["}:
            return found.group()
        return "\\[" if next(places).start() in words else "["

    return _SIGN.sub(sign, serialize(inline))
