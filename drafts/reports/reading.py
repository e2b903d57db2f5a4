"""A version as a document: its clauses in order, in the language asked for where they have it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from drafts.models import Clause, Placement, Version, Wording
from drafts.models.prepared import Prepared
from drafts.text.inline import plain

_A_MONTH = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """One clause as it is read: its place, its label and its words."""

    clause_id: int
    key: str
    position: int
    depth: int
    kind: str
    label: str
    language: str
    state: str
    source: str

    @property
    def plain(self) -> str:
        return plain(self.source)


@dataclass(frozen=True, slots=True)
class VersionReading:
    """A version's clauses in order, and the languages it is written in."""

    language: str
    languages: tuple[str, ...]
    clauses: tuple[ClauseReading, ...]

    def clause(self, key: str) -> ClauseReading | None:
        return next((clause for clause in self.clauses if clause.key == key), None)


def read_version(version: Version, language: str) -> VersionReading:
    """The whole version in one language, each clause falling back to the language that is negotiated.

    Two queries; none for a published version once it is in the cache, where it is kept under its hash.
    """
    languages, rows = _kept_rows(version, language) if version.is_published else _rows(version, language)
    return VersionReading(language, languages, tuple(ClauseReading(*row) for row in rows))


# A reading is kept as bare rows, which are stored and read several times as fast as the objects made of them.
type _Words = tuple[str, str, str]
type _Row = tuple[int, str, int, int, str, str, str, str, str]
type _Rows = tuple[tuple[str, ...], list[_Row]]


def _kept_rows(version: Version, language: str) -> _Rows:
    kept_under = f"reading:{version.content_hash}:{language}"
    kept: _Rows | None = cache.get(kept_under)
    if kept is None:
        kept = _rows(version, language)
        cache.set(kept_under, kept, _A_MONTH)
    return kept


def _rows(version: Version, language: str) -> _Rows:
    words: dict[int, dict[str, _Words]] = {}
    for clause, *shown in version.wordings.values_list("clause", "language", "state", "text"):
        words.setdefault(clause, {})[shown[0]] = (shown[0], shown[1], shown[2])
    languages = sorted({each for by_language in words.values() for each in by_language})
    placed = version.placements.order_by("position").values_list(
        "clause_id", "clause__key", "position", "depth", "kind", "label"
    )
    negotiated = version.text.language
    return tuple(languages), [(*place, *_shown(words[place[0]], language, negotiated)) for place in placed]


def read_clause(version: Version, clause: Clause, language: str) -> ClauseReading | None:
    """One clause of a version, or nothing where the version does not have it. One query."""
    return read_clause_called(version, clause.key, language)


def read_clause_called(version: Version, key: str, language: str) -> ClauseReading | None:
    """The same for the key of a clause, whether there is such a clause or not. One query."""
    rows = _CLAUSE.rows(version.pk, key)
    if not rows:
        return None
    words = {row[-3]: row[-3:] for row in rows}
    return ClauseReading(*rows[0][:-3], *_shown(words, language, version.text.language))


def _clause_rows(version: int, key: str) -> QuerySet[Placement, tuple[Any, ...]]:
    placed = Placement.objects.filter(version=version, clause__key=key, clause__wordings__version=version)
    return placed.order_by("clause__wordings__pk").values_list(
        "clause_id",
        "clause__key",
        "position",
        "depth",
        "kind",
        "label",
        "clause__wordings__language",
        "clause__wordings__state",
        "clause__wordings__text",
    )


_CLAUSE = Prepared(_clause_rows, int, str)


def read_clauses(
    spots: Collection[tuple[Version, Clause]], language: str
) -> dict[tuple[int, int], ClauseReading]:
    """Clauses in several versions, by the ids of both; without those a version does not have. Two queries."""
    negotiated = {version.pk: version.text.language for version, _ in spots}
    clauses = {clause.pk for _, clause in spots}
    wordings: dict[tuple[int, int], dict[str, Wording]] = {}
    for wording in Wording.objects.filter(version__in=negotiated, clause__in=clauses):
        wordings.setdefault((wording.version_id, wording.clause_id), {})[wording.language] = wording
    placements = Placement.objects.filter(version__in=negotiated, clause__in=clauses)
    readings = {}
    for placed in placements.select_related("clause"):
        spot = (placed.version_id, placed.clause_id)
        readings[spot] = _reading(placed, _shown(wordings[spot], language, negotiated[placed.version_id]))
    return readings


def _shown[Shown](by_language: dict[str, Shown], language: str, negotiated: str) -> Shown:
    """The wording asked for, else the negotiated one, else any."""
    return by_language.get(language) or by_language.get(negotiated) or next(iter(by_language.values()))


def _reading(placed: Placement, shown: Wording) -> ClauseReading:
    return ClauseReading(
        clause_id=placed.clause_id,
        key=placed.clause.key,
        position=placed.position,
        depth=placed.depth,
        kind=placed.kind,
        label=placed.label,
        language=shown.language,
        state=shown.state,
        source=shown.text,
    )


def plain_by_key(clauses: Iterable[ClauseReading]) -> dict[str, str]:
    """Clause key → plain words, as the text engine takes a version."""
    return {clause.key: clause.plain for clause in clauses}
