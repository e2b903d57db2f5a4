"""Words in brackets as HTML: the whole clause with each bracket marked and numbered, or only what is agreed."""

import re
from collections.abc import Mapping
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from drafts.reports.brackets import anchor_of
from drafts.reports.reading import ClauseReading
from drafts.templatetags.wording import render_piece, render_words
from drafts.text.brackets import agreed, positions_in_plain
from drafts.text.inline import Segment, parse, segments

register = template.Library()

_SENTENCE_END = re.compile(r"[.;:?!][\])”»]*\s+")


@register.simple_tag
def bracketed(clause: ClauseReading, addresses: Mapping[str, str]) -> SafeString:
    """The words of a clause, each bracket highlighted in the one around it, its number a link to its row."""
    inline = parse(clause.source)
    places = positions_in_plain(clause.source)
    edges = [edge for start, end, _number in places for edge in (start, end)]
    writer = _Writer(clause.key, addresses, {start: (end, number) for start, end, number in places})
    for piece in segments(inline, edges):
        writer.add(piece)
    return mark_safe(writer.result())  # noqa: S308  # every piece was escaped


class _Writer:
    """Writes pieces in order, opening and closing the brackets around them."""

    def __init__(self, key: str, addresses: Mapping[str, str], places: Mapping[int, tuple[int, int]]) -> None:
        self._key, self._addresses, self._places = key, addresses, places
        self._parts: list[str] = []
        self._open: list[int] = []

    def add(self, piece: Segment) -> None:
        while self._open and self._open[-1] <= piece.start:
            self._open.pop()
            self._parts.append("</span>")
        link = ""
        if not piece.key and piece.start in self._places:
            end, number = self._places[piece.start]
            self._open.append(end)
            anchor = escape(anchor_of(self._key, number))
            self._parts.append(f'<span class="bracket" id="{anchor}">')
            link = _number(number, self._addresses.get(anchor, ""))
        html = render_piece(piece)
        # The number stands behind the opening sign, where the piece begins with it.
        self._parts.append(html.replace("[", f"[{link}", 1) if link else html)

    def result(self) -> str:
        return "".join(self._parts) + "</span>" * len(self._open)


def _number(number: int, address: str) -> str:
    spoken = escape(gettext("bracket"))
    return (
        f'<a class="bracket-number" href="{escape(address)}" data-apart>'
        f'<span class="visually-hidden">{spoken} </span>{number}</a>'
    )


@register.simple_tag
def in_its_sentence(clause: ClauseReading, number: int) -> SafeString:
    """One bracket of a clause, marked in the sentence that it stands in."""
    inline = parse(clause.source)
    places = ((start, end) for start, end, each in positions_in_plain(clause.source) if each == number)
    start, end = next(places)
    first, last = _sentence(inline.plain, start, end)
    around = [each for each in segments(inline, (first, start, end, last)) if first <= each.start < last]
    before, marked, after = (
        "".join(render_piece(each) for each in around if since <= each.start < until)
        for since, until in ((first, start), (start, end), (end, last))
    )
    html = f'{before}<mark class="quoted"><span class="bracket">{marked}</span></mark>{after}'
    return mark_safe(html)  # noqa: S308  # every piece was escaped


def _sentence(words: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a stretch of words begins and ends."""
    before = [found.end() for found in _SENTENCE_END.finditer(words, 0, start)]
    after = _SENTENCE_END.search(words, end)
    return before[-1] if before else 0, after.end() if after else len(words)


@register.simple_tag
def clean(clause: ClauseReading, addresses: Mapping[str, str]) -> SafeString:
    """Only what is agreed: a small sign stands for each open bracket and leads to its row."""
    spoken = escape(gettext("open bracket"))
    parts = []
    for words, number in agreed(clause.source):
        address = escape(addresses.get(anchor_of(clause.key, number), ""))
        sign = f'<a class="bracket-gap" href="{address}" aria-label="{spoken} {number}">[…]</a>'
        parts.append(sign if number else render_words(words))
    return mark_safe("".join(parts))  # noqa: S308  # every piece was escaped
