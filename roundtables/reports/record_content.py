"""What a record says: put together from the notes as they stand, and read again from a version of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from drafts.models.ledger import canonical, digest
from drafts.reports.hashes import moment
from roundtables.models import (
    AgendaItem,
    Intervention,
    InterventionWording,
    OutcomeWording,
    RecordVersion,
    Session,
    SessionOutcome,
)

type Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """An intervention or an outcome as a version of the record has it; `number` counts within its kind."""

    key: str
    number: int
    item: str
    language: str
    words: str
    clauses: tuple[str, ...]
    # Of an outcome what it is, and the words agreed on; both empty for an intervention.
    kind: str = ""
    wording: str = ""

    @property
    def is_outcome(self) -> bool:
        return bool(self.kind)


def content_hash(content: Content) -> str:
    """The hash that a version is known by and that is signed."""
    return digest(canonical(content))


def content_now(session: Session) -> dict[str, Any]:
    """The record as its rows stand now. Of who spoke only keys and the category. Six queries, however long it is."""
    interventions = [_intervention(each) for each in spoken(session)]
    outcomes = [_outcome(each) for each in concluded(session)]
    named = {each["item"] for each in (*interventions, *outcomes)}
    items = AgendaItem.objects.filter(session=session)
    return {
        "session": session.key,
        "head": _head(session),
        "rule": str(session.rule),
        "items": [
            {"key": item.key, "title": item.title}
            for item in items
            if item.removed_at is None or item.key in named
        ],
        "interventions": interventions,
        "outcomes": outcomes,
    }


def _head(session: Session) -> dict[str, Any]:
    return {
        "kind": str(session.kind),
        "title": session.title,
        "place": session.place,
        "starts_at": moment(session.starts_at),
        "ends_at": moment(session.ends_at),
        "time_zone": session.time_zone,
    }


def spoken(session: Session) -> QuerySet[Intervention]:
    """What stands of what was said, in order, each with its words now."""
    last = InterventionWording.objects.filter(intervention=OuterRef("pk")).order_by("-pk").values("words")[:1]
    related = ("item", "clause", "speaker", "organisation")
    standing = Intervention.objects.filter(session=session).standing().in_order()
    return standing.select_related(*related).annotate(now=Subquery(last))


def concluded(session: Session) -> QuerySet[SessionOutcome]:
    """What stands of what was concluded, in order, each with its words now."""
    last = OutcomeWording.objects.filter(outcome=OuterRef("pk")).order_by("-pk").values("words")[:1]
    standing = SessionOutcome.objects.filter(session=session, struck_at=None).order_by("recorded_at", "pk")
    rows = standing.select_related("item").prefetch_related("clauses", "interventions")
    return rows.annotate(now=Coalesce(Subquery(last), "words"))


def words_now(target: Intervention | SessionOutcome) -> str:
    """The words of one entry as they stand."""
    if isinstance(target, Intervention):
        return (
            InterventionWording.objects.filter(intervention=target)
            .order_by("-pk")
            .values_list("words", flat=True)[0]
        )
    last = OutcomeWording.objects.filter(outcome=target).order_by("-pk").first()
    return last.words if last else target.words


def _intervention(said: Any) -> dict[str, Any]:
    return {
        "key": said.key,
        "item": said.item.key if said.item else "",
        "clause": said.clause.key if said.clause else "",
        "rule": said.rule,
        "speaker": said.speaker.key if said.speaker else "",
        "organisation": said.organisation.slug if said.organisation else "",
        "category": said.category,
        "language": said.language,
        "said_at": moment(said.said_at),
        "words": said.now,
    }


def _outcome(concluded: Any) -> dict[str, Any]:
    return {
        "key": concluded.key,
        "kind": concluded.kind,
        "item": concluded.item.key if concluded.item else "",
        "clauses": sorted(clause.key for clause in concluded.clauses.all()),
        "interventions": sorted(said.key for said in concluded.interventions.all()),
        "language": concluded.language,
        "words": concluded.now,
        "wording": concluded.wording,
    }


def last_version(record: int) -> RecordVersion | None:
    """The version of a record that stands, by the key of its session."""
    return RecordVersion.objects.filter(record=record).order_by("-number").first()


def interventions_in(content: Content) -> Iterator[Entry]:
    """What was said, in the order of the record."""
    for number, said in enumerate(content["interventions"], start=1):
        clauses = (said["clause"],) if said["clause"] else ()
        yield Entry(said["key"], number, said["item"], said["language"], said["words"], clauses)


def outcomes_in(content: Content) -> Iterator[Entry]:
    """What was concluded, in the order of the record."""
    for number, each in enumerate(content["outcomes"], start=1):
        told = (each["key"], number, each["item"], each["language"], each["words"], tuple(each["clauses"]))
        yield Entry(*told, each["kind"], each["wording"])


def entry_in(content: Content, key: str) -> Entry | None:
    """The entry of a version with this key."""
    entries = (*interventions_in(content), *outcomes_in(content))
    return next((entry for entry in entries if entry.key == key), None)
