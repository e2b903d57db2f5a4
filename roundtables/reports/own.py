"""The sessions that somebody has a part in: asked to, attended, or held an office in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.models import User
from drafts.permissions import Visitor
from roundtables.models import Attendance, Office, Seat, Session
from roundtables.permissions.seats import own_seats, who_answers
from roundtables.reports.seats import called


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """An invitation as whoever was asked reads it."""

    seat: Seat
    attends: str
    # In the waiting list, counted from one.
    position: int | None
    may_answer: bool


@dataclass(frozen=True, slots=True)
class OwnAttendance:
    """A session that somebody attended, and whether there is a certificate of it."""

    entry: Attendance
    has_certificate: bool


@dataclass(frozen=True, slots=True)
class OwnSessions:
    """Everything of one person, the next session first, what is past the latest first."""

    coming: tuple[OwnSeat, ...]
    past: tuple[OwnSeat, ...]
    attended: tuple[OwnAttendance, ...]
    offices: tuple[Office, ...]

    def __bool__(self) -> bool:
        return bool(self.coming or self.past or self.attended or self.offices)


def read_own_sessions(user: User, at: datetime) -> OwnSessions:
    """What somebody has to do with sessions. The queries do not grow with it."""
    found = own_seats(user).select_related("session", "organisation", "user", "attends")
    seats = list(found.order_by("session__starts_at", "pk"))
    read = _read(user, seats, at)
    entries = Attendance.objects.standing().filter(user=user).select_related("session")
    offices = Office.objects.filter(user=user, ended_at=None).select_related("session")
    return OwnSessions(
        coming=tuple(each for each in read if each.seat.session.ends_at > at),
        past=tuple(each for each in reversed(read) if each.seat.session.ends_at <= at),
        attended=tuple(
            OwnAttendance(entry, entry.session.ends_at <= at and entry.session.cancelled_at is None)
            for entry in entries.order_by("-session__starts_at", "pk")
        ),
        offices=tuple(offices.order_by("-session__starts_at", "part")),
    )


def invitation_to(user: Visitor, session: Session, at: datetime) -> Seat | None:
    """What somebody was asked to this session with, while it is to come. One query, none for the public."""
    if user.pk is None or session.cancelled_at or session.ends_at <= at:
        return None
    standing = own_seats(user).filter(session=session, withdrawn_at=None)
    return standing.select_related("organisation").order_by("pk").first()


def _read(user: User, seats: Sequence[Seat], at: datetime) -> list[OwnSeat]:
    to, line = who_answers(seats), _places(seats)
    return [
        OwnSeat(
            seat=seat,
            attends=attends_words(user, seat),
            position=line.get(seat.pk),
            may_answer=user in to[seat.pk]
            and seat.withdrawn_at is None
            and seat.session.cancelled_at is None
            and at < seat.session.starts_at,
        )
        for seat in seats
    ]


def _places(seats: Sequence[Seat]) -> dict[int, int]:
    """The place in its own session's line of every invitation that waits. One query."""
    sessions = {seat.session_id for seat in seats if seat.waiting_since}
    waiting = Seat.objects.sent().filter(session__in=sessions, waiting_since__isnull=False)
    before: dict[int, int] = {}
    places = {}
    for key, session in waiting.order_by("waiting_since", "pk").values_list("pk", "session"):
        places[key] = before[session] = before.get(session, 0) + 1
    return places


def attends_words(user: User, seat: Seat) -> str:
    """Who comes, as those who were asked read it: oneself by one's own name, others as they consent."""
    return seat.attends_name or called(seat.attends, knows=seat.attends == user)
