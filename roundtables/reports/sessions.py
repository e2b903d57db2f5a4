"""A session as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise

from consultation.models import User
from consultation.reports.sittings import clock_of
from drafts.access import Decision
from drafts.models import Pillar
from drafts.permissions import Visitor
from roundtables.models import Office, Series, Session, SessionDocument
from roundtables.permissions.convening import can_cancel, can_change, is_inside, visible_documents
from roundtables.permissions.sessions import can_run, visible_sessions
from roundtables.reports.agenda_items import (
    ItemReading,
    OnTable,
    read_agenda,
    read_table,
    table_today,
    versions_on_table,
)
from roundtables.reports.rules import EXPLAINED


class Turn(StrEnum):
    """Where a session stands in time."""

    COMING = "coming"
    TODAY = "today"
    PAST = "past"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class When:
    """From when to when, on the clocks of the place."""

    starts_at: datetime
    ends_at: datetime
    zone: str

    @classmethod
    def of(cls, session: Session) -> "When":
        zone = ZoneInfo(session.time_zone)
        return cls(session.starts_at.astimezone(zone), session.ends_at.astimezone(zone), session.time_zone)

    @property
    def is_within_a_day(self) -> bool:
        return self.starts_at.date() == self.ends_at.date()

    @property
    def clock(self) -> str:
        """Whose clocks, and how far they are from Greenwich's: “Brussels time, UTC+02:00”."""
        offset, named = self.starts_at.isoformat()[-6:], clock_of(self.zone)
        universal = "UTC" if offset == "+00:00" else f"UTC{offset}"
        return named if named == universal else f"{named}, {universal}"

    @property
    def day_begins_at(self) -> datetime:
        """Midnight before it, there."""
        return self.starts_at.replace(hour=0, minute=0, second=0, microsecond=0)


def turn_of(session: Session, now: datetime) -> Turn:
    """Coming, on its days, past, or cancelled."""
    if session.cancelled_at:
        return Turn.CANCELLED
    if now >= session.ends_at:
        return Turn.PAST
    return Turn.TODAY if now >= When.of(session).day_begins_at else Turn.COMING


def next_turn_of(session: Session, now: datetime) -> datetime | None:
    """When its page will say something else although nobody did anything."""
    turns = (When.of(session).day_begins_at, session.ends_at)
    return None if session.cancelled_at else min((turn for turn in turns if turn > now), default=None)


@dataclass(frozen=True, slots=True)
class Organiser:
    """What the secretariat may do here."""

    announce: Decision
    change: Decision
    cancel: Decision


@dataclass(frozen=True, slots=True)
class SessionReading:
    """A session with all its page shows to one reader."""

    session: Session
    when: When
    turn: Turn
    rule: str | Promise
    pillars: tuple[Pillar, ...]
    table: Sequence[OnTable]
    agenda: Sequence[ItemReading]
    documents: Sequence[SessionDocument]
    chair: User | None
    rapporteurs: tuple[User, ...]
    # Where to take part from afar; empty for whoever it is not for.
    link: str
    organiser: Organiser

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return (self.when.ends_at - self.when.starts_at) // timedelta(minutes=1)


def sessions_to_read(user: Visitor) -> QuerySet[Session]:
    """Those somebody sees, with what their pages say of where they belong."""
    return visible_sessions(user).select_related("programme", "series")


def read_session(user: Visitor, session: Session, now: datetime, language: str) -> SessionReading:
    """A session as somebody reads it; so many queries however much there is."""
    versions = versions_on_table(session)
    offices = _offices(session)
    chairs = [office.user for office in offices if office.part == Office.Part.CHAIR]
    return SessionReading(
        session=session,
        when=When.of(session),
        turn=turn_of(session, now),
        rule=EXPLAINED[session.attribution],
        pillars=tuple(session.pillars.order_by("number")),
        table=table_today(versions),
        agenda=read_agenda(session, read_table(versions, language)),
        documents=list(visible_documents(user, session)),
        chair=chairs[0] if chairs else None,
        rapporteurs=tuple(office.user for office in offices if office.part == Office.Part.RAPPORTEUR),
        link=session.link if session.link and is_inside(user, session) else "",
        organiser=Organiser(can_run(user, session), can_change(user, session), can_cancel(user, session)),
    )


def _offices(session: Session) -> list[Office]:
    held = Office.objects.filter(session=session, ended_at=None).select_related("user")
    return list(held.order_by("given_at", "pk"))


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session in a list."""

    session: Session
    when: When
    turn: Turn


def sessions_of(user: Visitor, series: Series, now: datetime) -> list[SessionLine]:
    """The sessions of a series that somebody sees, the first one first. One query."""
    found = visible_sessions(user).filter(series=series).order_by("starts_at", "pk")
    return [SessionLine(session, When.of(session), turn_of(session, now)) for session in found]
