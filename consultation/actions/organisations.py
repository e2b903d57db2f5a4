"""Who coordinates an organisation, who leaves it, whether it speaks with one voice, and for whom."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from consultation.models import CommentDraft, Membership, Organisation, SpokenFor, User
from consultation.permissions.organisations import can_coordinate, can_end, can_step_down
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import digest

COORDINATOR, MEMBER = Membership.Role.COORDINATOR, Membership.Role.MEMBER


class SuccessorMissing(Exception):
    """The only coordinator names who follows them, as long as other members remain."""


class NoLongerMember(Exception):
    """Somebody ended this membership a moment earlier."""


class AlreadyListed(Exception):
    """The organisation says already that it speaks for them."""


class ItselfListed(Exception):
    """An organisation does not speak for itself as for another."""


@transaction.atomic
def appoint_coordinator(*, by: User, membership: Membership, at: datetime) -> None:
    """Make a member a coordinator beside those there are."""
    organisation = _lock(membership)
    require(can_coordinate(by, organisation))
    held = _held(membership)
    held.role = COORDINATOR
    held.save(update_fields=["role"])
    _record_role(by, held, organisation, at)


@transaction.atomic
def step_down(*, by: User, membership: Membership, successor: Membership | None, at: datetime) -> None:
    """Make a coordinator a member again; where they are the only one, another takes over by the same act."""
    organisation = _lock(membership)
    held = _held(membership)
    require(can_step_down(by, held))
    follower = _succeeded_by(held, successor)
    held.role = MEMBER
    held.save(update_fields=["role"])
    _record_role(by, held, organisation, at, follower)


@transaction.atomic
def end_membership(*, by: User, membership: Membership, successor: Membership | None, at: datetime) -> None:
    """Leave an organisation, or be taken off its list; the last one may leave without a successor.

    What they had shared and nobody has taken in goes back to them alone.
    """
    organisation = _lock(membership)
    held = _held(membership)
    require(can_end(by, held))
    follower = _succeeded_by(held, successor)
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    shared = CommentDraft.objects.filter(author=held.user_id, organisation=organisation, taken_into=None)
    for draft in shared.select_for_update(of=("self",)):
        draft.consolidations.clear()
    shared.update(organisation=None, shared_at=None)
    record(
        by=by,
        verb=Verb.LEFT,
        about=held,
        key=held.user.key,
        at=at,
        organisation=organisation.slug,
        **_followed(follower),
    )


@transaction.atomic
def set_one_voice(*, by: User, organisation: Organisation, one_voice: bool, at: datetime) -> None:
    """Say whether only coordinators submit, or every member does."""
    require(can_coordinate(by, organisation))
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if held.one_voice == one_voice:
        return
    held.one_voice = one_voice
    held.save(update_fields=["one_voice"])
    record(by=by, verb=Verb.APPOINTED, about=held, key=held.slug, at=at, one_voice=one_voice)


@transaction.atomic
def list_spoken_for(
    *,
    by: User,
    platform: Organisation,
    organisation: Organisation | None,
    name: str,
    country: str,
    at: datetime,
) -> SpokenFor:
    """Say that an organisation speaks for another: one that takes part too, or one that is only named."""
    require(can_coordinate(by, platform))
    if organisation is not None and organisation.pk == platform.pk:
        raise ItselfListed(platform.pk)
    try:
        with transaction.atomic():
            listed = SpokenFor.objects.create(
                platform=platform,
                organisation=organisation,
                name="" if organisation else name,
                country="" if organisation else country,
                listed_by=by,
                listed_at=at,
            )
    except IntegrityError as standing:
        raise AlreadyListed(platform.pk) from standing
    _record_listed(by, listed, at, ends=False)
    return listed


@transaction.atomic
def unlist_spoken_for(*, by: User, listed: SpokenFor, at: datetime) -> None:
    """Say that an organisation does not speak for another any more; that it did stays on record."""
    require(can_coordinate(by, listed.platform))
    held = SpokenFor.objects.select_for_update(of=("self",)).get(pk=listed.pk)
    if held.ended_at is not None:
        return
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    _record_listed(by, held, at, ends=True)


def _lock(membership: Membership) -> Organisation:
    """Whoever else changes who coordinates it waits: two coordinators do not step down at once."""
    return Organisation.objects.select_for_update(no_key=True).get(memberships=membership)


def _held(membership: Membership) -> Membership:
    held = Membership.objects.standing().select_related("user").filter(pk=membership.pk).first()
    if held is None:
        raise NoLongerMember(membership.pk)
    return held


def _succeeded_by(leaving: Membership, successor: Membership | None) -> Membership | None:
    """Who coordinates from now on where the only coordinator goes; made a coordinator here."""
    others = Membership.objects.standing().filter(organisation=leaving.organisation_id).exclude(pk=leaving.pk)
    if leaving.role != COORDINATOR or others.filter(role=COORDINATOR).exists() or not others.exists():
        return None
    follower = others.filter(pk=successor.pk).select_related("user").first() if successor else None
    if follower is None:
        raise SuccessorMissing(leaving.pk)
    follower.role = COORDINATOR
    follower.save(update_fields=["role"])
    return follower


def _followed(follower: Membership | None) -> dict[str, Any]:
    return {"successor": follower.user.key} if follower else {}


def _record_role(
    by: User,
    held: Membership,
    organisation: Organisation,
    at: datetime,
    follower: Membership | None = None,
) -> None:
    record(
        by=by,
        verb=Verb.APPOINTED,
        about=held,
        key=held.user.key,
        at=at,
        organisation=organisation.slug,
        role=held.role,
        **_followed(follower),
    )


def _record_listed(by: User, listed: SpokenFor, at: datetime, *, ends: bool) -> None:
    """A name is not among what the ledger keeps; its fingerprint is, as the list is public."""
    other = listed.organisation
    record(
        by=by,
        verb=Verb.LISTED,
        about=listed,
        key=listed.platform.slug,
        at=at,
        listed=other.slug if other else digest(listed.name),
        country=listed.country,
        ends=ends,
    )
