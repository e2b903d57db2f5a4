"""From blocks to clauses: how deep each lies, and what it is in the order of the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from drafts.text.markup.blocks import Block, BlockKind
from drafts.text.markup.draft import MAX_CLAUSE_CHARS, ClauseKind, ParsedClause, UnreadableDraft
from drafts.text.markup.headings import FLOATING
from drafts.text.markup.numerals import Count, Style
from drafts.text.markup.reading import normalise

_MAX_HEADING_DEPTH = 5
_MAX_DEPTH = 9
_STEP = 2  # signs of indentation that make a level
_LETTER_I = 9
_LOOK_AHEAD = 50  # blocks in which "(i)" must be followed by "(ii)" or "(j)"

# Styles that number the paragraphs of a text when nothing holds them; other styles number points.
_PARAGRAPH_STYLES = {Style.DECIMAL, Style.DOTTED, Style.CAPITAL, Style.CAPITAL_ROMAN}

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~ ])")
_UNDERSCORES = re.compile(r"(?<![\w\\])(__?)(?=[^\s_])([^_*]*[^\s_*\\])\1(?!\w)")


@dataclass(frozen=True, slots=True)
class _Level:
    """A sequence that is running: its last number, where it is indented, how deep its clauses lie."""

    count: Count
    indent: int
    depth: int


def to_clauses(blocks: Sequence[Block]) -> list[ParsedClause]:
    """Give every block its kind and depth. Raises UnreadableDraft("line_too_long")."""
    depths = _heading_depths(blocks)
    outline = _Outline(blocks)
    clauses = []
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.HEADING:
            outline.levels.clear()
            kind, depth = ClauseKind.HEADING, depths[block.level, block.rank]
        else:
            kind, depth = outline.place(at)
        clauses.append(ParsedClause(kind, depth, block.label.replace("\\", ""), _words(block), block.line))
    return clauses


def _heading_depths(blocks: Sequence[Block]) -> dict[tuple[int, int], int]:
    """The depth of each (level, rank): marked headings by level, the others below them by rank."""
    headings = {(block.level, block.rank) for block in blocks if block.kind is BlockKind.HEADING}
    levels = [level for level, _ in headings if level]
    ranks = sorted({rank for level, rank in headings if not level and rank != FLOATING})
    top = min(levels, default=0)
    below = max(levels) - top + 1 if levels else 0
    depths = {}
    for level, rank in headings:
        depth = level - top if level else below + (ranks.index(rank) if rank in ranks else 0)
        depths[level, rank] = min(depth, _MAX_HEADING_DEPTH)
    return depths


@dataclass(slots=True)
class _Outline:
    """The sequences that run at a place of the text, the outermost first."""

    blocks: Sequence[Block]
    levels: list[_Level] = field(default_factory=list)

    def place(self, at: int) -> tuple[ClauseKind, int]:
        block = self.blocks[at]
        if block.kind is BlockKind.FOOTNOTE:
            return ClauseKind.FOOTNOTE, 0
        if block.kind in {BlockKind.TEXT, BlockKind.APART}:
            return ClauseKind.PARAGRAPH, self._depth_of_text(block.indent)
        if not block.counts:  # an article with its words on the same line
            self.levels.clear()
            return ClauseKind.PARAGRAPH, 0
        level = self._level(at)
        self.levels.append(level)
        if level.count.style is Style.BULLET:
            return ClauseKind.ITEM, level.depth
        return (ClauseKind.POINT if level.depth else ClauseKind.PARAGRAPH), level.depth

    def _depth_of_text(self, indent: int) -> int:
        """Words without a number lie as deep as the clause they are indented under."""
        while self.levels and self.levels[-1].indent + _STEP > indent and self.levels[-1].depth:
            self.levels.pop()
        holding = [level.depth for level in self.levels if level.indent + _STEP <= indent]
        return holding[-1] if holding else 0

    def _level(self, at: int) -> _Level:
        block = self.blocks[at]
        if (level := self._next_in_sequence(at)) is not None:
            return level
        self._leave(block)
        count = self._reading(at)
        if self._is_squeezed_in(at, count):
            count = replace(count, style=Style.LETTER)
        if self._is_inside(block.indent):
            return _Level(count, block.indent, self._depth_inside(count))
        if (running := self._running(count)) is not None:
            depth = self.levels[running].depth
            del self.levels[running:]
            return _Level(count, block.indent, depth)
        if count.style is Style.DOTTED:
            self.levels.clear()
            return _Level(count, block.indent, max(count.value - 1, 0))
        return _Level(count, block.indent, self._depth_inside(count))

    def _next_in_sequence(self, at: int) -> _Level | None:
        """The level whose next number this is, unless indentation forbids it."""
        block = self.blocks[at]
        if not block.is_inserted and block.counts[0].style in {Style.DOTTED, Style.BULLET}:
            return None
        follows = {(c.style, c.form, c.value - (not block.is_inserted)): c for c in block.counts}
        found: tuple[int, int, Count] | None = None
        for place, level in enumerate(self.levels):
            count = follows.get((level.count.style, level.count.form, level.count.value))
            shift = abs(level.indent - block.indent)
            if count is None or shift >= 2 * _STEP or self._begins_roman(at, count):
                continue
            if found is None or shift <= found[0]:
                found = shift, place, count
        if found is None:
            return None
        _, place, count = found
        depth = self.levels[place].depth
        del self.levels[place:]
        return _Level(count, block.indent, depth)

    def _begins_roman(self, at: int, count: Count) -> bool:
        """Whether "(i)" after "(h)" begins a Roman sequence: "(ii)" comes before "(j)"."""
        if count.style is not Style.LETTER or count.value != _LETTER_I:
            return False
        return self._comes_first(at, Count(Style.ROMAN, count.form, 2), replace(count, value=_LETTER_I + 1))

    def _is_squeezed_in(self, at: int, count: Count) -> bool:
        """Whether "(aa)" stands between "(a)" and "(b)", not before "(bb)"."""
        if count.style is not Style.DOUBLE:
            return False
        letter = Count(Style.LETTER, count.form, count.value)
        doubled, lettered = replace(count, value=count.value + 1), replace(letter, value=letter.value + 1)
        return any(level.count == letter for level in self.levels) and not self._comes_first(
            at, doubled, lettered
        )

    def _comes_first(self, at: int, sooner: Count, later: Count) -> bool:
        for block in self.blocks[at + 1 : at + 1 + _LOOK_AHEAD]:
            if block.kind is BlockKind.HEADING or later in block.counts:
                return False
            if sooner in block.counts:
                return True
        return False

    def _leave(self, block: Block) -> None:
        """Close what is indented deeper, and bullets where a number stands beside them."""
        is_bullet = block.kind is BlockKind.BULLET
        while self.levels and (
            self.levels[-1].indent >= block.indent + _STEP
            or (
                self.levels[-1].count.style is Style.BULLET
                and not is_bullet
                and not self._is_inside(block.indent)
            )
        ):
            self.levels.pop()

    def _is_inside(self, indent: int) -> bool:
        return bool(self.levels) and indent >= self.levels[-1].indent + _STEP

    def _reading(self, at: int) -> Count:
        """One reading of a number: one that begins a sequence, or goes on with one, or the likeliest."""
        counts = self.blocks[at].counts
        beginning = [count for count in counts if count.value == 1]
        running = [count for count in counts if self._running(count) is not None]
        return (beginning or running or list(counts))[0]

    def _running(self, count: Count) -> int | None:
        """The innermost level of the same style and signs."""
        for place in range(len(self.levels) - 1, -1, -1):
            level = self.levels[place].count
            same_dots = count.style is not Style.DOTTED or level.value == count.value
            if (level.style, level.form) == (count.style, count.form) and same_dots:
                return place
        return None

    def _depth_inside(self, count: Count) -> int:
        if self.levels:
            return min(self.levels[-1].depth + 1, _MAX_DEPTH)
        return 0 if count.style in _PARAGRAPH_STYLES and count.form != "x°" else 1


def _words(block: Block) -> str:
    """A block's lines as one source text: joined, and Markdown's other signs turned into ours."""
    lines = (line[:-1] if line.endswith("\\") and not line.endswith("\\\\") else line for line in block.lines)
    words = " ".join(line.strip() for line in lines)
    if "_" in words:
        words = _UNDERSCORES.sub(_starred, words)
    words = normalise(_unescaped(words))
    if len(words) > MAX_CLAUSE_CHARS:
        raise UnreadableDraft("line_too_long", line=block.line, limit=MAX_CLAUSE_CHARS)
    return words


def _starred(found: re.Match[str]) -> str:
    stars = "*" * len(found[1])
    return stars + found[2] + stars


def _unescaped(words: str) -> str:
    """Drop the backslashes Markdown wants and ours does not; those before our own markers stay."""
    if "\\" not in words:
        return words
    return _ESCAPED.sub(_unless_ours, words)


def _unless_ours(found: re.Match[str]) -> str:
    is_note = found[1] == "[" and found.string[found.end() : found.end() + 1] == "^"
    return found[0] if found[1] in "*^\\" or is_note else found[1]
