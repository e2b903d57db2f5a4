"""How texts were closed, held against the ledger: sealed changes, silences, adoptions, reservations."""

import json
from collections import Counter
from collections.abc import Iterator

from django.db.models import Prefetch

from drafts.models import Adoption, LedgerEntry, Reservation, Silence, SilenceBreak, Version
from drafts.models.ledger import digest
from drafts.reports.hashes import moment, reservation_hash, revisions_hash
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb


def verify_closing() -> Iterator[Fault]:
    """Whatever was closed otherwise than the ledger says, or is gone."""
    yield from _changes()
    yield from _differences("silence", _silences(), _sealed_silences())
    yield from _differences("adoption", _adoptions(), _sealed_adoptions())
    yield from _differences("reservation", _reservations(), _sealed_reservations())


def _changes() -> Iterator[Fault]:
    """Published versions whose tracked changes are not those that were sealed with them."""
    versions = {f"{each.text.slug}/{each.slug}": each for each in Version.objects.select_related("text")}
    for entry in LedgerEntry.objects.filter(verb=Verb.PUBLISHED).order_by("sequence"):
        sealed = json.loads(entry.payload).get("revisions")
        version = versions.get(entry.object_key)
        # Versions published before that was sealed have nothing to be held against.
        if sealed and version and revisions_hash(version) != sealed:
            yield Fault(f"version {entry.object_key}", "its changes are not those in the ledger")


def _differences(what: str, kept: Counter[str], sealed: Counter[str]) -> Iterator[Fault]:
    for content in kept - sealed:
        yield Fault(f"{what} {content}", "it is not the one in the ledger")
    for content in sealed - kept:
        yield Fault(f"{what} {content}", "it was made and is gone")


def _payloads(verb: LedgerEntry.Verb) -> Iterator[tuple[LedgerEntry, dict[str, str | None]]]:
    for entry in LedgerEntry.objects.filter(verb=verb).order_by("sequence"):
        yield entry, json.loads(entry.payload)


def _silences() -> Counter[str]:
    """Each with its end, its words, and the reasons of those who ended it."""
    breaks = Prefetch("breaks", SilenceBreak.objects.order_by("pk"))
    return Counter(
        " ".join(
            [
                each.key,
                moment(each.ends_at),
                each.content_hash,
                *(digest(one.reason) for one in each.breaks.all()),
            ]
        )
        for each in Silence.objects.prefetch_related(breaks)
    )


def _sealed_silences() -> Counter[str]:
    reasons: dict[str, str] = {}
    for verb in (Verb.BROKE, Verb.LIFTED):
        reasons |= {
            entry.object_key: str(said["reason"]) for entry, said in _payloads(verb) if "reason" in said
        }
    return Counter(
        " ".join(
            str(each)
            for each in (
                entry.object_key,
                said["ends_at"],
                said["content_hash"],
                reasons.get(entry.object_key),
            )
            if each
        )
        for entry, said in _payloads(Verb.SILENCED)
    )


def _adoptions() -> Counter[str]:
    found = Adoption.objects.select_related("version__text", "silence")
    return Counter(
        f"{each.version.text.slug}/{each.version.slug} {each.way} {moment(each.adopted_at)}"
        f" {each.silence.key if each.silence else None} {each.version.content_hash}"
        for each in found
    )


def _sealed_adoptions() -> Counter[str]:
    return Counter(
        f"{entry.object_key} {said['way']} {said['adopted_at']} {said['silence']} {said['content_hash']}"
        for entry, said in _payloads(Verb.ADOPTED)
    )


def _reservations() -> Counter[str]:
    return Counter(map(reservation_hash, Reservation.objects.select_related("clause", "recorded_by")))


def _sealed_reservations() -> Counter[str]:
    sealed = Counter(str(said["reserved"]) for _entry, said in _payloads(Verb.RESERVED))
    for _entry, said in _payloads(Verb.ADOPTED):
        sealed.update(said["reservations"] or ())
    return sealed
