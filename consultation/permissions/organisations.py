"""Who sees the inside of an organisation, who acts for it, and who drafts in it."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultation.models import CommentDraft, Membership, Organisation
from consultation.permissions.people import Speaker, speaker_of
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor, is_secretariat

COORDINATOR = Membership.Role.COORDINATOR


def organisations_inside(user: Visitor) -> QuerySet[Organisation]:
    """The organisation one is a voice of; the secretariat looks after all of them."""
    if user.pk is None:
        return Organisation.objects.none()
    if is_secretariat(user):
        return Organisation.objects.all()
    own = Membership.objects.standing().filter(user=user.pk)
    return Organisation.objects.filter(pk__in=own.values("organisation"))


def house_of(user: Visitor) -> int | None:
    """The organisation that somebody coordinates."""
    speaker = speaker_of(user) if user.pk is not None else None
    return speaker.organisation if speaker and speaker.role == COORDINATOR else None


def can_coordinate(user: Visitor, organisation: Organisation) -> Decision:
    """Its coordinators, and the secretariat: who appoints, ends memberships and says how it speaks."""
    if house_of(user) == organisation.pk or is_secretariat(user):
        return ALLOWED
    return refused(_("Only its coordinators and the secretariat act for an organisation."))


def can_step_down(user: Visitor, membership: Membership) -> Decision:
    """A coordinator for themselves; the secretariat for anybody."""
    return can_step_down_each(user, [membership])[membership.pk]


def can_step_down_each(user: Visitor, memberships: Iterable[Membership]) -> dict[int, Decision]:
    """The same answer for each membership, in one query."""
    vets = is_secretariat(user)
    return {each.pk: _may_step_down(user, each, vets=vets) for each in memberships}


def _may_step_down(user: Visitor, membership: Membership, *, vets: bool) -> Decision:
    if membership.role != COORDINATOR:
        return refused(_("Only a coordinator steps down."))
    if membership.user_id == user.pk or vets:
        return ALLOWED
    return refused(_("A coordinator steps down by themselves, or the secretariat relieves them."))


def can_end(user: Visitor, membership: Membership) -> Decision:
    """Oneself; a member's, their coordinators; anybody's, the secretariat."""
    return can_end_each(user, [membership])[membership.pk]


def can_end_each(user: Visitor, memberships: Iterable[Membership]) -> dict[int, Decision]:
    """The same answer for each membership, in two queries."""
    vets, house = is_secretariat(user), house_of(user)
    return {each.pk: _may_end(user, each, house, vets=vets) for each in memberships}


def _may_end(user: Visitor, membership: Membership, house: int | None, *, vets: bool) -> Decision:
    if membership.user_id == user.pk or vets:
        return ALLOWED
    if membership.role == COORDINATOR:
        return refused(_("Only a coordinator themselves or the secretariat ends a coordinator’s membership."))
    if house is not None and membership.organisation_id == house:
        return ALLOWED
    return refused(_("Only its coordinators and the secretariat end a membership."))


def shared_drafts(user: Visitor) -> QuerySet[CommentDraft]:
    """Half-written comments that members of the house somebody coordinates have shared with it."""
    house = house_of(user)
    return CommentDraft.objects.filter(organisation=house) if house else CommentDraft.objects.none()


def can_read_drafts(user: Visitor, organisation: Organisation) -> Decision:
    """The coordinators, and nobody else: not the secretariat either."""
    if house_of(user) == organisation.pk:
        return ALLOWED
    return refused(_("Only its coordinators read what the members of an organisation have shared."))


def can_change_draft(user: Visitor, draft: CommentDraft) -> Decision:
    """Its author, as long as it has gone nowhere."""
    if draft.author_id != user.pk:
        return refused(_("Only its author decides on a draft."))
    if draft.taken_into_id is not None:
        return refused(_("This draft went into a comment of your organisation."))
    return ALLOWED


def can_share(user: Visitor, draft: CommentDraft) -> Decision:
    """Its author, with the organisation they are a voice of."""
    decision = can_change_draft(user, draft)
    if decision and not is_of_a_house(user):
        return refused(_("You speak in your own name: there is nobody to share a draft with."))
    return decision


def is_of_a_house(user: Visitor) -> bool:
    """Whether somebody is a voice of an organisation, with others or alone."""
    speaker = speaker_of(user) if user.pk is not None else None
    return speaker is not None and speaker.organisation is not None


def can_suggest(user: Visitor, draft: CommentDraft) -> Decision:
    """The coordinators of the organisation it is shared with, as long as it has gone nowhere."""
    if draft.organisation_id is None or house_of(user) != draft.organisation_id:
        return refused(_("Only a coordinator suggests other words for a draft that was shared."))
    if draft.taken_into_id is not None:
        return refused(_("This draft went into a comment of your organisation."))
    if draft.author_id == user.pk:
        return refused(_("This draft is yours: change it yourself."))
    return ALLOWED


def with_one_voice(speaker: Speaker) -> Decision:
    """Where an organisation speaks with one voice, its coordinators submit and its members draft."""
    if speaker.one_voice and speaker.role != COORDINATOR:
        return refused(
            _("Your organisation speaks with one voice: its coordinators submit. Share your draft with them.")
        )
    return ALLOWED
