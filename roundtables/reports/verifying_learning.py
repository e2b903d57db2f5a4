"""Evaluations, commitments and progress reports, held against what the ledger kept of them."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from drafts.models import LedgerEntry
from drafts.reports.seals import is_kept
from drafts.reports.verifying import Fault
from roundtables.models import Commitment, CommitmentStep, Evaluation, ProgressReport
from roundtables.reports.commitment_seals import evidence_of, owner_print, promises_of
from roundtables.reports.progress import hash_of

Verb = LedgerEntry.Verb


def verify_learning() -> Iterator[Fault]:
    """What was asked, promised, followed up and reported, and is not as the acts on it left it."""
    yield from _verify_evaluations()
    yield from _verify_commitments()
    yield from _verify_reports()


def _verify_evaluations() -> Iterator[Fault]:
    told = {entry.object_key: entry for entry in _entries(Verb.EVALUATED)}
    rows = Evaluation.objects.select_related("session", "opened_by").annotate(number=Count("answers"))
    for each in rows.order_by("pk"):
        key = each.session.key
        entry = told.pop(key, None)
        if entry is None or _terms(entry) != (each.opened_by.key, each.opened_at, each.closes_at):
            yield Fault(f"evaluation of {key}", "it was not asked for so")
        elif each.number != len(each.given):
            yield Fault(f"evaluation of {key}", "it has not as many answers as seals of those who gave one")
    for key in told:
        yield Fault(f"evaluation of {key}", "was asked for and is gone")


def _terms(entry: LedgerEntry) -> tuple[str, datetime, datetime]:
    return entry.actor, entry.at, datetime.fromisoformat(json.loads(entry.payload)["closes_at"])


@dataclass(slots=True)
class _Told:
    """What the ledger has of one commitment: how it was made, and the steps that were taken."""

    made: LedgerEntry
    steps: list[LedgerEntry] = field(default_factory=list)


def _verify_commitments() -> Iterator[Fault]:
    told = _told_commitments()
    steps: dict[int, list[CommitmentStep]] = defaultdict(list)
    for step in CommitmentStep.objects.select_related("taken_by").order_by("pk"):
        steps[step.commitment_id].append(step)
    related = ("owner", "organisation", "made_by", "clause")
    for each in Commitment.objects.select_related(*related).order_by("pk"):
        said = told.pop(each.key, None)
        if said is None or not _is_promised(each, said.made):
            yield Fault(f"commitment {each.key}", "it is not the one in the ledger")
        elif not _is_followed(each, said, steps[each.pk]):
            yield Fault(f"commitment {each.key}", "how it stands is not what the ledger has")
    for key in told:
        yield Fault(f"commitment {key}", "was recorded and is gone")


def _told_commitments() -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    for entry in _entries(Verb.COMMITTED, Verb.FOLLOWED):
        if entry.verb == Verb.COMMITTED:
            told[entry.object_key] = _Told(entry)
        elif entry.object_key in told:
            told[entry.object_key].steps.append(entry)
    return told


def _is_promised(commitment: Commitment, entry: LedgerEntry) -> bool:
    """Whether it was made so; what an entry does not name is not held against the row."""
    said = json.loads(entry.payload)
    seals = (("words", promises_of(commitment)), ("owner", [owner_print(commitment)]))
    clause = commitment.clause.key if commitment.clause else ""
    return (
        (entry.actor, entry.at) == (commitment.made_by.key, commitment.made_at)
        and all(
            any(is_kept(said[name], each, commitment.key) for each in prints)
            for name, prints in seals
            if name in said
        )
        and said.get("clause", clause) == clause
    )


def _is_followed(commitment: Commitment, told: _Told, steps: list[CommitmentStep]) -> bool:
    """Whether its steps are those taken, after the one that keeps how it began, and it stands as the last."""
    began = steps[:1]
    taken = steps[1:]
    if len(taken) != len(told.steps):
        return False
    due_on = json.loads(told.made.payload).get("due_on", "")
    first = began[0] if began else None
    is_begun = first is None or (
        first.state == Commitment.State.PLANNED
        and due_on in {"", first.due_on.isoformat()}
        and (first.taken_by.key, first.taken_at) == (told.made.actor, told.made.at)
    )
    last = steps[-1] if steps else None
    stands = (last.state, last.due_on) if last else (Commitment.State.PLANNED, _day(due_on, commitment))
    return (
        is_begun
        and (commitment.state, commitment.due_on) == stands
        and all(_is_taken(step, entry, commitment) for step, entry in zip(taken, told.steps, strict=True))
    )


def _day(due_on: str, commitment: Commitment) -> date:
    return date.fromisoformat(due_on) if due_on else commitment.due_on


def _is_taken(step: CommitmentStep, entry: LedgerEntry, commitment: Commitment) -> bool:
    said: dict[str, Any] = json.loads(entry.payload)
    return (
        (entry.actor, entry.at) == (step.taken_by.key, step.taken_at)
        and (said["state"], said["due_on"]) == (step.state, step.due_on.isoformat())
        and is_kept(said["evidence"], evidence_of(step), commitment.key)
    )


def _verify_reports() -> Iterator[Fault]:
    told = _told_reports()
    for each in ProgressReport.objects.select_related("programme", "made_by").order_by("pk"):
        content = hash_of(each.content)
        kept = {
            "programme": each.programme.slug,
            "on": each.on.isoformat(),
            "content_hash": content,
            "made": (each.made_by.key, each.made_at),
            "released_at": each.released_at,
        }
        if content != each.content_hash or told.pop(each.key, None) != kept:
            yield Fault(f"progress report {each.key}", "it is not the one in the ledger")
    for key in told:
        yield Fault(f"progress report {key}", "was made and is gone")


def _told_reports() -> dict[str, dict[str, Any]]:
    told: dict[str, dict[str, Any]] = {}
    for entry in _entries(Verb.REPORTED):
        said = json.loads(entry.payload)
        if "released" in said:
            told[entry.object_key]["released_at"] = entry.at
        else:
            told[entry.object_key] = {**said, "made": (entry.actor, entry.at), "released_at": None}
    return told


def _entries(*verbs: str) -> Iterator[LedgerEntry]:
    acts = LedgerEntry.objects.filter(verb__in=verbs).order_by("sequence")
    return acts.iterator(chunk_size=2000)
