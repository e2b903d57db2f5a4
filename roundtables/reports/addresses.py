"""The secret address of somebody's own calendar: how it is made from its row, and whose it is."""

from django.core.signing import BadSignature, Signer

from consultation.models import User
from roundtables.models import CalendarAddress

_SIGNER = Signer(salt="roundtables.calendar")


def token_of(address: CalendarAddress) -> str:
    """What stands in the address: the secret, signed, so that whoever reads the row alone cannot read the calendar."""
    return _SIGNER.sign(address.secret)


def owner_of(token: str) -> User | None:
    """Whose calendar it is; nobody's where the address was not made here, or is no longer good."""
    try:
        secret = _SIGNER.unsign(token)
    except BadSignature:
        return None
    found = CalendarAddress.objects.select_related("user").filter(secret=secret, user__is_active=True).first()
    return found.user if found else None


def address_of(user: User) -> CalendarAddress | None:
    """The address that somebody has now."""
    return CalendarAddress.objects.filter(user=user).first()
