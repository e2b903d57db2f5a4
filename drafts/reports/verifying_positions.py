"""Positions held against the ledger: stated, published and ended as it says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from drafts.models import LedgerEntry, Position
from drafts.models.ledger import digest
from drafts.reports.seals import content_of, is_sealed_by
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb


@dataclass
class _Told:
    """What the ledger has of one position."""

    stated: LedgerEntry | None = None
    sealed: dict[str, Any] = field(default_factory=dict)
    published: LedgerEntry | None = None
    disclosed: dict[str, Any] = field(default_factory=dict)
    ended_at: datetime | None = None


def verify_positions() -> Iterator[Fault]:
    """Positions that say something else than when they were stated or published, or that are gone."""
    told = _told()
    related = ("clause", "version", "stated_by")
    positions = Position.objects.select_related(*related).order_by("pk")
    for position in positions.iterator(chunk_size=2000):
        ledger = told.pop(position.key, _Told())
        if not _is_stated(position, ledger):
            yield Fault(f"position {position.key}", "it is not the one that was stated")
        elif not _is_published(position, ledger):
            yield Fault(f"position {position.key}", "it is not public as its author made it")
        elif position.ended_at != ledger.ended_at:
            yield Fault(f"position {position.key}", "it does not hold as the ledger says")
    for key in told:
        yield Fault(f"position {key}", "was stated and is gone")


def _told() -> dict[str, _Told]:
    """Key of a position → what the ledger has of it."""
    told: dict[str, _Told] = {}
    for entry in LedgerEntry.objects.filter(verb__in=(Verb.POSITIONED, Verb.DISCLOSED)).order_by("sequence"):
        payload = json.loads(entry.payload)
        about = told.setdefault(entry.object_key, _Told())
        if "sealed" in payload:
            about.stated, about.sealed = entry, payload
        if "disclosed" in payload:
            about.published, about.disclosed = entry, payload
        for key in payload.get("ends", ()):
            told.setdefault(key, _Told()).ended_at = entry.at
    return told


def _is_stated(position: Position, told: _Told) -> bool:
    by = getattr(position.stated_by, "key", "")
    if told.stated is None:
        return False
    said = (
        told.stated.actor,
        told.stated.at,
        told.stated.text_id,
        told.sealed.get("version", _number(position)),
    )
    kept = (by, position.stated_at, position.version.text_id, _number(position))
    return said == kept and is_sealed_by(told.sealed["sealed"], position)


def _is_published(position: Position, told: _Told) -> bool:
    """Whether it is public since the ledger says so, and just as its author made it then."""
    if told.published is None or position.published_at is None:
        return told.published is None and position.published_at is None
    said = (told.published.at, told.disclosed["disclosed"], told.disclosed.get("version", _number(position)))
    return said == (position.published_at, digest(content_of(position)), _number(position))


def _number(position: Position) -> int:
    return position.version.number
