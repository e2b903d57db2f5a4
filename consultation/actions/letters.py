"""How often somebody is written to, an address that works again, a letter that is sent again.

None of it is an act of the dialogue: the ledger holds nothing of it.
"""

from datetime import datetime
from functools import partial

from django.db import transaction

from consultation.mails.matter import Why
from consultation.mails.sending import have_sent
from consultation.models import Letter, Pace, User
from consultation.permissions.letters import can_choose_pace, can_revive, can_see_letters
from drafts.access import require

State = Letter.State


class NotGivenUp(Exception):
    """The letter went meanwhile, or somebody else has had it sent again."""


@transaction.atomic
def choose_pace(*, by: User, pace: Pace, at: datetime) -> None:
    """Say how often one is written to; what was gathered for the next digest follows."""
    held = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    require(can_choose_pace(by, held))
    held.pace = pace
    held.save(update_fields=["pace"])
    gathered = Letter.objects.filter(to=held, state=State.GATHERED, digest=None)
    if pace == Pace.NEVER:
        gathered.update(state=State.DROPPED, failure=Why.UNWANTED)
    if pace == Pace.AT_ONCE and gathered.update(state=State.WAITING, due_at=at):
        transaction.on_commit(partial(have_sent, at), robust=True)


@transaction.atomic
def revive_address(*, by: User, person: User) -> None:
    """Write to an address again from which letters came back."""
    held = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(can_revive(by, held))
    held.bounced_at, held.bounce = None, ""
    held.save(update_fields=["bounced_at", "bounce"])


@transaction.atomic
def send_again(*, by: User, letter: Letter, at: datetime) -> None:
    """Try again what was given up, from the beginning, under the same Message-ID."""
    require(can_see_letters(by))
    held = Letter.objects.select_for_update(no_key=True, of=("self",)).get(pk=letter.pk)
    if held.state != State.GIVEN_UP:
        raise NotGivenUp(held.key)
    held.state, held.due_at, held.attempts, held.failure = State.WAITING, at, 0, ""
    held.save(update_fields=["state", "due_at", "attempts", "failure"])
    transaction.on_commit(partial(have_sent, at), robust=True)
