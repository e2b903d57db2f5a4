"""The whole way from a file to a draft in clauses."""

import re
from collections.abc import Sequence

from drafts.text.inline import MarkKind, parse, plain
from drafts.text.markup.blocks import BlockReader
from drafts.text.markup.clauses import to_clauses
from drafts.text.markup.draft import (
    MAX_CLAUSES,
    ClauseKind,
    DraftWarning,
    Finding,
    ParsedClause,
    ParsedDraft,
    UnreadableDraft,
)
from drafts.text.markup.reading import Line, read_page
from drafts.text.markup.recitals import mark_recitals

_MAX_FRONT_MATTER = 200
_TITLE = "title:"
_FRONT_LINE = re.compile(r"[\w-]+ *:(?: |$)|- |#")


def parse_draft(content: bytes, language: str) -> ParsedDraft:
    """Read a draft in Markdown or plain text into clauses.

    `language` ("fr", "pt-BR") says which words open a recital; another language than those known
    is tried against all. The words are kept as they are, but for NFC, spaces and line ends; a
    label stays as printed. Deterministic, and O(n) in the length of the file.
    Raises UnreadableDraft.
    """
    page = read_page(content)
    front = _front_matter(page.lines)
    title = next((line.text for line in front if line.text.startswith(_TITLE)), "")
    reader = BlockReader(page.lines, len(front))
    if len([line for line in front if line.text]) > 2 + bool(title):
        reader.found(Finding.FRONT_MATTER, 1)
    for line in page.cleaned:
        reader.found(Finding.SIGNS, line)
    reader.read()
    if len(reader.blocks) > MAX_CLAUSES:
        raise UnreadableDraft("too_many_clauses", line=reader.blocks[MAX_CLAUSES].line, limit=MAX_CLAUSES)
    marked = mark_recitals(reader.blocks, to_clauses(reader.blocks), language)
    clauses = [clause for clause in marked if clause.text or clause.label]
    if not clauses:
        raise UnreadableDraft("empty")
    _check_words(clauses, reader)
    warnings = (DraftWarning(code, tuple(sorted(set(at)))) for code, at in sorted(reader.findings.items()))
    title = title.removeprefix(_TITLE).strip().strip("\"'")
    return ParsedDraft(title or _first_heading(clauses), tuple(clauses), tuple(warnings))


def _front_matter(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of keys and values at the top of the draft, with the dashes around them."""
    if lines[0].text != "---":
        return ()
    for at, line in enumerate(lines[1:_MAX_FRONT_MATTER], 1):
        if line.text in {"---", "..."}:
            return lines[: at + 1]
        if line.text and not line.indent and not _FRONT_LINE.match(line.text):
            return ()
    return ()


def _first_heading(clauses: Sequence[ParsedClause]) -> str:
    first = clauses[0]
    return plain(first.text) if first.kind is ClauseKind.HEADING and not first.label else ""


def _check_words(clauses: Sequence[ParsedClause], reader: BlockReader) -> None:
    """Links, and footnotes that do not meet their references."""
    called: dict[str, int] = {}
    notes: dict[str, int] = {}
    for clause in clauses:
        if "](" in clause.text:
            reader.found(Finding.LINKS, clause.line)
        for key in _called(clause.text):
            called.setdefault(key, clause.line)
        if clause.kind is ClauseKind.FOOTNOTE and notes.setdefault(clause.label, clause.line) != clause.line:
            reader.found(Finding.FOOTNOTE_REPEATED, clause.line)
    for key in called.keys() - notes.keys():
        reader.found(Finding.FOOTNOTE_MISSING, called[key])
    for key in notes.keys() - called.keys():
        reader.found(Finding.FOOTNOTE_UNUSED, notes[key])


def _called(source: str) -> list[str]:
    if "[^" not in source:
        return []
    return [mark.key for mark in parse(source).marks if mark.kind is MarkKind.FOOTNOTE]
