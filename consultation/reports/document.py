"""A version as it is read: its clauses with the number of comments on each, its outline, and what is gone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count, Max, Q
from django.utils import timezone

from consultation.models import ResolvedAnchor, Standing
from consultation.permissions.comments import shown_publicly
from drafts.models import Clause, Placement, Revision, Version, Wording, WordingState
from drafts.reports.brackets import count_opening
from drafts.reports.names import ClauseName, names_of
from drafts.reports.reading import ClauseReading, read_version
from drafts.text.inline import MarkKind, parse, plain
from drafts.text.markup import ClauseKind

_A_MONTH = 30 * 24 * 3600

type Tally = Mapping[int, CommentCount]


@dataclass(frozen=True, slots=True)
class CommentCount:
    """How many comments a clause has, and how many of them have no answer yet."""

    total: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One clause in its place.

    `changed` says whether its words are other than in the version before; `referring` are the keys
    of the clauses that call it, where it is a footnote.
    """

    clause: ClauseReading
    count: CommentCount
    borrowed: bool
    changed: bool
    referring: tuple[str, ...] = ()

    @property
    def is_stale(self) -> bool:
        """Whether this is a translation that is older than its source."""
        return self.clause.state == WordingState.STALE

    @property
    def footnote(self) -> str:
        """What other clauses call it by, where it is a footnote."""
        return footnote_key(self.clause)

    @property
    def heading_level(self) -> int:
        """The title of the page is the first level."""
        return min(self.clause.depth + 2, 6)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A heading, the open comments under it, and the headings under it."""

    key: str
    title: str
    open: int
    children: tuple["OutlineEntry", ...]


@dataclass(frozen=True, slots=True)
class GoneClause:
    """A clause that this version no longer has, with the comments that were made on it."""

    key: str
    label: str
    words: str
    language: str
    count: CommentCount


@dataclass(frozen=True, slots=True)
class Document:
    """A version in one language, ready to be set."""

    language: str
    rows: tuple[DocumentRow, ...]
    outline: tuple[OutlineEntry, ...]
    gone: tuple[GoneClause, ...]

    @property
    def borrowed(self) -> int:
        """How many clauses are shown in another language because this one does not have them."""
        return sum(row.borrowed for row in self.rows)

    @property
    def brackets(self) -> int:
        """How many brackets are open in its words."""
        return sum(count_opening(row.clause.source) for row in self.rows)

    @property
    def stale(self) -> tuple[DocumentRow, ...]:
        """The clauses of a translation that are older than their source."""
        return tuple(row for row in self.rows if row.is_stale)

    @property
    def names(self) -> dict[str, ClauseName]:
        """Clause key → what it is called in a list."""
        return names_of(row.clause for row in self.rows)


def languages_of(version: Version) -> tuple[str, ...]:
    """The languages a version is written in, the negotiated one first. One query, none once a version is published."""
    kept_under = f"languages:{version.content_hash}"
    kept: tuple[str, ...] | None = cache.get(kept_under) if version.is_published else None
    if kept is not None:
        return kept
    found = set(version.wordings.values_list("language", flat=True).distinct())
    negotiated = version.text.language
    languages = (*sorted(found & {negotiated}), *sorted(found - {negotiated}))
    if version.is_published:
        cache.set(kept_under, languages, _A_MONTH)
    return languages


def shown_to(*, committee: bool, at: datetime | None = None) -> Q:
    """The comments that stand on a page: those that everybody may read by then; for the committee all before it."""
    if committee:
        return Q(comment__standing__state__in=Standing.OWED)
    return shown_publicly(at or timezone.now(), "comment__")


def count_comments(version: Version | None, *, committee: bool, at: datetime | None = None) -> Tally:
    """Clause → its comments in a published version. One query, however many clauses and comments."""
    counted = (
        ResolvedAnchor.objects.filter(shown_to(committee=committee, at=at), version=version)
        .values_list("clause")
        .annotate(total=Count("pk"), open=Count("pk", filter=Q(comment__standing__disposition=None)))
    )
    return {clause: CommentCount(total, unanswered) for clause, total, unanswered in counted}


def changed_in(version: Version) -> frozenset[int]:
    """The clauses changed, moved or added on the way to a version; none in a first draft. One query."""
    if version.number == 0:
        return frozenset()
    revisions = Revision.objects.filter(version=version)
    return frozenset(revisions.values_list("clause", flat=True).distinct())


def read_document(
    version: Version,
    language: str,
    *,
    counted_on: Version | None,
    committee: bool,
    at: datetime | None = None,
) -> Document:
    """A version with its comments as they stand in `counted_on`: itself, or the last one published before it."""
    reading = read_version(version, language)
    tally = count_comments(counted_on, committee=committee, at=at)
    changed, referring = changed_in(version), _references(reading.clauses)
    rows = tuple(
        DocumentRow(
            clause,
            tally.get(clause.clause_id, CommentCount()),
            clause.language != language,
            clause.clause_id in changed,
            referring.get(footnote_key(clause), ()),
        )
        for clause in reading.clauses
    )
    standing = {clause.clause_id for clause in reading.clauses}
    gone = {clause: count for clause, count in tally.items() if clause not in standing}
    return Document(language, rows, outline_of(rows), _gone(version, gone, language))


def footnote_key(clause: ClauseReading) -> str:
    """What other clauses call a footnote by; empty for everything else."""
    return clause.label.strip("[]^:.") if clause.kind == ClauseKind.FOOTNOTE else ""


def _references(clauses: Iterable[ClauseReading]) -> dict[str, tuple[str, ...]]:
    """Footnote → the clauses that call it, in order."""
    referring: dict[str, tuple[str, ...]] = {}
    for clause in (each for each in clauses if "[^" in each.source):
        keys = {mark.key for mark in parse(clause.source).marks if mark.kind is MarkKind.FOOTNOTE}
        for key in keys:
            referring[key] = (*referring.get(key, ()), clause.key)
    return referring


def outline_of(rows: Sequence[DocumentRow]) -> tuple[OutlineEntry, ...]:
    """The headings as a tree; the open comments of a section include those of its subsections."""
    entries, at = [], 0
    while at < len(rows):
        end = _section_end(rows, at)
        if rows[at].clause.kind == ClauseKind.HEADING:
            entries.append(_entry(rows, at, end))
        at = end
    return tuple(entries)


def _section_end(rows: Sequence[DocumentRow], at: int) -> int:
    """Where the section that begins here ends: at the next heading as high as its own."""
    heading = rows[at].clause
    if heading.kind != ClauseKind.HEADING:
        return at + 1
    for place in range(at + 1, len(rows)):
        clause = rows[place].clause
        if clause.kind == ClauseKind.HEADING and clause.depth <= heading.depth:
            return place
    return len(rows)


def _entry(rows: Sequence[DocumentRow], at: int, end: int) -> OutlineEntry:
    heading = rows[at].clause
    return OutlineEntry(
        key=heading.key,
        title=f"{heading.label} {heading.plain}".strip(),
        open=sum(row.count.open for row in rows[at:end]),
        children=outline_of(rows[at + 1 : end]),
    )


def _gone(version: Version, tally: Tally, language: str) -> tuple[GoneClause, ...]:
    """Clauses with comments that this version has no more, with their last words. Three queries at most."""
    if not tally:
        return ()
    last = Placement.objects.filter(clause__in=tally, version__number__lt=version.number)
    numbers = dict(last.values_list("clause").annotate(Max("version__number")))
    placements = [
        placed
        for placed in last.select_related("clause", "version").order_by("position")
        if placed.version.number == numbers[placed.clause_id]
    ]
    words = _words_of(placements)
    return tuple(
        _gone_clause(placed, words[placed.version_id, placed.clause_id], language, tally)
        for placed in placements
    )


def _words_of(placements: Sequence[Placement]) -> dict[tuple[int, int], dict[str, str]]:
    found: dict[tuple[int, int], dict[str, str]] = {}
    wordings = Wording.objects.filter(
        version__in={placed.version_id for placed in placements},
        clause__in=[placed.clause_id for placed in placements],
    )
    for wording in wordings:
        found.setdefault((wording.version_id, wording.clause_id), {})[wording.language] = wording.text
    return found


def _gone_clause(placed: Placement, words: Mapping[str, str], language: str, tally: Tally) -> GoneClause:
    shown = language if language in words else min(words)
    return GoneClause(
        key=placed.clause.key,
        label=placed.label,
        words=plain(words[shown]),
        language=shown,
        count=tally[placed.clause_id],
    )


def last_place(version: Version, clause: Clause) -> Version | None:
    """The last version before this one that had the clause."""
    earlier = Version.objects.filter(
        text=version.text_id, number__lt=version.number, placements__clause=clause
    )
    return earlier.select_related("text").order_by("number").last()
