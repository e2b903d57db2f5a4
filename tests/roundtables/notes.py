"""Typing interventions, for the tests of notes: what a rapporteur's form sends."""

from typing import Any

from django.test import Client

from consultation.models import Attribution, User
from drafts.models.keys import new_key
from roundtables.actions.sessions import give_office
from roundtables.models import AgendaItem, Attendance, Office, Session
from tests import make, sessions

FETCHED = {"X-Requested-With": "fetch"}


def a_session(rule: Attribution = Attribution.NAMED, *, with_two: bool = False) -> Session:
    """A session that Olga and Omar attend, with an item on its agenda; with Rita as a second rapporteur."""
    made = sessions.session(rule)
    sessions.attended_by(made, make.olga(), make.omar())
    item = AgendaItem.objects.create(session=made, position=1, title={"en": "Visas", "fr": "Visas"})
    item.clauses.add(make.clause_that_says(made.versions.get(), "short-stay"))
    if with_two:
        rapporteur(made, "Rita")
    return made


def rapporteur(session: Session, name: str) -> User:
    """One more who takes the notes."""
    person, sena = make.person(name), make.secretariat()
    give_office(by=sena, session=session, to=person, part=Office.Part.RAPPORTEUR, at=session.starts_at)
    return person


def seat_of(person: User, session: Session) -> str:
    """What the list of speakers calls somebody."""
    return Attendance.objects.get(session=session, user=person).key


def typed(session: Session, words: str = "Decisions take too long.", **more: str) -> dict[str, Any]:
    """What the form sends, said by Olga as far as the rule asks for it."""
    sent = {"key": new_key(), "words": words, "language": "en"}
    if session.rule == Attribution.NAMED:
        sent |= {"present": seat_of(make.olga(), session)}
    if session.rule == Attribution.CATEGORY:
        sent |= {"category": "civil_society"}
    return sent | more


def address(session: Session, rest: str = "") -> str:
    return f"/en/sessions/{session.key}/notes/{rest}"


def send(client: Client, session: Session, *, by_script: bool = False, **sent: str) -> Any:
    """Send the form as a browser does, or as the page's script does."""
    return client.post(address(session), typed(session, **sent), headers=FETCHED if by_script else {})
