"""Giving and taking roles."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Grant, Pillar, Programme, Role, Text
from drafts.permissions import can_grant


@transaction.atomic
def grant_role(
    *,
    by: AbstractBaseUser,
    to: AbstractBaseUser,
    role: Role,
    at: datetime,
    text: Text | None = None,
    pillar: Pillar | None = None,
    programme: Programme | None = None,
    delegation: str = "",
) -> Grant:
    """Give somebody a role over a text, a pillar, a programme, or everything; giving it twice is giving it once."""
    require(can_grant(by))
    grant, made = Grant.objects.get_or_create(
        user_id=to.pk,
        role=role,
        text=text,
        pillar=pillar,
        programme=programme,
        revoked_at=None,
        defaults={"granted_at": at, "delegation": delegation},
    )
    if made:
        record(
            by=by,
            verb=Verb.GRANTED,
            about=grant,
            key=str(grant.pk),
            at=at,
            text=text,
            role=role,
            to=getattr(to, "key", ""),
            pillar=pillar.pk if pillar else None,
            programme=programme.slug if programme else None,
            **({"delegation": delegation} if delegation else {}),
        )
    return grant


@transaction.atomic
def revoke_role(*, by: AbstractBaseUser, grant: Grant, at: datetime) -> None:
    """Take a role back; the row stays, with the time."""
    require(can_grant(by))
    taken = Grant.objects.standing().filter(pk=grant.pk).update(revoked_at=at)
    if taken:
        record(by=by, verb=Verb.REVOKED, about=grant, key=str(grant.pk), at=at, text=grant.text)
