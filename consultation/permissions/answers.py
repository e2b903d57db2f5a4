"""Who sees a desk and answers comments."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    Standing,
)
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Text
from drafts.permissions import (
    COMMITTEE,
    Visitor,
    roles_on,
)


def can_see_desk(user: Visitor, text: Text) -> Decision:
    """Those who work on a text see its desk."""
    if roles_on(user, text):
        return ALLOWED
    return refused(_("Only those who work on this text see its desk."))


def can_dispose(user: Visitor, comment: Comment) -> Decision:
    """Committee members answer comments that have been let through."""
    return can_dispose_each(user, comment.consultation.version.text, [comment])[comment.pk]


def can_dispose_each(user: Visitor, text: Text, comments: Iterable[Comment]) -> dict[int, Decision]:
    """The same answer for each comment on a text, in one query."""
    in_committee = bool(roles_on(user, text) & COMMITTEE)
    return {comment.pk: _may_be_disposed(comment, in_committee=in_committee) for comment in comments}


def _may_be_disposed(comment: Comment, *, in_committee: bool) -> Decision:
    if not in_committee:
        return refused(_("Only the drafting committee answers comments."))
    if comment.standing.state == Standing.State.PENDING:
        return refused(_("Moderate this comment before it is answered."))
    if comment.standing.state != Standing.State.VISIBLE:
        return refused(_("This comment is not before the committee."))
    return ALLOWED
