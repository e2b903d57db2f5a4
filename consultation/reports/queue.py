"""What still has to be done: comments that await moderation or an answer."""

from django.db.models import QuerySet

from consultation.models import Comment, Standing
from drafts.models import Text


def unanswered_comments(text: Text) -> QuerySet[Comment]:
    """Comments on any version of a text that are owed an answer, oldest first."""
    owed = Standing.objects.owed_an_answer()
    return (
        Comment.objects.filter(standing__in=owed, consultation__version__text=text)
        .select_related("standing", "clause", "organisation", "author", "consultation__version")
        .order_by("submitted_at", "pk")
    )
