"""What the journeys of rapporteurs find on their site: a session under each rule that is held today."""

from dataclasses import replace
from datetime import datetime, timedelta

from consultation.models import Attribution
from drafts.models import Version
from roundtables.actions.sessions import give_office
from roundtables.models import AgendaItem, Office, Record, Session
from tests import make, sessions


def held(on: Version, rule: Attribution, now: datetime) -> Session:
    """A session that Olga and Omar attend, with Remy, Rita and Rosa as its rapporteurs and an item on its agenda."""
    terms = replace(sessions.TERMS, starts_at=now, ends_at=now + timedelta(hours=3))
    made = sessions.session(rule, on=on, terms=terms, at=now)
    for name in ("Rita", "Rosa"):
        person, sena = make.person(name), make.secretariat(now)
        give_office(by=sena, session=made, to=person, part=Office.Part.RAPPORTEUR, at=now)
    sessions.attended_by(made, make.olga(), make.omar())
    item = AgendaItem.objects.create(session=made, position=1, title={"en": "Visas", "fr": "Visas"})
    item.clauses.add(make.clause_that_says(on, "average"))
    return made


def on_the_floor(on: Version, now: datetime) -> dict[str, str]:
    """What the sessions are called: one for each journey that writes in it."""
    rules = {
        "typed": Attribution.CATEGORY,
        "named": Attribution.NAMED,
        "dropped": Attribution.CATEGORY,
        "ended": Attribution.NONE,
        "between": Attribution.CATEGORY,
        "asked": Attribution.NONE,
        "circulated": Attribution.NONE,
        "left": Attribution.NONE,
        "plain": Attribution.NAMED,
    }
    return {f"floor-{name}": held(on, rule, now).key for name, rule in rules.items()}


def circulate(key: str) -> None:
    """The record of a session goes out while somebody is still typing."""
    Record.objects.filter(session__key=key).update(state=Record.State.CIRCULATED)
