"""Sending what is due. A letter is claimed, sent and marked in three steps, so that a worker may be killed in any.

Killed before it sent, the letter is sent by another worker; killed between sending and marking, it is sent again with
the Message-ID of the first, by which a mailbox knows that it has it.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPRecipientsRefused

from anymail.exceptions import AnymailRecipientsRefused
from django.db import transaction
from django.db.models import F, Min, Q
from django.db.models.functions import Coalesce, Greatest
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from consultation.mails.addresses import switch_off_address
from consultation.mails.announcements import is_announcement, write_announced
from consultation.mails.composing import compose
from consultation.mails.digests import end_gathered
from consultation.mails.hours import due_again, lease
from consultation.mails.matter import Moot, Why
from consultation.mails.outbox import OF_THE_ACCOUNT
from consultation.models import Letter, Pace

State = Letter.State
type Clock = Callable[[], datetime]

_log = logging.getLogger(__name__)
_FAILURE = 300


@task
def send_due_letters() -> int:
    """Send what is due, and leave a task behind for what is due later; gives how many were sent."""
    began = timezone.now()
    sent = send_due(until=began + lease() / 2)
    due = _next_due()
    if due is not None:
        have_sent(due)
    return sent


def have_sent(due: datetime) -> None:
    """Have a worker look for letters at that time, unless one is called for by then already."""
    if _is_awaited(due):
        return
    if due <= timezone.now():
        send_due_letters.enqueue()
    elif send_due_letters.get_backend().supports_defer:
        send_due_letters.using(run_after=due).enqueue()


def _is_awaited(due: datetime) -> bool:
    """Whether a task waits that will look by then."""
    waiting = DBTaskResult.objects.filter(status="READY", task_path=send_due_letters.module_path)
    return waiting.filter(Q(run_after=get_date_max()) | Q(run_after__lte=due)).exists()


def _next_due() -> datetime | None:
    """When the next letter may be taken up."""
    free_at = Greatest("due_at", Coalesce("claimed_until", F("due_at")))
    found: datetime | None = Letter.objects.filter(state=State.WAITING).aggregate(at=Min(free_at))["at"]
    return found


def are_due(at: datetime) -> bool:
    """Whether a letter waits that nobody has in hand."""
    return Letter.objects.filter(_free(at)).exists()


def send_due(clock: Clock = timezone.now, until: datetime | None = None) -> int:
    """Send every letter that is due, one at a time, until there is none or no time left; gives how many were sent."""
    sent = 0
    while (until is None or clock() < until) and (letter := _claim(clock())):
        sent += _deliver(letter, clock)
    return sent


def _free(at: datetime) -> Q:
    """The condition of being due and in nobody's hands."""
    nobody = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return Q(state=State.WAITING, due_at__lte=at) & nobody


@transaction.atomic
def _claim(at: datetime) -> Letter | None:
    """Take up the letter that has been due longest; nobody else takes it while the lease runs."""
    free = Letter.objects.filter(_free(at)).order_by("due_at", "pk")
    letter = free.select_for_update(skip_locked=True, no_key=True).first()
    if letter is not None:
        letter.claimed_until = at + lease()
        letter.attempts += 1
        letter.save(update_fields=["claimed_until", "attempts"])
    return letter


def _deliver(letter: Letter, clock: Clock) -> int:
    """Send a claimed letter, and write down what came of it; gives 1 where it went."""
    try:
        if is_announcement(letter):
            write_announced(letter, clock())
            return 0
        _refuse_unwanted(letter)
        compose(letter, clock()).send()
    except Moot as moot:
        _end(letter, State.DROPPED, clock(), moot.why)
        return 0
    except Exception as failure:  # noqa: BLE001 — whatever it is, it is written down and tried again
        _log.warning("letter %s was not sent", letter.key, exc_info=True)
        _keep_for_later(letter, failure, clock())
        return 0
    _end(letter, State.SENT, clock())
    return 1


def _refuse_unwanted(letter: Letter) -> None:
    """Look again at whom is written to: days may have passed since."""
    person = letter.to
    if person is None:
        return
    if person.closed_at or not person.is_active:
        raise Moot(Why.CLOSED)
    if person.bounced_at:
        raise Moot(person.bounce)
    if person.pace == Pace.NEVER and letter.kind not in OF_THE_ACCOUNT:
        raise Moot(Why.UNWANTED)


@transaction.atomic
def _end(letter: Letter, state: Letter.State, at: datetime, failure: str = "") -> None:
    """It went, or is not wanted any more; what a digest gathered goes with it."""
    sent_at = at if state == State.SENT else None
    Letter.objects.filter(pk=letter.pk).update(
        state=state, sent_at=sent_at, claimed_until=None, failure=failure[:_FAILURE]
    )
    end_gathered(letter, state, at)


def _keep_for_later(letter: Letter, failure: Exception, at: datetime) -> None:
    """Try again after a while that grows, and give up in the end; at once where the address is refused for good."""
    told = f"{type(failure).__name__}: {failure}"[:_FAILURE]
    again = None if _is_refused_for_good(failure) else due_again(letter.attempts, at)
    # Whoever took it over meanwhile, thinking that this worker was killed, says what becomes of it.
    in_hand = Letter.objects.filter(pk=letter.pk, state=State.WAITING, attempts=letter.attempts)
    if again is None:
        in_hand.update(state=State.GIVEN_UP, claimed_until=None, failure=told)
    else:
        in_hand.update(due_at=again, claimed_until=None, failure=told)
    if _is_refused_for_good(failure):
        switch_off_address(address=address_of(letter), why=told, at=at)


def _is_refused_for_good(failure: Exception) -> bool:
    """Whether the other side said that nobody has this address, not that it is busy."""
    if isinstance(failure, SMTPRecipientsRefused):
        codes = [code for code, _words in failure.recipients.values()]
        return bool(codes) and all(500 <= code < 600 for code in codes)
    return isinstance(failure, AnymailRecipientsRefused)


def address_of(letter: Letter) -> str:
    """Where a letter goes."""
    return letter.to.email if letter.to else letter.address
