"""Clauses that changed in substance after the consultation closed: which ones, and what that opens again."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from consultation.models import Consultation, ReopenedClause
from drafts.models import Change, Placement, Revision, Text, Version, Weight


@dataclass(frozen=True, slots=True)
class LateChange:
    """A clause that changed in substance after the consultation closed, and the last revision that did it."""

    clause_id: int
    key: str
    label: str
    revision: int


def last_whole_consultation(text: Text) -> Consultation | None:
    """The consultation on the whole of a text that closes last. One query."""
    whole = Consultation.objects.filter(version__text=text, scope=Consultation.Scope.WHOLE)
    return whole.order_by("closes_at", "pk").last()


def changed_in_substance_since_consultation(text: Text, version: Version) -> list[LateChange]:
    """The clauses of a version that it changed in substance after the last consultation closed. Three queries.

    In the order of the text; none where nobody was ever asked about it.
    """
    last = last_whole_consultation(text)
    if last is None:
        return []
    late = dict(
        _late_changes(version, last.closes_at).order_by("history_id").values_list("clause", "history_id")
    )
    placed = Placement.objects.filter(version=version, clause__in=late).order_by("position")
    return [
        LateChange(clause, key, label, late[clause])
        for clause, key, label in placed.values_list("clause_id", "clause__key", "label")
    ]


def _late_changes(version: Version, closed_at: datetime) -> QuerySet[Revision]:
    """Changes of substance since then; a translation that is new says nothing new."""
    revisions: QuerySet[Revision] = Revision.objects.filter(
        version=version, weight=Weight.SUBSTANCE, history_date__gte=closed_at
    )
    return revisions.exclude(~Q(language=version.text.language), change=Change.NEW)


def will_reopen(revision: Revision) -> bool:
    """Whether publishing the version in work opens a clause for input because of this revision. Two queries."""
    version = revision.version
    last = last_whole_consultation(version.text)
    if last is None or version.is_published:
        return False
    return _late_changes(version, last.closes_at).filter(pk=revision.pk).exists()


@dataclass(frozen=True, slots=True)
class ReopenedReading:
    """A clause that was opened for input again, as a list names it, and the revision that did it."""

    key: str
    label: str
    revision: int


def read_reopened(consultation: Consultation) -> list[ReopenedReading]:
    """The clauses a consultation is about, in order; none where it is about the whole text. Two queries."""
    if consultation.scope == Consultation.Scope.WHOLE:
        return []
    reopened = ReopenedClause.objects.filter(consultation=consultation)
    placed = Placement.objects.filter(version=consultation.version_id, clause__in=reopened.values("clause"))
    rows = placed.order_by("position").values_list("clause_id", "clause__key", "label")
    revisions = revisions_that_reopened(consultation)
    return [ReopenedReading(key, label, revisions[clause]) for clause, key, label in rows]


def revisions_that_reopened(consultation: Consultation) -> dict[int, int]:
    """Clause → the revision that opened it for input again. One query."""
    return dict(ReopenedClause.objects.filter(consultation=consultation).values_list("clause", "revision"))
