"""Meetings for tests of the agenda and its calendars: of every time, kind, pillar and zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from consultation.models import Attribution, Sitting
from drafts.actions.ledger import Verb, record
from drafts.actions.programmes import open_pillar
from drafts.models import Pillar, Version
from drafts.models.keys import new_key
from roundtables.actions.sessions import announce_session, convene
from roundtables.models import Record, Session
from tests import make, sessions


def on_the_table() -> Version:
    """The version that every meeting of a test is about."""
    return make.published(make.text())


def pillar(on: Version, number: int = 1, title: str = "Mobility") -> Pillar:
    """A pillar of the programme of a text."""
    programme, sena = on.text.programme, make.secretariat()
    return open_pillar(by=sena, programme=programme, number=number, title={"en": title}, at=make.NOON)


def held(
    on: Version,
    title: str,
    starts_at: datetime,
    *,
    kind: Sitting.Kind = Sitting.Kind.ROUND_TABLE,
    about: tuple[Pillar, ...] = (),
    zone: str = "Europe/Brussels",
    hours: float = 3,
    link: str = "",
    announced: bool = True,
) -> Session:
    """A meeting convened by Sena, on the agenda unless told otherwise."""
    sena, at = make.secretariat(), make.NOON
    terms = replace(
        sessions.TERMS,
        kind=kind,
        title={"en": title, "fr": f"{title} (fr)"},
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        time_zone=zone,
        pillars=about,
        versions=(on,),
        link=link,
        rule=Attribution.NAMED,
        description={"en": "Bring your papers; and a pen, please.", "fr": "Apportez vos documents."},
    )
    made = convene(by=sena, programme=on.text.programme, terms=terms, at=at, key=new_key())
    if announced:
        announce_session(by=sena, session=made, at=at)
    return made


def by_the_clock(zone: str, *moment: int) -> datetime:
    """A moment as the clock of a place shows it."""
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[arg-type, misc]


def called_off(session: Session, why: str, at: datetime) -> Session:
    """A meeting that does not take place, as the act of cancelling leaves it."""
    Session.objects.filter(pk=session.pk).update(
        cancelled_at=at, cancelled_because={"en": why}, changed_at=at, sequence=session.sequence + 1
    )
    record(by=make.secretariat(), verb=Verb.CANCELLED, about=session, key=session.key, at=at)
    return Session.objects.get(pk=session.pk)


def recorded(session: Session, at: datetime) -> None:
    """A meeting whose record was adopted and published, as those acts leave it."""
    Record.objects.filter(session=session).update(
        state=Record.State.ADOPTED, adopted_at=at, published_at=at, published_by=make.secretariat()
    )
    record(by=make.secretariat(), verb=Verb.OPENED_RECORD, about=session, key=session.key, at=at)
