"""A comparison as a page: which rows to show, and from each changed passage the way to its inputs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drafts.models import Version
from drafts.reports.comparing import ComparedClause, Comparison, Fate, compare_versions
from drafts.reports.reading import ClauseReading
from drafts.text.diff import Change, Op


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One clause of the comparison; its changes answer so many inputs, `skipped` unchanged clauses stood before it."""

    compared: ComparedClause
    inputs: int
    skipped: int
    # (key, label or key) of the clauses that words came from, and of those they went to
    origins: tuple[tuple[str, str], ...]
    heirs: tuple[tuple[str, str], ...]

    @property
    def state(self) -> str:
        """The word a style sheet and a reader know it by."""
        fate = self.compared.fate
        if fate is Fate.SAME and self.compared.moved:
            return "moved"
        return "added" if fate is Fate.NEW else fate.value

    @property
    def left_out(self) -> tuple[Change, ...]:
        """The older words: what stayed and what was struck."""
        return tuple(change for change in self.compared.changes if change.op is not Op.INSERT)

    @property
    def put_in(self) -> tuple[Change, ...]:
        """The newer words: what stayed and what was added."""
        return tuple(change for change in self.compared.changes if change.op is not Op.DELETE)


@dataclass(frozen=True, slots=True)
class ComparedPage:
    """The rows of a comparison and its counts; `trailing` unchanged clauses stand after the last row."""

    comparison: Comparison
    rows: tuple[ComparedRow, ...]
    trailing: int

    @property
    def changed(self) -> int:
        return self.comparison.count(Fate.CHANGED)

    @property
    def added(self) -> int:
        return self.comparison.count(Fate.NEW)

    @property
    def removed(self) -> int:
        return self.comparison.count(Fate.REMOVED)


def compared_page(
    inputs: Mapping[str, int], old: Version, new: Version, language: str, *, everything: bool
) -> ComparedPage:
    """The comparison of two versions for a reader: changed clauses under their headings, or all of them.

    `inputs` are those that the reader may see, by the key of the clause whose change answers them.
    """
    comparison = compare_versions(old, new, language)
    names = {each.key: each for each in comparison.clauses}
    rows, skipped = [], 0
    for compared in _with_headings(comparison.clauses) if not everything else comparison.clauses:
        if compared is None:
            skipped += 1
            continue
        rows.append(
            ComparedRow(
                compared=compared,
                inputs=inputs.get(compared.key, 0),
                skipped=skipped,
                origins=tuple((key, _label(names[key].old, key)) for key in compared.origins if key in names),
                heirs=tuple((key, _label(names[key].new, key)) for key in compared.heirs if key in names),
            )
        )
        skipped = 0
    return ComparedPage(comparison, tuple(rows), skipped)


def _label(reading: ClauseReading | None, key: str) -> str:
    """What a person calls a clause: its printed label, else its key."""
    return reading.label if reading and reading.label else key


def _with_headings(clauses: tuple[ComparedClause, ...]) -> Iterable[ComparedClause | None]:
    """Changed clauses and the headings above them; nothing in the place of each of the others."""
    wanted: set[str] = set()
    above: dict[int, str] = {}
    for clause in clauses:
        shown = clause.shown
        if shown.kind == "heading":
            above = {depth: key for depth, key in above.items() if depth < shown.depth}
            above[shown.depth] = clause.key
        if clause.fate is not Fate.SAME or clause.moved:
            wanted.update(above.values())
            wanted.add(clause.key)
    return (clause if clause.key in wanted else None for clause in clauses)
