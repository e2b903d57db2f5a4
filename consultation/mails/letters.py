"""Writing letters: a row a person, in the transaction of the act that they tell of."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from consultation.models import Invitation, Letter, User

_held = ContextVar("letters held", default=False)


@contextmanager
def letters_held() -> Iterator[None]:
    """Nobody is written to meanwhile: what is brought in from the past is no news."""
    before = _held.set(True)
    try:
        yield
    finally:
        _held.reset(before)


def are_held() -> bool:
    """Whether nobody is written to just now."""
    return _held.get()


def write_letters(
    kind: Letter.Kind, to: Iterable[User], *, at: datetime, once: str, matter: Mapping[str, str | int]
) -> None:
    """Write to each of these people about one event; a second time about the same (`once`) writes nothing."""
    if are_held():
        return
    domain = urlsplit(settings.SITE_URL).hostname
    Letter.objects.bulk_create(
        (
            Letter(
                kind=kind,
                to=person,
                language=person.language,
                matter=dict(matter),
                once=f"{kind}:{once}:{person.key}",
                message_id=make_msgid(domain=domain),
                written_at=at,
                due_at=at,
            )
            for person in to
        ),
        ignore_conflicts=True,
    )


def write_invitation(invitation: Invitation, at: datetime) -> None:
    """Write to somebody who may have no account; as often as the link is given a new end, once each time."""
    if are_held():
        return
    Letter.objects.create(
        kind=Letter.Kind.INVITATION,
        address=invitation.email,
        language=invitation.language,
        matter={"invitation": invitation.key},
        once=f"invitation:{invitation.key}:{int(invitation.expires_at.timestamp())}",
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        written_at=at,
        due_at=at,
    )
