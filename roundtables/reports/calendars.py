"""Meetings as a calendar file (iCalendar, RFC 5545), in the reader's language.

The same rows make the same bytes, so that a calendar that asks again is told that nothing changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from drafts.models import Pillar
from drafts.models.languages import in_language
from roundtables.models import Session, SessionQuerySet
from roundtables.reports.zones import zone_between

# How often a calendar may come back.
_REFRESHED = timedelta(hours=6)
# Clocks are told for so long around the meetings: programs ask for the days beside them too.
_AROUND = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar is called, the page it belongs to, and whether it is for those who are invited."""

    name: str
    path: str
    is_own: bool = False


def in_calendar_order(sessions: SessionQuerySet) -> list[Session]:
    """Sessions with what a calendar tells of them. Two queries."""
    return list(sessions.prefetch_related("pillars").order_by("starts_at", "pk"))


def calendar_file(feed: Feed, sessions: Sequence[Session]) -> bytes:
    """The calendar of these meetings."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Concertation//{site_host()}//{(get_language() or 'en').upper()}")
    calendar.add("name", feed.name)
    calendar.add("x-wr-calname", feed.name)
    calendar.add("url", settings.SITE_URL + feed.path)
    calendar.add("refresh-interval", _REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for name in sorted({session.time_zone for session in sessions} - {"UTC"}):
        held = [session for session in sessions if session.time_zone == name]
        first = min(session.starts_at for session in held) - _AROUND
        last = max(session.ends_at for session in held) + _AROUND
        calendar.add_component(zone_between(name, first, last))
    for session in sessions:
        calendar.add_component(_event(feed, session))
    return bytes(calendar.to_ical())


def _event(feed: Feed, session: Session) -> Event:
    event, zone = Event(), ZoneInfo(session.time_zone)
    event.add("uid", f"{session.key}@{site_host()}")
    event.add("summary", str(session))
    _add_time(event, "dtstart", session.starts_at.astimezone(zone))
    _add_time(event, "dtend", session.ends_at.astimezone(zone))
    # Without a METHOD the stamp is when the entry last changed.
    event.add("dtstamp", session.changed_at.astimezone(UTC))
    event.add("last-modified", session.changed_at.astimezone(UTC))
    event.add("sequence", session.sequence)
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    if session.place:
        event.add("location", in_language(session.place))
    event.add("description", "\n".join(_told(feed, session)))
    event.add("categories", [session.get_kind_display(), *(str(pillar) for pillar in _pillars(session))])
    event.add("url", settings.SITE_URL + session.get_absolute_url())
    return event


def _add_time(event: Event, name: str, local: datetime) -> None:
    """By the clock of the place, with its zone; in UTC where that is the zone, or the clock shows the hour again."""
    zone = str(local.tzinfo)
    if zone == "UTC" or local.fold:
        event.add(name, local.astimezone(UTC))
    else:
        # Not left to the library, which takes Dakar for UTC because their clocks agree.
        event.add(name, local.replace(tzinfo=None), parameters={"TZID": zone})


def _told(feed: Feed, session: Session) -> list[str]:
    """What a calendar says of a meeting: never who is invited, nor what was said."""
    told = [session.get_kind_display().capitalize()]
    told += [f"{pillar.number}. {pillar}" for pillar in _pillars(session)]
    if session.cancelled_at:
        told.append(" ".join([_("Cancelled."), in_language(session.cancelled_because)]).strip())
    if session.description:
        told.append(in_language(session.description))
    if feed.is_own and session.link:
        told.append(_("To take part from afar: %(link)s") % {"link": session.link})
    told.append(settings.SITE_URL + session.get_absolute_url())
    return told


def _pillars(session: Session) -> list[Pillar]:
    return sorted(session.pillars.all(), key=lambda pillar: pillar.number)


def site_host() -> str:
    """The name of this site, in what has to be unique in the world."""
    return urlsplit(settings.SITE_URL).hostname or ""
