"""Under which heading a clause stands: many clauses of real drafts are called “1.” or nothing at all."""

from drafts.models import Placement, Version
from drafts.reports.reading import ClauseReading, read_clause_called
from drafts.text.markup import ClauseKind


def heading_over(version: Version, clause: ClauseReading, language: str) -> ClauseReading | None:
    """The nearest heading above a clause of a version; above a heading, the one it lies under. Two queries."""
    headings = Placement.objects.filter(
        version=version, kind=ClauseKind.HEADING, position__lt=clause.position
    )
    if clause.kind == ClauseKind.HEADING:
        headings = headings.filter(depth__lt=clause.depth)
    key = headings.order_by("-position").values_list("clause__key", flat=True).first()
    return read_clause_called(version, key, language) if key else None
