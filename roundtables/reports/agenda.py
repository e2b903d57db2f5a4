"""The agenda: coming and past meetings, of one kind or pillar where that is asked for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.utils import timezone

from consultation.models import Sitting
from consultation.reports.pages import A_PAGE
from consultation.reports.sittings import starts_of
from drafts.models import Pillar, Text
from drafts.permissions import Visitor, visible_texts
from roundtables.models import Session, SessionQuerySet
from roundtables.permissions.sessions import visible_sessions

# Under the coming meetings stand the last ones; all of them are one click away.
LATEST = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: a kind, a pillar, a text on the table, a page of the past, as it stood on a day."""

    kind: str = ""
    pillar: Pillar | None = None
    is_past: bool = False
    # Meetings that had it on the table: its own page leads to them.
    text: Text | None = None
    page: str = ""
    on: date | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether only some of the meetings are asked for."""
        return bool(self.kind or self.pillar or self.text)


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as the agenda shows it."""

    session: Session
    # Until when something was done that it tells of; without it everything is told.
    until: datetime | None = None

    @property
    def month(self) -> date:
        """The month it stands under, by the clock of its place."""
        return starts_of(self.session).date().replace(day=1)

    @property
    def is_announced(self) -> bool:
        return self.session.announced_at is not None

    @property
    def is_cancelled(self) -> bool:
        return self._is_done(self.session.cancelled_at)

    @property
    def has_record(self) -> bool:
        """Whether everybody may read what was said."""
        return self._is_done(self.session.record.published_at)

    def _is_done(self, at: datetime | None) -> bool:
        return at is not None and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Agenda:
    """One page of coming or of past meetings; under the first coming ones, the last of the past."""

    page: Page[Session]
    entries: Sequence[Entry]
    latest: Sequence[Entry]

    @property
    def is_empty(self) -> bool:
        return not (self.entries or self.latest)


def pillar_code(pillar: Pillar) -> str:
    """A pillar as the addresses of the agenda name it."""
    return f"{pillar.programme.slug}-{pillar.number}"


def agenda(user: Visitor, asked: Asked, at: datetime) -> Agenda:
    """The meetings that somebody may know of, now or as it stood on a day. At most five queries."""
    known, until = visible_sessions(user), None
    if asked.on:
        at, until = _ends_of(asked.on)
        known = known.filter(announced_at__lt=until)
    found = _described(_asked_for(known, asked))
    past = found.filter(ends_at__lte=at).order_by("-starts_at", "-pk")
    if asked.is_past:
        page = Paginator(past, A_PAGE).get_page(asked.page)
        return Agenda(page, _entries(page, until), ())
    coming = found.filter(ends_at__gt=at).order_by("starts_at", "pk")
    page = Paginator(coming, A_PAGE).get_page(asked.page)
    latest = () if page.has_previous() else _entries(past[:LATEST], until)
    return Agenda(page, _entries(page, until), latest)


def _ends_of(day: date) -> tuple[datetime, datetime]:
    """When a day begins and when it is over: what takes place on it is still to come when it begins."""
    days = (day, day + timedelta(days=1))
    begins, over = (timezone.make_aware(datetime.combine(each, time.min)) for each in days)
    return begins, over


def _asked_for(sessions: SessionQuerySet, asked: Asked) -> SessionQuerySet:
    if asked.kind:
        sessions = sessions.filter(kind=asked.kind)
    if asked.pillar:
        sessions = sessions.filter(pillars=asked.pillar)
    if asked.text:
        sessions = sessions.filter(versions__text=asked.text)
    return sessions


def _described(sessions: SessionQuerySet) -> SessionQuerySet:
    return sessions.select_related("record").prefetch_related("pillars")


def _entries(sessions: Iterable[Session], until: datetime | None) -> list[Entry]:
    return [Entry(session, until) for session in sessions]


def pillars_met_on(user: Visitor) -> list[Pillar]:
    """The pillars that some meeting was or will be about, to choose from. One query."""
    met = Pillar.objects.filter(sittings__in=visible_sessions(user).values("pk")).distinct()
    return list(
        met.select_related("programme").order_by("-programme__first_year", "programme__slug", "number")
    )


def kinds_held(user: Visitor) -> list[Sitting.Kind]:
    """The kinds of meeting that there are, in their own order. One query."""
    held = set(visible_sessions(user).values_list("kind", flat=True).distinct())
    return [kind for kind in Sitting.Kind if kind in held]


def text_asked(user: Visitor, slug: str) -> Text | None:
    """The text whose meetings are asked for, where it may be read. No query where none is."""
    return visible_texts(user).filter(slug=slug).first() if slug else None
