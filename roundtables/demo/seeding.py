"""Brings the sessions in by the actions behind their pages, among the other acts of the demonstration."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from consultation.demo.seeding import Event, Seed
from roundtables.demo import records
from roundtables.demo.floor import Floor
from roundtables.models import AgendaItem, Session

_PROGRAMME = "marrakesh-2018"
_CHAIR = "chair"


@dataclass
class Meetings:
    """Plans every act of every session, each in its time."""

    seed: Seed
    content: records.Sessions
    held: dict[str, Session] = field(default_factory=dict)
    items: dict[tuple[str, str], AgendaItem] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """All of them, in no order: the seed sorts them."""
        for meeting in self.content.meetings:
            yield from self._of(meeting)

    def _of(self, meeting: records.Meeting) -> Iterator[Event]:
        starts, _ends = self.times(meeting)
        convened = self._convened_at(meeting, starts)
        yield Event(convened, partial(self._convene, meeting))
        if meeting.present:
            yield Event(starts + timedelta(minutes=5), partial(self._attend, meeting))
        yield from Floor(self, meeting, starts).events()

    # ---- times ------------------------------------------------------------------------

    def times(self, meeting: records.Meeting) -> tuple[datetime, datetime]:
        """When it starts and ends; local times of its zone."""
        zone = ZoneInfo(meeting.zone)
        if meeting.starts_at and meeting.ends_at:
            return meeting.starts_at.replace(tzinfo=zone), meeting.ends_at.replace(tzinfo=zone)
        day = (self.seed.today + timedelta(days=meeting.in_days or 0)).date()
        starts = datetime.combine(day, time.fromisoformat(meeting.starts_hour), tzinfo=zone)
        return starts, starts + timedelta(hours=meeting.hours)

    def _convened_at(self, meeting: records.Meeting, starts: datetime) -> datetime:
        """Three weeks before, or as soon as the versions on the table are out; a coming one some days ago."""
        if meeting.in_days is not None:
            return self.seed.today - timedelta(days=10)
        out = [
            each.published_on
            for each in self.seed.demonstration.editions
            if each.published_on and any(version.endswith(each.name) for version in meeting.versions)
        ]
        latest = [datetime.combine(day, time(18), tzinfo=UTC) for day in out]
        return max([starts - timedelta(days=21), *latest])
