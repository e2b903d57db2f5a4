"""Endorsements, replies, duplicates and reactions, held against what the ledger kept of them."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consultation.models import Duplicate, Endorsement, Reaction, Reply
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from drafts.reports.seals import is_kept
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb
type Told = tuple[object, ...]


def verify_threads() -> Iterator[Fault]:
    """What was said beside comments and answers and is not as it was said, or is gone."""
    yield from _verify_replies()
    yield from _verify_endorsements()
    yield from _verify_duplicates()
    yield from _verify_reactions()


def _verify_replies() -> Iterator[Fault]:
    replied = LedgerEntry.objects.filter(verb=Verb.REPLIED)
    said: dict[str, LedgerEntry | None] = {entry.object_key: entry for entry in replied}
    screened: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in LedgerEntry.objects.filter(verb=Verb.SCREENED).order_by("sequence"):
        screened[entry.object_key].append(entry)
    related = ("comment__consultation__version", "author", "organisation", "request", "moderated_by")
    for reply in Reply.objects.select_related(*related).order_by("pk").iterator(chunk_size=2000):
        first, decided = said.pop(reply.key, None), screened.pop(reply.key, [])
        if first is None or not _is_said(reply, first):
            yield Fault(f"reply {reply.key}", "its words are not those in the ledger")
        elif not _is_screened(reply, json.loads(first.payload)["state"], decided):
            yield Fault(f"reply {reply.key}", "its moderation is not the one in the ledger")
    for key in said.keys() | screened.keys():
        yield Fault(f"reply {key}", "was given and is gone")


def _is_said(reply: Reply, entry: LedgerEntry) -> bool:
    told = json.loads(entry.payload)
    where = (entry.actor, entry.at, entry.text_id)
    what = (told["comment"], told["kind"], told["language"], told["organisation"], told["to"])
    return (
        where == (reply.author.key, reply.replied_at, reply.comment.consultation.version.text_id)
        and what
        == (
            reply.comment.reference,
            reply.kind,
            reply.language,
            reply.organisation.slug if reply.organisation else "",
            reply.request.key if reply.request else "",
        )
        and is_kept(told["sealed"], digest(reply.body), reply.key)
        and told["words"] in ("", digest(reply.body))
    )


def _is_screened(reply: Reply, state: str, decided: Sequence[LedgerEntry]) -> bool:
    """Whether it stands as the last decision on it left it; without one, as it was said."""
    if not decided:
        return (reply.state, reply.reason, reply.moderated_by) == (state, "", None)
    last = decided[-1]
    told = json.loads(last.payload)
    who = (reply.moderated_by.key if reply.moderated_by else "", reply.moderated_at)
    return (
        (told["state"], last.actor, last.at) == (reply.state, *who)
        and is_kept(told["reason"], digest(reply.reason), reply.key)
        and told["words"] in ("", digest(reply.body))
    )


def _verify_endorsements() -> Iterator[Fault]:
    related = ("comment__consultation__version", "endorsed_by", "organisation")
    rows = {
        each.pk: (
            each.comment.reference,
            each.organisation.slug if each.organisation else "",
            each.endorsed_by.key,
            each.endorsed_at,
            *((each.endorsed_by.key, each.withdrawn_at) if each.withdrawn_at else (None, None)),
        )
        for each in Endorsement.objects.select_related(*related)
    }
    told = _told(Verb.ENDORSED, Verb.UNENDORSED, "endorsement", "organisation")
    yield from _compared("endorsement", rows, told)


def _verify_duplicates() -> Iterator[Fault]:
    related = ("comment", "original", "merged_by", "parted_by")
    rows = {
        each.pk: (
            each.comment.reference,
            each.original.reference,
            each.merged_by.key,
            each.merged_at,
            each.parted_by.key if each.parted_by else None,
            each.parted_at,
        )
        for each in Duplicate.objects.select_related(*related)
    }
    yield from _compared("duplicate", rows, _told(Verb.MERGED, Verb.PARTED, "duplicate", "original"))


def _told(begun: str, ended: str, number: str, says: str) -> dict[int, Told]:
    """Number → what the ledger says of a tie between two: what it is, who made it, and who ended it when."""
    found: dict[int, Told] = {}
    for entry in LedgerEntry.objects.filter(verb__in=(begun, ended)).order_by("sequence"):
        told = json.loads(entry.payload)
        if entry.verb == begun:
            found[told[number]] = (entry.object_key, told[says], entry.actor, entry.at, None, None)
        else:
            found[told[number]] = (*found.get(told[number], ())[:4], entry.actor, entry.at)
    return found


def _verify_reactions() -> Iterator[Fault]:
    related = ("comment", "disposition__comment", "reacted_by")
    rows = {
        each.disposition_id: (
            each.comment.reference,
            each.disposition.comment.reference,
            each.kind,
            each.language,
            digest(each.reason),
            each.reacted_by.key,
            each.reacted_at,
        )
        for each in Reaction.objects.select_related(*related)
    }
    told: dict[int, Told] = {}
    for entry in LedgerEntry.objects.filter(verb=Verb.REACTED):
        said: dict[str, Any] = json.loads(entry.payload)
        what = (said["kind"], said["language"], said["words"], entry.actor, entry.at)
        told[int(entry.object_key)] = (said["comment"], said["comment"], *what)
    yield from _compared("reaction to disposition", rows, told)


def _compared(what: str, rows: Mapping[int, Told], told: Mapping[int, Told]) -> Iterator[Fault]:
    for number in sorted(rows.keys() | told.keys()):
        if number not in rows:
            yield Fault(f"{what} {number}", "was given and is gone")
        elif rows[number] != told.get(number):
            yield Fault(f"{what} {number}", "it is not the one in the ledger")
