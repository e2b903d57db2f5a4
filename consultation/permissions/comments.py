"""Who sees, withdraws and moderates which comments."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    CommentDraft,
    Consultation,
    Signature,
    Spoken,
    Standing,
    User,
)
from consultation.permissions.people import membership_of
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Role
from drafts.permissions import (
    COMMITTEE,
    Visitor,
    granted_texts,
    is_not_adopted,
    roles_on,
)

SIDE_OF_THE_TABLE = COMMITTEE | {Role.SECRETARIAT}


def visible_comments(user: Visitor, at: datetime | None = None) -> QuerySet[Comment]:
    """Comments that are visible to all, one's own, and all those on texts one works on."""
    return Comment.objects.filter(comments_seen_by(user, at=at))


def shown_publicly(at: datetime, comment: str = "") -> Q:
    """Comments that everybody may read at that time, as a condition on rows that name a comment.

    Let through, and where inputs become visible after closing, closed.
    """
    return Q(**{f"{comment}standing__state": Standing.State.VISIBLE}) & ~held_back(
        at, f"{comment}consultation__"
    )


def held_back(at: datetime, consultation: str = "") -> Q:
    """Consultations whose inputs nobody else reads until they close, as a condition on rows that name one."""
    return Q(
        **{
            f"{consultation}moderation": Consultation.Moderation.CLOSING,
            f"{consultation}closes_at__gt": at,
        }
    )


def comments_seen_by(user: Visitor, comment: str = "", *, at: datetime | None = None) -> Q:
    """The same as a condition on rows that name a comment (`comment="comment__"`), now or at a time.

    A join, where `comment__in=visible_comments(user)` would have the database go through every comment there is.
    """
    seen = shown_publicly(at or timezone.now(), comment)
    if user.pk is not None:
        seen |= Q(**{f"{comment}author": user.pk})
        seen |= Q(**{f"{comment}consultation__version__text__in": granted_texts(user)})
    return seen


def own_comments(user: User) -> QuerySet[Comment]:
    """What somebody submitted."""
    return Comment.objects.filter(author=user)


def own_drafts(user: User) -> QuerySet[CommentDraft]:
    """What somebody has half-written."""
    return CommentDraft.objects.filter(author=user)


def moderated_comments(user: Visitor) -> QuerySet[Comment]:
    """Comments that somebody may moderate."""
    return Comment.objects.filter(consultation__version__text__in=granted_texts(user))


def can_withdraw(user: Visitor, comment: Comment) -> Decision:
    """Its author, before it is answered."""
    if comment.author_id != user.pk:
        return refused(_("Only its author withdraws a comment."))
    if comment.standing.disposition_id:
        return refused(_("This comment has been answered; it stays with its answer."))
    if comment.standing.state not in Standing.OWED:
        return refused(_("This comment is not before the committee."))
    return ALLOWED


def can_moderate(user: Visitor, comment: Comment) -> Decision:
    """The secretariat and the text's committee, never for themselves, nor for their own organisation."""
    if not roles_on(user, comment.consultation.version.text) & SIDE_OF_THE_TABLE:
        return refused(_("Only the secretariat and the drafting committee moderate comments."))
    return can_moderate_each(user, [comment])[comment.pk]


def can_moderate_each(user: Visitor, comments: Iterable[Comment]) -> dict[int, Decision]:
    """The same answer for each of the `moderated_comments`, in three queries."""
    asked, membership = list(comments), membership_of(user)
    organisation = membership.organisation_id if membership else None
    signed, aloud = _signed_by(organisation, asked), _said_aloud_by(user, asked)
    return {
        each.pk: _may_be_moderated(
            each,
            organisation,
            is_own=each.author_id == user.pk or each.pk in aloud,
            is_signed=each.pk in signed,
        )
        for each in asked
    }


def _said_aloud_by(user: Visitor, comments: Iterable[Comment]) -> set[int]:
    """Those of the comments that somebody said in a session where speakers are named. No query without one."""
    from_sessions = [each.pk for each in comments if each.is_from_session]
    if not from_sessions:
        return set()
    spoken = Spoken.objects.filter(comment__in=from_sessions, speaker=user.pk)
    return set(spoken.values_list("comment", flat=True))


def _signed_by(organisation: int | None, comments: Iterable[Comment]) -> set[int]:
    """Those of the comments that an organisation signed with others. No query without one."""
    if organisation is None:
        return set()
    signatures = Signature.objects.filter(organisation=organisation, withdrawn_at=None)
    return set(
        signatures.filter(comment__in=[each.pk for each in comments]).values_list("comment", flat=True)
    )


def _may_be_moderated(
    comment: Comment, organisation: int | None, *, is_own: bool, is_signed: bool
) -> Decision:
    if organisation and organisation == comment.organisation_id:
        return refused(_("Nobody moderates a comment of their own organisation."))
    if is_own:
        return refused(_("Nobody moderates their own comment."))
    if is_signed:
        return refused(_("Nobody moderates a comment that their own organisation has signed."))
    if comment.standing.state == Standing.State.WITHDRAWN:
        return refused(_("Its author has withdrawn this comment."))
    return ALLOWED


def can_let_through(comment: Comment) -> Decision:
    """Until the text is adopted: nobody would answer it any more."""
    if is_not_adopted(comment.consultation.version.text):
        return ALLOWED
    return refused(_("This text is adopted: nobody would answer the comment any more. It stays as it is."))
