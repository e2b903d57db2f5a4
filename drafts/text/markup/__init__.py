"""A draft as people send it, in Markdown or plain text, read into clauses."""

from drafts.text.markup.draft import (
    MAX_BYTES,
    MAX_CLAUSE_CHARS,
    MAX_CLAUSES,
    MAX_LINES,
    ClauseKind,
    DraftWarning,
    Finding,
    ParsedClause,
    ParsedDraft,
    UnreadableDraft,
)
from drafts.text.markup.parsing import parse_draft
from drafts.text.markup.reading import normalise

__all__ = [
    "MAX_BYTES",
    "MAX_CLAUSES",
    "MAX_CLAUSE_CHARS",
    "MAX_LINES",
    "ClauseKind",
    "DraftWarning",
    "Finding",
    "ParsedClause",
    "ParsedDraft",
    "UnreadableDraft",
    "normalise",
    "parse_draft",
]
