"""The one way into the ledger."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from drafts.models import LedgerEntry, LedgerHead, Text
from drafts.models.ledger import canonical, digest

Verb = LedgerEntry.Verb


def record(
    *,
    by: AbstractBaseUser,
    verb: LedgerEntry.Verb,
    about: models.Model,
    key: str,
    at: datetime,
    text: Text | None = None,
    **payload: Any,
) -> LedgerEntry:
    """Add one act to the chain; call it last, since it holds the chain's lock until the transaction ends."""
    head, _made = LedgerHead.objects.select_for_update().get_or_create(pk=1)
    entry = LedgerEntry(
        sequence=head.sequence + 1,
        at=at.astimezone(UTC),
        actor=getattr(by, "key", ""),
        verb=verb,
        object_type=str(about._meta.model_name),
        object_key=key,
        text=text,
        payload=canonical(payload),
        previous_hash=head.hash,
    )
    entry.hash = digest(entry.sealed_content())
    entry.save(force_insert=True)
    head.sequence, head.hash = entry.sequence, entry.hash
    head.save(update_fields=["sequence", "hash"])
    return entry
