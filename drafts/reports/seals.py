"""What the ledger keeps of a position: a seal while it is the committee's, its plain fingerprint once it is public."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from drafts.models import LedgerEntry, Position
from drafts.models.ledger import canonical, digest
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb


def content_of(position: Position) -> str:
    """What a position says, as canonical JSON."""
    return canonical(
        {
            "key": position.key,
            "clause": position.clause.key,
            "language": position.language,
            "quote": position.quote,
            "stance": position.stance,
            "note": position.note,
            "delegation": position.delegation,
        }
    )


def seal_of(position: Position, key: str = "") -> str:
    """A fingerprint that only this site can make, and so only this site can guess from; today's key unless told."""
    secret = key or settings.SECRET_KEY
    return salted_hmac("drafts.position", content_of(position), secret=secret, algorithm="sha256").hexdigest()


def verify_positions() -> Iterator[Fault]:
    """Positions that say something else than when they were stated or published, or that are gone."""
    sealed, disclosed = _kept(Verb.POSITIONED, "sealed"), _kept(Verb.DISCLOSED, "disclosed")
    positions = Position.objects.select_related("clause").order_by("pk")
    for position in positions.iterator(chunk_size=2000):
        if not _is_sealed_by(sealed.pop(position.key, ""), position):
            yield Fault(f"position {position.key}", "it is not the one that was stated")
        fingerprint = digest(content_of(position)) if position.published_at else ""
        if disclosed.pop(position.key, "") != fingerprint:
            yield Fault(f"position {position.key}", "it is not public as its author made it")
    for key in sealed:
        yield Fault(f"position {key}", "was stated and is gone")


def _kept(verb: LedgerEntry.Verb, name: str) -> dict[str, str]:
    """Key of a position → what the ledger kept of it under this name."""
    entries = LedgerEntry.objects.filter(verb=verb).values_list("object_key", "payload")
    kept = ((key, json.loads(payload)) for key, payload in entries)
    return {key: payload[name] for key, payload in kept if name in payload}


def _is_sealed_by(seal: str, position: Position) -> bool:
    """Under today's key, or under one that was in use before and is kept for this."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(seal, seal_of(position, key)) for key in keys)
