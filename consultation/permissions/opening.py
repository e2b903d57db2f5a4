"""Who changes the terms of a consultation, how far, and until when."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from consultation.models import Comment, Consultation, Release
from consultation.permissions.comments import shown_publicly
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Role, Version
from drafts.permissions import Visitor, is_open_for_work, roles_on

Audience, Moderation, Phase = Consultation.Audience, Consultation.Moderation, Consultation.Phase

# From who speaks least to who speaks most, and from what is seen first to what is seen last.
_WIDER = (Audience.NAMED, Audience.REGISTERED, Audience.PUBLIC)
_STRICTER = (Moderation.AFTER, Moderation.BEFORE, Moderation.CLOSING)


def can_change(user: Visitor, consultation: Consultation, at: datetime) -> Decision:
    """The secretariat, until the consultation has closed."""
    text = consultation.version.text
    if Role.SECRETARIAT not in roles_on(user, text):
        return refused(_("Only the secretariat changes a consultation."))
    if consultation.phase_at(at) is Phase.CLOSED:
        return refused(_("This consultation is closed: its terms stand. It can still be extended."))
    return is_open_for_work(text)


def can_set_visibility(consultation: Consultation, moderation: str, at: datetime) -> Decision:
    """Anything before anybody spoke; from then on only stricter, and not for inputs that everybody has read."""
    if moderation == consultation.moderation:
        return ALLOWED
    if consultation.phase_at(at) is Phase.ANNOUNCED and not _was_spoken_in(consultation):
        return ALLOWED
    if _STRICTER.index(Moderation(moderation)) < _STRICTER.index(Moderation(consultation.moderation)):
        return refused(
            _(
                "When inputs become visible is set before a consultation opens. From then on it can be made"
                " stricter, never looser: people spoke under that rule."
            )
        )
    if moderation == Moderation.CLOSING and _was_shown(consultation, at):
        return refused(
            _("Everybody reads some of its inputs already: they cannot be held back until it closes.")
        )
    return ALLOWED


def can_set_audience(
    consultation: Consultation,
    audience: str,
    categories: Collection[str],
    organisations: Collection[int],
    at: datetime,
) -> Decision:
    """Anybody before it opens; from then on more people, never fewer."""
    if consultation.phase_at(at) is Phase.ANNOUNCED:
        return ALLOWED
    wider, was = _WIDER.index(Audience(audience)), _WIDER.index(Audience(consultation.audience))
    if wider > was or (wider == was and _names_all(consultation, categories, organisations)):
        return ALLOWED
    return refused(
        _("Whoever was asked when it opened stays asked: from then on more people are asked, never fewer.")
    )


def can_set_opening(consultation: Consultation, opens_at: datetime, at: datetime) -> Decision:
    """Any time before it opens; from then on it has begun when it began."""
    if opens_at == consultation.opens_at:
        return ALLOWED
    if consultation.phase_at(at) is Phase.ANNOUNCED and not _was_spoken_in(consultation):
        return ALLOWED
    return refused(_("It has opened already: when it began stays as it was."))


def _was_spoken_in(consultation: Consultation) -> bool:
    return Comment.objects.filter(consultation=consultation).exists()


def can_set_closing(consultation: Consultation, closes_at: datetime, at: datetime) -> Decision:
    """Any time before it opens; from then on none that is earlier than was said."""
    if consultation.phase_at(at) is Phase.OPEN and closes_at < consultation.closes_at:
        return refused(_("It never closes earlier than was said when it opened."))
    return ALLOWED


def _names_all(
    consultation: Consultation, categories: Collection[str], organisations: Collection[int]
) -> bool:
    if not set(consultation.categories) <= set(categories):
        return False
    return set(consultation.organisations.values_list("pk", flat=True)) <= set(organisations)


def can_extend(user: Visitor, consultation: Consultation, at: datetime) -> Decision:
    """The secretariat, from its opening until the next version is published; not what was read when it closed."""
    version = consultation.version
    if Role.SECRETARIAT not in roles_on(user, version.text):
        return refused(_("Only the secretariat extends a consultation."))
    phase = consultation.phase_at(at)
    if phase is Phase.ANNOUNCED:
        return refused(_("It has not opened yet: change its times instead."))
    if Release.objects.filter(consultation=consultation).exists():
        return refused(_("Its report is released: what is said after that would not be in it."))
    later = Version.objects.published().filter(text=version.text_id, number__gt=version.number)
    if later.exists():
        return refused(_("A later version is published: inputs are taken on that one."))
    if (
        phase is Phase.CLOSED
        and consultation.moderation == Moderation.CLOSING
        and _was_shown(consultation, at)
    ):
        return refused(_("Everybody could read its inputs when it closed: nobody speaks after that."))
    return is_open_for_work(version.text)


def _was_shown(consultation: Consultation, at: datetime) -> bool:
    """Whether everybody may read something that was said in it."""
    return Comment.objects.filter(shown_publicly(at), consultation=consultation).exists()


def can_ask(user: Visitor, consultation: Consultation, at: datetime) -> Decision:
    """The secretariat puts questions, and more of them, until the consultation closes."""
    if Role.SECRETARIAT not in roles_on(user, consultation.version.text):
        return refused(_("Only the secretariat puts guiding questions."))
    if consultation.phase_at(at) is Phase.CLOSED:
        return refused(_("This consultation is closed: nobody would answer a question any more."))
    return ALLOWED
