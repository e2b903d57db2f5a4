"""What is new on the agenda, as an Atom feed (RFC 4287): meetings, their changes, and records that came out.

Nothing of what was said in a meeting is in it, under any rule of attribution: a record's entry is its link.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, get_tag_uri
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.reports.sittings import times_of
from drafts.models.languages import in_language
from roundtables.models import Record, Session
from roundtables.reports.calendars import site_host

# The last ones; whoever reads a feed comes back before so much has happened.
_ENTRIES = 50
# An empty feed says this, and so the same bytes each time.
_NEVER = datetime.fromtimestamp(0, UTC)


class AgendaFeed(Atom1Feed):
    """An Atom feed that says the same as long as nothing happens."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else _NEVER


@dataclass(frozen=True, slots=True)
class News:
    """One entry: something that happened to a meeting."""

    session: Session
    title: str
    first: datetime
    changed: datetime
    about: str = ""
    # The page of the session, unless it is about another.
    address: str = "session"

    @property
    def path(self) -> str:
        return reverse(f"roundtables:{self.address}", args=[self.session.key])

    @property
    def identity(self) -> str:
        """The same in every language and after every change; no address, which may change."""
        day = self.session.convened_at
        return get_tag_uri(f"http://{site_host()}/sessions/{self.session.key}{self.about}", day)


def news() -> list[News]:
    """The last things that happened on the public agenda, the latest first. Two queries."""
    sessions = Session.objects.announced().order_by("-changed_at", "-pk")[:_ENTRIES]
    records = Record.objects.filter(published_at__isnull=False, session__announced_at__isnull=False)
    latest = records.select_related("session").order_by("-published_at", "-pk")[:_ENTRIES]
    told = [*(_of_session(session) for session in sessions), *(_of_record(record) for record in latest)]
    return sorted(told, key=lambda each: each.changed, reverse=True)[:_ENTRIES]


def _of_session(session: Session) -> News:
    assert session.announced_at
    title = _("Cancelled: %(title)s") % {"title": session} if session.cancelled_at else str(session)
    return News(session, title, session.announced_at, max(session.changed_at, session.announced_at))


def _of_record(record: Record) -> News:
    assert record.published_at
    title = _("Record published: %(title)s") % {"title": record.session}
    return News(record.session, title, record.published_at, record.published_at, "/record", "record")


def atom(path: str, page: str) -> bytes:
    """The feed that is found under one address, of the agenda that is found under another."""
    feed = AgendaFeed(
        title=_("Agenda of meetings"),
        link=settings.SITE_URL + page,
        description="",
        subtitle=_("New and changed meetings, and the records that came out."),
        language=get_language(),
        author_name="Concertation",
        feed_url=settings.SITE_URL + path,
        feed_guid=settings.SITE_URL + path,
    )
    for each in news():
        feed.add_item(
            title=each.title,
            link=settings.SITE_URL + each.path,
            # Readers take it for HTML.
            description=escape(_summary(each.session)),
            unique_id=each.identity,
            pubdate=each.first,
            updateddate=each.changed,
            categories=[each.session.get_kind_display()],
        )
    return feed.writeString("utf-8").encode()


def _summary(session: Session) -> str:
    """When and where."""
    where = in_language(session.place)
    return f"{times_of(session)}. {where}" if where else times_of(session)
