"""Letters about invitations and seats: they name nobody, and lead to the page where the invitation is answered."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from consultation.mails.letters import write_letters
from consultation.models import Letter, User
from roundtables.models import Seat
from roundtables.permissions.seats import who_answers


class Turn(StrEnum):
    """What became of a seat."""

    SEATED = "seated"
    NAMED = "named"
    WITHDRAWN = "withdrawn"


def invite_by_letter(seats: Iterable[Seat], *, at: datetime) -> None:
    """Write to everybody who is asked, once for each invitation."""
    seats = list(seats)
    to = who_answers(seats)
    for seat in seats:
        write_letters(Letter.Kind.CONVENED, to[seat.pk], at=at, once=seat.key, matter=_matter(seat))


def tell_of_seats(seats: Iterable[Seat], turn: Turn, *, at: datetime) -> None:
    """Write to those who answer for these seats, and to who comes for them."""
    seats = list(seats)
    to = who_answers(seats)
    for seat in seats:
        people = {person.pk: person for person in to[seat.pk]}
        if seat.attends:
            people[seat.attends.pk] = seat.attends
        _tell(seat, people.values(), turn, at)


def tell_who_comes(seat: Seat, *, at: datetime) -> None:
    """Write to somebody with an account who was named as the one who comes."""
    if seat.attends:
        _tell(seat, [seat.attends], Turn.NAMED, at)


def _tell(seat: Seat, to: Iterable[User], turn: Turn, at: datetime) -> None:
    once = f"{seat.key}:{turn}:{at:%Y%m%d%H%M%S%f}"
    write_letters(Letter.Kind.SEATED, to, at=at, once=once, matter={**_matter(seat), "event": turn.value})


def _matter(seat: Seat) -> dict[str, str | int]:
    path = reverse("roundtables:answer-invitation", args=[seat.key])
    return {"sitting": seat.session.key, "path": path}
