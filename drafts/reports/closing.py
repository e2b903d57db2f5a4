"""What of a version itself stands in the way of closing it: words in brackets. Signatures are in `signing`."""

from collections import defaultdict
from dataclasses import dataclass

from drafts.models import Version
from drafts.text.brackets import read_brackets


@dataclass(frozen=True, slots=True)
class PlacedClause:
    """A clause as a list names it."""

    clause_id: int
    key: str
    label: str


@dataclass(frozen=True, slots=True)
class BracketedClause:
    """A clause with words that are not agreed: how many brackets are open in each language."""

    clause_id: int
    key: str
    label: str
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """In all languages together."""
        return sum(number for _language, number in self.counts)


def bracketed_clauses(version: Version) -> tuple[BracketedClause, ...]:
    """The clauses of a version with open brackets in any language, in order. Two queries."""
    counts: dict[int, list[tuple[str, int]]] = defaultdict(list)
    suspects = version.wordings.filter(text__contains="[") | version.wordings.filter(text__contains="]")
    for clause, language, text in suspects.order_by("language").values_list("clause", "language", "text"):
        reading = read_brackets(text)
        if reading.is_open:
            counts[clause].append((language, len(reading.brackets) + len(reading.stray_closings)))
    return tuple(
        BracketedClause(each.clause_id, each.key, each.label, tuple(counts[each.clause_id]))
        for each in (placed_clauses(version) if counts else ())
        if each.clause_id in counts
    )


def placed_clauses(version: Version) -> list[PlacedClause]:
    """Every clause of a version, in order. One query."""
    rows = version.placements.order_by("position").values_list("clause", "clause__key", "label")
    return [PlacedClause(*row) for row in rows]
