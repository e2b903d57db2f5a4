"""The tick beside an input: this revision answers it."""

from collections.abc import Sequence

from consultation.models import Answered, Comment, User
from consultation.permissions import visible_comments
from drafts.models import Revision


def answerable(text: int, comments: Sequence[Comment], by: User) -> list[Comment]:
    """Only comments on the same text, that the reviser may see, can be answered by a revision."""
    named = visible_comments(by).filter(pk__in=[comment.pk for comment in comments])
    return list(named.filter(consultation__version__text=text).order_by("pk"))


def tick(revision: Revision, comments: Sequence[Comment]) -> None:
    """Say that a revision answers these comments."""
    Answered.objects.bulk_create(
        (Answered(revision=revision, comment=comment) for comment in comments),
        ignore_conflicts=True,
    )
