"""Settling brackets: agreeing to their words, dropping them, choosing one of several.

Each takes the source of a wording and gives its source afterwards. What stays keeps its emphasis and its footnote
references, as far as a source can hold them; what goes takes its own along.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafts.text.brackets.alternatives import alternatives
from drafts.text.brackets.outline import Outline, Pair, Span, outline
from drafts.text.brackets.seams import Seam, narrow, wide
from drafts.text.brackets.writing import join
from drafts.text.inline import Inline, Segment, parse, segments


class NoSuchBracket(KeyError):
    """The wording has no bracket, choice, alternative or stray sign of this number: its words may have changed."""


def keep(source: str, number: int) -> str:
    """Agree to the words of a bracket: its signs go, its words stay, and so do the brackets in it."""
    page = _Page.of(source)
    pair = page.bracket(number)
    start, end = page.reach(pair)
    if not page.found.plain[start + 1 : end - 1].strip():
        return page.without([(start, end)], is_dropped=True)
    return page.without([(start, start + 1), (end - 1, end)] if pair.closing else [(start, start + 1)])


def drop(source: str, number: int) -> str:
    """Drop a bracket with its words; spaces and commas around it are left as a typist would."""
    page = _Page.of(source)
    return page.without([page.reach(page.bracket(number))], is_dropped=True)


def choose(source: str, choice_number: int, option_index: int) -> str:
    """Settle a choice: one alternative stays, without signs, and the others go; `option_index` counts from 0."""
    page = _Page.of(source)
    choices = alternatives(page.found)
    if not 0 < choice_number <= len(choices):
        raise NoSuchBracket(choice_number)
    choice = choices[choice_number - 1]
    if not 0 <= option_index < len(choice.options):
        raise NoSuchBracket(option_index)
    _, (start, end) = choice.options[option_index]
    first, _ = page.reach(page.bracket(choice.numbers[0]))
    _, last = page.reach(page.bracket(choice.numbers[-1]))
    return page.without([(first, start), *_after(end, last, is_bracket=len(choice.numbers) > 1)])


def remove_stray(source: str, offset: int) -> str:
    """Take out a "]" that closes nothing, given by its code point in the source."""
    page = _Page.of(source)
    place = next((sign.place for sign in page.found.strays if sign.at == offset), None)
    if place is None:
        raise NoSuchBracket(offset)
    return page.without([(place, place + 1)])


def _after(end: int, last: int, *, is_bracket: bool) -> list[Span]:
    """What goes after the chosen words. A footnote reference right behind their own sign stays."""
    return [(end, end + 1), (end + 1, last)] if is_bracket and end + 1 < last else [(end, last)]


@dataclass(frozen=True, slots=True)
class _Page:
    """A clause laid open to be cut: its plain words with marks, and its brackets."""

    inline: Inline
    found: Outline

    @classmethod
    def of(cls, source: str) -> "_Page":
        inline = parse(source)
        return cls(inline, outline(source, inline.plain))

    def bracket(self, number: int) -> Pair:
        if not 0 < number <= len(self.found.pairs):
            raise NoSuchBracket(number)
        return self.found.pairs[number - 1]

    def reach(self, pair: Pair) -> Span:
        """A bracket in the plain words. One never closed reaches beyond them: a reference at the very end is in it."""
        start, end = self.found.place(pair)
        return start, end if pair.closing else len(self.found.plain) + 1

    def without(self, cuts: Sequence[Span], *, is_dropped: bool = False) -> str:
        """The source without some stretches of its plain words, which are in order and lie apart or touch."""
        text = self.found.plain
        seams = [wide(text, *cut) if is_dropped else narrow(text, *cut) for cut in _joined(cuts)]
        edges = [edge for seam in seams for edge in (seam.start, seam.end)]
        pieces = _remaining(segments(self.inline, edges), cuts, seams)
        return join(pieces, [sign.place for sign in self.found.words])


def _joined(cuts: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in cuts:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _remaining(pieces: Sequence[Segment], cuts: Sequence[Span], seams: Sequence[Seam]) -> Iterator[Segment]:
    """Pieces outside the seams, and references outside the cuts themselves."""
    for piece in pieces:
        if piece.key:
            if not any(start < piece.start < end for start, end in cuts):
                yield piece
            continue
        seam = next((seam for seam in seams if seam.start <= piece.start < seam.end), None)
        if seam is None:
            yield piece
        elif piece.start == seam.start and seam.filling:
            yield Segment(piece.start, piece.start, seam.filling)
