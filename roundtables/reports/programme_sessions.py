"""The sessions of a programme: the series they belong to, and all of them by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, Q, QuerySet

from consultation.reports.pages import A_PAGE
from drafts.models import Programme
from drafts.permissions import Visitor
from roundtables.models import Series, Session
from roundtables.permissions.sessions import visible_sessions
from roundtables.reports.agenda import Entry


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series, and from when to when it is held; nothing is on the calendar of one without sessions."""

    series: Series
    sessions: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class ProgrammeSessions:
    """What the page of a programme's sessions shows to one reader."""

    series: Sequence[SeriesLine]
    page: Page[Session]

    @property
    def entries(self) -> list[Entry]:
        return [Entry(session) for session in self.page]


def sessions_of_programme(user: Visitor, programme: Programme, page: str) -> ProgrammeSessions:
    """Those that somebody may know of, the latest first. Four queries, however many there are."""
    seen = visible_sessions(user).filter(programme=programme)
    by_day = seen.select_related("record").prefetch_related("pillars").order_by("-starts_at", "-pk")
    return ProgrammeSessions(
        series=[
            SeriesLine(each, each.held, each.first, each.last)  # type: ignore[attr-defined]  # annotated
            for each in _series(programme, seen)
        ],
        page=Paginator(by_day, A_PAGE).get_page(page),
    )


def _series(programme: Programme, seen: QuerySet[Session]) -> QuerySet[Series]:
    among = Q(sessions__in=seen.values("pk"))
    return (
        Series.objects.filter(programme=programme)
        .annotate(
            held=Count("sessions", filter=among),
            first=Min("sessions__starts_at", filter=among),
            last=Max("sessions__starts_at", filter=among),
        )
        .order_by("first", "pk")
    )
