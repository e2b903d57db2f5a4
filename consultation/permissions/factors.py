"""Who signs in with a second factor: the committee, its chair and the secretariat, without exception."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from drafts.models import Grant
from drafts.models.prepared import Prepared
from drafts.permissions import Visitor

# Recovery codes are for the day the factor is lost; they are none themselves.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Duty:
    """Whether somebody plays a part for a committee, and whether their account is protected as that part asks."""

    has_part: bool
    is_protected: bool

    @property
    def lacks_factor(self) -> bool:
        return self.has_part and not self.is_protected


def duty_of(user: Visitor) -> Duty:
    """Both in one query, since every page of somebody with an account asks it."""
    found = _DUTY.rows(user.pk) if user.pk is not None else []
    return Duty(has_part=bool(found), is_protected=bool(found and found[0][0]))


def _duty(user: int) -> QuerySet[Grant, tuple[bool]]:
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=_FACTORS)
    return Grant.objects.standing().filter(user=user).values_list(Exists(factors))[:1]


_DUTY = Prepared(_duty, int)
