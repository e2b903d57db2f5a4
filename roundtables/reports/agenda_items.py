"""The agenda of a session as it is read: its items, and the clauses they are about on the versions on the table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse

from drafts.models import Version
from drafts.models.ledger import canonical, digest
from drafts.reports.names import ClauseName, names_of
from drafts.reports.reading import read_version
from roundtables.models import AgendaItem, Session


@dataclass(frozen=True, slots=True)
class TabledVersion:
    """A version on the table with the names of its clauses, in its order."""

    version: Version
    names: Mapping[str, ClauseName]

    def address(self, key: str) -> str:
        """Where a clause is read as it stood on the table."""
        return reverse("consultation:clause", args=[self.version.text.slug, self.version.slug, key])


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """A clause that an item is about: what it is called, and where it is read on the version on the table."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ItemReading:
    """An item of an agenda, with its clauses by the text they are in."""

    item: AgendaItem
    clauses: tuple[tuple[Version, tuple[ClauseLink, ...]], ...]

    @property
    def ends_at(self) -> datetime | None:
        if self.item.starts_at is None or not self.item.minutes:
            return None
        return self.item.starts_at + timedelta(minutes=self.item.minutes)


def stamp_of(item: AgendaItem) -> str:
    """What an item says, as a fingerprint: a page that changes it says which one it started from."""
    hour = item.starts_at.timestamp() if item.starts_at else None
    keys = sorted(item.clauses.values_list("key", flat=True))
    return digest(canonical([item.title, hour, item.minutes, keys, item.removed_at is not None]))


def versions_on_table(session: Session) -> Sequence[Version]:
    """The versions that what is said is said on. One query."""
    return list(session.versions.select_related("text").order_by("text__pillar__number", "text__slug"))


@dataclass(frozen=True, slots=True)
class OnTable:
    """A version on the table, and the last one of its text that came out since."""

    version: Version
    since: Version | None


def table_today(versions: Iterable[Version]) -> list[OnTable]:
    """The table as it was pinned, and what came out since. One query, and none where nothing is on it."""
    tabled = list(versions)
    published = Version.objects.published().filter(text__in=[each.text_id for each in tabled])
    last = {each.text_id: each for each in published.select_related("text").order_by("number")}
    return [OnTable(each, _since(each, last.get(each.text_id))) for each in tabled]


def _since(tabled: Version, last: Version | None) -> Version | None:
    return last if last and last.number > tabled.number else None


def read_table(versions: Iterable[Version], language: str) -> list[TabledVersion]:
    """The same with the names of their clauses; no query once a published version is kept."""
    return [TabledVersion(each, names_of(read_version(each, language).clauses)) for each in versions]


def read_agenda(session: Session, table: Sequence[TabledVersion]) -> list[ItemReading]:
    """The items of a session in their order. Two queries, however many there are."""
    items = AgendaItem.objects.filter(session=session, removed_at=None).prefetch_related("clauses")
    return [ItemReading(item, _links(item, table)) for item in items]


def _links(
    item: AgendaItem, table: Sequence[TabledVersion]
) -> tuple[tuple[Version, tuple[ClauseLink, ...]], ...]:
    chosen = {clause.key for clause in item.clauses.all()}
    return tuple(
        (tabled.version, links) for tabled in table if chosen and (links := _links_in(tabled, chosen))
    )


def _links_in(tabled: TabledVersion, chosen: set[str]) -> tuple[ClauseLink, ...]:
    """In the order of the version."""
    return tuple(
        ClauseLink(str(name), tabled.address(key)) for key, name in tabled.names.items() if key in chosen
    )
