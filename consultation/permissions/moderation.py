"""Who reads the log of moderation, and who answers a moderator."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultation.models import Moderation, Standing
from consultation.permissions.comments import SIDE_OF_THE_TABLE
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Text
from drafts.permissions import Visitor, roles_on

KEPT_BACK = (Standing.State.RETURNED, Standing.State.HIDDEN)


def can_read_log(user: Visitor, text: Text) -> Decision:
    """The secretariat and the text's committee."""
    if roles_on(user, text) & SIDE_OF_THE_TABLE:
        return ALLOWED
    return refused(_("Only the secretariat and the drafting committee read the log of moderation."))


def own_decisions(user: Visitor) -> QuerySet[Moderation]:
    """Decisions that kept somebody's own comments back."""
    return Moderation.objects.filter(comment__author=user.pk, state__in=KEPT_BACK)


def can_answer_moderator(user: Visitor, moderation: Moderation) -> Decision:
    """The author, once, while the decision keeps their comment back."""
    if moderation.comment.author_id != user.pk:
        return refused(_("Only its author answers what was decided about a comment."))
    last = Moderation.objects.filter(comment=moderation.comment).order_by("pk").last()
    if last != moderation or moderation.state not in KEPT_BACK:
        return refused(_("This decision does not keep your comment back any more."))
    if hasattr(moderation, "answer"):
        return refused(_("You have answered this decision already; an answer is given once."))
    return ALLOWED
