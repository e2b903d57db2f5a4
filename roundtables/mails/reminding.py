"""Reminders: a week before something is due, and once after it was, to whoever is to do it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from consultation.mails.hours import DIGEST_AT
from consultation.mails.letters import write_letters
from consultation.models import Letter, Membership, User
from roundtables.models import Commitment
from roundtables.reports.commitments import OPEN

REMIND_BEFORE = timedelta(days=7)
_A_DAY = timedelta(days=1)


class Event(StrEnum):
    """What somebody is reminded of."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Reminder:
    """One commitment, the day it is due, and whether that day has passed."""

    commitment: Commitment
    event: Event

    @property
    def known_by(self) -> tuple[str, str, str]:
        return self.commitment.key, self.commitment.due_on.isoformat(), self.event.value


def write_reminders(at: datetime) -> int:
    """Write what is to be written by now and was not; gives of how many commitments. Any number of times."""
    reminders = [_reminder(each, timezone.localdate(at)) for each in _due_soon(at)]
    written = _written(reminders)
    new = [each for each in reminders if each.known_by not in written]
    for each in new:
        _write(each, at)
    return len(new)


def next_reminder_at(at: datetime) -> datetime | None:
    """When there is something to be written next."""
    days = _owned().values_list("due_on", flat=True).distinct()
    return min((moment for day in days for moment in moments_of(day) if moment > at), default=None)


def moments_of(due_on: date) -> tuple[datetime, datetime]:
    """When somebody is reminded of what is due on a day: a week before, and on the day after."""
    return _morning(due_on - REMIND_BEFORE), _morning(due_on + _A_DAY)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(DIGEST_AT.hour), tzinfo=timezone.get_default_timezone())


def _owned() -> QuerySet[Commitment]:
    """What is open and is somebody's who can be written to."""
    somebody = Q(owner__isnull=False) | Q(organisation__isnull=False)
    standing = Q(outcome__isnull=True) | Q(outcome__struck_at__isnull=True)
    return Commitment.objects.filter(somebody, standing, state__in=OPEN)


def _due_soon(at: datetime) -> QuerySet[Commitment]:
    until = timezone.localdate(at) + REMIND_BEFORE
    found = _owned().filter(due_on__lte=until).select_related("owner", "programme")
    return found.order_by("due_on", "pk")


def _reminder(commitment: Commitment, today: date) -> Reminder:
    return Reminder(commitment, Event.AFTER if commitment.due_on < today else Event.BEFORE)


def _written(reminders: Iterable[Reminder]) -> set[tuple[str, str, str]]:
    """What was written before, to whomever: who becomes a coordinator later is not told of what has passed."""
    keys = [each.commitment.key for each in reminders]
    letters = Letter.objects.filter(kind=Letter.Kind.DUE, matter__commitment__in=keys)
    told = letters.values_list("matter", flat=True)
    return {(each["commitment"], each["due_on"], each["event"]) for each in told}


def _write(reminder: Reminder, at: datetime) -> None:
    commitment = reminder.commitment
    write_letters(
        Letter.Kind.DUE,
        _readers(commitment),
        at=at,
        once=":".join(reminder.known_by),
        matter={
            "commitment": commitment.key,
            "programme": commitment.programme.slug,
            "path": reverse("roundtables:commitment", args=[commitment.key]),
            "due_on": commitment.due_on.isoformat(),
            "event": reminder.event.value,
        },
    )


def _readers(commitment: Commitment) -> list[User]:
    """The person, or those who coordinate the organisation."""
    if commitment.owner is not None:
        return [commitment.owner]
    coordinators = Membership.objects.standing().filter(
        organisation=commitment.organisation_id, role=Membership.Role.COORDINATOR
    )
    return list(User.objects.filter(pk__in=coordinators.values("user")).order_by("pk"))
