"""A version in two languages, clause beside clause."""

from dataclasses import dataclass

from consultation.reports.document import CommentCount, count_comments
from drafts.models import Version, WordingState
from drafts.reports.reading import ClauseReading, read_version


@dataclass(frozen=True, slots=True)
class Side:
    """A clause's words in the language of one side; none where it does not have that language."""

    words: ClauseReading | None

    @property
    def is_stale(self) -> bool:
        return self.words is not None and self.words.state == WordingState.STALE


@dataclass(frozen=True, slots=True)
class ParallelRow:
    """One clause in two languages, with the comments made on it in any."""

    clause: ClauseReading
    left: Side
    right: Side
    count: CommentCount

    @property
    def heading_level(self) -> int:
        """The title of the page is the first level."""
        return min(self.clause.depth + 2, 6)


def read_parallel(
    version: Version, left: str, right: str, *, counted_on: Version | None, committee: bool
) -> tuple[ParallelRow, ...]:
    """The clauses in order. Five queries, however many there are; one once a published version is kept."""
    tally = count_comments(counted_on, committee=committee)
    pairs = zip(read_version(version, left).clauses, read_version(version, right).clauses, strict=True)
    return tuple(
        ParallelRow(
            clause=one,
            left=Side(one if one.language == left else None),
            right=Side(other if other.language == right else None),
            count=tally.get(one.clause_id, CommentCount()),
        )
        for one, other in pairs
    )
