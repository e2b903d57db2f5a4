"""Recomputing the ledger's chain and the sealed content of versions, to find what was tampered with."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from drafts.models import Amendment, AmendmentStanding, LedgerEntry, LedgerHead, Revision, SignOff, Version
from drafts.models.ledger import GENESIS, digest
from drafts.reports.hashes import content_hash


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the ledger says: where, and what is wrong."""

    where: str
    what: str


def verify_chain() -> tuple[int, Fault | None]:
    """Walk the chain from its beginning; how many entries hold, and the first that does not."""
    previous, expected = GENESIS, 1
    by_text: dict[int, str] = {}
    for entry in LedgerEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        fault = _entry_fault(entry, previous, expected) or _text_fault(entry, by_text)
        if fault is not None:
            return expected - 1, Fault(f"entry {entry.sequence}", fault)
        previous, expected = entry.hash, expected + 1
    head = LedgerHead.objects.filter(pk=1).first()
    if head is not None and (head.sequence, head.hash) != (expected - 1, previous):
        return expected - 1, Fault(f"entry {expected}", f"missing: the ledger ended at entry {head.sequence}")
    return expected - 1, None


def _text_fault(entry: LedgerEntry, by_text: dict[int, str]) -> str | None:
    """Whether the entry names the one before it on the same text; entries of before that was kept name none."""
    before = by_text.get(entry.text_id, GENESIS) if entry.text_id else ""
    if entry.text_id:
        by_text[entry.text_id] = entry.hash
    if entry.text_previous_hash in ("", before):
        return None
    return "does not follow from the entry before it on its text"


def _entry_fault(entry: LedgerEntry, previous: str, expected: int) -> str | None:
    if entry.sequence != expected:
        return f"entry {expected} is missing"
    if entry.previous_hash != previous:
        return "does not follow from the entry before it"
    if digest(entry.sealed_content()) != entry.hash:
        return "its content does not match its hash"
    return None


def verify_versions() -> Iterator[Fault]:
    """Published versions whose content is not what was published, or whose hash is not the ledger's."""
    sealed = {}
    entries = LedgerEntry.objects.filter(verb=LedgerEntry.Verb.PUBLISHED).order_by("sequence")
    for entry in entries:
        sealed[entry.object_key] = json.loads(entry.payload)["content_hash"]
    for version in Version.objects.published().select_related("text").order_by("pk"):
        key = f"{version.text.slug}/{version.slug}"
        if sealed.pop(key, None) != version.content_hash:
            yield Fault(f"version {key}", "its hash is not the one in the ledger")
        elif content_hash(version) != version.content_hash:
            yield Fault(f"version {key}", "its content does not match its hash")
    for key in sealed:
        yield Fault(f"version {key}", "was published and is gone")


def verify_revisions() -> Iterator[Fault]:
    """Revisions made on the desk whose clause or words are not those in the ledger, or that are gone."""
    sealed = _sealed_revisions()
    made = (
        Revision.objects.filter(history_id__in=list(sealed)).select_related("clause").order_by("history_id")
    )
    for revision in made.iterator(chunk_size=500):
        kept = (revision.clause.key, digest(revision.before), digest(revision.text))
        if sealed.pop(revision.history_id) != kept:
            yield Fault(f"revision {revision.history_id}", "its words are not those in the ledger")
    for key in sealed:
        yield Fault(f"revision {key}", "was made and is gone")


def verify_signoffs() -> Iterator[Fault]:
    """Signatures of the chair that are not those in the ledger: other words or notes, made up, or gone."""
    sealed: Counter[tuple[object, ...]] = Counter()
    for entry in LedgerEntry.objects.filter(verb=LedgerEntry.Verb.SIGNED):
        said = json.loads(entry.payload)
        for clause, upto in zip(said["clauses"], said["upto"], strict=True):
            sealed[entry.object_key, *clause, upto, said["note"], entry.actor, entry.at] += 1
    kept: Counter[tuple[object, ...]] = Counter()
    signoffs = SignOff.objects.select_related("version__text", "clause", "signed_by").order_by("pk")
    for each in signoffs.iterator(chunk_size=2000):
        version = f"{each.version.text.slug}/{each.version.slug}"
        words = (each.clause.key, each.verdict, each.words, each.upto)
        actor = getattr(each.signed_by, "key", "")
        kept[version, *words, digest(each.note), actor, each.signed_at] += 1
    for where, clause, *_rest in kept - sealed:
        yield Fault(f"sign-off {where} {clause}", "it is not the one in the ledger")
    for where, clause, *_rest in sealed - kept:
        yield Fault(f"sign-off {where} {clause}", "was given and is gone")


def _sealed_revisions() -> dict[int, tuple[str, str, str]]:
    """Revision → its clause and the digests of its words, as the acts on words and on structure told them."""
    sealed: dict[int, tuple[str, str, str]] = {}
    told = (LedgerEntry.Verb.REVISED, LedgerEntry.Verb.RESTRUCTURED)
    for entry in LedgerEntry.objects.filter(verb__in=told):
        payload = json.loads(entry.payload)
        if entry.verb == LedgerEntry.Verb.REVISED:
            sealed[int(entry.object_key)] = (payload["clause"], payload["before"], payload["after"])
        for revision, clause, _language, before, after in payload.get("revisions", ()):
            sealed[revision] = (clause, before, after)
    return sealed


def verify_amendments() -> Iterator[Fault]:
    """Amendments that were not proposed like this, on this clause and by this person, or that are gone."""
    sealed = {}
    for entry in LedgerEntry.objects.filter(verb=LedgerEntry.Verb.PROPOSED):
        payload = json.loads(entry.payload)
        said = (payload["words"], payload["kind"], payload["language"])
        sealed[entry.object_key] = (*said, payload["clause"], payload["version"], entry.actor)
    amendments = Amendment.objects.select_related("clause", "version", "other", "proposed_by").order_by("pk")
    for amendment in amendments.iterator(chunk_size=500):
        said = (amendment.words_hash(), amendment.kind, amendment.language)
        where = (amendment.clause.key, amendment.version.number)
        by = getattr(amendment.proposed_by, "key", "")
        if sealed.pop(amendment.key, None) != (*said, *where, by):
            yield Fault(f"amendment {amendment.key}", "it is not what the ledger says was proposed")
    for key in sealed:
        yield Fault(f"amendment {key}", "was proposed and is gone")


def verify_decisions() -> Iterator[Fault]:
    """Amendments that stand otherwise than it was decided: another state, reason or revision."""
    sealed: dict[str, tuple[str, str, int | None]] = {}
    for entry in LedgerEntry.objects.filter(verb=LedgerEntry.Verb.DECIDED).order_by("sequence"):
        payload = json.loads(entry.payload)
        sealed[entry.object_key] = (payload["state"], payload["reason"], payload["revision"])
    undecided = (AmendmentStanding.State.OPEN, digest(""), None)
    for standing in AmendmentStanding.objects.select_related("amendment").order_by("pk").iterator(500):
        kept = (standing.state, digest(standing.reason), standing.revision_id)
        if sealed.pop(standing.amendment.key, undecided) != kept:
            yield Fault(f"amendment {standing.amendment.key}", "it stands otherwise than it was decided")
    for key in sealed:
        yield Fault(f"amendment {key}", "was decided on and is gone")
