"""Sessions for tests, made by calling actions.

*Remy* is rapporteur, *Chloé* chairs, *Olga* (civil society) and *Omar* (diaspora) attend. The session is convened by
*Sena*, has the zero draft of a text on the table, and was held on the day before `make.NOON`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from consultation.models import Attribution, Membership, Sitting, User
from drafts.models import Clause, Version
from drafts.models.keys import new_key
from roundtables.actions.attendance import Present, take_attendance
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.actions.sessions import Terms, announce_session, convene, give_office
from roundtables.models import Intervention, Office, Session
from tests import make

STARTS = make.NOON - timedelta(days=1)
# A name that stands nowhere else, for walks that look for it.
REMY = "Remy"

TERMS = Terms(
    kind=Sitting.Kind.ROUND_TABLE,
    title={"en": "Round table on mobility", "fr": "Table ronde sur la mobilité"},
    starts_at=STARTS,
    ends_at=STARTS + timedelta(hours=3),
    time_zone="Europe/Brussels",
    rule=Attribution.NAMED,
    place={"en": "Brussels", "fr": "Bruxelles"},
)


def session(
    rule: Attribution = Attribution.NAMED,
    *,
    on: Version | None = None,
    terms: Terms = TERMS,
    rapporteur: str = REMY,
    announced: bool = True,
    at: datetime = STARTS - timedelta(days=30),
) -> Session:
    """A session with its offices filled, on the agenda unless told otherwise."""
    version = on or make.published(make.text())
    sena = make.secretariat(at)
    asked = replace(terms, rule=rule, versions=[version])
    made = convene(by=sena, programme=version.text.programme, terms=asked, at=at)
    give_office(by=sena, session=made, to=make.person(rapporteur), part=Office.Part.RAPPORTEUR, at=at)
    give_office(by=sena, session=made, to=make.person("Chloé"), part=Office.Part.CHAIR, at=at)
    if announced:
        announce_session(by=sena, session=made, at=at)
    return made


def attended_by(session: Session, *people: User, by: str = REMY) -> None:
    """Enter them as present, for the organisations they speak for."""
    for person in people:
        voice = Membership.objects.standing().filter(user=person).first()
        organisation = voice.organisation if voice else None
        category = organisation.category if organisation else (voice.category if voice else "")
        present = Present(user=person, organisation=organisation, category=category)
        take_attendance(by=make.person(by), session=session, present=present, at=session.starts_at)


def attributed_to(person: User, rule: Attribution) -> Attributed:
    """As much of somebody as the rule lets be written down."""
    if rule == Attribution.NONE:
        return Attributed(rule)
    organisation = make.body_of(person)
    if rule == Attribution.CATEGORY:
        return Attributed(rule, category=organisation.category)
    return Attributed(rule, speaker=person, organisation=organisation, category=organisation.category)


def intervention(
    on: Session,
    words: str = "Decisions take too long.",
    *,
    by: User | None = None,
    clause: Clause | None = None,
    minutes: int = 0,
    writer: str = REMY,
) -> Intervention:
    """Something said in a session, by Olga unless told otherwise, under its rule; Remy writes it down."""
    said_at = on.starts_at + timedelta(minutes=minutes)
    return record_intervention(
        by=make.person(writer),
        session=on,
        key=new_key(),
        attributed=attributed_to(by or make.olga(), on.attribution),
        words=words,
        language="en",
        said_at=said_at,
        at=said_at,
        clause=clause,
    )
