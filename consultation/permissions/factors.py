"""Who signs in with a second factor: the committee, its chair, the secretariat and whoever administers the site."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet

from consultation.models import User
from drafts.models import Grant
from drafts.models.prepared import Prepared
from drafts.permissions import Visitor

# Recovery codes are for the day the factor is lost; they are none themselves.
_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Duty:
    """Whether somebody plays a part for a committee or the site, and whether their account is protected for it."""

    has_part: bool
    is_protected: bool

    @property
    def lacks_factor(self) -> bool:
        return self.has_part and not self.is_protected


def duty_of(user: Visitor) -> Duty:
    """Both in one query, since every page of somebody with an account asks it."""
    found = _DUTY.rows(user.pk) if user.pk is not None else []
    return Duty(has_part=bool(found), is_protected=bool(found and found[0][0]))


def _duty(user: int) -> QuerySet[User, tuple[bool]]:
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=_FACTORS)
    granted = Exists(Grant.objects.standing().filter(user=OuterRef("pk")))
    parts = Q(granted) | Q(is_staff=True) | Q(is_superuser=True)
    return User.objects.filter(parts, pk=user).values_list(Exists(factors))[:1]


_DUTY = Prepared(_duty, int)
