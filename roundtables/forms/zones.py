"""Times as the clocks of a place show them: typed without a zone, and understood in the one that is chosen."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultation.forms.rounds import Moment

# Where sessions of such a programme are held most: the cities of its partners that host them.
_OFTEN = (
    "Europe/Brussels Europe/Paris Europe/Lisbon Europe/London Africa/Dakar Africa/Abidjan Africa/Accra"
    " Africa/Casablanca Africa/Tunis Africa/Cairo Africa/Lagos Africa/Addis_Ababa Africa/Nairobi UTC"
).split()
# The other names that the IANA keeps are older spellings of these.
_CONTINENTS = "Africa America Antarctica Asia Atlantic Australia Europe Indian Pacific".split()


def zone_choices() -> list[tuple[Any, Any]]:
    """Every zone that is named after a place, those used often first."""
    known = available_timezones()
    others = sorted(
        name for name in known if name.split("/")[0] in _CONTINENTS and "/" in name and name not in _OFTEN
    )
    return [
        (_("Often used"), [(name, _shown(name)) for name in _OFTEN if name in known]),
        (_("All others"), [(name, _shown(name)) for name in others]),
    ]


def _shown(name: str) -> str:
    return name.replace("_", " ")


class LocalTime(forms.DateTimeField):
    """A day and an hour without a zone; `in_zone` says which moment that is."""

    widget = Moment

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(UTC):
            moment = super().to_python(value)
        return moment.replace(tzinfo=None) if moment else None


def in_zone(local: datetime, zone: str) -> datetime:
    """The moment when clocks there show this; the first one where they show it twice.

    Raises where they never do, since they were put forward meanwhile.
    """
    moment = local.replace(tzinfo=ZoneInfo(zone))
    if moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise forms.ValidationError(
            _("Clocks there are put forward at that hour: this time does not exist. Choose another.")
        )
    return moment.astimezone(UTC)


def local_time(moment: datetime | None, zone: str) -> datetime | None:
    """What clocks there show at a moment."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None
