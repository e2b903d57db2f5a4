"""Registrations and invitations for tests, made by calling actions.

*Nils* asks to take part, *Sena* vets. *Ines* is invited and has no account.
"""

from datetime import datetime

from consultation.actions.invitations import invite
from consultation.actions.registrations import (
    NewOrganisation,
    Place,
    Wish,
    accept_registration,
    apply,
    ask_applicant,
    refuse_registration,
    seen_as,
)
from consultation.models import Category, Invitation, Organisation, Registration, User
from consultation.reports.invitations import Invited
from tests import make

HARBOUR = Wish(
    mandate=Registration.Mandate.ORGANISATION,
    category=Category.DIASPORA,
    proposed="Harbour of the Two Winds",
    country="SN",
    function="Treasurer",
    statement="We have met since 2009.",
)
ALONE = Wish(mandate=Registration.Mandate.OWN_NAME, category=Category.ACADEMIA, country="MA")


def asked_in(name: str = "Nils", wish: Wish = HARBOUR, *, at: datetime = make.NOON) -> Registration:
    """A registration of Nils's, for an organisation that does not take part yet unless told otherwise."""
    return apply(by=make.person(name), wish=wish, at=at)


def questioned(registration: Registration, *, at: datetime = make.NOON) -> Registration:
    """Sena asks something."""
    seen = seen_as(registration)
    ask_applicant(by=make.secretariat(), registration=registration, words="Since when?", seen=seen, at=at)
    registration.refresh_from_db()
    return registration


def turned_down(registration: Registration, *, at: datetime = make.NOON) -> Registration:
    """Sena refuses."""
    seen = seen_as(registration)
    refuse_registration(
        by=make.secretariat(), registration=registration, words="Nobody knows it.", seen=seen, at=at
    )
    registration.refresh_from_db()
    return registration


def let_in(registration: Registration, place: Place | None = None, *, at: datetime = make.NOON) -> User:
    """Sena accepts, into a new organisation unless told otherwise."""
    place = place or Place(new=NewOrganisation("harbour", "Harbour", Category.DIASPORA, "SN"))
    seen = seen_as(registration)
    accept_registration(by=make.secretariat(), registration=registration, place=place, seen=seen, at=at)
    registration.refresh_from_db()
    return registration.user


def invited(
    email: str = "ines@example.org",
    *,
    organisation: Organisation | None = None,
    language: str = "en",
    at: datetime = make.NOON,
) -> Invitation:
    """Somebody invited by Sena, in their own name unless an organisation is named."""
    someone = Invited(
        email=email,
        name="Ines",
        organisation=organisation,
        category="" if organisation else Category.ACADEMIA,
        language=language,
    )
    (made,) = invite(by=make.secretariat(), people=[someone], at=at)
    return made
