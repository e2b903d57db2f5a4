"""Records of sessions, held against what the ledger kept of them: words, versions, signatures, corrections."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from consultation.models import User
from drafts.models import LedgerEntry
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import is_kept
from drafts.reports.verifying import Fault
from roundtables.models import (
    Correction,
    Intervention,
    InterventionWording,
    OutcomeWording,
    Record,
    RecordSignature,
    RecordVersion,
)
from roundtables.reports.record_content import content_hash, content_now

Verb = LedgerEntry.Verb
type Kept = tuple[LedgerEntry, dict[str, Any]]


def _kept(*verbs: LedgerEntry.Verb) -> Iterator[Kept]:
    """The entries of some acts on sessions, in order, each with what it tells."""
    entries = LedgerEntry.objects.filter(verb__in=verbs, object_type="session").order_by("sequence")
    for entry in entries.iterator(chunk_size=2000):
        yield entry, json.loads(entry.payload)


def _by_whom(entry: LedgerEntry, by: User | None, at: datetime | None) -> bool:
    return by is not None and (entry.actor, entry.at) == (by.key, at)


def _are_words(kept: Kept, key: str, written: InterventionWording | OutcomeWording) -> bool:
    """Whether these words of an entry of a record are those that were written then, by this person."""
    entry, told = kept
    words = digest(canonical([key, written.words]))
    return _by_whom(entry, written.written_by, written.written_at) and is_kept(told["words"], words, key)


def _are_all_words(
    kept: Sequence[Kept], key: str, written: Sequence[InterventionWording | OutcomeWording]
) -> bool:
    """The same of all the words that an entry had, one after the other."""
    if len(kept) != len(written):
        return False
    return all(_are_words(entry, key, words) for entry, words in zip(kept, written, strict=True))


# ---- what was said and concluded ------------------------------------------------------


def _words_kept(name: str, *verbs: LedgerEntry.Verb) -> dict[str, list[Kept]]:
    """Key → the entries that hold its words, in order."""
    found: dict[str, list[Kept]] = defaultdict(list)
    for entry, told in _kept(*verbs):
        if name in told and "words" in told:
            found[told[name]].append((entry, told))
    return found


def verify_interventions() -> Iterator[Fault]:
    """Interventions whose words are not those that were written down, or that are under a looser rule, or gone."""
    kept = _words_kept("intervention", Verb.SPOKE, Verb.REWORDED, Verb.RULED)
    written: dict[int, list[InterventionWording]] = defaultdict(list)
    for words in InterventionWording.objects.select_related("written_by").order_by("pk"):
        written[words.intervention_id].append(words)
    for said in Intervention.objects.select_related("session").order_by("pk").iterator(chunk_size=2000):
        entries, wordings = kept.pop(said.key, []), written[said.pk]
        if not entries or not _are_all_words(entries, said.key, wordings):
            yield Fault(f"intervention {said.key}", "its words are not those in the ledger")
        elif entries[0][0].object_key != said.session.key:
            yield Fault(f"intervention {said.key}", "was made in another session")
    for key in kept:
        yield Fault(f"intervention {key}", "was recorded and is gone")


def verify_outcome_words() -> Iterator[Fault]:
    """Corrected words of outcomes that are not those that were accepted, or that are gone."""
    kept = _words_kept("outcome", Verb.RULED)
    written: dict[str, list[OutcomeWording]] = defaultdict(list)
    for words in OutcomeWording.objects.select_related("written_by", "outcome").order_by("pk"):
        written[words.outcome.key].append(words)
    for key in sorted(kept.keys() | written.keys()):
        if not _are_all_words(kept[key], key, written[key]):
            yield Fault(f"outcome {key}", "its corrected words are not those in the ledger")


# ---- the record -----------------------------------------------------------------------


def _called(version: RecordVersion) -> str:
    return f"record of {version.record.session.key}, version {version.number}"


def verify_record_versions() -> Iterator[Fault]:
    """Versions of records whose content is not what was circulated or adopted then, or that are gone."""
    kept = {
        (entry.object_key, told["version"]): (entry, told)
        for entry, told in _kept(Verb.CIRCULATED, Verb.RECORDED)
    }
    versions = RecordVersion.objects.select_related("record__session", "made_by").order_by("record", "number")
    for version in versions.iterator(chunk_size=100):
        then = kept.pop((version.record.session.key, version.number), None)
        if content_hash(version.content) != version.content_hash or not _is_version(version, then):
            yield Fault(_called(version), "it does not say what the ledger keeps")
    for session, number in kept:
        yield Fault(f"record of {session}, version {number}", "was made and is gone")


def _is_version(version: RecordVersion, kept: Kept | None) -> bool:
    if kept is None:
        return False
    entry, told = kept
    first = Record.State.CIRCULATED if version.number == 1 else Record.State.CORRECTED
    state = Record.State.ADOPTED if entry.verb == Verb.RECORDED else first
    same = is_kept(told["content"], version.content_hash, version.record.session.key)
    return same and version.state == state and _by_whom(entry, version.made_by, version.made_at)


def verify_records() -> Iterator[Fault]:
    """Records that do not stand where their last version and the ledger say."""
    opened = {entry.object_key: (entry, told) for entry, told in _kept(Verb.OPENED_RECORD)}
    last = {
        version.record_id: version for version in RecordVersion.objects.order_by("number").defer("content")
    }
    for record in Record.objects.select_related("session", "published_by").order_by("pk"):
        version, then = last.get(record.pk), opened.pop(record.session.key, None)
        where = f"record of {record.session.key}"
        if record.state != (version.state if version else Record.State.NOTES):
            yield Fault(where, "it does not stand where its last version was made")
        if not _is_published(record, version, then):
            yield Fault(where, "it was not published as the ledger says")
    for session in opened:
        yield Fault(f"record of {session}", "was published and is gone")


def _is_published(record: Record, version: RecordVersion | None, kept: Kept | None) -> bool:
    if kept is None or version is None:
        return kept is None and record.published_at is None
    entry, told = kept
    same = (told["version"], told["content"]) == (version.number, version.content_hash)
    return same and _by_whom(entry, record.published_by, record.published_at)


def verify_record_signatures() -> Iterator[Fault]:
    """Signatures that were not given like this, under this content, or that are gone."""
    kept = {
        (entry.object_key, told["version"], told["capacity"]): (entry, told)
        for entry, told in _kept(Verb.COUNTERSIGNED)
    }
    related = ("version__record__session", "signed_by")
    for signature in RecordSignature.objects.select_related(*related).order_by("pk"):
        session, number = signature.version.record.session.key, signature.version.number
        then = kept.pop((session, number, signature.capacity), None)
        if then is None or not _is_signed(signature, then):
            yield Fault(
                _called(signature.version), f"its signature as {signature.capacity} is not in the ledger"
            )
    for session, number, capacity in kept:
        yield Fault(f"record of {session}, version {number}", f"was signed as {capacity}, and that is gone")


def _is_signed(signature: RecordSignature, kept: Kept) -> bool:
    entry, told = kept
    under = signature.content_hash == signature.version.content_hash
    same = is_kept(told["content"], signature.content_hash, signature.version.record.session.key)
    return under and same and _by_whom(entry, signature.signed_by, signature.signed_at)


def verify_adopted() -> Iterator[Fault]:
    """Adopted records whose rows do not say any more what was adopted: who spoke, what, and what was concluded."""
    adopted = RecordVersion.objects.filter(state=Record.State.ADOPTED).select_related("record__session")
    for version in adopted.order_by("record").iterator(chunk_size=100):
        now = content_now(version.record.session)
        if any(now[part] != version.content[part] for part in ("rule", "interventions", "outcomes")):
            yield Fault(_called(version), "the interventions and outcomes are not those that were adopted")


# ---- corrections ----------------------------------------------------------------------


def sealed_of(correction: Correction) -> str:
    """What the ledger seals of a correction: what it is about, the words it started from, its words and reason."""
    target = correction.intervention or correction.outcome
    return "\n".join((target.key if target else "", correction.basis, correction.words, correction.reason))


def verify_corrections() -> Iterator[Fault]:
    """Corrections that were not asked for or decided on like this, or that are gone."""
    asked = {told["correction"]: (entry, told) for entry, told in _kept(Verb.CORRECTED)}
    ruled = {told["correction"]: (entry, told) for entry, told in _kept(Verb.RULED)}
    related = ("version__record__session", "intervention", "outcome", "proposed_by", "decided_by")
    for correction in Correction.objects.select_related(*related).order_by("pk").iterator(chunk_size=2000):
        if not _is_asked(correction, asked.pop(correction.key, None)):
            yield Fault(f"correction {correction.key}", "it is not what was asked for")
        if not _is_ruled(correction, ruled.pop(correction.key, None)):
            yield Fault(f"correction {correction.key}", "the decision is not the one in the ledger")
    yield from _gone(asked)


def _gone(keys: Iterable[str]) -> Iterator[Fault]:
    for key in keys:
        yield Fault(f"correction {key}", "was asked for and is gone")


def _is_asked(correction: Correction, kept: Kept | None) -> bool:
    if kept is None:
        return False
    entry, told = kept
    words = digest(canonical([correction.key, sealed_of(correction)]))
    where = (entry.object_key, told["version"])
    return (
        where == (correction.version.record.session.key, correction.version.number)
        and is_kept(told["words"], words, correction.key)
        and _by_whom(entry, correction.proposed_by, correction.proposed_at)
    )


def _is_ruled(correction: Correction, kept: Kept | None) -> bool:
    if kept is None:
        return correction.state == Correction.State.OPEN
    entry, told = kept
    answer = is_kept(told["answer"], digest(correction.answer), entry.object_key)
    same = told["state"] == correction.state and answer
    return same and _by_whom(entry, correction.decided_by, correction.decided_at)
