"""The brackets of a clause as its readers ask for them: each one, the choices, and what is agreed beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from drafts.text.brackets.alternatives import alternatives
from drafts.text.brackets.outline import Outline, Span, outline
from drafts.text.brackets.writing import join
from drafts.text.inline import Segment, parse, plain, segments


@dataclass(frozen=True, slots=True)
class Bracket:
    """Words that are not agreed, in code points of the source, signs included; `number` counts openings from 1.

    One that is never closed ends after the last word. `parent` is the number of the bracket it stands in.
    """

    number: int
    start: int
    end: int
    depth: int
    parent: int | None
    is_closed: bool
    source: str = field(repr=False)

    @property
    def words(self) -> str:
        """The source between the signs."""
        return self.source[self.start + 1 : self.end - self.is_closed]


@dataclass(frozen=True, slots=True)
class Choice:
    """Alternatives that stand side by side, in code points of the source; `places` are those of their words."""

    number: int
    start: int
    end: int
    brackets: tuple[int, ...]
    places: tuple[Span, ...]
    source: str = field(repr=False)

    @property
    def options(self) -> tuple[str, ...]:
        """The words of each alternative."""
        return tuple(self.source[start:end].strip() for start, end in self.places)


@dataclass(frozen=True, slots=True)
class BracketReading:
    """All brackets of a clause in order of opening, its choices, and the code points of "]" that close nothing."""

    source: str
    brackets: tuple[Bracket, ...] = ()
    choices: tuple[Choice, ...] = ()
    stray_closings: tuple[int, ...] = ()

    @property
    def opening(self) -> int:
        """The count negotiators use: opening brackets, whether or not they are closed here."""
        return len(self.brackets)

    @property
    def is_open(self) -> bool:
        """Whether anything in the clause is not agreed, as far as its signs tell."""
        return bool(self.brackets or self.stray_closings)


def read_brackets(source: str) -> BracketReading:
    """Read the brackets of a wording. Never fails; O(n)."""
    found = outline(source, plain(source))
    brackets = tuple(
        Bracket(number, *found.span(pair), pair.depth, pair.parent, bool(pair.closing), source)
        for number, pair in enumerate(found.pairs, 1)
    )
    return BracketReading(source, brackets, _choices(found), tuple(sign.at for sign in found.strays))


def _choices(found: Outline) -> tuple[Choice, ...]:
    choices = []
    for number, choice in enumerate(alternatives(found), 1):
        start, _ = found.span(found.pairs[choice.numbers[0] - 1])
        _, end = found.span(found.pairs[choice.numbers[-1] - 1])
        places = tuple(place for place, _ in choice.options)
        choices.append(Choice(number, start, end, choice.numbers, places, found.source))
    return tuple(choices)


def positions_in_plain(source: str) -> tuple[tuple[int, int, int], ...]:
    """Start, end and number of each bracket in code points of the plain words, for highlighting."""
    found = outline(source, plain(source))
    return tuple((*found.place(pair), number) for number, pair in enumerate(found.pairs, 1))


def open_words(source: str, words: str) -> list[Span]:
    """The outermost brackets that are closed, signs included, in code points of the plain words, which are at hand.

    They lie apart and in order.
    """
    found = outline(source, words)
    return [found.place(pair) for pair in found.pairs if pair.closing and not pair.depth]


def agreed(source: str) -> tuple[tuple[str, int], ...]:
    """The clean view: pieces of the source in no bracket with 0, and "" with its number for each outermost bracket.

    Each piece can be read by itself: emphasis that reaches into a bracket ends before it and begins anew after it. The
    plain words of the pieces and of the brackets, joined, are those of the source.
    """
    inline = parse(source)
    found = outline(source, inline.plain)
    outermost = [(number, pair) for number, pair in enumerate(found.pairs, 1) if not pair.depth]
    places = [found.place(pair) for _, pair in outermost]
    between = _between(segments(inline, [edge for place in places for edge in place]), places)
    words = [sign.place for sign in found.words]
    pieces: list[tuple[str, int]] = []
    for at, group in enumerate(between):
        if group:
            pieces.append((join(group, words), 0))
        if at < len(outermost):
            pieces.append(("", outermost[at][0]))
    return tuple(pieces)


def _between(pieces: Iterable[Segment], places: Sequence[Span]) -> list[list[Segment]]:
    """The pieces before, between and after these places, one group more than there are places."""
    groups: list[list[Segment]] = [[] for _ in range(len(places) + 1)]
    at = 0
    for piece in pieces:
        while at < len(places) and places[at][1] <= piece.start and not _precedes(piece, places[at]):
            at += 1
        if at == len(places) or piece.start < places[at][0] or _precedes(piece, places[at]):
            groups[at].append(piece)
    return groups


def _precedes(piece: Segment, place: Span) -> bool:
    """A reference that stands right before an opening sign is not in the bracket."""
    return bool(piece.key) and piece.start == place[0]
