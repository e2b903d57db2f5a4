"""From lines to blocks: the headings, paragraphs, list items, footnotes and rows of a draft.

One pass over the lines; each line is tried against a short list of anchored patterns, so that
the work grows with the length of the draft and with nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from drafts.text.markup import lines as look
from drafts.text.markup.draft import MAX_CLAUSES, Finding, UnreadableDraft
from drafts.text.markup.headings import (
    ARTICLE_RANK,
    FLOATING,
    Heading,
    is_lettered,
    is_shout,
    numbered,
    read_division,
    read_marked,
    read_run_in,
)
from drafts.text.markup.labels import Label, read_bullet, read_label
from drafts.text.markup.numerals import Count, Style
from drafts.text.markup.reading import Line

_MAX_TITLE_LINE = 100
_MAX_UNDERLINED = 200


class BlockKind(Enum):
    """What a run of lines looks like, before its place among the others is known."""

    HEADING = auto()
    TEXT = auto()
    LABELLED = auto()
    BULLET = auto()
    FOOTNOTE = auto()
    APART = auto()  # a table's row or a quotation: a paragraph, but no part of a list or preamble


type Sequences = dict[tuple[Style, str], int]  # the last number of each

_FLOWING = {BlockKind.TEXT, BlockKind.LABELLED, BlockKind.BULLET, BlockKind.FOOTNOTE}


@dataclass(slots=True)
class Block:
    """A run of lines that makes one clause; a marked heading has a level from 1, any other a rank."""

    kind: BlockKind
    line: int
    indent: int
    lines: list[str]
    label: str = ""
    counts: tuple[Count, ...] = ()
    is_inserted: bool = False
    level: int = 0
    rank: int = 0

    @property
    def is_article(self) -> bool:
        return bool(self.label) and self.rank == ARTICLE_RANK

    @property
    def is_bare(self) -> bool:
        """A label that still waits for its words."""
        return self.lines == [""]


@dataclass(slots=True)
class BlockReader:
    """Reads the lines one by one; `blocks` and `findings` hold what came of them."""

    page: Sequence[Line]
    start: int = 0
    blocks: list[Block] = field(default_factory=list)
    findings: dict[Finding, list[int]] = field(default_factory=dict)
    # The block that a further line would continue.
    _open: Block | None = None
    # The last number of each sequence: since the heading above, and among the headings.
    _last: Sequences = field(default_factory=dict)
    _last_heading: Sequences = field(default_factory=dict)
    _is_plain: bool = True

    def read(self) -> None:
        """Read the whole page. A draft that marks more than its title has no headings but the marked ones."""
        self._is_plain = sum(look.marked_level(line.text) > 0 for line in self.page[self.start :]) <= 1
        for at in range(self.start, len(self.page)):
            self._take(at)
        self.blocks = [part for block in self.blocks for part in self._parted(block)]

    def found(self, finding: Finding, line: int) -> None:
        self.findings.setdefault(finding, []).append(line)

    def _take(self, at: int) -> None:
        line = self.page[at]
        if not line.text:
            self._open = None
            return
        readers = (
            self._machinery,
            self._footnote,
            self._marked_heading,
            self._underline,
            self._row,
            self._quotation,
            self._division,
            self._run_in,
            self._shout,
            self._lettered,
            self._bullet,
            self._labelled,
        )
        if not any(reader(at, line) for reader in readers):
            self._text(at, line)

    def _text_at(self, at: int) -> str:
        return self.page[at].text if at < len(self.page) else ""

    def _add(self, block: Block) -> None:
        if len(self.blocks) == MAX_CLAUSES:
            raise UnreadableDraft("too_many_clauses", line=block.line, limit=MAX_CLAUSES)
        self.blocks.append(block)
        self._open = block

    # What is left out

    def _machinery(self, at: int, line: Line) -> bool:
        """Lines for a program, not for a reader."""
        if look.is_attributes(line.text):
            self.found(Finding.ATTRIBUTES, line.number)
        elif look.is_contents(line.text) and look.is_attributes(self._text_at(at + 1)):
            self.found(Finding.CONTENTS, line.number)
        elif look.is_link_target(line.text):
            self.found(Finding.LINK_TARGETS, line.number)
        else:
            return False
        return True

    # Headings

    def _heading(self, line: Line, heading: Heading, level: int = 0) -> bool:
        block = Block(BlockKind.HEADING, line.number, line.indent, [heading.title], heading.label)
        self._add(replace(block, level=level, rank=heading.rank))
        self._last.clear()
        return True

    def _marked_heading(self, _at: int, line: Line) -> bool:
        level = look.marked_level(line.text)
        if not level:
            return False
        title, had_attributes = look.marked_title(line.text)
        if had_attributes:
            self.found(Finding.ATTRIBUTES, line.number)
        if title:
            self._heading(line, read_marked(title), level)
        self._open = None
        return True

    def _underline(self, _at: int, line: Line) -> bool:
        """A line of one sign: it makes a heading of the words above it, or is drawn across the page."""
        level = look.underline_level(line.text)
        block = self._open
        if level and block and self._can_be_underlined(block):
            title = " ".join(block.lines)
            heading = read_marked(f"{block.label} {title}".strip())
            block.kind, block.level, block.rank = BlockKind.HEADING, level, heading.rank
            block.label, block.lines, block.counts = heading.label, [heading.title], ()
            self._last.clear()
        elif look.is_rule(line.text):
            self.found(Finding.RULES, line.number)
        else:
            return False
        self._open = None
        return True

    @staticmethod
    def _can_be_underlined(block: Block) -> bool:
        kinds = {BlockKind.TEXT, BlockKind.LABELLED, BlockKind.HEADING}
        return block.kind in kinds and len(block.lines) <= 2 and len(block.lines[0]) <= _MAX_UNDERLINED

    def _starts_afresh(self, at: int) -> bool:
        """Whether a heading may stand here: not in the middle of a sentence."""
        block = self._open
        above = not block or block.kind is BlockKind.HEADING or look.ends_sentence(block.lines[-1])
        return above and not look.starts_small(self._text_at(at + 1))

    def _division(self, at: int, line: Line) -> bool:
        heading = read_division(line.text)
        return bool(heading and self._starts_afresh(at) and self._heading(line, heading))

    def _run_in(self, at: int, line: Line) -> bool:
        heading = read_run_in(line.text)
        if not heading or not (self._open is None or self._starts_afresh(at)):
            return False
        block = Block(BlockKind.LABELLED, line.number, line.indent, [heading.title], heading.label)
        self._add(replace(block, rank=heading.rank))
        self._last.clear()
        return True

    def _shout(self, at: int, line: Line) -> bool:
        if not self._is_plain or not is_shout(line.text) or not self._starts_afresh(at):
            return False
        label = read_label(line.text)
        if label and label.rest:
            count = _fitting(label, self._last_heading) or label.counts[0]
            self._last_heading[count.style, count.form] = count.value
            return self._heading(line, numbered(label, count.style))
        if self._open and not self._open.is_article and is_shout(self._open.lines[-1]):
            self._open.lines.append(line.text)
            return True
        return self._heading(line, Heading("", line.text, FLOATING))

    def _lettered(self, at: int, line: Line) -> bool:
        """A line such as "II. Protection", alone and in sequence with such lines before it."""
        if not self._is_plain or self._open or self._text_at(at + 1):
            return False
        label = read_label(line.text)
        count = _fitting(label, self._last_heading) if label and label.rest else None
        if label is None or count is None or not is_lettered(line.text, count.style):
            return False
        self._last_heading[count.style, count.form] = count.value
        return self._heading(line, numbered(label, count.style))

    # What is counted

    def _footnote(self, _at: int, line: Line) -> bool:
        note = look.read_footnote(line.text)
        if note is None:
            return False
        key, words = note
        self._add(Block(BlockKind.FOOTNOTE, line.number, line.indent, [words], key))
        return True

    def _bullet(self, _at: int, line: Line) -> bool:
        words = read_bullet(line.text)
        if words is None or (self._flows() and line.text[0] in "–—" and not self._breaks()):
            return False
        label = read_label(words)
        if label and label.counts[0].form in {"(x)", "x)"}:
            return self._labelled_block(line, label)
        bullet = (Count(Style.BULLET, "", 0),)
        self._add(Block(BlockKind.BULLET, line.number, line.indent, [words], counts=bullet))
        return True

    def _labelled(self, _at: int, line: Line) -> bool:
        label = read_label(line.text)
        return label is not None and self._begins(label) and self._labelled_block(line, label)

    def _labelled_block(self, line: Line, label: Label) -> bool:
        fitting = [count for count in label.counts if _fits(count, self._last)]
        self._last.update({(c.style, c.form): c.value for c in fitting or label.counts})
        block = Block(BlockKind.LABELLED, line.number, line.indent, [label.rest], label.printed)
        self._add(replace(block, counts=label.counts, is_inserted=label.is_inserted))
        return True

    def _begins(self, label: Label) -> bool:
        """Whether a label begins a clause here, rather than being words that look like one."""
        count = _fitting(label, self._last)
        if not self._flows():
            return label.is_sure or label.is_inserted or count is not None
        if look.refers_on(self._above()):
            return False
        if label.is_inserted or (count and count.value > 1):
            return True
        return look.ends_sentence(self._above()) or (count is not None and self._breaks())

    def _flows(self) -> bool:
        return self._open is not None and self._open.kind in _FLOWING

    def _above(self) -> str:
        return self._open.lines[-1] if self._open else ""

    def _breaks(self) -> bool:
        return look.is_broken_by_hand(self._above())

    # What only runs on

    def _row(self, at: int, line: Line) -> bool:
        if not look.is_row(line.text):
            return False
        if at == 0 or not look.is_row(self.page[at - 1].text):
            self.found(Finding.TABLES, line.number)
        if words := look.row_words(line.text):
            self._add(Block(BlockKind.APART, line.number, line.indent, [words]))
        self._open = None
        return True

    def _quotation(self, _at: int, line: Line) -> bool:
        if not line.text.startswith(">"):
            return False
        words = line.text.lstrip("> ")
        if not words:
            self._open = None
        elif self._open and self._open.kind is BlockKind.APART:
            self._open.lines.append(words)
        else:
            self._add(Block(BlockKind.APART, line.number, line.indent, [words]))
            self.found(Finding.QUOTES, line.number)
        return True

    def _text(self, at: int, line: Line) -> None:
        block = self._open
        if block and block.kind is BlockKind.HEADING and self._is_title(block, at):
            block.lines = [line.text]
            self._open = None
        elif block and block.kind in _FLOWING:
            block.lines.append(line.text)
        elif not block and self.blocks and self._belongs_to(self.blocks[-1], line):
            self._open = self.blocks[-1]
            self._open.lines.append(line.text)
        else:
            self._add(Block(BlockKind.TEXT, line.number, line.indent, [line.text]))

    def _is_title(self, block: Block, at: int) -> bool:
        """The words after a lone label, as "Definitions" on the line after "Article 3"."""
        words = self._text_at(at)
        is_short = len(words) <= _MAX_TITLE_LINE and not look.ends_sentence(words) and not words.endswith(",")
        return bool(block.label) and block.is_bare and is_short and not self._text_at(at + 1)

    @staticmethod
    def _belongs_to(block: Block, line: Line) -> bool:
        """Words below a label that stood alone, or indented below a footnote."""
        if block.kind is BlockKind.FOOTNOTE:
            return line.indent >= 2
        return block.kind is BlockKind.LABELLED and block.is_bare

    def _parted(self, block: Block) -> Iterator[Block]:
        """A block of lines too long to be wrapped is a block of paragraphs, one a line."""
        if block.kind not in _FLOWING or all(look.is_wrapped(line) for line in block.lines):
            yield block
            return
        cuts = [at for at in range(1, len(block.lines)) if look.is_apart(*block.lines[at - 1 : at + 1])]
        for start, end in zip([0, *cuts], [*cuts, len(block.lines)], strict=True):
            if start == 0:
                yield replace(block, lines=block.lines[:end])
                continue
            self.found(Finding.LINES_APART, block.line + start)
            inside = 0 if block.kind is BlockKind.TEXT else 2
            yield Block(BlockKind.TEXT, block.line + start, block.indent + inside, block.lines[start:end])


def _fits(count: Count, last: Sequences) -> bool:
    """Whether a number begins a sequence or follows the last one of its own."""
    return count.value == 1 or last.get((count.style, count.form)) == count.value - 1


def _fitting(label: Label, last: Sequences) -> Count | None:
    """The reading that fits its sequence; of two, the one that goes on with it."""
    return max((count for count in label.counts if _fits(count, last)), key=lambda c: c.value, default=None)
