"""Recomputing the ledger's chain and the sealed content of versions, to find what was tampered with."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from drafts.models import Amendment, AmendmentStanding, LedgerEntry, LedgerHead, Revision, SignOff, Version
from drafts.models.ledger import GENESIS, digest
from drafts.reports.hashes import content_hash
from drafts.reports.seals import is_kept


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as the ledger says: where, and what is wrong."""

    where: str
    what: str


def verify_chain() -> tuple[int, Fault | None]:
    """Walk the chain from its beginning; how many entries hold, and the first that does not."""
    previous, expected = GENESIS, 1
    by_text: dict[tuple[int, bool], str] = {}
    for entry in LedgerEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        fault = _entry_fault(entry, previous, expected) or _text_fault(entry, by_text)
        if fault is not None:
            return expected - 1, Fault(f"entry {entry.sequence}", fault)
        previous, expected = entry.hash, expected + 1
    head = LedgerHead.objects.filter(pk=1).first()
    if head is not None and (head.sequence, head.hash) != (expected - 1, previous):
        return expected - 1, Fault(f"entry {expected}", f"missing: the ledger ended at entry {head.sequence}")
    return expected - 1, None


def _text_fault(entry: LedgerEntry, by_text: dict[tuple[int, bool], str]) -> str | None:
    """Whether the entry names the one before it on the same text; entries of before that was kept name none.

    A public act names the public one before it.
    """
    if not entry.text_id:
        return "is about no text and follows one" if entry.text_previous_hash else None
    is_public = entry.verb in LedgerEntry.PUBLIC
    before = by_text.get((entry.text_id, is_public), GENESIS)
    by_text[entry.text_id, False] = entry.hash
    if is_public:
        by_text[entry.text_id, True] = entry.hash
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
        clause, *words = sealed.pop(revision.history_id)
        said = (digest(revision.before), digest(revision.text))
        if clause != revision.clause.key or not all(map(is_kept, words, said)):
            yield Fault(f"revision {revision.history_id}", "its words are not those in the ledger")
    for key in sealed:
        yield Fault(f"revision {key}", "was made and is gone")


def verify_signoffs() -> Iterator[Fault]:
    """Signatures of the chair that are not those in the ledger: other words or notes, made up, or gone."""
    sealed = _sealed_signoffs()
    signoffs = SignOff.objects.select_related("version__text", "clause", "signed_by").order_by("pk")
    for each in signoffs.iterator(chunk_size=2000):
        where = (f"{each.version.text.slug}/{each.version.slug}", each.clause.key)
        said = (each.verdict, each.upto, getattr(each.signed_by, "key", ""), each.signed_at)
        told = sealed[*where, *said]
        found = next((pair for pair in told if _is_signature(pair, each)), None)
        if found is None:
            yield Fault(f"sign-off {' '.join(where)}", "it is not the one in the ledger")
        else:
            told.remove(found)
    for (version, clause, *_rest), told in sealed.items():
        if told:
            yield Fault(f"sign-off {version} {clause}", "was given and is gone")


def _sealed_signoffs() -> defaultdict[tuple[object, ...], list[tuple[str, str]]]:
    """What is plain of each signature in the ledger → what it sealed: the words, and the note."""
    sealed: defaultdict[tuple[object, ...], list[tuple[str, str]]] = defaultdict(list)
    for entry in LedgerEntry.objects.filter(verb=LedgerEntry.Verb.SIGNED):
        said = json.loads(entry.payload)
        for (clause, verdict, words), upto in zip(said["clauses"], said["upto"], strict=True):
            where = (entry.object_key, clause, verdict, upto, entry.actor, entry.at)
            sealed[where].append((words, said["note"]))
    return sealed


def _is_signature(sealed: tuple[str, str], signoff: SignOff) -> bool:
    words, note = sealed
    return is_kept(words, signoff.words) and is_kept(note, digest(signoff.note))


def _sealed_revisions() -> dict[int, tuple[str, str, str]]:
    """Revision → its clause and the seals of its words, as the acts on words and on structure told them."""
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
        sealed[entry.object_key] = (json.loads(entry.payload), entry.actor)
    amendments = Amendment.objects.select_related("clause", "version", "other", "proposed_by").order_by("pk")
    for amendment in amendments.iterator(chunk_size=500):
        payload, actor = sealed.pop(amendment.key, ({}, ""))
        by = getattr(amendment.proposed_by, "key", "")
        if actor != by or not _is_proposed(amendment, payload):
            yield Fault(f"amendment {amendment.key}", "it is not what the ledger says was proposed")
    for key in sealed:
        yield Fault(f"amendment {key}", "was proposed and is gone")


def _is_proposed(amendment: Amendment, payload: dict[str, Any]) -> bool:
    """Whether the ledger sealed just this; its first entries about amendments hold it in the open."""
    if "sealed" in payload:
        return is_kept(payload["sealed"], amendment.content_hash(), amendment.key)
    return payload == {
        "words": amendment.words_hash(),
        "kind": amendment.kind,
        "language": amendment.language,
        "clause": amendment.clause.key,
        "version": amendment.version.number,
    }


def verify_decisions() -> Iterator[Fault]:
    """Amendments that stand otherwise than it was decided: another state, reason or revision, by another or then."""
    entries = LedgerEntry.objects.filter(verb=LedgerEntry.Verb.DECIDED).order_by("sequence")
    sealed = {entry.object_key: entry for entry in entries}
    standings = AmendmentStanding.objects.select_related("amendment", "decided_by").order_by("pk")
    for standing in standings.iterator(chunk_size=500):
        if not _is_decided(standing, sealed.pop(standing.amendment.key, None)):
            yield Fault(f"amendment {standing.amendment.key}", "it stands otherwise than it was decided")
    for key in sealed:
        yield Fault(f"amendment {key}", "was decided on and is gone")


def _is_decided(standing: AmendmentStanding, entry: LedgerEntry | None) -> bool:
    by = getattr(standing.decided_by, "key", "")
    kept = (standing.state, standing.revision_id, by, standing.decided_at)
    if entry is None:
        return (*kept, standing.reason) == (AmendmentStanding.State.OPEN, None, "", None, "")
    payload = json.loads(entry.payload)
    if kept != (payload["state"], payload["revision"], entry.actor, entry.at):
        return False
    return is_kept(payload["reason"], digest(standing.reason), entry.object_key)
