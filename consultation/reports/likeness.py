"""Comments that say nearly the same: as they are compared, and how many of them there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from consultation.models import Comment, Likeness
from drafts.text.likeness import SHORT, Spoken, is_alike, listen


@dataclass(frozen=True, slots=True)
class Heard:
    """A comment as it is compared with others."""

    key: int
    clause: int
    spoken: Spoken

    def repeats(self, first: "Heard") -> bool:
        """Whether it says nearly what an earlier one says.

        A letter is the same wherever in the text it is put; “We agree.” is not, said of two clauses.
        """
        if self.clause != first.clause and len(self.spoken.words) < SHORT:
            return False
        return is_alike(self.spoken, first.spoken)


def hear(comments: QuerySet[Comment]) -> list[Heard]:
    """Comments as they are compared: what they say and propose. One query."""
    rows = comments.values_list("pk", "clause", "body", "proposed_wording")
    return [Heard(key, clause, listen(f"{body}\n{proposed}")) for key, clause, body, proposed in rows]


def ungrouped() -> QuerySet[Comment]:
    """Comments that nobody has compared yet."""
    return Comment.objects.filter(likeness=None)


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Several comments that say nearly the same: the reference of the first, and how many they are with it."""

    first: str
    number: int


def groups_of(comments: Sequence[int], counted: Q | None = None) -> dict[int, AlikeGroup]:
    """Comment → its group, for those that are not alone in it. Two queries.

    `counted` says which comments count, as a condition on rows that name a comment.
    """
    leaders = dict(Likeness.objects.filter(comment__in=comments).values_list("comment", "leader"))
    if not leaders:
        return {}
    alike = Likeness.objects.filter(counted or Q(), leader__in=set(leaders.values()))
    counts = alike.values_list("leader", "leader__reference").annotate(Count("pk")).order_by()
    groups = {leader: AlikeGroup(first, number) for leader, first, number in counts if number > 1}
    return {comment: groups[leader] for comment, leader in leaders.items() if leader in groups}
