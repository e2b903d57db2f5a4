"""Comments and dispositions, held against what the ledger kept of them when they were made."""

import json
from collections.abc import Iterator

from consultation.models import Comment, Disposition
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb


def verify_comments() -> Iterator[Fault]:
    """Comments whose words are not those that were submitted, or that are gone."""
    sealed = {
        entry.object_key: json.loads(entry.payload)["words"]
        for entry in LedgerEntry.objects.filter(verb=Verb.COMMENTED)
    }
    for comment in Comment.objects.order_by("pk").iterator(chunk_size=2000):
        if sealed.pop(comment.reference, None) != comment.words_hash():
            yield Fault(f"comment {comment.reference}", "its words are not those in the ledger")
    for reference in sealed:
        yield Fault(f"comment {reference}", "was submitted and is gone")


def verify_answers() -> Iterator[Fault]:
    """Dispositions whose outcome or reason is not the one that was given, or that are gone."""
    sealed: dict[int, tuple[str, str]] = {}
    for entry in LedgerEntry.objects.filter(verb=Verb.DISPOSED):
        payload = json.loads(entry.payload)
        sealed[payload["disposition"]] = (payload["outcome"], payload["reason"])
    for disposition in Disposition.objects.order_by("pk").iterator(chunk_size=2000):
        given = (disposition.outcome, digest(disposition.reason))
        if sealed.pop(disposition.pk, None) != given:
            yield Fault(f"disposition {disposition.pk}", "it is not the answer in the ledger")
    for key in sealed:
        yield Fault(f"disposition {key}", "was given and is gone")
