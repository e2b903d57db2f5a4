"""Meetings in words: when they are, in their own zone, and which come next."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location
from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from consultation.models import Sitting


def starts_of(sitting: Sitting) -> datetime:
    """When it starts, by the clock of the place."""
    return sitting.starts_at.astimezone(ZoneInfo(sitting.time_zone))


def ends_of(sitting: Sitting) -> datetime:
    """When it ends, by the clock of the place."""
    return sitting.ends_at.astimezone(ZoneInfo(sitting.time_zone))


def zone_of(sitting: Sitting) -> str:
    """Its zone in the reader's words."""
    return clock_of(sitting.time_zone)


def clock_of(zone: str) -> str:
    """A zone in the reader's words: “Brussels time”."""
    locale = Locale.parse(to_locale(get_language() or "en"))
    city = get_timezone_location(ZoneInfo(zone), locale=locale, return_city=True)
    return city if city == "UTC" else _("%(city)s time") % {"city": city}


def hours_of(sitting: Sitting) -> str:
    """From when to when, with the zone: the hours of one day, or days with their hours."""
    starts, ends = starts_of(sitting), ends_of(sitting)
    is_one_day = starts.date() == ends.date()
    told = "TIME_FORMAT" if is_one_day else "DATETIME_FORMAT"
    line = _("%(start)s–%(end)s, %(zone)s") if is_one_day else _("%(start)s – %(end)s, %(zone)s")
    names = {"start": date_format(starts, told), "end": date_format(ends, told), "zone": zone_of(sitting)}
    return line % names


def times_of(sitting: Sitting) -> str:
    """The day and the hours, with the zone, in one line."""
    starts = starts_of(sitting)
    if starts.date() != ends_of(sitting).date():
        return hours_of(sitting)
    return f"{date_format(starts, 'DATE_FORMAT')}, {hours_of(sitting)}"


def next_sittings(at: datetime, limit: int = 3) -> list[Sitting]:
    """The next meetings on the agenda that were not cancelled, the soonest first. One query."""
    coming = Sitting.objects.filter(announced_at__isnull=False, cancelled_at=None, ends_at__gt=at)
    return list(coming.order_by("starts_at", "pk")[:limit])


def next_sitting_over(at: datetime) -> datetime | None:
    """When the next meeting on the agenda is over, and stands among the past ones. One query."""
    coming = Sitting.objects.filter(announced_at__isnull=False, ends_at__gt=at)
    first: datetime | None = coming.aggregate(first=Min("ends_at"))["first"]
    return first
