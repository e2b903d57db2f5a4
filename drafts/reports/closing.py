"""What of a version itself stands in the way of closing it: brackets still open, clauses without a signature."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Max

from drafts.models import Change, Revision, SignOff, Version
from drafts.reports.hashes import words_hashes
from drafts.text.brackets import read_brackets

# What takes a clause from its place: the signature was for the words where they stood.
_DISPLACING = (Change.MOVED, Change.SPLIT, Change.MERGED)


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


def unsigned_clauses(version: Version) -> tuple[PlacedClause, ...]:
    """The clauses of a version without a signature that stands, in order. Four queries."""
    words, last = words_hashes(version), _last_words(version)
    moves = Revision.objects.filter(version__text=version.text_id, change__in=_DISPLACING)
    displaced = dict(moves.order_by("clause").values_list("clause").annotate(Max("history_id")))
    return tuple(
        clause
        for clause in placed_clauses(version)
        if last.get(clause.clause_id, ("", "", 0))[:2]
        != (SignOff.Verdict.SIGNED, words.get(clause.clause_id))
        or displaced.get(clause.clause_id, 0) > last[clause.clause_id][2]
    )


def _last_words(version: Version) -> Mapping[int, tuple[str, str, int]]:
    """Clause → the chair's last word on it: the verdict, the hash of the words, the last change it knew of."""
    spoken = SignOff.objects.filter(version__text=version.text_id).order_by("pk")
    return {
        clause: (verdict, words, upto)
        for clause, verdict, words, upto in spoken.values_list("clause", "verdict", "words", "upto")
    }


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
