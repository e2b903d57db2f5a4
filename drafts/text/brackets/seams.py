"""Where words were taken out: how far the cut reaches into the spaces and commas beside it."""

from typing import NamedTuple

_COMMAS, _SEMICOLONS, _COLONS, _STOPS = ",،", ";؛", ":", "."
# Signs that no space stands before, in any language; a French one stands before the others.
_TIGHT = frozenset(_COMMAS + _STOPS + ")]")
_LOOSE = frozenset(_SEMICOLONS + _COLONS + "!?؟")
_OPENING = frozenset("([")
# A sign that is idle before one of these.
_IDLE = {
    **dict.fromkeys(_COMMAS, _COMMAS + _SEMICOLONS + _COLONS + _STOPS),
    **dict.fromkeys(_SEMICOLONS, _SEMICOLONS + _STOPS),
}
_NO_BREAK = frozenset("\u00a0\u202f\u2007")


class Seam(NamedTuple):
    """A stretch that goes, and what comes in its place: nothing, or a space that keeps two words apart."""

    start: int
    end: int
    filling: str = ""


def narrow(text: str, start: int, end: int) -> Seam:
    """A cut that leaves no two spaces side by side and none before a comma; it takes spaces only."""
    left, right = _ink(text, start, end)
    following = text[right : right + 1]
    if not left or text[left - 1] in _OPENING or not following or _is_tight(text, right):
        return Seam(left, right)
    if following in _LOOSE and right == end:
        return Seam(left, end)
    if left < start and end < right:
        return _one_space(text, (left, start), (end, right))
    if left == start and end == right and _parted_words(text, start, end):
        return Seam(start, end, " ")
    return Seam(start, end)


def wide(text: str, start: int, end: int) -> Seam:
    """A cut that also takes a comma, semicolon or slash left with nothing to part."""
    left, right = _ink(text, start, end)
    before, after = text[left - 1 : left], text[right : right + 1]
    if before == "/" and _ends_there(text, left, start, right, end):
        return narrow(text, left - 1, end)
    if after == "/" and _begins_there(text, left, start, right, end):
        return narrow(text, start, right + 1)
    if after and after in _IDLE.get(before, "") and not _is_decimal(text, right):
        return narrow(text, left - 1, end)
    if after in _IDLE and (not before or before == "("):
        return narrow(text, start, right + 1)
    return narrow(text, start, end)


def _ends_there(text: str, left: int, start: int, right: int, end: int) -> bool:
    """Whether the slash before a cut has nothing to lead to: "[may]/[shall] act" without its second bracket."""
    after = text[right : right + 1]
    if not after or (after != "[" and not after.isalnum()):
        return True
    is_alone = left == start and end < right
    return after != "[" and (is_alone or _neighbour(text, left - 1, -1) == "]")


def _begins_there(text: str, left: int, start: int, right: int, end: int) -> bool:
    """Whether the slash after a cut comes from nothing: "[may]/[shall] act" without its first bracket."""
    before = text[left - 1 : left]
    if not before or before in _OPENING:
        return True
    is_alone = left < start and end == right
    return before != "]" and (is_alone or _neighbour(text, right + 1, 1) == "[")


def _neighbour(text: str, place: int, step: int) -> str:
    """The first sign from a place on that is no space, backwards or forwards."""
    left, right = _ink(text, place, place)
    return text[left - 1 : left] if step < 0 else text[right : right + 1]


def _ink(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the word before the cut ends and the one after it begins."""
    end = min(end, len(text))
    while start and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return start, end


def _is_tight(text: str, place: int) -> bool:
    return text[place] in _TIGHT and not _is_decimal(text, place)


def _is_decimal(text: str, place: int) -> bool:
    """Whether a stop begins a figure or a name (".5", ".org") rather than ending a sentence."""
    return text[place] == "." and text[place + 1 : place + 2].isalnum()


def _one_space(text: str, before: tuple[int, int], after: tuple[int, int]) -> Seam:
    """Of two spaces one stays: the no-break one, where there is one."""
    if text[after[1] - 1] in _NO_BREAK:
        return Seam(before[0], after[1] - 1)
    return Seam(before[0] + 1, after[1])


def _parted_words(text: str, start: int, end: int) -> bool:
    """Whether two words would grow together that were apart: in "the[ old ]law", or in "[shall][should]"."""
    before, gone, after = text[start - 1], text[start:end], text[end]
    if gone == "[":
        return before == "]" and after.isalnum()
    if gone == "]":
        return after == "[" and text[end + 1 : end + 2].isalnum()
    return before.isalnum() and after.isalnum() and (gone[1:2].isspace() or gone[-2:-1].isspace())
