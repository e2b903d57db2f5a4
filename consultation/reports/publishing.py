"""What publishing would make public, what stands in its way, and what it did with the comments."""

from dataclasses import dataclass

from django.db.models import Count

from consultation.models import Comment, ResolvedAnchor
from consultation.reports.queue import LISTED_FIRST, unanswered_comments
from consultation.reports.reopening import LateChange, changed_in_substance_since_consultation
from drafts.models import Text, Version, WordingState
from drafts.reports.comparing import ComparedClause, Comparison, Fate, compare_versions
from drafts.reports.hashes import content_hash
from drafts.reports.signing import UnsignedClause, removed_since_published, unsigned


@dataclass(frozen=True, slots=True)
class PublishingPreview:
    """The version in work against the last published one, and the comments that still await an answer."""

    working: Version
    latest: Version | None
    basis: str
    clauses: int
    comparison: Comparison | None
    stale: int
    # The first comments that await an answer, and how many do.
    blockers: tuple[Comment, ...]
    unanswered: int
    # Clauses that publishing opens for input again, and those that the chair has not signed as they read.
    reopening: tuple[LateChange, ...] = ()
    unsigned: tuple[UnsignedClause, ...] = ()
    # How many there are to be signed: the clauses that stand, and the removed ones.
    to_sign: int = 0

    @property
    def changed(self) -> tuple[ComparedClause, ...]:
        """Every clause that is not word for word where it was."""
        if self.comparison is None:
            return ()
        return tuple(row for row in self.comparison.clauses if row.fate is not Fate.SAME or row.moved)

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses are changed, new, removed or moved; those without any left out."""
        if self.comparison is None:
            return {}
        counted = {fate.value: self.comparison.count(fate) for fate in (Fate.CHANGED, Fate.NEW, Fate.REMOVED)}
        counted["moved"] = self.comparison.moved
        return {name: number for name, number in counted.items() if number}


def preview_publishing(text: Text, working: Version, latest: Version | None) -> PublishingPreview:
    """Everything the chair looks at before signing. The number of queries does not grow with the text."""
    return PublishingPreview(
        working=working,
        latest=latest,
        basis=content_hash(working),
        clauses=(standing := working.placements.count()),
        comparison=compare_versions(latest, working, text.language) if latest else None,
        stale=working.wordings.filter(state=WordingState.STALE).count(),
        blockers=tuple(unanswered_comments(text)[:LISTED_FIRST]),
        unanswered=unanswered_comments(text).count(),
        reopening=tuple(changed_in_substance_since_consultation(text, working)),
        unsigned=tuple(unsigned(working)),
        to_sign=standing + removed_since_published(working).count(),
    )


def carried_to(version: Version) -> dict[str, int]:
    """How the comments fared that were carried to a version: continuity in words → number."""
    counted = (
        ResolvedAnchor.objects.filter(version=version)
        .exclude(comment__consultation__version=version)
        .values_list("state")
        .annotate(number=Count("pk"))
        .order_by("state")
    )
    return {str(ResolvedAnchor.State(state).label): number for state, number in counted}
