"""The version rail: every version of a text that the reader may open, as stops on one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consultation.models import Consultation
from drafts.models import Text, Version
from drafts.permissions import Visitor, visible_versions


@dataclass(frozen=True, slots=True)
class Stop:
    """One version on the rail, and the comparison with the one after it."""

    name: str
    url: str
    date: datetime | None
    window: str
    current: bool
    working: bool
    compare_url: str = ""
    compare_label: str = ""
    signed: str = ""


def versions_on_rail(user: Visitor, text: Text) -> QuerySet[Version]:
    """The versions of a text that somebody may open, oldest first, each with its consultation and its adoption."""
    return visible_versions(user, text).select_related("consultation", "adoption").order_by("number")


def version_rail(user: Visitor, text: Text, current: Version) -> tuple[Stop, ...]:
    """The stops of a text's rail. Two queries for people with an account, one for everybody else."""
    return stops_of(text, list(versions_on_rail(user, text)), current)


def stops_of(text: Text, versions: Sequence[Version], current: Version) -> tuple[Stop, ...]:
    """The stops for versions fetched already, oldest first. No query."""
    following = [*versions[1:], None]
    return tuple(
        _stop(text, version, after, current=version.pk == current.pk)
        for version, after in zip(versions, following, strict=True)
    )


def _stop(text: Text, version: Version, after: Version | None, *, current: bool) -> Stop:
    return Stop(
        name=str(version),
        url=reverse("consultation:version", args=[text.slug, version.slug]),
        date=version.published_at,
        window=_window(version),
        current=current,
        working=not version.is_published,
        compare_url=reverse("consultation:compare", args=[text.slug, version.slug, after.slug])
        if after
        else "",
        compare_label=_("Compare") if after else "",
    )


def consultation_of(version: Version) -> Consultation | None:
    """The consultation on a version, where there is one; no query on a version of the rail."""
    return getattr(version, "consultation", None)


def _window(version: Version) -> str:
    """That it was adopted; else when inputs are taken: the days on which the consultation opens and closes."""
    adoption = getattr(version, "adoption", None)
    if adoption is not None:
        day = date_format(timezone.localtime(adoption.adopted_at), "SHORT_DATE_FORMAT")
        return _("adopted on %(day)s") % {"day": day}
    held = consultation_of(version)
    if held is None:
        return _("in work") if not version.is_published else ""
    opens, closes = (
        date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")
        for moment in (held.opens_at, held.closes_at)
    )
    return _("inputs from %(opens)s to %(closes)s") % {"opens": opens, "closes": closes}
