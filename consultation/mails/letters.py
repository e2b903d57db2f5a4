"""Writing letters: a row a person, in the transaction of the act that they tell of."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from consultation.mails.outbox import Event, Matter, are_held, letters_held, new_letter, put_in
from consultation.mails.sending import have_sent
from consultation.models import Invitation, Letter, User

__all__ = ["are_held", "letters_held", "write_invitations", "write_letters"]


def write_letters(kind: Letter.Kind, to: Iterable[User], *, at: datetime, once: str, matter: Matter) -> None:
    """Write to each of these people about one event; a second time about the same (`once`) writes nothing."""
    if not are_held():
        _keep(Event(kind, at, matter, once).letters_to(to))


def write_invitations(invitations: Iterable[Invitation], *, at: datetime) -> None:
    """Write to people who have no account yet, each at the address they are invited by."""
    if are_held():
        return
    written = []
    for invitation in invitations:
        # Sent again it expires later, and is another letter.
        once = f"{invitation.key}:{invitation.expires_at:%Y%m%d%H%M%S}"
        letter = new_letter(Letter.Kind.INVITATION, at, {"invitation": invitation.key}, once)
        letter.address, letter.language = invitation.email, invitation.language
        written.append(letter)
    _keep(written)


def _keep(written: list[Letter]) -> None:
    """Put letters into the outbox; once they are there for good a worker looks: one task for all of them."""
    if written:
        put_in(written)
    due = [letter.due_at for letter in written if letter.state == Letter.State.WAITING]
    if due:
        transaction.on_commit(partial(have_sent, min(due)), robust=True)
