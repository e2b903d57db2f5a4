"""What happened to a clause, change by change, over all its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from drafts.models import Clause, Revision, Version
from drafts.text.diff import Change, diff_words
from drafts.text.inline import plain


@dataclass(frozen=True, slots=True)
class RevisionReading:
    """One tracked change as it is read: who, when, why, and the redline on plain words."""

    id: int
    at: datetime
    by: str
    version: Version
    clause_id: int
    clause_key: str
    language: str
    change: str
    weight: str
    reason: str
    before: str
    after: str

    @property
    def redline(self) -> tuple[Change, ...]:
        return diff_words(plain(self.before), plain(self.after))


def read_revisions(revisions: Sequence[Revision]) -> list[RevisionReading]:
    """Revisions as they are read; fetch them with `with_all` so that this costs no query."""
    return [
        RevisionReading(
            id=revision.history_id,
            at=revision.history_date,
            by=str(revision.history_user) if revision.history_user else "",
            version=revision.version,
            clause_id=revision.clause_id,
            clause_key=revision.clause.key,
            language=revision.language,
            change=revision.change,
            weight=revision.weight,
            reason=revision.reason,
            before="" if revision.change == "new" else revision.before,
            after="" if revision.change == "removed" else revision.text,
        )
        for revision in revisions
    ]


def revisions_of(clauses: Sequence[int], *, published_only: bool) -> list[RevisionReading]:
    """Every tracked change of these clauses, newest first; without those of the version in work where asked."""
    rows = (
        Revision.objects.filter(clause__in=clauses)
        .select_related("version", "version__text", "clause", "history_user")
        .order_by("-history_date", "-history_id")
    )
    if published_only:
        rows = rows.filter(version__state=Version.State.PUBLISHED)
    return read_revisions(list(rows))


def kin_of(clause: Clause) -> list[Clause]:
    """The clause with those it was split from or merged with, whose history is its own too."""
    others = {origin.ancestor_id for origin in clause.origins.all()}
    return [clause, *Clause.objects.filter(pk__in=others).order_by("pk")]
