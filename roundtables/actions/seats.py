"""Answering an invitation, and who gets the seats of a room that is full."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultation.models import User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from roundtables.actions.sessions import locked
from roundtables.mails.seats import Turn, tell_of_seats, tell_who_comes
from roundtables.models import Seat, Session
from roundtables.permissions.seats import can_answer

COMING = (Seat.Answer.YES, Seat.Answer.PROXY)


class AnsweredMeanwhile(Exception):
    """Somebody else answered for the same organisation since the page was made; `seat` is how it stands now."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.answer)
        self.seat = seat


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: whether somebody comes, who, and what the secretariat should know."""

    answer: Seat.Answer
    attends: User | None = None
    attends_name: str = ""
    note: str = ""


def has_room(session: Session) -> bool:
    """Whether there is a seat left; ask with the session locked."""
    return session.seats is None or Seat.objects.taken().filter(session=session).count() < session.seats


def seat_those_who_wait(session: Session, *, at: datetime) -> list[Seat]:
    """Give the seats that are free to those who wait longest, with a letter each; call it with the session locked."""
    waiting = Seat.objects.sent().filter(session=session, waiting_since__isnull=False)
    in_line = waiting.select_related("user", "attends", "session").order_by("waiting_since", "pk")
    if session.seats is None:
        next_ones = list(in_line)
    else:
        free = session.seats - Seat.objects.taken().filter(session=session).count()
        next_ones = list(in_line[: max(free, 0)])
    Seat.objects.filter(pk__in=[seat.pk for seat in next_ones]).update(waiting_since=None)
    tell_of_seats(next_ones, Turn.SEATED, at=at)
    return next_ones


def seen_as(seat: Seat) -> str:
    """How an invitation was answered when a page was made."""
    return f"{seat.answer}:{seat.answered_at.timestamp() if seat.answered_at else ''}"


@transaction.atomic
def answer_invitation(*, by: User, seat: Seat, said: Said, seen: str, at: datetime) -> Seat:
    """Say yes, no, or who comes instead. In a full room a yes waits; a seat that is given up goes to who waits."""
    require(can_answer(by, seat, at))
    session = locked(seat.session)
    held = Seat.objects.select_related("user", "attends", "session").get(pk=seat.pk)
    require(can_answer(by, held, at))
    if seen_as(held) != seen:
        raise AnsweredMeanwhile(held)
    before = held.attends
    held.waiting_since = _waits_since(held, said, session, at)
    held.answer, held.note = said.answer, said.note
    held.attends, held.attends_name = said.attends, said.attends_name
    held.answered_by, held.answered_at = by, at
    held.save()
    if held.attends not in (None, before, by):
        tell_who_comes(held, at=at)
    seated = seat_those_who_wait(session, at=at)
    record(
        by=by,
        verb=Verb.SEATED,
        about=session,
        key=session.key,
        at=at,
        seat=held.key,
        answer=str(held.answer),
        seated=[each.key for each in seated],
    )
    return held


def _waits_since(held: Seat, said: Said, session: Session, at: datetime) -> datetime | None:
    """Since when this answer waits: who has a seat keeps it, who waits keeps the place in the line."""
    if said.answer not in COMING:
        return None
    if held.answer in COMING:
        return held.waiting_since
    return None if has_room(session) else at
