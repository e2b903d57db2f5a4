"""Rows of the outbox: whom a letter is written to, at which pace, and which letters of one event are the same."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings

from consultation.mails.hours import next_digest_at
from consultation.models import Letter, Pace, User
from drafts.models.ledger import digest

Kind, State = Letter.Kind, Letter.State

type Matter = Mapping[str, str | int]

# About somebody's own account: they go whatever pace was chosen, and at once.
OF_THE_ACCOUNT = frozenset({Kind.INVITATION, Kind.REGISTRATION})
# As long as the column may be.
_ONCE = 120

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


@dataclass(frozen=True, slots=True)
class Event:
    """What is written about: its kind, when, what the letter is filled with, and what makes it one event."""

    kind: Letter.Kind
    at: datetime
    matter: Matter
    once: str

    def letters_to(self, people: Iterable[User]) -> list[Letter]:
        """A row for each who is to be written to."""
        return [letter for person in people if (letter := self._letter_to(person))]

    def _letter_to(self, person: User) -> Letter | None:
        """The row for one person, as their pace and the state of their address have it."""
        theirs = self.kind in OF_THE_ACCOUNT
        if person.closed_at or not person.is_active or (person.pace == Pace.NEVER and not theirs):
            return None
        letter = new_letter(self.kind, self.at, self.matter, f"{self.once}:{person.key}")
        letter.to, letter.language = person, person.language
        if person.bounced_at:
            letter.state, letter.failure = State.DROPPED, person.bounce
        elif person.pace == Pace.DAILY and not theirs:
            letter.state, letter.due_at = State.GATHERED, next_digest_at(self.at)
        return letter


def new_letter(kind: Letter.Kind, at: datetime, matter: Matter, once: str) -> Letter:
    """A letter to nobody yet, due at once. Its Message-ID is made here, and stays."""
    known = f"{kind}:{once}"
    return Letter(
        kind=kind,
        matter=dict(matter),
        once=known if len(known) <= _ONCE else f"{kind}:{digest(known)}",
        message_id=make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        written_at=at,
        due_at=at,
    )


def put_in(letters: list[Letter]) -> None:
    """Keep letters; those that were written before are left as they are. One query."""
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
