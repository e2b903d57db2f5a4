"""A time zone as a calendar file describes it (RFC 5545, 3.6.5), from the rules this machine knows it by.

The library can describe zones too, but lets summer begin an hour late in those that it makes from Python's.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_A_DAY, _A_SECOND = timedelta(days=1), timedelta(seconds=1)


def zone_between(name: str, first: datetime, last: datetime) -> Timezone:
    """The zone with every change of its offset between two moments, and what held before the first."""
    zone = ZoneInfo(name)
    described = Timezone()
    described.add("tzid", name)
    described.add_component(_observance(first.astimezone(zone), first.astimezone(zone)))
    for before, after in _changes(zone, first, last):
        described.add_component(_observance(before, after))
    return described


def _changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The last second before each change, and the first after it."""
    day = first
    while day < last:
        following = day + _A_DAY
        if _offset(zone, day) != _offset(zone, following):
            yield _turn(zone, day, following)
        day = following


def _turn(zone: ZoneInfo, before: datetime, after: datetime) -> tuple[datetime, datetime]:
    """Where the offset changes between two moments, found by halving."""
    held = _offset(zone, before)
    while after - before > _A_SECOND:
        middle = before + (after - before) // 2
        if _offset(zone, middle) == held:
            before = middle
        else:
            after = middle
    after = after.replace(microsecond=0)
    return (after - _A_SECOND).astimezone(zone), after.astimezone(zone)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()


def _observance(before: datetime, after: datetime) -> TimezoneDaylight | TimezoneStandard:
    """What holds from a change on; it begins at the hour that clocks showed by the offset before."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    was, becomes = before.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    part.add("dtstart", (after.replace(tzinfo=None) - becomes + was).replace(microsecond=0))
    part.add("tzname", after.tzname())
    part.add("tzoffsetfrom", was)
    part.add("tzoffsetto", becomes)
    return part
