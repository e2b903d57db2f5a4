"""Who sees a consultation, who may speak in it, and when."""

from datetime import datetime, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    Consultation,
    ConsultationQuerySet,
)
from consultation.permissions.organisations import with_one_voice
from consultation.permissions.people import Speaker, speaker_of
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Role, Version
from drafts.models.prepared import Prepared
from drafts.permissions import (
    Visitor,
    is_open_for_work,
    roles_on,
    visible_texts,
)


def visible_consultations(user: Visitor) -> ConsultationQuerySet:
    """Consultations on texts one may read: announced, open and closed alike."""
    return Consultation.objects.filter(version__text__in=visible_texts(user))


def can_comment(
    user: Visitor,
    consultation: Consultation,
    at: datetime,
    clause: int | None = None,
    speaker: Speaker | None = None,
    *,
    drafting: bool = False,
) -> Decision:
    """Whoever is asked, while the consultation is open on the clause.

    Without a clause: whether anything can be said at all. Whom they speak for is not looked up where it is known.
    Where an organisation speaks with one voice, its members draft and do not submit.
    """
    phase = consultation.phase_at(at)
    if phase is Consultation.Phase.ANNOUNCED:
        return refused(_("This consultation has not opened yet."))
    if phase is Consultation.Phase.CLOSED:
        return refused(_("This consultation is closed."))
    if user.pk is None:
        return refused(_("Sign in to comment."))
    return _can_speak(user, consultation, clause, speaker, drafting=drafting)


def _can_speak(
    user: Visitor,
    consultation: Consultation,
    clause: int | None,
    speaker: Speaker | None = None,
    *,
    drafting: bool = False,
) -> Decision:
    speaker = speaker or speaker_of(user)
    decision = _is_asked(user, consultation, speaker)
    if decision and speaker and not drafting:
        decision = with_one_voice(speaker)
    return is_asked_about(consultation, clause) if decision else decision


def _is_asked(user: Visitor, consultation: Consultation, speaker: Speaker | None) -> Decision:
    """Everybody admitted; those named alone; or everybody whose address is known. A query for the last two."""
    if speaker is None:
        return _may_speak_unregistered(user, consultation)
    if consultation.audience != Consultation.Audience.NAMED or speaker.category in consultation.categories:
        return ALLOWED
    if speaker.organisation and consultation.organisations.filter(pk=speaker.organisation).exists():
        return ALLOWED
    return refused(
        _(
            "This consultation asks other categories of participants than yours, or other organisations."
            " If yours should be heard too, write to the secretariat."
        )
    )


def _may_speak_unregistered(user: Visitor, consultation: Consultation) -> Decision:
    if consultation.audience != Consultation.Audience.PUBLIC:
        return refused(
            _(
                "Only registered participants comment. The secretariat has not admitted your registration yet."
                " If you have not asked to take part, do so; you can comment once you are admitted."
            )
        )
    if EmailAddress.objects.filter(user=user.pk, verified=True).exists():
        return ALLOWED
    return refused(_("Confirm your e-mail address first: follow the link that was sent to it."))


def is_asked_about(consultation: Consultation, clause: int | None) -> Decision:
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
        return _can_speak(user, consultation, clause, drafting=True)
    return can_comment(user, consultation, at, clause, drafting=True)


def can_submit_more(user: Visitor, at: datetime, number: int = 1) -> Decision:
    """So many comments an hour and no more, so that nobody floods a consultation by machine."""
    left = settings.COMMENTS_AN_HOUR - number + 1
    if left > 0 and not _lately(left).rows(user.pk, at - timedelta(hours=1)):
        return ALLOWED
    return refused(_("You have submitted very many comments within an hour. Please wait a little."))


@cache
def _lately(limit: int) -> Prepared:
    """The comment after which there are too many; looks at so many rows and no more, however many there are."""

    def made_since(author: int, since: datetime) -> QuerySet[Comment, tuple[int]]:
        made = Comment.objects.filter(author=author, submitted_at__gt=since)
        return made.order_by().values_list("pk")[limit - 1 : limit]

    return Prepared(made_since, int, datetime)


def can_open_consultation(user: Visitor, version: Version) -> Decision:
    """The secretariat, on a published version."""
    if Role.SECRETARIAT not in roles_on(user, version.text):
        return refused(_("Only the secretariat opens a consultation."))
    if not version.is_published:
        return refused(_("A consultation is about a published version; this one is still in work."))
    # Whoever asks for input on words that stand asks in vain.
    return is_open_for_work(version.text)
