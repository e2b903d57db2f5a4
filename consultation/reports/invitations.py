"""Invitations: how their links are made and read, how they stand, and who is invited already."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.signing import BadSignature, Signer
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import Invitation, Membership, Organisation, User

_SIGNER = Signer(salt="consultation.invitation")


class Standing(models.TextChoices):
    """How an invitation stands, read from its times."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", pgettext_lazy("registration", "accepted")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody to invite, as a row of the list says it once it is checked."""

    email: str
    name: str = ""
    organisation: Organisation | None = None
    category: str = ""
    role: str = Membership.Role.MEMBER
    language: str = "en"


def token_of(invitation: Invitation) -> str:
    """What stands in the link of an invitation: its key, signed, so that nobody makes one up."""
    return _SIGNER.sign(f"{invitation.key}.{_end_of(invitation)}")


def invitation_of(token: str) -> Invitation | None:
    """The invitation that a link leads to; none where the link was not made here."""
    try:
        key, _dot, end = _SIGNER.unsign(token).rpartition(".")
    except BadSignature:
        return None
    found = Invitation.objects.select_related("organisation").filter(key=key).first()
    return found if found and _end_of(found) == end else None


def _end_of(invitation: Invitation) -> str:
    """Until when a link holds, to the microsecond: one that is sent again takes the place of the older."""
    return invitation.expires_at.strftime("%Y%m%d%H%M%S%f")


def standing_of(invitation: Invitation, at: datetime) -> Standing:
    """How an invitation stands at a time."""
    if invitation.accepted_at is not None:
        return Standing.ACCEPTED
    if invitation.revoked_at is not None:
        return Standing.REVOKED
    return Standing.OPEN if at < invitation.expires_at else Standing.EXPIRED


def that_stand(invitations: QuerySet[Invitation], standing: Standing, at: datetime) -> QuerySet[Invitation]:
    """Those of the invitations that stand so at a time."""
    unused = Q(accepted_at=None, revoked_at=None)
    return invitations.filter(
        {
            Standing.OPEN: unused & Q(expires_at__gt=at),
            Standing.ACCEPTED: Q(accepted_at__isnull=False),
            Standing.EXPIRED: unused & Q(expires_at__lte=at),
            Standing.REVOKED: Q(accepted_at=None, revoked_at__isnull=False),
        }[standing]
    )


def has_account(address: str) -> bool:
    """Whether somebody has an account under an address, or has confirmed it as another of theirs."""
    confirmed = EmailAddress.objects.filter(email__iexact=address, verified=True)
    return User.objects.filter(email__iexact=address).exists() or confirmed.exists()
