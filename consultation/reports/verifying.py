"""Comments, moderations and dispositions, held against what the ledger kept of them when they were made."""

import json
from collections import defaultdict
from collections.abc import Iterator

from consultation.models import Comment, Disposition, Moderation
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb


def verify_comments() -> Iterator[Fault]:
    """Comments that were not said like this, on this clause and by this person, or that are gone."""
    sealed = {}
    for entry in LedgerEntry.objects.filter(verb=Verb.COMMENTED):
        payload = json.loads(entry.payload)
        sealed[entry.object_key] = (payload["words"], payload["clause"], payload["consultation"], entry.actor)
    comments = Comment.objects.select_related("clause", "consultation", "author").order_by("pk")
    for comment in comments.iterator(chunk_size=2000):
        where = (comment.clause.key, comment.consultation.key, comment.author.key)
        if sealed.pop(comment.reference, None) != (comment.words_hash(), *where):
            yield Fault(f"comment {comment.reference}", "its words are not those in the ledger")
    for reference in sealed:
        yield Fault(f"comment {reference}", "was submitted and is gone")


def verify_answers() -> Iterator[Fault]:
    """Dispositions that are not the ones that were given to their comments, or that are gone."""
    sealed: dict[int, tuple[str, str, str]] = {}
    for entry in LedgerEntry.objects.filter(verb=Verb.DISPOSED):
        payload = json.loads(entry.payload)
        sealed[payload["disposition"]] = (entry.object_key, payload["outcome"], payload["reason"])
    dispositions = Disposition.objects.select_related("comment").order_by("pk")
    for disposition in dispositions.iterator(chunk_size=2000):
        given = (disposition.comment.reference, disposition.outcome, digest(disposition.reason))
        if sealed.pop(disposition.pk, None) != given:
            yield Fault(f"disposition {disposition.pk}", "it is not the answer in the ledger")
    for key in sealed:
        yield Fault(f"disposition {key}", "was given and is gone")


def verify_moderations() -> Iterator[Fault]:
    """Comments whose log of moderation is not the one that was kept: other decisions, reasons or order."""
    sealed: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entry in LedgerEntry.objects.filter(verb=Verb.MODERATED).order_by("sequence"):
        payload = json.loads(entry.payload)
        sealed[entry.object_key].append((payload["state"], payload["reason"]))
    kept: dict[str, list[tuple[str, str]]] = defaultdict(list)
    decided = Moderation.objects.exclude(state="withdrawn").select_related("comment").order_by("pk")
    for decision in decided.iterator(chunk_size=2000):
        kept[decision.comment.reference].append((decision.state, digest(decision.reason)))
    for reference in sorted(sealed.keys() | kept.keys()):
        if sealed[reference] != kept[reference]:
            yield Fault(f"comment {reference}", "its moderation is not the one in the ledger")
