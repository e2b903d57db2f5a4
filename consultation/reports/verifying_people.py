"""Who speaks for whom, and how they came to, held against what the ledger kept of it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from consultation.models import Invitation, Membership, Organisation, Registration, SpokenFor
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb
_COORDINATOR = Membership.Role.COORDINATOR
_STATES = {
    "asked": Registration.State.ASKED,
    "replied": Registration.State.PENDING,
    "accepted": Registration.State.ACCEPTED,
    "refused": Registration.State.REFUSED,
    "withdrew": Registration.State.WITHDRAWN,
}
type Voice = dict[str, Any]


def verify_people() -> Iterator[Fault]:
    """Memberships, organisations, lists and registrations that are not as the acts on them left them."""
    yield from _verify_memberships()
    yield from _verify_organisations()
    yield from _verify_spoken_for()
    yield from _verify_registrations()
    yield from _verify_invitations()


def _verify_memberships() -> Iterator[Fault]:
    told, kept = _told_voices(), _voices()
    for key in sorted(told.keys() | kept.keys()):
        if told[key] != kept[key]:
            yield Fault(f"participant {key}", "their memberships are not those in the ledger")


def _voices() -> dict[str, list[Voice]]:
    kept: dict[str, list[Voice]] = defaultdict(list)
    for each in Membership.objects.select_related("user", "organisation").order_by("pk"):
        body = each.organisation.slug if each.organisation else ""
        voice = {"organisation": body, "category": each.category, "role": each.role}
        times = {"admitted_at": each.admitted_at, "ended_at": each.ended_at}
        kept[each.user.key].append(voice | times)
    return kept


def _told_voices() -> dict[str, list[Voice]]:
    told: dict[str, list[Voice]] = defaultdict(list)
    for entry in _entries(Verb.ADMITTED, Verb.APPOINTED, Verb.LEFT, Verb.CLOSED):
        said = json.loads(entry.payload)
        if entry.verb == Verb.ADMITTED:
            voice = {name: said.get(name, "") for name in ("organisation", "category")}
            role = said.get("role", Membership.Role.MEMBER)
            told[entry.object_key].append({**voice, "role": role, "admitted_at": entry.at, "ended_at": None})
        elif "one_voice" not in said:
            _turn(told, entry, said)
    return told


def _turn(told: dict[str, list[Voice]], entry: LedgerEntry, said: dict[str, Any]) -> None:
    """What an act made of somebody's standing membership, and of whoever follows them."""
    changed = {"role": said["role"]} if entry.verb == Verb.APPOINTED else {"ended_at": entry.at}
    for key, change in ((entry.object_key, changed), (said.get("successor", ""), {"role": _COORDINATOR})):
        for voice in told[key][-1:] if key in told else ():
            voice.update(change if voice["ended_at"] is None else {})


def _verify_organisations() -> Iterator[Fault]:
    told: dict[str, dict[str, Any]] = {}
    for entry in _entries(Verb.REGISTERED, Verb.APPOINTED):
        said = json.loads(entry.payload)
        if entry.verb == Verb.REGISTERED:
            told[entry.object_key] = {"one_voice": False, **said}
        elif "one_voice" in said:
            told.setdefault(entry.object_key, {}).update(said)
    for each in Organisation.objects.order_by("pk"):
        said = told.pop(each.slug, None)
        if said is None or any(getattr(each, name) != value for name, value in said.items()):
            yield Fault(f"organisation {each.slug}", "it is not as the ledger has it")
    for slug in told:
        yield Fault(f"organisation {slug}", "was registered and is gone")


def _verify_spoken_for() -> Iterator[Fault]:
    told: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for entry in _entries(Verb.LISTED):
        said, listed = json.loads(entry.payload), told[entry.object_key]
        standing = [at for at, each in enumerate(listed) if each[0] == said["listed"] and each[-1] is None]
        if said["ends"] and standing:
            listed[standing[-1]] = (*listed[standing[-1]][:-1], entry.at)
        else:
            listed.append((said["listed"], said["country"], entry.actor, entry.at, None))
    kept: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for each in SpokenFor.objects.select_related("platform", "organisation", "listed_by").order_by("pk"):
        other = each.organisation.slug if each.organisation else digest(each.name)
        who = (each.listed_by.key, each.listed_at, each.ended_at)
        kept[each.platform.slug].append((other, each.country, *who))
    for slug in sorted(told.keys() | kept.keys()):
        if told[slug] != kept[slug]:
            yield Fault(f"organisation {slug}", "whom it speaks for is not what the ledger has")


def _verify_registrations() -> Iterator[Fault]:
    told: dict[str, list[tuple[str, str, object]]] = defaultdict(list)
    for entry in _entries(Verb.APPLIED, Verb.VETTED):
        steps, said = told[entry.object_key], json.loads(entry.payload)
        if entry.verb == Verb.VETTED:
            steps.append((said["step"], entry.actor, entry.at))
    closed = {entry.object_key: entry.at for entry in _entries(Verb.CLOSED)}
    rows = Registration.objects.select_related("user").prefetch_related("vettings__taken_by")
    for each in rows.order_by("pk"):
        sent = told.pop(each.key) if each.key in told else None
        kept = sorted(each.vettings.all(), key=lambda step: step.pk)
        if sent is not None and each.user.key in closed and (not sent or sent[-1][0] in _OPEN):
            sent = [*sent, ("withdrew", each.user.key, closed[each.user.key])]
        state = _STATES[sent[-1][0]] if sent else Registration.State.PENDING
        if sent != [(step.step, step.taken_by.key, step.taken_at) for step in kept] or each.state != state:
            yield Fault(f"registration {each.key}", "its vetting is not the one in the ledger")
    for key in told:
        yield Fault(f"registration {key}", "was sent and is gone")


def _verify_invitations() -> Iterator[Fault]:
    told = _told_invitations()
    closed = {entry.at for entry in _entries(Verb.CLOSED)}
    for each in Invitation.objects.select_related("organisation", "accepted_by").order_by("pk"):
        said = told.pop(each.key, {})
        # Closing an account revokes what was sent to its address, which the ledger does not hold.
        if not each.email and each.revoked_at in closed:
            said["revoked_at"] = each.revoked_at
        if said != _invited(each):
            yield Fault(f"invitation {each.key}", "it is not the one in the ledger")
    for key in told:
        yield Fault(f"invitation {key}", "was sent and is gone")


def _told_invitations() -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for entry in _entries(Verb.INVITED, Verb.ADMITTED):
        said = json.loads(entry.payload)
        for each in said.get("invitations", ()):
            voice = {name: each.get(name, "") for name in ("organisation", "category", "role")}
            told[each["key"]] = {**voice, "revoked_at": None, "accepted_at": None, "accepted_by": ""}
        if said.get("revoked"):
            told[entry.object_key]["revoked_at"] = entry.at
        if said.get("invitation") in told:
            told[said["invitation"]] |= {"accepted_at": entry.at, "accepted_by": entry.actor}
    return told


def _invited(each: Invitation) -> dict[str, Any]:
    body = each.organisation.slug if each.organisation else ""
    who = each.accepted_by.key if each.accepted_by else ""
    voice = {"organisation": body, "category": each.category, "role": each.role}
    return voice | {"revoked_at": each.revoked_at, "accepted_at": each.accepted_at, "accepted_by": who}


_OPEN = ("asked", "replied")


def _entries(*verbs: str) -> Iterator[LedgerEntry]:
    acts = LedgerEntry.objects.filter(verb__in=verbs).order_by("sequence")
    return acts.iterator(chunk_size=2000)
