"""What reading a draft gives: its clauses, what was left out and why, or why it could not be read."""

from dataclasses import dataclass
from enum import StrEnum

# Bounds of one draft. The largest programme text known here has some 900 lines and 300 clauses.
MAX_BYTES = 5 * 1024 * 1024
MAX_LINES = 20_000
MAX_CLAUSES = 5_000
MAX_CLAUSE_CHARS = 50_000


class ClauseKind(StrEnum):
    """What a clause is in the order of a text."""

    HEADING = "heading"
    RECITAL = "recital"
    PARAGRAPH = "paragraph"
    POINT = "point"
    ITEM = "item"
    FOOTNOTE = "footnote"


class Finding(StrEnum):
    """What a reader of the draft ought to check: something left out, or read in one of two ways."""

    FRONT_MATTER = "front_matter"  # the lines between --- at the top, but for the title, left out
    ATTRIBUTES = "attributes"  # lines such as {:.no_toc} left out
    CONTENTS = "contents"  # a place for a table of contents left out
    LINK_TARGETS = "link_targets"  # lines such as [source]: https://… left out
    RULES = "rules"  # lines drawn across the page left out
    SIGNS = "signs"  # control characters, or accents piled without end, left out
    QUOTES = "quotes"  # block quotes kept as ordinary paragraphs
    TABLES = "tables"  # tables kept, one paragraph a row
    LINKS = "links"  # links kept letter for letter, brackets included
    LINES_APART = "lines_apart"  # long lines with no blank line between them kept as paragraphs of their own
    FOOTNOTE_MISSING = "footnote_missing"  # a reference without its footnote
    FOOTNOTE_UNUSED = "footnote_unused"  # a footnote nothing refers to
    FOOTNOTE_REPEATED = "footnote_repeated"  # one key, two footnotes


@dataclass(frozen=True, slots=True)
class DraftWarning:
    """One finding with the lines of the draft (from 1) it holds for."""

    code: Finding
    lines: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.code}: {', '.join(map(str, self.lines))}"


@dataclass(frozen=True, slots=True)
class ParsedClause:
    """One clause as printed: its label apart from its words, and the line of the draft it begins on.

    `depth` is 0 to 5 for a heading; 0 for a recital, paragraph or footnote; 1 for a point or
    item, 2 for a point in a point, and so on. `text` is source as `drafts.text.inline` reads it;
    it is empty for a heading that is a label only ("Article 3").
    """

    kind: ClauseKind
    depth: int
    label: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ParsedDraft:
    """A draft cut into clauses, in order; `title` is empty where the draft states none."""

    title: str
    clauses: tuple[ParsedClause, ...]
    warnings: tuple[DraftWarning, ...] = ()


class UnreadableDraft(Exception):
    """A file that holds no draft we can read; `code` says why, `params` with which numbers.

    Codes: empty; too_large (size, limit); word_file; pdf_file; binary; encoding (line, byte);
    too_many_lines (limit); line_too_long (line, limit); too_many_clauses (line, limit).
    """

    def __init__(self, code: str, **params: int | str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
