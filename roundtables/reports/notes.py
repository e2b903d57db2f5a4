"""The notes of a session as its rapporteurs have them before them, and what their form offers."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Max, Prefetch, Q, QuerySet

from consultation.models import User
from drafts.models import LedgerEntry, Version
from drafts.models.ledger import digest
from drafts.reports.reading import ClauseReading, read_version
from drafts.text.inline import plain
from roundtables.models import (
    AgendaItem,
    Attendance,
    Intervention,
    InterventionQuerySet,
    InterventionWording,
    Session,
)

A_PAGE = 50
_CHANGES = (LedgerEntry.Verb.SPOKE, LedgerEntry.Verb.REWORDED, LedgerEntry.Verb.STRUCK)
_FIRST_WORDS = 60


@dataclass(frozen=True, slots=True)
class OnTable:
    """A version on the table and its clauses."""

    version: Version
    clauses: tuple[ClauseReading, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What a rapporteur chooses from: the agenda, the clauses on the table, and who is there."""

    session: Session
    items: tuple[AgendaItem, ...]
    on_table: tuple[OnTable, ...]
    present: tuple[Attendance, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """An intervention as it stands in the notes."""

    intervention: Intervention
    wordings: tuple[InterventionWording, ...]
    clause: ClauseReading | None
    version: Version | None

    @property
    def words(self) -> str:
        return self.wordings[-1].words

    @property
    def basis(self) -> str:
        """The digest of the words: what a change of them begins from."""
        return digest(self.words)

    @property
    def moment(self) -> int:
        """When it was said, in microseconds: its place among the others on the page."""
        return int(self.intervention.said_at.timestamp() * 1_000_000)

    @property
    def on(self) -> str:
        """The clause it is about, by its label and how it begins."""
        return first_words(self.clause) if self.clause else ""

    @property
    def was_changed(self) -> bool:
        return len(self.wordings) > 1


def read_table(session: Session, language: str) -> Table:
    """The agenda with its clauses, the versions on the table, and, as far as speakers are named, who is there."""
    items = session.items.filter(removed_at=None).prefetch_related("clauses")
    there = session.attendances.filter(removed_at=None).select_related("user", "organisation")
    return Table(
        session=session,
        items=tuple(items),
        on_table=read_on_table(session, language),
        present=tuple(there.order_by("pk")),
    )


def read_on_table(session: Session, language: str) -> tuple[OnTable, ...]:
    """The versions on the table with their clauses; one query where they are published and kept."""
    versions = session.versions.select_related("text").order_by("pk")
    return tuple(OnTable(each, read_version(each, language).clauses) for each in versions)


def first_words(clause: ClauseReading) -> str:
    """A clause as a line of a list: its label and how it begins."""
    words = plain(clause.source)
    begins = words if len(words) <= _FIRST_WORDS else f"{words[:_FIRST_WORDS].rsplit(' ', 1)[0]}…"
    return f"{clause.label} {begins}".strip()


def page_of_notes(session: Session, number: str, note: str = "") -> Page[Intervention]:
    """So many interventions at a time, the latest first: the page of this number, or that which holds a note."""
    paginator = Paginator(_rows(session).order_by("-said_at", "-pk"), A_PAGE)
    said = Intervention.objects.filter(session=session)
    held = said.filter(key=note).first() if note else None
    if held is None:
        return paginator.get_page(number)
    after = Q(said_at__gt=held.said_at) | Q(said_at=held.said_at, pk__gt=held.pk)
    return paginator.page(said.filter(after).count() // A_PAGE + 1)


def read_notes(said: Iterable[Intervention], on_table: Sequence[OnTable]) -> list[Note]:
    """Each with its words and the clause as it is on the table."""
    spots = {clause.clause_id: (clause, each.version) for each in on_table for clause in each.clauses}
    return [
        Note(each, tuple(each.wordings.all()), *spots.get(each.clause_id or 0, (None, None))) for each in said
    ]


def read_note(session: Session, key: str, language: str) -> Note | None:
    """One of them, or nothing."""
    found = list(_rows(session).filter(key=key))
    notes = read_notes(found, read_on_table(session, language) if found else ())
    return notes[0] if notes else None


def _rows(session: Session) -> InterventionQuerySet:
    wordings = InterventionWording.objects.order_by("pk").select_related("written_by")
    said = Intervention.objects.filter(session=session)
    whole = said.select_related("session", "item", "clause", "speaker", "organisation", "recorded_by")
    return whole.prefetch_related(Prefetch("wordings", queryset=wordings))


def stamp_of(session: Session) -> int:
    """The last change of the notes; one small query, and the same number while nobody did anything."""
    return _acts(session).aggregate(last=Max("sequence"))["last"] or 0


def changed_since(session: Session, stamp: int) -> list[Intervention]:
    """The interventions that were made or changed after a stamp, the earliest first."""
    payloads = _acts(session).filter(sequence__gt=stamp).values_list("payload", flat=True)
    keys: Collection[str] = {json.loads(each)["intervention"] for each in payloads}
    return list(_rows(session).filter(key__in=keys).in_order())[-A_PAGE:]


def _acts(session: Session) -> QuerySet[LedgerEntry]:
    return LedgerEntry.objects.filter(object_type="session", object_key=session.key, verb__in=_CHANGES)


def last_of(session: Session, rapporteur: User) -> Intervention | None:
    """What somebody wrote down last: the next is likely on the same item, in the same language."""
    mine = session.interventions.filter(recorded_by=rapporteur)
    return mine.select_related("item", "clause").order_by("-recorded_at", "-pk").first()
