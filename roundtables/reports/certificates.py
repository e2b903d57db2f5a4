"""Attendance certificates: the key that is printed on one, and what the key tells whoever checks it: no name."""

from django.core.signing import BadSignature, Signer

from roundtables.models import Attendance, Session

_SIGNER = Signer(salt="roundtables.certificate", sep=".")


def token_of(attendance: Attendance) -> str:
    """The verification key: that of the entry, signed, so that nobody makes one up."""
    return _SIGNER.sign(attendance.key)


def session_certified(token: str) -> Session | None:
    """The session for which a certificate with this key was issued; none where it does not stand."""
    try:
        key = _SIGNER.unsign(token.strip())
    except BadSignature:
        return None
    certified = Attendance.objects.standing().filter(key=key, user__isnull=False, session__cancelled_at=None)
    found = certified.select_related("session").first()
    return found.session if found else None
