"""Asking people in: many at once or none, taken back, sent again, and accepted once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction

from consultation.actions.people import enter, voice_of
from consultation.mails.letters import write_invitations
from consultation.models import Invitation, Membership, User
from consultation.permissions.registrations import (
    can_accept_invitation,
    can_invite,
    can_join_by_invitation,
)
from consultation.reports.invitations import Invited, Standing, has_account, standing_of
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.permissions import Visitor


class AlreadyInvited(Exception):
    """One of these addresses was invited a moment earlier, by somebody else."""


class InvitationOver(Exception):
    """The invitation was accepted, revoked or has expired; `standing` says which."""

    def __init__(self, standing: Standing) -> None:
        super().__init__(standing)
        self.standing = standing


class AccountExists(Exception):
    """Somebody has an account under this address: it is theirs that accepts."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who makes an account on the way in."""

    name: str
    password: str
    language: str
    shows_name: bool = False


@transaction.atomic
def invite(*, by: User, people: Sequence[Invited], at: datetime) -> list[Invitation]:
    """Invite all of them, or, where one of them cannot be, none."""
    require(can_invite(by))
    try:
        with transaction.atomic():
            invitations = [_invited(each, by, at) for each in people]
    except IntegrityError as open_already:
        raise AlreadyInvited from open_already
    write_invitations(invitations, at=at)
    if invitations:
        record(
            by=by,
            verb=Verb.INVITED,
            about=invitations[0],
            key=invitations[0].key,
            at=at,
            invitations=[_told(each) for each in invitations],
        )
    return invitations


@transaction.atomic
def revoke_invitation(*, by: User, invitation: Invitation, at: datetime) -> None:
    """Take an invitation back: its link leads nowhere from now on."""
    require(can_invite(by))
    held = _held(invitation)
    _still(held, at, Standing.OPEN, Standing.EXPIRED)
    held.revoked_at = at
    held.save(update_fields=["revoked_at"])
    record(by=by, verb=Verb.INVITED, about=held, key=held.key, at=at, revoked=True)


@transaction.atomic
def send_again(*, by: User, invitation: Invitation, at: datetime) -> None:
    """Send the link once more, with a new end; an expired one holds again."""
    require(can_invite(by))
    held = _held(invitation)
    _still(held, at, Standing.OPEN, Standing.EXPIRED)
    held.expires_at = at + timedelta(days=settings.INVITATION_DAYS)
    held.save(update_fields=["expires_at"])
    write_invitations([held], at=at)
    record(by=by, verb=Verb.INVITED, about=held, key=held.key, at=at, again=True)


@transaction.atomic
def accept_invitation(*, by: User, invitation: Invitation, at: datetime) -> Membership:
    """Take part from now on, with the account one has."""
    held = _held(invitation)
    _still(held, at, Standing.OPEN)
    require(can_accept_invitation(by, held))
    return _admit(held, by, at)


@transaction.atomic
def join_by_invitation(*, by: Visitor, invitation: Invitation, newcomer: Newcomer, at: datetime) -> User:
    """Make an account and take part. That the link reached its address confirms the address."""
    require(can_join_by_invitation(by))
    held = _held(invitation)
    _still(held, at, Standing.OPEN)
    if has_account(held.email):
        raise AccountExists(held.key)
    try:
        with transaction.atomic():
            user = User.objects.create_user(
                held.email,
                newcomer.password,
                name=newcomer.name,
                language=newcomer.language,
                shows_name=newcomer.shows_name,
            )
    except IntegrityError as signed_up:
        raise AccountExists(held.key) from signed_up
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    _admit(held, user, at)
    return user


def _invited(each: Invited, by: User, at: datetime) -> Invitation:
    return Invitation.objects.create(
        email=each.email,
        name=each.name,
        language=each.language,
        organisation=each.organisation,
        category="" if each.organisation else each.category,
        role=each.role,
        invited_by=by,
        invited_at=at,
        expires_at=at + timedelta(days=settings.INVITATION_DAYS),
    )


def _told(invitation: Invitation) -> dict[str, str]:
    """An invitation as the ledger says it: whom it went to is not in it."""
    body = invitation.organisation
    place = {"organisation": body.slug} if body else {"category": invitation.category}
    return {"key": invitation.key, "role": invitation.role, **place}


def _held(invitation: Invitation) -> Invitation:
    """The invitation as it is now, locked: two windows may follow its link at once."""
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related("organisation")
    return rows.get(pk=invitation.pk)


def _still(held: Invitation, at: datetime, *allowed: Standing) -> None:
    standing = standing_of(held, at)
    if standing not in allowed:
        raise InvitationOver(standing)


def _admit(held: Invitation, user: User, at: datetime) -> Membership:
    membership = enter(user, held.organisation, held.category, held.role, at)
    held.accepted_at, held.accepted_by = at, user
    held.save(update_fields=["accepted_at", "accepted_by"])
    voice = voice_of(membership)
    record(by=user, verb=Verb.ADMITTED, about=membership, key=user.key, at=at, invitation=held.key, **voice)
    return membership
