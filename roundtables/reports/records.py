"""The record of a session as a page shows it: its lines, its head, what comes next, and who was there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.urls import reverse

from consultation.models import Attribution
from consultation.reports.small_groups import Group, Grouping, shown_apart
from drafts.models import Placement
from drafts.models.languages import in_language
from drafts.permissions import Visitor
from roundtables.models import (
    Attendance,
    Correction,
    Intervention,
    Record,
    RecordSignature,
    RecordVersion,
    Session,
)
from roundtables.permissions.records import is_taking_corrections
from roundtables.reports.attendance import Attended, read_attended
from roundtables.reports.corrections import Asked, by_entry, corrections_of
from roundtables.reports.record_content import Content, Entry, interventions_in, outcomes_in

A_PAGE = 50


class Step(StrEnum):
    """What happens next to a record."""

    CIRCULATE = "circulate"
    ASK = "ask"
    DECIDE = "decide"
    CLOSE = "close"
    SIGN = "sign"
    ADOPT = "adopt"
    PUBLISH = "publish"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ClauseLink:
    """A clause that something is about: what it is called there, and its page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """One entry with its row, which knows who spoke, its clauses, and the corrections somebody may read of it."""

    entry: Entry
    row: Intervention | None
    clauses: tuple[ClauseLink, ...]
    corrections: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Lines that belong to one item of the agenda, one after the other; without one they stand under no heading."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """The entries that one page shows: the outcomes with the first, and what was said in parts."""

    page: Page[Entry]
    outcomes: tuple[Line, ...]
    sections: tuple[Section, ...]
    # Corrections of what is missing from the record.
    missing: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """Who was there: by name where the rule is to name, else as numbers of people, small groups put together."""

    total: int
    named: Attended | None
    groups: Grouping | None


def read_lines(user: Visitor, record: Record, content: Content, number: str, *, whole: bool = False) -> Lines:
    """The entries of one page of a record, or all of them. As many queries for three entries as for three hundred."""
    said, concluded = list(interventions_in(content)), list(outcomes_in(content))
    page = Paginator(said, max(len(said), 1) if whole else A_PAGE).get_page(number)
    outcomes = concluded if page.number == 1 else []
    asked = by_entry(corrections_of(user, record))
    rows = rows_of([entry.key for entry in page])
    clauses = _clauses(record.session, [*page, *outcomes])

    def line(entry: Entry) -> Line:
        about = tuple(clauses[key] for key in entry.clauses if key in clauses)
        return Line(entry, rows.get(entry.key), about, tuple(asked.get(entry.key, ())))

    return Lines(
        page=page,
        outcomes=tuple(map(line, outcomes)),
        sections=tuple(_sections(content, map(line, page))),
        missing=tuple(asked.get("", ())) if page.number == 1 else (),
    )


def rows_of(keys: Sequence[str]) -> Mapping[str, Intervention]:
    """Key → the row that knows, as far as its rule allows, who spoke."""
    found = Intervention.objects.select_related("speaker", "organisation").filter(key__in=keys)
    return {said.key: said for said in found}


def _clauses(session: Session, entries: Sequence[Entry]) -> Mapping[str, ClauseLink]:
    """Key of a clause → where it stands in the version on the table. One query."""
    keys = {key for entry in entries for key in entry.clauses}
    places = Placement.objects.filter(version__sittings=session.pk, clause__key__in=keys)
    return {
        place.clause.key: ClauseLink(
            place.label.rstrip(".") or place.clause.key,
            reverse(
                "consultation:clause", args=[place.version.text.slug, place.version.slug, place.clause.key]
            ),
        )
        for place in places.select_related("clause", "version__text")
    }


def _sections(content: Content, lines: "map[Line]") -> list[Section]:
    titles = {item["key"]: in_language(item["title"]) for item in content["items"]}
    parts = groupby(lines, key=lambda line: line.entry.item)
    return [Section(titles.get(item, ""), tuple(part)) for item, part in parts]


def page_of(entry: Entry) -> int:
    """The page of a record on which an entry stands."""
    return 1 if entry.is_outcome else (entry.number - 1) // A_PAGE + 1


@dataclass(frozen=True, slots=True)
class Head:
    """What the record says of its session, in the reader's language."""

    title: str
    place: str
    kind: str
    rule: str
    starts_at: datetime
    ends_at: datetime
    zone: str


def read_head(content: Content) -> Head:
    """As it was when the version was made."""
    head = content["head"]
    return Head(
        title=in_language(head["title"]),
        place=in_language(head["place"]),
        kind=str(Session.Kind(head["kind"]).label),
        rule=str(Attribution(content["rule"]).label),
        starts_at=datetime.fromisoformat(head["starts_at"]),
        ends_at=datetime.fromisoformat(head["ends_at"]),
        zone=head["time_zone"],
    )


def signatures_of(version: RecordVersion) -> list[RecordSignature]:
    """Who signed this content, the chair first: what is adopted says what was signed before."""
    under = RecordSignature.objects.filter(
        version__record=version.record_id, content_hash=version.content_hash
    )
    latest = {each.capacity: each for each in under.select_related("signed_by").order_by("pk")}
    return [latest[capacity] for capacity in RecordSignature.Capacity if capacity in latest]


def presence_at(session: Session) -> Presence:
    """Who was there, as far as everybody may know it."""
    if session.rule == Attribution.NAMED:
        attended = read_attended(session, named=True)
        return Presence(attended.there, attended, None)
    there = list(Attendance.objects.standing().filter(session=session))
    people: dict[str, set[int]] = {}
    for each in there:
        people.setdefault(each.category, set()).add(each.pk)
    groups = [Group(key, len(who), frozenset(who)) for key, who in people.items()]
    return Presence(len(there), None, shown_apart(groups))


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next, and how many corrections wait."""

    step: Step
    waiting: int


def next_step(record: Record, version: RecordVersion | None, at: datetime) -> Next:
    """Who does what next with a record. Two queries."""
    if version is None or record.state == Record.State.NOTES:
        return Next(Step.CIRCULATE, 0)
    if record.state == Record.State.ADOPTED:
        return Next(Step.DONE if record.published_at else Step.PUBLISH, 0)
    waiting = Correction.objects.filter(version__record=record, state=Correction.State.OPEN).count()
    if is_taking_corrections(record, at):
        return Next(Step.ASK, waiting)
    if waiting:
        return Next(Step.DECIDE, waiting)
    if record.state == Record.State.CIRCULATED:
        return Next(Step.CLOSE, 0)
    signed = len(signatures_of(version))
    return Next(Step.ADOPT if signed == len(RecordSignature.Capacity) else Step.SIGN, 0)
