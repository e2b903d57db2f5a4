"""Who wrote the words of a clause: each stretch with the tracked change that brought it, and what that answered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from django.core.cache import cache

from consultation.reports.trail import RevisionTrail, kin_of, trace_revisions
from drafts.models import Change, Clause, Descent, Placement, Revision, Version, VersionQuerySet
from drafts.models.ledger import canonical, digest
from drafts.permissions import Visitor, visible_versions
from drafts.reports.reading import ClauseReading, read_clause
from drafts.text.authorship import Loss, Run, Step, attribute, struck
from drafts.text.inline import plain

# Changes in which a clause may take over words of others.
_TAKES_OVER = frozenset({Change.NEW, Change.SPLIT, Change.MERGED})
_A_MONTH = 30 * 24 * 3600
# The number of what stood there before the record began.
UNRECORDED = 0

type Places = Mapping[tuple[int, int], int]  # version, clause → where it stood before that version
type Ancestors = Mapping[tuple[int, int], frozenset[int]]  # version, clause → the clauses it came from there


@dataclass(frozen=True, slots=True)
class Writing:
    """A tracked change that wrote or struck words of a clause, by its number on the page."""

    number: int
    trail: RevisionTrail | None

    @property
    def is_recorded(self) -> bool:
        return self.trail is not None


@dataclass(frozen=True, slots=True)
class WrittenRun:
    """A stretch of a clause's plain words, from one code point to another, and who wrote them."""

    start: int
    end: int
    by: Writing


@dataclass(frozen=True, slots=True)
class StruckWords:
    """Words that stand no more, with who wrote and who struck them."""

    text: str
    written: Writing
    struck: Writing


@dataclass(frozen=True, slots=True)
class Authorship:
    """The words of a clause by those who wrote them: every stretch, every change in order of time, what was struck."""

    reading: ClauseReading
    runs: tuple[WrittenRun, ...]
    writings: tuple[Writing, ...]
    struck: tuple[StruckWords, ...]


def read_authorship(user: Visitor, version: Version, clause: Clause, language: str) -> Authorship | None:
    """A clause's words by writer, in a version that the reader may see; nothing where it is not there.

    In the language asked for, or the one that the clause has. Eight queries, however long its history.
    """
    reading = read_clause(version, clause, language)
    if reading is None:
        return None
    versions = visible_versions(user, clause.text).filter(number__lte=version.number)
    kin = kin_of(clause, versions)
    descents = list(Descent.objects.filter(version__in=versions))
    # Their heirs as well: words that went to another clause were not struck.
    near = {*kin, *(each.descendant_id for each in descents if each.ancestor_id in kin)}
    family = near | _partners(versions, near)
    rows = Revision.objects.filter(version__in=versions, clause__in=family, language=reading.language)
    related = rows.select_related("version", "version__text", "clause", "history_user")
    revisions = list(related.order_by("history_date", "history_id"))
    chain = _Chain(clause.pk, _ancestors(descents), _places_before(versions, family))
    steps = chain.steps(revisions, reading.plain)
    runs, lost = _attributed(version, steps)
    writings = _writings(user, revisions, _named(runs, lost))
    return Authorship(
        reading=reading,
        runs=tuple(WrittenRun(run.start, run.end, writings[_id(run.step)]) for run in runs),
        writings=tuple(sorted(writings.values(), key=lambda writing: writing.number)),
        struck=tuple(
            StruckWords(loss.text, writings[_id(loss.written)], writings[_id(loss.struck)]) for loss in lost
        ),
    )


def _attributed(version: Version, steps: Sequence[Step]) -> tuple[tuple[Run, ...], tuple[Loss, ...]]:
    """Who wrote and who struck what; kept for published versions under all that it follows from."""
    if not version.is_published:
        return attribute(steps), struck(steps)
    kept_under = f"authorship:{digest(canonical([[step.id, step.text, step.parents] for step in steps]))}"
    kept: tuple[tuple[Run, ...], tuple[Loss, ...]] | None = cache.get(kept_under)
    if kept is None:
        kept = attribute(steps), struck(steps)
        cache.set(kept_under, kept, _A_MONTH)
    return kept


def _ancestors(descents: Iterable[Descent]) -> Ancestors:
    found: dict[tuple[int, int], frozenset[int]] = defaultdict(frozenset)
    for descent in descents:
        found[descent.version_id, descent.descendant_id] |= {descent.ancestor_id}
    return found


def _partners(versions: VersionQuerySet, clauses: Collection[int]) -> set[int]:
    """Clauses of one act with these, also of a split or merger that was undone and has no descent any more."""
    told = Revision.objects.filter(version__in=versions)
    acts = told.filter(clause__in=clauses, change__in=(Change.SPLIT, Change.MERGED)).exclude(act="")
    return set(told.filter(act__in=acts.values("act")).values_list("clause", flat=True))


def _places_before(versions: VersionQuerySet, clauses: Collection[int]) -> Places:
    """Where clauses stood on the way to each version: in the last one before it that had them. One query."""
    placed = Placement.objects.filter(version__in=versions, clause__in=clauses).order_by("version__number")
    found: dict[tuple[int, int], int] = {}
    standing: dict[int, int] = {}
    for version, places in groupby(
        placed.values_list("version", "clause", "position"), key=lambda place: place[0]
    ):
        found |= {(version, clause): position for clause, position in standing.items()}
        standing |= {clause: position for _, clause, position in places}
    return found


def _id(step: int) -> int:
    """A step's revision; those that stand for what no revision tells of are one."""
    return max(step, UNRECORDED)


def _named(runs: Iterable[Run], lost: Iterable[Loss]) -> set[int]:
    """The changes that a page has to name."""
    return {_id(run.step) for run in runs} | {
        _id(step) for loss in lost for step in (loss.written, loss.struck)
    }


def _writings(user: Visitor, revisions: Sequence[Revision], named: set[int]) -> dict[int, Writing]:
    """Revision → its number, counted from one in order of time, with the inputs it answers. One query."""
    shown = [each for each in revisions if each.history_id in named]
    trails = enumerate(trace_revisions(user, shown), start=1)
    writings = {trail.revision.id: Writing(number, trail) for number, trail in trails}
    if UNRECORDED in named:
        writings[UNRECORDED] = Writing(UNRECORDED, None)
    return writings


@dataclass
class _Chain:
    """The steps that led to a clause's words, from its own revisions and those of the clauses it came from.

    What a revision found there and no earlier one had left is a step of its own, with a number below
    zero: words that the record does not tell of are nobody's, never those of whoever came next.
    """

    clause: int
    ancestors: Ancestors
    places: Places
    _steps: list[Step] = field(init=False, default_factory=list)
    # Act → the clauses it changed.
    _acts: dict[str, set[int]] = field(init=False, default_factory=lambda: defaultdict(set))
    # Step → itself and all that led to it.
    _behind: dict[int, set[int]] = field(init=False, default_factory=dict)
    _last: dict[int, list[tuple[Step, str]]] = field(init=False, default_factory=lambda: defaultdict(list))

    def steps(self, revisions: Sequence[Revision], now: str) -> list[Step]:
        """In order of time; the last one holds the words as they stand."""
        for revision in revisions:
            self._acts[revision.act].add(revision.clause_id)
        for revision in revisions:
            if revision.change != Change.REMOVED:
                self._add(revision)
        own = self._left_by(self.clause, "")
        # What no revision led to; or what did, while others of the family went on after the clause's last change.
        if own is None or own.text != now or self._steps[-1] is not own:
            self._unrecorded(now, [own] if own else [])
        return self._steps

    def _unrecorded(self, text: str, parents: Sequence[Step]) -> Step:
        return self._step(-len(self._steps) - 1, text, parents)

    def _step(self, number: int, text: str, parents: Sequence[Step]) -> Step:
        step = Step(number, text, tuple(parent.id for parent in parents))
        self._steps.append(step)
        self._behind[number] = {number}.union(*(self._behind[parent.id] for parent in parents))
        return step

    def _add(self, revision: Revision) -> None:
        parents = self._parents(revision)
        found = plain(revision.before) if revision.change != Change.NEW else ""
        if found and found not in {parent.text for parent in parents}:
            parents = [self._unrecorded(found, parents)]
        step = self._step(revision.history_id, plain(revision.text), parents)
        self._last[revision.clause_id].append((step, revision.act))

    def _parents(self, revision: Revision) -> list[Step]:
        """Where a change started from: the clause as it was, and those whose words went into it then."""
        came_from = {revision.clause_id}
        if revision.change in _TAKES_OVER:
            came_from |= self.ancestors.get((revision.version_id, revision.clause_id), frozenset())
            came_from |= self._acts[revision.act] if revision.act else set()
        # In the order in which they stood, so that what reads in a row is compared in a row.
        in_order = sorted(
            came_from, key=lambda clause: (self.places.get((revision.version_id, clause), 0), clause)
        )
        left = (self._left_by(clause, revision.act) for clause in in_order)
        found = [step for step in left if step is not None]
        # What had gone into one of them before is part of its words already.
        return [
            step
            for step in found
            if not any(step.id in self._behind[other.id] for other in found if other is not step)
        ]

    def _left_by(self, clause: int, act: str) -> Step | None:
        """A clause's last step before an act: what the act itself made of it does not count."""
        steps = reversed(self._last[clause])
        return next((step for step, by in steps if not act or by != act), None)
