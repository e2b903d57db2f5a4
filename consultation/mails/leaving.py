"""The token in the link of every letter by which its reader, and nobody else, says how often they are written to."""

from django.core import signing

from consultation.models import User

_SALT = "consultation.letters"


def token_of(person: User) -> str:
    """What stands in the link of somebody's letters."""
    return signing.dumps(person.key, salt=_SALT)


def person_of(token: str) -> User | None:
    """Whose letter the link was in; nobody's where it was not made here, or the account is closed."""
    try:
        key = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    return User.objects.filter(key=key, is_active=True, closed_at=None).first()
