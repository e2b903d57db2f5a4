"""Replies that await moderation, and one reply as its moderator reads it."""

from django.db.models import QuerySet

from consultation.models import Reply, User
from consultation.permissions.threads import moderated_replies

_READ_WITH = (
    "author",
    "organisation",
    "moderated_by",
    "request",
    "comment__author",
    "comment__organisation",
    "comment__spoken__sitting",
    "comment__standing",
    "comment__clause",
    "comment__consultation__version__text",
)


def replies_to_moderate(user: User) -> QuerySet[Reply]:
    """Replies that wait on the texts somebody works on, oldest first."""
    waiting = replies_read_by(user).filter(state=Reply.State.PENDING)
    return waiting.order_by("replied_at", "pk")


def replies_read_by(user: User) -> QuerySet[Reply]:
    """Replies on the texts somebody works on, with all a moderator reads."""
    return moderated_replies(user).select_related(*_READ_WITH)
