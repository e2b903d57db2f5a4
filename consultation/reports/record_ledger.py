"""The public acts on a text as its record shows them, and what they seal: a record shows nothing that is not sealed."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from drafts.models import LedgerEntry, Version
from drafts.reports.hashes import moment

type Part = dict[str, Any]
Verb = LedgerEntry.Verb
# Acts that may say in the open what an input says; which of them does hangs on when everybody could read it.
SAID = (Verb.COMMENTED, Verb.MODERATED, Verb.DISPOSED)


class PublicLedger:
    """Every public act on the text of a version, to this day. One query."""

    def __init__(self, version: Version) -> None:
        entries = list(public_entries(version).order_by("sequence"))
        self._told = [(entry, json.loads(entry.payload)) for entry in entries]
        self.shown = [_shown(entry) for entry in entries]
        self.sealed = sealed_with(version, entries)

    @property
    def head(self) -> Part:
        """The last act, and its hash."""
        last = self.shown[-1] if self.shown else {"sequence": 0, "hash": ""}
        return {"sequence": last["sequence"], "hash": last["hash"]}

    def told(self, verb: LedgerEntry.Verb, key: str) -> Part:
        """What the act says that made this."""
        return next((said for entry, said in self._told if (entry.verb, entry.object_key) == (verb, key)), {})

    def spoken_for(self) -> set[str]:
        """References of the inputs whose organisation is sealed; that of the first ones is not."""
        return {e.object_key for e, payload in self._told if e.verb in SAID and "organisation" in payload}

    def languages(self) -> dict[int, str]:
        """Answer → its language, where that is sealed."""
        return {payload["disposition"]: payload.get("language", "") for payload in self._given()}

    def together(self) -> dict[int, str]:
        """Answer → the input that it was given together with, where it was."""
        return {payload["disposition"]: payload.get("together", "") for payload in self._given()}

    def _given(self) -> Iterator[Part]:
        return (payload for entry, payload in self._told if entry.verb == Verb.DISPOSED)

    def open_replies(self) -> list[str]:
        """Keys of the replies that moderation left visible, and whose words are sealed for everybody to check."""
        left: dict[str, str] = {}
        for entry, payload in self._told:
            if entry.verb in (Verb.REPLIED, Verb.SCREENED):
                left[entry.object_key] = payload["words"]
        return [key for key, words in left.items() if words]


def is_in_the_open() -> Exists:
    """Whether the ledger holds what a comment says in the open, as a condition on comments."""
    about = {"object_type__in": ("comment", "disposition"), "object_key": OuterRef("reference")}
    acts = LedgerEntry.objects.filter(**about, verb__in=SAID)
    return Exists(acts.filter(payload__contains='"words":'))


def public_entries(version: Version) -> QuerySet[LedgerEntry]:
    """The entries of the public acts on the text of a version."""
    return LedgerEntry.objects.filter(text=version.text_id, verb__in=LedgerEntry.PUBLIC)


def sealed_with(version: Version, entries: Iterable[LedgerEntry]) -> dict[int, Part]:
    """Number → what was sealed with it, of the versions up to this one; the first that came out have no such seal."""
    published = (entry for entry in entries if entry.verb == Verb.PUBLISHED)
    payloads = [json.loads(entry.payload) for entry in published]
    return {
        sealed["number"]: sealed
        for sealed in payloads
        if "revisions" in sealed and sealed["number"] <= version.number
    }


def _shown(entry: LedgerEntry) -> Part:
    names = ("actor", "verb", "object_type", "object_key", "payload", "previous_hash", "hash")
    return {
        "sequence": entry.sequence,
        "at": moment(entry.at),
        "text": entry.text_id,
        **{name: getattr(entry, name) for name in names},
        "text_previous_hash": entry.text_previous_hash,
    }
