"""Announcements: a consultation opens, and closes in three days. Each waits in the outbox as a row to nobody.

When its hour has come it becomes a letter to each person asked by then: who was admitted meanwhile is told too.
"""

from datetime import UTC, datetime

from django.db import transaction

from consultation.mails.hours import CLOSING_BEFORE
from consultation.mails.matter import Moot, Why
from consultation.mails.outbox import Event, new_letter, put_in
from consultation.models import Consultation, Letter
from consultation.reports.audience import asked_people

Kind, State = Letter.Kind, Letter.State
_ANNOUNCED = (Kind.OPENED, Kind.CLOSING)


def announcement(consultation: Consultation, kind: Letter.Kind) -> Letter:
    """The row that waits for its hour; the moment that it announces stands in it."""
    moment = _moment(consultation, kind)
    due = consultation.opens_at if kind == Kind.OPENED else consultation.closes_at - CLOSING_BEFORE
    matter = {"consultation": consultation.key, "moment": moment}
    return new_letter(kind, due, matter, f"{consultation.key}:{moment}")


def _moment(consultation: Consultation, kind: str) -> str:
    at = consultation.opens_at if kind == Kind.OPENED else consultation.closes_at
    return at.astimezone(UTC).isoformat()


def is_announcement(letter: Letter) -> bool:
    """Whether it is to nobody, and becomes a letter to each."""
    return letter.kind in _ANNOUNCED and letter.to_id is None


@transaction.atomic
def write_announced(announced: Letter, at: datetime) -> None:
    """Write to everybody who is asked by now, and be done with the announcement, in one."""
    consultation = Consultation.objects.get(key=announced.matter["consultation"])
    moment = announced.matter["moment"]
    if at >= consultation.closes_at:
        raise Moot(Why.OVER)
    if moment != _moment(consultation, announced.kind):
        raise Moot(Why.CHANGED)
    event = Event(Kind(announced.kind), at, announced.matter, f"{consultation.key}:{moment}")
    put_in(event.letters_to(asked_people(consultation)))
    Letter.objects.filter(pk=announced.pk).update(state=State.SENT, sent_at=at, claimed_until=None)
