"""How texts were closed, held against the ledger: sealed changes, silences, adoptions, reservations."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch

from drafts.models import Adoption, LedgerEntry, Reservation, Silence, SilenceBreak, Version
from drafts.models.ledger import digest
from drafts.reports.hashes import break_hash, moment, reservation_hash, revisions_hash, signatures_seal
from drafts.reports.seals import is_kept
from drafts.reports.verifying import Fault

Verb, State = LedgerEntry.Verb, Silence.State


def verify_closing() -> Iterator[Fault]:
    """Whatever was closed otherwise than the ledger says, or is gone."""
    yield from _published()
    yield from _silences()
    yield from _differences("adoption", _adoptions(), _sealed_adoptions())
    yield from _differences("reservation", _reservations(), _sealed_reservations())


def _published() -> Iterator[Fault]:
    """Published versions whose tracked changes, or the chair's word on them, are not those sealed with them."""
    versions = {f"{each.text.slug}/{each.slug}": each for each in Version.objects.select_related("text")}
    for entry, said in _payloads(Verb.PUBLISHED):
        version = versions.get(entry.object_key)
        # Versions published before that was sealed have nothing to be held against.
        if version is None or "revisions" not in said:
            continue
        if revisions_hash(version) != said["revisions"]:
            yield Fault(f"version {entry.object_key}", "its changes are not those in the ledger")
        if "signatures" in said and signatures_seal(version, said["signatures"][0]) != said["signatures"]:
            yield Fault(f"version {entry.object_key}", "its signatures are not those in the ledger")


def _differences(what: str, kept: Counter[str], sealed: Counter[str]) -> Iterator[Fault]:
    for content in kept - sealed:
        yield Fault(f"{what} {content}", "it is not the one in the ledger")
    for content in sealed - kept:
        yield Fault(f"{what} {content}", "it was made and is gone")


def _payloads(*verbs: LedgerEntry.Verb) -> Iterator[tuple[LedgerEntry, dict[str, Any]]]:
    for entry in LedgerEntry.objects.filter(verb__in=verbs).order_by("sequence"):
        yield entry, json.loads(entry.payload)


def _silences() -> Iterator[Fault]:
    """Silence procedures that were opened or ended otherwise, by others or for other reasons."""
    opened = {entry.object_key: (entry, said) for entry, said in _payloads(Verb.SILENCED)}
    ended = {key: (state, entry, said) for key, state, entry, said in _ends()}
    broken = SilenceBreak.objects.select_related("clause", "broken_by").order_by("pk")
    related = Silence.objects.select_related("version__text", "opened_by")
    for silence in related.prefetch_related(Prefetch("breaks", broken)).order_by("pk"):
        if not _is_opened(silence, *opened.pop(silence.key, (None, {}))):
            yield Fault(f"silence {silence.key}", "it is not the one in the ledger")
        elif not _is_ended(silence, *ended.get(silence.key, (State.RUNNING, None, {}))):
            yield Fault(f"silence {silence.key}", "it stands or ended otherwise than the ledger says")
    for key in opened:
        yield Fault(f"silence {key}", "was opened and is gone")


def _ends() -> Iterator[tuple[str, str, LedgerEntry, dict[str, Any]]]:
    """The silences that ended: by which act, and how they stand since."""
    for entry, said in _payloads(Verb.BROKE, Verb.LIFTED):
        yield entry.object_key, said.get("state", State.BROKEN), entry, said
    for entry, said in _payloads(Verb.ADOPTED):
        if said["silence"]:
            yield said["silence"], State.ADOPTED, entry, said


def _is_opened(silence: Silence, entry: LedgerEntry | None, said: dict[str, Any]) -> bool:
    if entry is None:
        return False
    sealed = (entry.actor, entry.at, entry.text_id, said["version"], said["content_hash"], said["ends_at"])
    version, by = silence.version, getattr(silence.opened_by, "key", "")
    where = (version.text_id, version.number, silence.content_hash)
    return sealed == (by, silence.begins_at, *where, moment(silence.ends_at))


def _is_ended(silence: Silence, state: str, entry: LedgerEntry | None, said: dict[str, Any]) -> bool:
    """Whether it stands as it was left, at that moment; broken or lifted by that person, with those words."""
    if (silence.state, silence.closed_at) != (state, entry.at if entry else None):
        return False
    breaks = list(silence.breaks.all())
    if entry is None or state not in (State.BROKEN, State.LIFTED):
        return not breaks
    return len(breaks) == 1 and _is_break(breaks[0], entry, said)


def _is_break(broken: SilenceBreak, entry: LedgerEntry, said: dict[str, Any]) -> bool:
    if (getattr(broken.broken_by, "key", ""), broken.broken_at) != (entry.actor, entry.at):
        return False
    if "sealed" in said:
        return is_kept(said["sealed"], break_hash(broken), entry.object_key)
    # The first entries hold the clause in the open, and the reason as its fingerprint.
    clause = broken.clause.key if broken.clause else None
    return (said.get("clause"), said["reason"]) == (clause, digest(broken.reason))


def _adoptions() -> Counter[str]:
    found = Adoption.objects.select_related("version__text", "silence", "adopted_by")
    return Counter(
        f"{each.version.text.slug}/{each.version.slug} {each.way} {moment(each.adopted_at)}"
        f" {each.silence.key if each.silence else None} {each.version.content_hash}"
        f" {getattr(each.adopted_by, 'key', '')}"
        for each in found
    )


def _sealed_adoptions() -> Counter[str]:
    return Counter(
        f"{entry.object_key} {said['way']} {said['adopted_at']} {said['silence']} {said['content_hash']}"
        f" {entry.actor}"
        for entry, said in _payloads(Verb.ADOPTED)
    )


def _reservations() -> Counter[str]:
    return Counter(map(reservation_hash, Reservation.objects.select_related("clause", "recorded_by")))


def _sealed_reservations() -> Counter[str]:
    sealed = Counter(str(said["reserved"]) for _entry, said in _payloads(Verb.RESERVED))
    for _entry, said in _payloads(Verb.ADOPTED):
        sealed.update(said["reservations"] or ())
    return sealed
