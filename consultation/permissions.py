"""Who may see, say, moderate and answer what, and when. Lists, buttons and gates all ask here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    CommentDraft,
    Consultation,
    ConsultationQuerySet,
    Membership,
    Standing,
    User,
)
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Amendment, AmendmentKind, Role, Text, Version
from drafts.models.prepared import Prepared
from drafts.permissions import (
    COMMITTEE,
    Visitor,
    can_decide,
    can_restructure,
    granted_texts,
    is_not_adopted,
    is_open_for_work,
    is_secretariat,
    roles_on,
    visible_amendments,
    visible_texts,
)

SIDE_OF_THE_TABLE = COMMITTEE | {Role.SECRETARIAT}


def membership_of(user: Visitor) -> Membership | None:
    """The organisation somebody speaks for, once admitted."""
    if user.pk is None:
        return None
    standing = Membership.objects.standing().select_related("organisation")
    return standing.filter(user=user.pk).first()


@dataclass(frozen=True, slots=True)
class Speaker:
    """The organisation that somebody speaks for, as far as a permission asks."""

    organisation: int
    category: str
    slug: str


def speaker_of(user: Visitor) -> Speaker | None:
    """The same without the rows behind it: what every page of an open consultation asks."""
    found = _SPEAKER.rows(user.pk)
    return Speaker(*found[0]) if found else None


_SPEAKER = Prepared(
    lambda user: (
        Membership.objects.standing()
        .filter(user=user)
        .values_list("organisation", "organisation__category", "organisation__slug")
    ),
    int,
)


def visible_consultations(user: Visitor) -> ConsultationQuerySet:
    """Consultations on texts one may read: announced, open and closed alike."""
    return Consultation.objects.filter(version__text__in=visible_texts(user))


def visible_comments(user: Visitor) -> QuerySet[Comment]:
    """Comments that are visible to all, one's own, and all those on texts one works on."""
    return Comment.objects.filter(comments_seen_by(user))


def comments_seen_by(user: Visitor, comment: str = "") -> Q:
    """The same as a condition on rows that name a comment (`comment="comment__"`).

    A join, where `comment__in=visible_comments(user)` would have the database go through every comment there is.
    """
    seen = Q(**{f"{comment}standing__state": Standing.State.VISIBLE})
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


def can_comment(
    user: Visitor, consultation: Consultation, at: datetime, clause: int | None = None
) -> Decision:
    """Registered and admitted, of a category that is asked, while the consultation is open on the clause.

    Without a clause: whether anything can be said at all.
    """
    phase = consultation.phase_at(at)
    if phase is Consultation.Phase.ANNOUNCED:
        return refused(_("This consultation has not opened yet."))
    if phase is Consultation.Phase.CLOSED:
        return refused(_("This consultation is closed."))
    if user.pk is None:
        return refused(_("Sign in to comment."))
    return _can_speak(user, consultation, clause)


def _can_speak(user: Visitor, consultation: Consultation, clause: int | None) -> Decision:
    speaker = speaker_of(user)
    if speaker is None:
        return refused(
            _("Only registered participants comment. The secretariat has not admitted your registration yet.")
        )
    asked = consultation.categories
    if asked and speaker.category not in asked:
        return refused(_("This consultation asks other categories of participants than yours."))
    return _is_asked_about(consultation, clause)


def _is_asked_about(consultation: Consultation, clause: int | None) -> Decision:
    """All clauses, or those that were reopened. A query in the second case only."""
    if clause is None or consultation.scope == Consultation.Scope.WHOLE:
        return ALLOWED
    if consultation.reopened.filter(clause=clause).exists():
        return ALLOWED
    return refused(
        _("Only the clauses that changed in substance after the consultation closed are open for input.")
    )


def can_keep_draft(
    user: Visitor, consultation: Consultation, at: datetime, clause: int | None = None
) -> Decision:
    """Whoever may comment, and once it is closed too: what is half-written then is not taken away."""
    if consultation.phase_at(at) is Consultation.Phase.CLOSED and user.pk is not None:
        return _can_speak(user, consultation, clause)
    return can_comment(user, consultation, at, clause)


def can_submit_more(user: Visitor, at: datetime) -> Decision:
    """So many comments an hour and no more, so that nobody floods a consultation by machine."""
    if not _lately(settings.COMMENTS_AN_HOUR).rows(user.pk, at - timedelta(hours=1)):
        return ALLOWED
    return refused(_("You have submitted very many comments within an hour. Please wait a little."))


@cache
def _lately(limit: int) -> Prepared:
    """The comment after which there are too many; looks at so many rows and no more, however many there are."""

    def made_since(author: int, since: datetime) -> QuerySet[Comment, tuple[int]]:
        made = Comment.objects.filter(author=author, submitted_at__gt=since)
        return made.order_by().values_list("pk")[limit - 1 : limit]

    return Prepared(made_since, int, datetime)


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
    """The secretariat and the text's committee, never for the moderator's own organisation."""
    if not roles_on(user, comment.consultation.version.text) & SIDE_OF_THE_TABLE:
        return refused(_("Only the secretariat and the drafting committee moderate comments."))
    return _may_be_moderated(comment, membership_of(user))


def can_moderate_each(user: Visitor, comments: Iterable[Comment]) -> dict[int, Decision]:
    """The same answer for each of the `moderated_comments`, in one query."""
    membership = membership_of(user)
    return {comment.pk: _may_be_moderated(comment, membership) for comment in comments}


def _may_be_moderated(comment: Comment, membership: Membership | None) -> Decision:
    if membership and membership.organisation_id == comment.organisation_id:
        return refused(_("Nobody moderates a comment of their own organisation."))
    if comment.standing.state == Standing.State.WITHDRAWN:
        return refused(_("Its author has withdrawn this comment."))
    return ALLOWED


def can_let_through(comment: Comment) -> Decision:
    """Until the text is adopted: nobody would answer it any more."""
    if is_not_adopted(comment.consultation.version.text):
        return ALLOWED
    return refused(_("This text is adopted: nobody would answer the comment any more. It stays as it is."))


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


def can_open_consultation(user: Visitor, version: Version) -> Decision:
    """The secretariat, on a published version."""
    if Role.SECRETARIAT not in roles_on(user, version.text):
        return refused(_("Only the secretariat opens a consultation."))
    if not version.is_published:
        return refused(_("A consultation is about a published version; this one is still in work."))
    # Whoever asks for input on words that stand asks in vain.
    return is_open_for_work(version.text)


def can_admit(user: Visitor) -> Decision:
    """The secretariat vets participants."""
    if is_secretariat(user):
        return ALLOWED
    return refused(_("Only the secretariat admits participants."))


# Comments that are kept from view, with what they propose.
OUT_OF_SIGHT = (Standing.State.HIDDEN, Standing.State.RETURNED, Standing.State.WITHDRAWN)


def shown_amendments(user: Visitor, text: Text) -> QuerySet[Amendment]:
    """The amendments to a text, for those who work on it; without those of comments that are kept from view."""
    return visible_amendments(user, text).exclude(pk__in=amendments_out_of_sight(text))


def amendments_out_of_sight(text: Text) -> QuerySet[Comment, int | None]:
    """What hidden, returned and withdrawn comments on a text propose."""
    kept_back = Comment.objects.filter(standing__state__in=OUT_OF_SIGHT, amendment__isnull=False)
    return kept_back.filter(consultation__version__text=text).values_list("amendment", flat=True)


def can_decide_on(user: Visitor, amendment: Amendment) -> Decision:
    """Those who edit the working version, once the comment that proposes it has been let through."""
    return can_decide_on_each(user, amendment.version.text, [amendment])[amendment.pk]


def can_decide_on_each(user: Visitor, text: Text, amendments: Iterable[Amendment]) -> dict[int, Decision]:
    """The same answer for each amendment to a text; no query for each where their comments are read already."""
    decision = can_decide(user, text)
    return {each.pk: _may_be_decided(each) if decision else decision for each in amendments}


def _may_be_decided(amendment: Amendment) -> Decision:
    states = {comment.standing.state for comment in amendment.comments.all()}
    if Standing.State.PENDING in states:
        return refused(_("Moderate the comment that proposes it before it is decided on."))
    if states & set(OUT_OF_SIGHT):
        return refused(_("The comment that proposes it is not before the committee."))
    return ALLOWED


def can_accept(user: Visitor, amendment: Amendment) -> Decision:
    """The same for taking it in: what changes the structure is the penholder's to do."""
    return can_accept_each(user, amendment.version.text, [amendment])[amendment.pk]


def can_accept_each(user: Visitor, text: Text, amendments: Iterable[Amendment]) -> dict[int, Decision]:
    """The same answer for each amendment to a text; no query for each where their comments are read already."""
    asked = list(amendments)
    structure = can_restructure(user, text) or refused(
        _("Only the penholder changes the structure. It is theirs to take this in.")
    )
    decisions = can_decide_on_each(user, text, asked)
    return {
        each.pk: structure
        if decisions[each.pk] and each.kind != AmendmentKind.REPLACE
        else decisions[each.pk]
        for each in asked
    }
