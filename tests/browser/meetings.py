"""Sessions for the journeys of those who attend and of those who chair, one for each way; set from inside the site.

What others do in the middle of a journey, the rapporteur above all, is here too, done by actions.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone

from consultation.models import Attribution, Category, Outcome, User
from drafts.models import Version
from drafts.models.keys import new_key
from roundtables.actions.agenda_items import Entry, add_item
from roundtables.actions.inputs import take_in
from roundtables.actions.records import circulate_record, correct_record
from roundtables.models import Correction, Session
from tests import learning, make, records, rounds, seats, sessions

HOURS, DAYS = timedelta(hours=1), timedelta(days=1)
# What is asked for where the time for corrections is over, and waits.
LATE = "Consulates should publish every week"


def attendee(name: str, language: str) -> User:
    """Somebody of an organisation of their own, who reads letters in this language."""
    make.person(name, language=language)
    return make.organisation_of(name, Category.CIVIL_SOCIETY)


def session_at(on: Version, title: str, begins: datetime, *, seats: int | None = None) -> Session:
    """A session of this title under the rule to give categories, with one point on its agenda."""
    terms = replace(
        sessions.TERMS,
        title={"en": title, "fr": title},
        starts_at=begins,
        ends_at=begins + 3 * HOURS,
        seats=seats,
    )
    made = sessions.session(Attribution.CATEGORY, on=on, terms=terms, at=begins - 30 * DAYS)
    entry = Entry({"en": "Visas", "fr": "Visas"}, clauses=[make.clause_that_says(on, "average time")])
    add_item(by=make.secretariat(), session=made, entry=entry, key=new_key(), at=begins - 29 * DAYS)
    return made


def to_come_to(on: Version, way: str, language: str, now: datetime) -> str:
    """A session in two days with one seat, to which Lina and Omid are invited."""
    made = session_at(on, f"Coming {way}", now + 2 * DAYS, seats=1)
    seats.invited(made, attendee(f"Lina-{way}", language), attendee(f"Omid-{way}", language), at=now)
    return made.key


def held(on: Version, title: str, there: list[User], now: datetime) -> Session:
    """A session of yesterday with two interventions in its notes."""
    made = session_at(on, title, now - DAYS)
    sessions.attended_by(made, *there)
    sessions.intervention(made, records.WORDS, by=there[0], clause=make.clause_that_says(on, "average time"))
    sessions.intervention(made, records.OTHER, by=there[1], minutes=5)
    return made


def path_of(session: Session) -> str:
    return f"/en/sessions/{session.key}/record/"


def to_look_back_at(on: Version, way: str, now: datetime) -> str:
    """A session that Lina and Omid attended: its record is circulated, and they are asked what they thought."""
    made = held(on, f"Held {way}", [make.person(f"Lina-{way}"), make.person(f"Omid-{way}")], now)
    circulate_record(
        by=make.person(sessions.REMY),
        session=made,
        corrections_until=now + 7 * DAYS,
        path=path_of(made),
        at=now,
    )
    learning.asked(session=made, at=now)
    return made.key


def to_sign(on: Version, title: str, now: datetime) -> str:
    """A record whose second round of corrections is over, with one correction that waits and one that is in it."""
    made = held(on, title, [make.olga(), make.omar()], now)
    out = now - 12 * HOURS
    records.circulated(made, at=out, until=out + HOURS)
    records.decided(records.asked(made, at=out), at=out + HOURS)
    correct_record(
        by=make.person(sessions.REMY),
        session=made,
        path=path_of(made),
        at=out + 2 * HOURS,
        until=out + 4 * HOURS,
    )
    omar, second = make.omar(), made.interventions.in_order()[1]
    records.asked(made, "Consulates should publish every month", LATE, by=omar, on=second, at=out + 3 * HOURS)
    return made.key


def led_to_new_words(way: str, now: datetime) -> str:
    """A text whose Rev.1 has words that came of what was said in a session."""
    text = make.text(f"spoken-{way}", at=now)
    round_ = rounds.opened(make.published(text, at=now), at=now)
    made = held(round_.version, f"Spoken {way}", [make.olga(), make.omar()], now)
    said = made.interventions.in_order()[0]
    clause = make.clause_that_says(round_.version, "average time")
    taken = take_in(by=make.person(sessions.REMY), intervention=said, clause=clause, at=now)
    revision = make.reworded(text, "average time", "average and longest time", answers=[taken], at=now)
    make.answered(taken, Outcome.ACCEPTED, revisions=[revision], at=now)
    return make.issued(text, at=now).slug


def set_up_for(way: str, language: str, on: Version, now: datetime) -> dict[str, str]:
    """All of it for one way; what its pages are called by."""
    return {
        f"coming-{way}": to_come_to(on, way, language, now),
        f"held-{way}": to_look_back_at(on, way, now),
        f"read-{way}": to_sign(on, f"Read {way}", now),
        f"chaired-{way}": to_sign(on, f"Chaired {way}", now),
        f"spoken-{way}": led_to_new_words(way, now),
    }


def decide(key: str) -> None:
    """Remy accepts what is asked for in a session, and makes the corrected version."""
    session = Session.objects.get(key=key)
    now = timezone.now()
    for asked in Correction.objects.filter(version__record=session.pk, state=Correction.State.OPEN):
        records.decided(asked, at=now)
    until = records.record_of(session).corrections_until
    assert until is not None
    correct_record(
        by=make.person(sessions.REMY),
        session=session,
        path=path_of(session),
        at=max(now, until + timedelta(seconds=1)),
    )


def countersign(key: str) -> None:
    """Remy signs the last version."""
    records.signed(Session.objects.get(key=key), sessions.REMY, at=timezone.now())
