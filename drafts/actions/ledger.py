"""The one way into the ledger."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import QuerySet

from drafts.models import LedgerEntry, LedgerHead, Text
from drafts.models.ledger import GENESIS, canonical, digest
from drafts.models.prepared import Prepared

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
    sequence, previous_hash = _locked_end()
    entry = LedgerEntry(
        sequence=sequence + 1,
        at=at.astimezone(UTC),
        actor=getattr(by, "key", ""),
        verb=verb,
        object_type=str(about._meta.model_name),
        object_key=key,
        text=text,
        payload=canonical(payload),
        previous_hash=previous_hash,
        text_previous_hash=_last_on(text, public=verb in LedgerEntry.PUBLIC),
    )
    entry.hash = digest(entry.sealed_content())
    entry.save(force_insert=True)
    LedgerHead.objects.filter(pk=1).update(sequence=entry.sequence, hash=entry.hash)
    return entry


def hold_end() -> None:
    """Take the chain's lock before `record` does: for acts that then lock what others check while they hold it."""
    _locked_end()


_END = Prepared(
    lambda head: LedgerHead.objects.select_for_update().filter(pk=head).values_list("sequence", "hash"), int
)


def _last_on(text: Text | None, *, public: bool) -> str:
    """The hash of the last entry about a text, or the last public one; ask with the chain's end locked.

    No other can come between then.
    """
    if text is None:
        return ""
    last = (_LAST_PUBLIC_ON if public else _LAST_ON).rows(text.pk)
    return str(last[0][0]) if last else GENESIS


def _entries_on(text: int, **conditions: object) -> QuerySet[LedgerEntry, tuple[str]]:
    return LedgerEntry.objects.filter(text=text, **conditions).order_by("-sequence").values_list("hash")[:1]


_LAST_ON = Prepared(_entries_on, int)
_LAST_PUBLIC_ON = Prepared(lambda text: _entries_on(text, verb__in=LedgerEntry.PUBLIC), int)


def _locked_end() -> tuple[int, str]:
    """The sequence and hash of the last entry; whoever else wants them waits until this transaction ends."""
    end = _END.rows(1)
    if not end:
        head, _made = LedgerHead.objects.select_for_update().get_or_create(pk=1)
        return head.sequence, head.hash
    sequence, last_hash = end[0]
    return sequence, last_hash
