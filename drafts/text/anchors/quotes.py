"""Quoted words and the place where they stand: made from a selection, found again in stored text."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from drafts.text.anchors.words import SIGNS

CONTEXT = 64
"""Characters of context kept on either side of a quote."""
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Anchor(NamedTuple):
    """Quoted words in a clause's plain text: `text[start:end] == exact`, in code points."""

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """Anchor the words from `start` to `end`; ValueError where that is nothing or outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"No words from {start} to {end} in a text of {len(text)} characters.")
    return Anchor(
        text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT], start, end
    )


def utf16_to_codepoint(text: str, offset: int) -> int:
    """A browser's offset (UTF-16 units) as a code-point offset, clamped to the text.

    An offset between the halves of a surrogate pair counts as before the character.
    """
    if text.isascii():
        return max(0, min(offset, len(text)))
    units = 0
    for place, character in enumerate(text):
        units += 2 if ord(character) > 0xFFFF else 1
        if units > offset:
            return place
    return len(text)


def codepoint_to_utf16(text: str, offset: int) -> int:
    """A code-point offset as a browser counts it, in UTF-16 units."""
    before = text[: max(0, offset)]
    return len(before) + sum(character > "\uffff" for character in before)


def locate_selection(
    text: str, exact: str, prefix: str = "", suffix: str = "", start_utf16: int | None = None
) -> Anchor | None:
    """Find in the stored `text` what a person selected in a browser; None where it does not stand there.

    A selection may differ from the text in spaces (collapsed, no-break or plain), in composed or decomposed accents, in
    case (CSS may have changed it), in typographic apostrophes and in invisible signs. Where the words stand
    more than once, `prefix` and `suffix` decide, then nearness to `start_utf16`; None where nothing decides.
    """
    near = None if start_utf16 is None else utf16_to_codepoint(text, start_utf16)
    return find_quote(text, exact, prefix, suffix, near)


def find_quote(text: str, exact: str, prefix: str, suffix: str, near: int | None) -> Anchor | None:
    """`locate_selection` with the hint in code points."""
    place = text.find(exact) if exact.strip() == exact != "" else -1
    if place >= 0 and near in {None, place} and text.find(exact, place + 1) < 0:
        return make_anchor(text, place, place + len(exact))
    flat, wanted = _flatten(text), _flatten(exact).text.strip(" ")
    spans = _occurrences(flat, wanted) if wanted else iter(())
    around = _flatten(prefix).text.rstrip(" "), _flatten(suffix).text.lstrip(" ")
    ranked = sorted(((*_fit(flat, span, around, near), *_stored(flat, span)) for span in spans), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    return make_anchor(text, ranked[0][2], ranked[0][3])


@dataclass(frozen=True, slots=True)
class _Flat:
    """A text as selections are compared, each character with the place it came from.

    `places` has one entry more than `text`: where the stored text ends.
    """

    text: str
    places: list[int]


def _flatten(text: str) -> _Flat:
    """Decompose accents, fold case and signs, make every white space one space, drop the invisible."""
    characters: list[str] = []
    places: list[int] = []
    for place, character in _in_order(text):
        if not character.isspace():
            characters.append(character)
            places.append(place)
        elif not characters or characters[-1] != " ":
            characters.append(" ")
            places.append(place)
    return _Flat("".join(characters), [*places, len(text)])


def _in_order(text: str) -> Iterator[tuple[int, str]]:
    """Decomposed characters with their places; accents of one letter in canonical order."""
    accents: list[tuple[int, str]] = []
    for place, character in enumerate(text.translate(SIGNS)):
        for part in character.casefold() if character.isascii() else _decomposed(character):
            if part > "\u02ff" and unicodedata.combining(part):
                accents.append((place, part))
                continue
            yield from _sorted_accents(accents)
            accents.clear()
            if part not in _INVISIBLE:
                yield place, part
    yield from _sorted_accents(accents)


def _decomposed(character: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", character).casefold())


def _sorted_accents(accents: list[tuple[int, str]]) -> list[tuple[int, str]]:
    return sorted(accents, key=lambda accent: unicodedata.combining(accent[1])) if accents else accents


def _occurrences(flat: _Flat, wanted: str) -> Iterator[tuple[int, int]]:
    """Where the words stand in the flat text, whole characters only."""
    start = flat.text.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if _is_seam(flat, start) and _is_seam(flat, end):
            yield start, end
        start = flat.text.find(wanted, start + 1)


def _is_seam(flat: _Flat, place: int) -> bool:
    """Whether a letter with its accents begins here, or the text ends."""
    if place in {0, len(flat.text)}:
        return True
    return flat.places[place] != flat.places[place - 1] and not unicodedata.combining(flat.text[place])


def _fit(flat: _Flat, span: tuple[int, int], around: tuple[str, str], near: int | None) -> tuple[int, int]:
    """How well an occurrence fits: characters of context that agree, then nearness to the hint."""
    before = flat.text[max(0, span[0] - CONTEXT - 1) : span[0]].rstrip(" ")[::-1]
    after = flat.text[span[1] : span[1] + CONTEXT + 1].lstrip(" ")
    context = _agreeing(before, around[0][::-1]) + _agreeing(after, around[1])
    return context, -abs(flat.places[span[0]] - near) if near is not None else 0


def _agreeing(one: str, two: str) -> int:
    """Characters at the beginning that are the same."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))


def _stored(flat: _Flat, span: tuple[int, int]) -> tuple[int, int]:
    """A span of the flat text as a span of the stored text."""
    return flat.places[span[0]], max(flat.places[max(span[0], span[1] - CONTEXT) : span[1]]) + 1
