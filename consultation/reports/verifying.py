"""Comments, moderations and dispositions, held against what the ledger kept of them when they were made."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from consultation.models import Comment, Consultation, Disposition, Moderation, Standing
from consultation.reports.hashes import said_by, said_hash
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from drafts.reports.seals import is_kept
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb


def verify_comments() -> Iterator[Fault]:
    """Comments that were not said like this, on this clause, by this person and organisation, or that are gone."""
    sealed = {entry.object_key: entry for entry in LedgerEntry.objects.filter(verb=Verb.COMMENTED)}
    related = ("clause", "consultation__version", "author", "organisation")
    comments = Comment.objects.select_related(*related).order_by("pk")
    for comment in comments.iterator(chunk_size=2000):
        if not _is_said(comment, sealed.pop(comment.reference, None)):
            yield Fault(f"comment {comment.reference}", "its words are not those in the ledger")
    for reference in sealed:
        yield Fault(f"comment {reference}", "was submitted and is gone")


def _is_said(comment: Comment, entry: LedgerEntry | None) -> bool:
    where = (comment.author.key, comment.submitted_at, comment.consultation.version.text_id)
    if entry is None or (entry.actor, entry.at, entry.text_id) != where:
        return False
    payload = json.loads(entry.payload)
    asked = (payload["consultation"], payload.get("question"))
    if asked != (comment.consultation.key, comment.question_id):
        return False
    if "sealed" in payload:
        return is_kept(payload["sealed"], said_hash(comment), comment.reference)
    return _is_open(comment, payload)


def _is_open(comment: Comment, payload: dict[str, Any]) -> bool:
    """Whether an entry that holds an input in the open holds this one; the first ones name no organisation."""
    said = said_by(comment)
    return said == {name: payload.get(name, said["organisation"]) for name in said}


def verify_answers() -> Iterator[Fault]:
    """Dispositions that are not the ones that were given to their comments, or that are gone."""
    sealed: dict[int, tuple[object, ...]] = {}
    opened: dict[int, dict[str, Any]] = {}
    for entry in LedgerEntry.objects.filter(verb=Verb.DISPOSED):
        payload = json.loads(entry.payload)
        said = (entry.object_key, payload["outcome"], payload["reason"], payload.get("sitting", digest("")))
        where = payload.get("decided_in", "")
        sealed[payload["disposition"]] = (*said, where, entry.actor, entry.at)
        if "words" in payload:
            opened[payload["disposition"]] = payload
    related = ("comment__clause", "comment__organisation", "decided_by", "decided_in")
    dispositions = Disposition.objects.select_related(*related).order_by("pk")
    for disposition in dispositions.iterator(chunk_size=2000):
        words = (digest(disposition.reason), digest(disposition.sitting))
        where = disposition.decided_in.key if disposition.decided_in else ""
        given = (disposition.comment.reference, disposition.outcome, *words, where)
        who = (disposition.decided_by.key, disposition.decided_at)
        said_then = opened.get(disposition.pk)
        is_open = said_then is None or _is_open(disposition.comment, said_then)
        if sealed.pop(disposition.pk, None) != (*given, *who) or not is_open:
            yield Fault(f"disposition {disposition.pk}", "it is not the answer in the ledger")
    for key in sealed:
        yield Fault(f"disposition {key}", "was given and is gone")


def verify_moderations() -> Iterator[Fault]:
    """Comments whose log of moderation is not the one that was kept: other decisions, people, reasons or order."""
    sealed: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in LedgerEntry.objects.filter(verb__in=(Verb.MODERATED, Verb.WITHDREW)).order_by("sequence"):
        sealed[entry.object_key].append(entry)
    kept: dict[str, list[Moderation]] = defaultdict(list)
    decided = Moderation.objects.select_related("comment__clause", "comment__organisation", "decided_by")
    for decision in decided.order_by("pk").iterator(chunk_size=2000):
        kept[decision.comment.reference].append(decision)
    for reference in sorted(sealed.keys() | kept.keys()):
        decisions, entries = kept[reference], sealed[reference]
        if len(decisions) != len(entries) or not all(map(_is_decided, decisions, entries)):
            yield Fault(f"comment {reference}", "its moderation is not the one in the ledger")
    yield from _standings(kept)


def _is_decided(decision: Moderation, entry: LedgerEntry) -> bool:
    payload = {"state": Standing.State.WITHDRAWN, **json.loads(entry.payload)}
    told = (payload["state"], entry.actor, entry.at)
    if told != (decision.state, decision.decided_by.key, decision.decided_at):
        return False
    if "words" in payload and not _is_open(decision.comment, payload):
        return False
    if "reason" not in payload:
        return not decision.reason
    return is_kept(payload["reason"], digest(decision.reason), entry.object_key)


def _standings(log: dict[str, list[Moderation]]) -> Iterator[Fault]:
    """Comments that do not stand where the last decision on them left them, or as they were submitted."""
    told = _first_states()
    related = Standing.objects.select_related("comment__consultation").order_by("pk")
    for standing in related.iterator(chunk_size=2000):
        comment = standing.comment
        before = comment.consultation.moderation != Consultation.Moderation.AFTER
        rule = Standing.State.PENDING if before else Standing.State.VISIBLE
        first = told.get(comment.reference, rule)
        decisions = log.get(comment.reference)
        if standing.state != (decisions[-1].state if decisions else first):
            yield Fault(f"comment {comment.reference}", "it does not stand as its moderation left it")


def _first_states() -> dict[str, str]:
    """Reference → the state it was submitted in, where that was kept: the rule may have become stricter since."""
    entries = LedgerEntry.objects.filter(verb=Verb.COMMENTED, payload__contains='"state":')
    payloads = entries.values_list("object_key", "payload")
    return {reference: json.loads(payload)["state"] for reference, payload in payloads}
