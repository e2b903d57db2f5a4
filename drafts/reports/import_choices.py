"""Which clauses a person is offered when the match of a row in an import is to be corrected."""

from collections.abc import Sequence
from dataclasses import dataclass

from drafts.reports.importing import ImportPreview, ImportRow
from drafts.reports.reading import ClauseReading

_ALL_OF = 30  # a text this short offers all its clauses in every row
_LEFT_OVER = 10  # else the nearest of those that nothing continues
_AROUND = 3  # and the clauses around the place where the row's own is expected
_WORDS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A clause to choose: its key, and how its label and words begin."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class RowChoices:
    """A row with the clauses it might continue, in the order of the text."""

    row: ImportRow
    choices: tuple[Choice, ...]


def offer_choices(
    preview: ImportPreview, rows: Sequence[ImportRow], *, all_for: int | None
) -> list[RowChoices]:
    """The likely clauses for each row; for the row `all_for` every clause there is."""
    return [RowChoices(row, _offered(preview, row, everything=row.index == all_for)) for row in rows]


def _offered(preview: ImportPreview, row: ImportRow, *, everything: bool) -> tuple[Choice, ...]:
    clauses: Sequence[ClauseReading] = preview.old
    if len(clauses) > _ALL_OF and not everything:
        likely = _likely(preview, row)
        clauses = [clause for clause in clauses if clause.key in likely]
    return tuple(Choice(clause.key, _opening(clause)) for clause in clauses)


def _likely(preview: ImportPreview, row: ImportRow) -> set[str]:
    expected = _expected(preview, row)
    nearest = sorted(preview.removed, key=lambda clause: abs(clause.position - expected))[:_LEFT_OVER]
    around = [clause for clause in preview.old if abs(clause.position - expected) <= _AROUND]
    own = (row.continues,) if row.continues else ()
    return {clause.key for clause in (*own, *row.kin, *nearest, *around)}


def _expected(preview: ImportPreview, row: ImportRow) -> int:
    """Where the row would stand in the old text: at its own clause, else after that of a row before it."""
    for earlier in reversed(preview.rows[: row.index + 1]):
        if earlier.continues:
            return earlier.continues.position
    return 0


def _opening(clause: ClauseReading) -> str:
    words = clause.plain.split()
    shown = " ".join(words[:_WORDS]) + ("…" if len(words) > _WORDS else "")
    return f"{clause.label} {shown}".strip()
