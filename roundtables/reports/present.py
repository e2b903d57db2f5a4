"""Somebody who is there: by their account, by an invitation, or as a line of a list names them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from consultation.models import Membership, Organisation, User
from roundtables.models import Attendance, Seat

type Identity = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was there: with an account, or by the name on the list at the door."""

    user: User | None = None
    name: str = ""
    organisation: Organisation | None = None
    body: str = ""
    category: str = ""
    country: str = ""
    mode: Attendance.Mode = Attendance.Mode.ROOM

    @property
    def identity(self) -> Identity:
        """What makes them the same person, whoever enters them: the account, else the name and the body."""
        return _identity(self)


def identity_of(entry: Attendance) -> Identity:
    """The same of somebody who was entered."""
    return _identity(entry)


def _identity(somebody: Present | Attendance) -> Identity:
    if somebody.user is not None:
        return ("account", somebody.user.pk)
    body = somebody.organisation.name if somebody.organisation else somebody.body
    return ("named", somebody.name.casefold(), body.casefold())


def voices_of(people: Iterable[User]) -> dict[int, Membership]:
    """Whom each of these people speaks for. One query."""
    standing = Membership.objects.standing().filter(user__in=people).select_related("organisation")
    return {voice.user_id: voice for voice in standing}


def present_with_account(person: User, voices: Mapping[int, Membership]) -> Present:
    """Somebody with an account, as what they take part."""
    voice = voices.get(person.pk)
    if voice is None:
        return Present(user=person, country=person.country)
    if voice.organisation is None:
        return Present(user=person, category=voice.category, country=person.country)
    return replace(present_for(voice.organisation), user=person, body="")


def present_for(organisation: Organisation) -> Present:
    """Somebody of an organisation, unnamed."""
    return Present(
        organisation=organisation,
        body=organisation.name,
        category=organisation.category,
        country=organisation.country,
    )


def present_under(seat: Seat, voices: Mapping[int, Membership]) -> Present:
    """Who is expected under an invitation: who was named for it, else the person, else somebody of the house."""
    house = seat.organisation
    if seat.attends_name:
        asked = present_for(house) if house else _in_place_of(seat, voices)
        return replace(asked, user=None, name=seat.attends_name, body="")
    person = seat.attends or seat.user
    if person is None:
        return present_for(house) if house else Present()
    found = present_with_account(person, voices)
    # A proxy from elsewhere speaks for the house that sent them.
    return replace(present_for(house), user=person, body="") if house else found


def _in_place_of(seat: Seat, voices: Mapping[int, Membership]) -> Present:
    return present_with_account(seat.user, voices) if seat.user else Present()
