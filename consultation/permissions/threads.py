"""Who endorses and replies, who asks for clarification, who merges duplicates, who says what of an answer."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    Consultation,
    Disposition,
    Duplicate,
    Endorsement,
    Membership,
    Reply,
    Standing,
    User,
)
from consultation.permissions.comments import SIDE_OF_THE_TABLE, comments_seen_by, shown_publicly
from consultation.permissions.people import Speaker, speaker_of
from consultation.permissions.rounds import can_comment
from drafts.access import ALLOWED, Decision, refused
from drafts.models.prepared import Prepared
from drafts.permissions import COMMITTEE, Visitor, granted_texts, is_not_adopted, roles_on


def is_public(comment: Comment, at: datetime) -> bool:
    """The same as `shown_publicly`, of a comment that is read already."""
    consultation = comment.consultation
    closed_off = (
        consultation.moderation == Consultation.Moderation.CLOSING
        and consultation.phase_at(at) is not Consultation.Phase.CLOSED
    )
    return comment.standing.state == Standing.State.VISIBLE and not closed_off


def visible_replies(user: Visitor, at: datetime) -> QuerySet[Reply]:
    """Replies that were let through, to comments one sees; one's own; and all those on texts one works on."""
    seen = Q(state=Reply.State.VISIBLE) & (
        shown_publicly(at, "comment__") | comments_seen_by(user, "comment__", at=at)
    )
    if user.pk is not None:
        seen |= Q(author=user.pk)
        seen |= Q(comment__consultation__version__text__in=granted_texts(user))
    return Reply.objects.filter(seen)


def moderated_replies(user: Visitor) -> QuerySet[Reply]:
    """Replies that somebody may moderate."""
    return Reply.objects.filter(comment__consultation__version__text__in=granted_texts(user))


def requests_to(user: User) -> QuerySet[Reply]:
    """What the committee asks of somebody about their own comments and they have not answered."""
    asked = Reply.objects.filter(kind=Reply.Kind.REQUEST, state=Reply.State.VISIBLE)
    return asked.filter(comment__author=user, clarification=None)


def spoken_comments(user: User) -> QuerySet[Comment]:
    """What somebody submitted, and what was submitted for the organisation that they coordinate."""
    mine = Q(author=user)
    coordinated = coordinated_by(user)
    if coordinated is not None:
        mine |= Q(organisation=coordinated)
    return Comment.objects.filter(mine)


def coordinated_by(user: Visitor) -> int | None:
    """The organisation that somebody coordinates."""
    speaker = speaker_of(user) if user.pk is not None else None
    return speaker.organisation if speaker and speaker.role == Membership.Role.COORDINATOR else None


def can_endorse(user: Visitor, comment: Comment, at: datetime) -> Decision:
    """Whoever may speak on the clause, while the consultation is open, on what others said and everybody reads."""
    return can_endorse_each(user, [comment], at)[comment.pk]


def can_endorse_each(user: Visitor, comments: Iterable[Comment], at: datetime) -> dict[int, Decision]:
    """The same answer for each comment; the number of queries does not grow with them."""
    may_speak = _Floor(user, at)
    return {comment.pk: _may_be_endorsed(may_speak, comment) for comment in comments}


def can_take_back(user: Visitor, endorsement: Endorsement, at: datetime) -> Decision:
    """Whoever endorsed, while the consultation is open."""
    if endorsement.endorsed_by_id != user.pk or endorsement.withdrawn_at is not None:
        return refused(_("You do not endorse this comment."))
    if endorsement.comment.consultation.phase_at(at) is Consultation.Phase.CLOSED:
        return refused(_("This consultation is closed."))
    return ALLOWED


class _Floor:
    """Whether somebody may speak on a clause now: asked once for all comments on it."""

    def __init__(self, user: Visitor, at: datetime) -> None:
        self.user, self.at = user, at
        self.speaker: Speaker | None = None
        self._asked: dict[tuple[int, int], Decision] = {}

    def may_speak_on(self, comment: Comment) -> Decision:
        place = (comment.consultation_id, comment.clause_id)
        if place not in self._asked:
            decision = can_comment(self.user, comment.consultation, self.at, comment.clause_id)
            self._asked[place] = decision
            if decision and self.speaker is None:
                self.speaker = speaker_of(self.user)
        return self._asked[place]

    def is_own(self, comment: Comment) -> bool:
        """Whether they, or the organisation they speak for, said it."""
        ours = self.speaker.organisation if self.speaker else None
        return comment.author_id == self.user.pk or (ours is not None and ours == comment.organisation_id)


def _may_be_endorsed(floor: _Floor, comment: Comment) -> Decision:
    may_speak = floor.may_speak_on(comment)
    if not may_speak:
        return may_speak
    if floor.is_own(comment):
        return refused(_("Nobody endorses their own comment, or one of their own organisation."))
    if not is_public(comment, floor.at):
        return refused(_("Only a comment that everybody reads can be endorsed."))
    return ALLOWED


def can_reply(user: Visitor, comment: Comment, at: datetime) -> Decision:
    """The committee until the text is adopted, and whoever may speak on the clause while the consultation is open."""
    return can_reply_each(user, [comment], at)[comment.pk]


def can_reply_each(user: Visitor, comments: Iterable[Comment], at: datetime) -> dict[int, Decision]:
    """The same answer for each comment on one text; the number of queries does not grow with them."""
    comments = list(comments)
    floor = _Floor(user, at)
    in_committee = None
    if comments and sits_in_committee(user, comments[0]):
        in_committee = is_not_adopted(comments[0].consultation.version.text)
    return {comment.pk: _may_be_replied_to(floor, comment, in_committee) for comment in comments}


def _may_be_replied_to(floor: _Floor, comment: Comment, in_committee: Decision | None) -> Decision:
    if comment.standing.state != Standing.State.VISIBLE:
        return refused(_("Only a comment that was let through can be replied to."))
    return floor.may_speak_on(comment) if in_committee is None else in_committee


def sits_in_committee(user: Visitor, comment: Comment) -> bool:
    """Whether somebody speaks for the drafting committee on a comment, not for themselves."""
    return bool(roles_on(user, comment.consultation.version.text) & COMMITTEE)


def can_ask(user: Visitor, comment: Comment) -> Decision:
    """The committee, about a comment that is before it, until the text is adopted."""
    if not sits_in_committee(user, comment):
        return refused(_("Only the drafting committee asks for clarification."))
    if comment.standing.state == Standing.State.PENDING:
        return refused(_("Moderate this comment before its author is asked about it."))
    if comment.standing.state != Standing.State.VISIBLE:
        return refused(_("This comment is not before the committee."))
    return is_not_adopted(comment.consultation.version.text)


def can_clarify(user: Visitor, request: Reply) -> Decision:
    """The author of the comment, once for each request, after the consultation has closed too."""
    if request.kind != Reply.Kind.REQUEST or request.comment.author_id != user.pk:
        return refused(_("Only the author of the comment is asked."))
    if request.state != Reply.State.VISIBLE:
        return refused(_("This question is not asked any more."))
    if Reply.objects.filter(request=request).exists():
        return refused(_("You have answered this question."))
    return ALLOWED


def can_reply_more(user: Visitor, at: datetime) -> Decision:
    """So many comments and replies an hour and no more."""
    since = at - timedelta(hours=1)
    said = len(_said_lately(settings.COMMENTS_AN_HOUR).rows(user.pk, since))
    said += len(_replied_lately(settings.COMMENTS_AN_HOUR).rows(user.pk, since))
    if said < settings.COMMENTS_AN_HOUR:
        return ALLOWED
    return refused(_("You have written very many comments and replies within an hour. Please wait a little."))


@cache
def _said_lately(limit: int) -> Prepared:
    """Looks at so many rows and no more, however many there are."""

    def made_since(author: int, since: datetime) -> QuerySet[Comment, tuple[int]]:
        made = Comment.objects.filter(author=author, submitted_at__gt=since)
        return made.order_by().values_list("pk")[:limit]

    return Prepared(made_since, int, datetime)


@cache
def _replied_lately(limit: int) -> Prepared:
    def made_since(author: int, since: datetime) -> QuerySet[Reply, tuple[int]]:
        made = Reply.objects.filter(author=author, replied_at__gt=since)
        return made.order_by().values_list("pk")[:limit]

    return Prepared(made_since, int, datetime)


def can_screen(user: Visitor, reply: Reply) -> Decision:
    """The secretariat and the text's committee; never their own, nor their own organisation's."""
    if not roles_on(user, reply.comment.consultation.version.text) & SIDE_OF_THE_TABLE:
        return refused(_("Only the secretariat and the drafting committee moderate replies."))
    if reply.author_id == user.pk:
        return refused(_("Nobody moderates their own reply."))
    speaker = speaker_of(user)
    ours = speaker.organisation if speaker else None
    if ours is not None and ours in (reply.organisation_id, reply.comment.organisation_id):
        return refused(_("Nobody moderates what is said on a comment of their own organisation."))
    return ALLOWED


def can_merge(user: Visitor, comment: Comment, at: datetime) -> Decision:
    """The committee, comments that were let through, until the text is adopted; not what is still held back."""
    if not sits_in_committee(user, comment):
        return refused(_("Only the drafting committee merges comments that say the same."))
    if comment.standing.state == Standing.State.PENDING:
        return refused(_("Moderate this comment before it is merged."))
    if comment.standing.state != Standing.State.VISIBLE:
        return refused(_("This comment is not before the committee."))
    if not is_public(comment, at):
        return refused(
            _("This comment is read by everybody once its consultation has closed: merge it then.")
        )
    return is_not_adopted(comment.consultation.version.text)


def can_part(user: Visitor, duplicate: Duplicate) -> Decision:
    """The committee, until the text is adopted; answers that were given stay."""
    if not sits_in_committee(user, duplicate.comment):
        return refused(_("Only the drafting committee parts comments."))
    return is_not_adopted(duplicate.comment.consultation.version.text)


def can_react(user: Visitor, comment: Comment) -> Decision:
    """The author of a comment that was answered, or a coordinator of the organisation it was submitted for."""
    ours = coordinated_by(user)
    if comment.author_id != user.pk and (ours is None or ours != comment.organisation_id):
        return refused(_("Only its author, or a coordinator of the organisation it speaks for, says this."))
    answer = comment.standing.disposition
    if answer is None:
        return refused(_("This comment has not been answered yet."))
    if comment.standing.state != Standing.State.VISIBLE:
        return refused(_("This comment is not before the committee."))
    if hasattr(answer, "reaction"):
        return refused(_("It has been said already whether this answer is accepted."))
    return ALLOWED


def can_contest(user: Visitor, comment: Comment) -> Decision:
    """The same, once for each comment."""
    decision = can_react(user, comment)
    if decision and _contested(comment):
        return refused(_("An answer to this comment was contested before; that is done once."))
    return decision


def _contested(comment: Comment) -> bool:
    answers = Disposition.objects.filter(comment=comment)
    return answers.filter(reaction__kind="contested").exists()
