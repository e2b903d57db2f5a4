"""Who sees a desk and answers comments."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    Duplicate,
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


def can_dispose(user: Visitor, comment: Comment, at: datetime | None = None) -> Decision:
    """Committee members answer comments that have been let through; what is read after closing, after closing."""
    return can_dispose_each(user, comment.consultation.version.text, [comment], at)[comment.pk]


def can_dispose_each(
    user: Visitor, text: Text, comments: Iterable[Comment], at: datetime | None = None
) -> dict[int, Decision]:
    """The same answer for each comment on a text, in two queries."""
    comments, now = list(comments), at or timezone.now()
    in_committee = bool(roles_on(user, text) & COMMITTEE)
    originals = originals_of(comments)
    return {
        comment.pk: _may_be_disposed(comment, originals.get(comment.pk, ""), now, in_committee=in_committee)
        for comment in comments
    }


def originals_of(comments: Iterable[Comment]) -> dict[int, str]:
    """Duplicate → the reference of the comment that it says the same as. One query."""
    merged = Duplicate.objects.filter(comment__in=[comment.pk for comment in comments], parted_at=None)
    # What is answered with an original that is not before the committee would wait for ever.
    merged = merged.filter(original__standing__state=Standing.State.VISIBLE)
    # One that has another answer than its original, or came back after that was answered, is answered by itself.
    waiting = Q(original__standing__disposition=None, comment__standing__disposition=None)
    together = Q(
        original__standing__disposition__decided_at=F("comment__standing__disposition__decided_at"),
        original__standing__disposition__outcome=F("comment__standing__disposition__outcome"),
    )
    merged = merged.filter(waiting | together)
    return dict(merged.values_list("comment", "original__reference"))


def _may_be_disposed(comment: Comment, original: str, at: datetime, *, in_committee: bool) -> Decision:
    if not in_committee:
        return refused(_("Only the drafting committee answers comments."))
    if comment.standing.state == Standing.State.PENDING:
        return refused(_("Moderate this comment before it is answered."))
    if comment.standing.state != Standing.State.VISIBLE:
        return refused(_("This comment is not before the committee."))
    if comment.consultation.holds_back(at):
        return refused(
            _("Inputs of this consultation are answered once it has closed, when everybody reads them.")
        )
    if original:
        says = _("This comment says the same as %(reference)s, and is answered together with it.")
        return refused(says % {"reference": original})
    return ALLOWED
