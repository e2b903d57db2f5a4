"""Who is on the list of a session, how they answered, and where they stand in the waiting list."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from consultation.models import User
from roundtables.models import Seat, Session
from roundtables.permissions.sessions import runs_programme

COMING = Q(answer__in=[Seat.Answer.YES, Seat.Answer.PROXY])
_SENT = Q(sent_at__isnull=False)


@dataclass(frozen=True, slots=True)
class SeatReading:
    """One invitation, by names as its reader may know them."""

    seat: Seat
    name: str
    attends: str
    # In the waiting list, counted from one; nothing for those who hold a seat or do not come.
    position: int | None = None


@dataclass(frozen=True, slots=True)
class SeatCounts:
    """How many invitations stand how."""

    drafts: int
    sent: int
    open: int
    coming: int
    waiting: int
    no: int


def count_seats(session: Session) -> SeatCounts:
    """The figures of the list. One query."""
    counted = Seat.objects.standing().filter(session=session)
    return SeatCounts(
        **counted.aggregate(
            drafts=Count("pk", filter=Q(sent_at=None)),
            sent=Count("pk", filter=_SENT),
            open=Count("pk", filter=_SENT & Q(answer=Seat.Answer.OPEN)),
            coming=Count("pk", filter=_SENT & COMING & Q(waiting_since=None)),
            waiting=Count("pk", filter=_SENT & Q(waiting_since__isnull=False)),
            no=Count("pk", filter=_SENT & Q(answer=Seat.Answer.NO)),
        )
    )


def listed_seats(session: Session) -> QuerySet[Seat]:
    """Everybody on the list: what is not sent yet first, what was withdrawn last."""
    found = Seat.objects.filter(session=session).select_related("organisation", "user", "attends")
    return found.order_by(
        F("withdrawn_at").asc(nulls_first=True),
        F("sent_at").asc(nulls_first=True),
        "organisation__name",
        "pk",
    )


def waiting_line(session: Session) -> dict[int, int]:
    """Each invitation that waits and its place in the line."""
    waiting = Seat.objects.sent().filter(session=session, waiting_since__isnull=False)
    keys = waiting.order_by("waiting_since", "pk").values_list("pk", flat=True)
    return {key: place for place, key in enumerate(keys, start=1)}


def read_seats(reader: User, session: Session, seats: Iterable[Seat]) -> list[SeatReading]:
    """These invitations for somebody who reads the list: by their names for the secretariat alone."""
    knows = runs_programme(reader, session.programme_id)
    line = waiting_line(session)
    return [
        SeatReading(
            seat=seat,
            name=str(seat.organisation or called(seat.user, knows=knows)),
            attends=seat.attends_name or called(seat.attends, knows=knows),
            position=line.get(seat.pk),
        )
        for seat in seats
    ]


def called(person: User | None, *, knows: bool) -> str:
    """How somebody is called: by name for the secretariat, as they consent for the others."""
    if person is None:
        return ""
    return person.own_name if knows else str(person)
