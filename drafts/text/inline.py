"""The words of a clause with their emphasis: read from source, written back, cut into pieces for display.

The source is text with four marks: `*emphasis*`, `**strong**`, `^superscript^` and `[^key]`
for a reference to a footnote. Everything else stands for itself, square brackets included;
a backslash takes the meaning from `*`, `^`, `[` or another backslash. A marker that finds no
partner is an ordinary sign, so that any text at all can be read.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

# Every marker has one of these; most clauses have none.
_SIGNIFICANT = "*^\\"
# A sign without its meaning, and the reference to a footnote; square brackets elsewhere are words.
ESCAPE, REFERENCE = r"\\[*^\[\\]", r"\[\^[\w.:-]{1,64}\]"
_SIGN = re.compile(rf"{ESCAPE}|{REFERENCE}|\*+|\^")


class MarkKind(StrEnum):
    """What a mark says about the words it covers."""

    STRONG = "strong"
    EMPHASIS = "emphasis"
    SUPERSCRIPT = "superscript"
    FOOTNOTE = "footnote"


_STARS = {1: MarkKind.EMPHASIS, 2: MarkKind.STRONG}
_SIGNS = {MarkKind.STRONG: "**", MarkKind.EMPHASIS: "*", MarkKind.SUPERSCRIPT: "^"}
_RANK = {kind: rank for rank, kind in enumerate(MarkKind)}


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the plain text in code points; a footnote has no length, but a key."""

    start: int
    end: int
    kind: MarkKind
    key: str = ""


@dataclass(frozen=True, slots=True)
class Inline:
    """A clause's plain text and the marks on it, in order of place."""

    plain: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the plain text under one set of marks; a footnote reference is an empty piece with a key."""

    start: int
    end: int
    text: str
    kinds: tuple[MarkKind, ...] = ()
    key: str = ""


def parse(source: str) -> Inline:
    """Read a source into its plain text and marks. Never fails; O(n).

    Marks of one kind never overlap, marks of two kinds lie apart or one in the other.
    """
    reader = _Reader()
    signs = list(_SIGN.finditer(source))
    following = _signs_after(source, signs)
    done, before = 0, ""
    for found, after in zip(signs, following, strict=True):
        literal = source[done : found.start()]
        reader.text(literal)
        before = literal[-1:] or before
        done = found.end()
        if found.group().startswith("\\"):
            reader.text(before := found.group()[1])
        else:
            reader.marker(found.group(), before, after)
    reader.text(source[done:])
    return reader.result()


def serialize(inline: Inline) -> str:
    """Write the source that `parse` reads as this text with these marks.

    The plain text always survives; a mark that no source can hold (an edge on a space, two
    marks that cross) is cut to the nearest one that can. Signs that look like markers are
    escaped only where they would be taken for one.
    """
    marks = _settle(inline.plain, inline.marks)
    bare = _write(inline.plain, marks, escape=False)
    if parse(bare) == Inline(inline.plain, marks):
        return bare
    return _write(inline.plain, marks, escape=True)


def plain(source: str) -> str:
    """The words of a source without its markup."""
    return parse(source).plain if any(sign in source for sign in _SIGNIFICANT) else source


def segments(inline: Inline, cuts: Iterable[int] = ()) -> tuple[Segment, ...]:
    """Cut the plain text at every mark and at the given code points, each piece with its marks.

    Joined, the pieces' texts are the plain text. Cuts outside the text are ignored. A footnote
    reference comes before the piece that starts at its place.
    """
    length = len(inline.plain)
    edges = {0, length, *(cut for cut in cuts if 0 < cut < length)}
    edges.update(edge for mark in inline.marks for edge in (mark.start, mark.end))
    places = sorted(edges)
    waiting = sorted(inline.marks, key=lambda mark: mark.start)[::-1]
    live: list[Mark] = []
    pieces: list[Segment] = []
    for start, end in zip(places, [*places[1:], length], strict=True):
        live = [mark for mark in live if mark.end > start]
        while waiting and waiting[-1].start == start:
            live.append(waiting.pop())
        pieces += _pieces(inline.plain, start, end, live)
    return tuple(pieces)


def _pieces(text: str, start: int, end: int, live: Sequence[Mark]) -> Iterator[Segment]:
    for mark in live:
        if mark.kind is MarkKind.FOOTNOTE:
            yield Segment(start, start, "", (MarkKind.FOOTNOTE,), mark.key)
    if start < end:
        kinds = {mark.kind for mark in live} - {MarkKind.FOOTNOTE}
        yield Segment(start, end, text[start:end], tuple(sorted(kinds, key=_RANK.__getitem__)))


# Reading


def _signs_after(source: str, signs: Sequence[re.Match[str]]) -> list[str]:
    """For each marker, the next sign of the text itself, past any further markers."""
    after: list[str] = []
    upcoming, nearest = len(source), ""
    for found in reversed(signs):
        nearest = source[found.end()] if found.end() < upcoming else nearest
        after.append(nearest)
        upcoming = found.start()
        if found.group().startswith("\\"):
            nearest = found.group()[1]
    return after[::-1]


def _may_open(before: str, after: str) -> bool:
    """Whether emphasis may begin here.

    Not before a space, nor between a word and a sign: "NDC*]" is a note's asterisk. (After
    the left-flanking rule of CommonMark 0.31, section 6.2, with no rule on runs.)
    """
    return bool(after) and not after.isspace() and not (before.isalnum() and not after.isalnum())


def _may_close(before: str) -> bool:
    return bool(before) and not before.isspace()


@dataclass(slots=True)
class _Opening:
    """An open marker: how many of its signs still wait for a partner, and the atom that holds them."""

    sign: str
    left: int
    atom: int


@dataclass(slots=True)
class _Reader:
    """Collects the text in atoms; a marker stays in as text until its partner comes."""

    atoms: list[str] = field(default_factory=list)
    open: list[_Opening] = field(default_factory=list)
    found: list[tuple[MarkKind, int, int, str]] = field(default_factory=list)

    def text(self, literal: str) -> None:
        if not literal:
            return
        self.atoms.append(literal)
        if any(sign.isspace() for sign in literal):
            self.open = [opening for opening in self.open if opening.sign != "^"]

    def marker(self, signs: str, before: str, after: str) -> None:
        if signs.startswith("["):
            self.found.append((MarkKind.FOOTNOTE, len(self.atoms), len(self.atoms), signs[2:-1]))
            self.atoms.append("")
        elif signs == "^":
            self._caret(opens=bool(after) and not after.isspace())
        else:
            self._stars(len(signs), opens=_may_open(before, after), closes=_may_close(before))

    def _caret(self, *, opens: bool) -> None:
        place = next((at for at, opening in enumerate(self.open) if opening.sign == "^"), None)
        if place is not None and any(self.atoms[self.open[place].atom + 1 :]):
            self._close(place, 1, MarkKind.SUPERSCRIPT)
            return
        if place is not None:
            del self.open[place]
        self._push("^", 1, opens=opens)

    def _stars(self, count: int, *, opens: bool, closes: bool) -> None:
        while count and closes and (size := self._closing_size(count, opens=opens)):
            place = max(at for at, o in enumerate(self.open) if o.sign == "*" and o.left in (size, 3))
            self._close(place, size, _STARS[size])
            count -= size
        if count:
            self._open_stars(count, opens=opens)

    def _closing_size(self, count: int, *, opens: bool) -> int:
        """How many of a run's asterisks close something: the innermost first, as nesting wants it."""
        stars = [opening.left for opening in self.open if opening.sign == "*"]
        if not stars:
            return 0
        strong_waits, emphasis_waits = bool({2, 3} & set(stars)), bool({1, 3} & set(stars))
        if stars[-1] == 1 and count == 2:
            return 2 if strong_waits else int(not opens)
        if stars[-1] == 2 and count == 1:
            return int(emphasis_waits)
        if stars[-1] == 3 and count == 2:
            return 2
        return 1 if stars[-1] in (1, 3) else 2

    def _open_stars(self, count: int, *, opens: bool) -> None:
        waiting = {opening.left for opening in self.open if opening.sign == "*"}
        fits = count <= 3 and not (waiting & {count, 3}) and not (count == 3 and waiting)
        self._push("*", count, opens=opens and fits)

    def _push(self, sign: str, count: int, *, opens: bool) -> None:
        if opens:
            self.open.append(_Opening(sign, count, len(self.atoms)))
        self.atoms.append(sign * count)

    def _close(self, place: int, size: int, kind: MarkKind) -> None:
        """Pair an opening; what was opened inside it and not closed stays text."""
        opening = self.open[place]
        self.found.append((kind, opening.atom + 1, len(self.atoms), ""))
        self.atoms.append("")
        opening.left -= size
        self.atoms[opening.atom] = opening.sign * opening.left
        del self.open[place + bool(opening.left) :]

    def result(self) -> Inline:
        offsets = [0]
        for atom in self.atoms:
            offsets.append(offsets[-1] + len(atom))
        text = "".join(self.atoms)
        marks = (Mark(offsets[start], offsets[end], kind, key) for kind, start, end, key in self.found)
        return Inline(text, _settle(text, marks))


# Writing


type _Run = tuple[int, int]


def _settle(text: str, marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The marks as a source can hold them: joined where they touch, trimmed, never crossing."""
    by_kind: dict[MarkKind, list[_Run]] = {kind: [] for kind in _SIGNS}
    notes = []
    for mark in marks:
        if mark.kind is MarkKind.FOOTNOTE:
            notes.append(Mark(min(mark.start, len(text)), min(mark.start, len(text)), mark.kind, mark.key))
        else:
            by_kind[mark.kind].append((max(mark.start, 0), min(mark.end, len(text))))
    strong = _trim(text, _joined(by_kind[MarkKind.STRONG]))
    emphasis = _trim(text, _cut(_joined(by_kind[MarkKind.EMPHASIS]), strong))
    raised = [run for whole in _joined(by_kind[MarkKind.SUPERSCRIPT]) for run in _unspaced(text, whole)]
    raised = _cut(_cut(raised, strong), emphasis)
    settled = [Mark(*run, MarkKind.STRONG) for run in strong]
    settled += [Mark(*run, MarkKind.EMPHASIS) for run in emphasis]
    settled += [Mark(*run, MarkKind.SUPERSCRIPT) for run in raised]
    return tuple(sorted(settled + notes, key=lambda mark: (mark.start, -mark.end, _RANK[mark.kind])))


def _joined(runs: list[_Run]) -> list[_Run]:
    joined: list[_Run] = []
    for start, end in sorted(run for run in runs if run[0] < run[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _cut(runs: list[_Run], walls: list[_Run]) -> list[_Run]:
    """Cut each run where it crosses the edge of a wall that it neither holds nor lies in."""
    pieces: list[_Run] = []
    ends = [end for _, end in walls]
    starts = [start for start, _ in walls]
    for start, end in runs:
        first, last = bisect_left(ends, start + 1), bisect_left(starts, end) - 1
        edges = [start]
        if first < len(walls) and starts[first] < start < ends[first] < end:
            edges.append(ends[first])
        if last >= 0 and start < starts[last] < end < ends[last]:
            edges.append(starts[last])
        pieces += zip(edges, [*edges[1:], end], strict=True)
    return [(start, end) for start, end in pieces if start < end]


def _trim(text: str, runs: list[_Run]) -> list[_Run]:
    """Move each edge inwards to the nearest place where a marker is read as one."""
    trimmed = []
    for first, last in runs:
        opening = (at for at in range(first, last) if _may_open(text[max(at - 1, 0) : at], text[at]))
        start = next(opening, last)
        closing = (at for at in range(last, start, -1) if _may_close(text[at - 1]))
        if end := next(closing, 0):
            trimmed.append((start, end))
    return trimmed


def _unspaced(text: str, run: _Run) -> Iterator[_Run]:
    for word in re.finditer(r"\S+", text[run[0] : run[1]]):
        yield run[0] + word.start(), run[0] + word.end()


def _write(text: str, marks: Sequence[Mark], *, escape: bool) -> str:
    carets = {at for mark in marks if mark.kind is MarkKind.SUPERSCRIPT for at in (mark.start, mark.end)}
    parts: list[str] = []
    for place, signs in _signs_by_place(marks, len(text)):
        parts.append(signs)
        sign = text[place : place + 1]
        opens_note = sign == "[" and (text[place + 1 : place + 2] == "^" or place + 1 in carets)
        parts.append("\\" + sign if escape and (sign in {"*", "^", "\\"} or opens_note) else sign)
    return "".join(parts)


def _signs_by_place(marks: Sequence[Mark], length: int) -> Iterator[tuple[int, str]]:
    """For each place of the text the markers that stand before it: closing, notes, opening."""
    waiting = list(reversed(marks))
    live: list[Mark] = []
    for place in range(length + 1):
        signs, notes = "", ""
        while live and live[-1].end == place:
            signs += _SIGNS[live.pop().kind]
        opening = ""
        while waiting and waiting[-1].start == place:
            mark = waiting.pop()
            if mark.kind is MarkKind.FOOTNOTE:
                notes += f"[^{mark.key}]"
            else:
                live.append(mark)
                opening += _SIGNS[mark.kind]
        yield place, signs + notes + opening
