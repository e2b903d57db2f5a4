"""What still has to be done: comments that await moderation or an answer."""

from django.db.models import Prefetch, QuerySet

from consultation.models import Comment, Moderation, Standing
from drafts.models import Text


def unanswered_comments(text: Text) -> QuerySet[Comment]:
    """Comments on any version of a text that are owed an answer, oldest first."""
    owed = Standing.objects.owed_an_answer()
    return (
        Comment.objects.filter(standing__in=owed, consultation__version__text=text)
        .select_related("standing", "clause", "organisation", "author", "consultation__version")
        .order_by("submitted_at", "pk")
    )


def to_moderate(comments: QuerySet[Comment], state: str = "", text: str = "") -> QuerySet[Comment]:
    """Comments with all a moderator reads, oldest first; of one state and one text where asked."""
    if state:
        comments = comments.filter(standing__state=state)
    if text:
        comments = comments.filter(consultation__version__text__slug=text)
    log = Moderation.objects.select_related("decided_by").order_by("pk")
    return (
        comments.select_related("standing", "clause", "organisation", "author", "consultation__version__text")
        .prefetch_related(Prefetch("moderations", queryset=log))
        .order_by("submitted_at", "pk")
    )


def latest_decision(comment: Comment) -> Moderation | None:
    """The last thing that was decided about a comment."""
    return comment.moderations.select_related("decided_by").order_by("pk").last()
