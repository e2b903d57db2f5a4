"""The terms of consultations, and what was asked, sent and released in them, held against the ledger."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from consultation.models import (
    Consultation,
    Extension,
    GuidingQuestion,
    ModerationAnswer,
    Release,
    Submission,
)
from drafts.models import LedgerEntry
from drafts.models.ledger import canonical, digest
from drafts.reports.seals import is_kept
from drafts.reports.verifying import Fault

Verb = LedgerEntry.Verb
_TERMS = ("opens_at", "closes_at", "moderation", "audience", "categories", "organisations")


def verify_rounds() -> Iterator[Fault]:
    """Consultations under other terms than were said last, and what surrounds them and is not as it was."""
    yield from _verify_terms()
    yield from _compared("extensions", _extensions(), _told_extensions())
    yield from _compared("questions", _questions(), _told_questions())
    yield from _compared("sets", _submissions(), _told_submissions())
    yield from _compared("release", _releases(), _told_releases())
    yield from _verify_objections()


def _verify_terms() -> Iterator[Fault]:
    told = _told_terms()
    for held in Consultation.objects.prefetch_related("organisations").order_by("pk"):
        terms = told.pop(held.key, None)
        if terms is None or any(_terms(held)[name] != value for name, value in terms.items()):
            yield Fault(f"consultation {held.key}", "its terms are not those in the ledger")
    for key in told:
        yield Fault(f"consultation {key}", "was opened and is gone")


def _told_terms() -> dict[str, dict[str, Any]]:
    """The terms that were said last; those an older entry does not name are not held against it."""
    told: dict[str, dict[str, Any]] = defaultdict(dict)
    for entry in _entries(Verb.OPENED, Verb.REOPENED, Verb.EXTENDED):
        said = json.loads(entry.payload)
        told[entry.object_key] |= {name: _as_time(name, said[name]) for name in _TERMS if name in said}
    return told


def _as_time(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name.endswith("_at") else value


def _terms(held: Consultation) -> dict[str, Any]:
    asked = sorted(each.slug for each in held.organisations.all())
    return {name: getattr(held, name) for name in _TERMS[:-1]} | {"organisations": asked}


def _extensions() -> dict[str, list[object]]:
    kept: dict[str, list[object]] = defaultdict(list)
    for each in Extension.objects.select_related("consultation", "extended_by").order_by("pk"):
        times = (each.closed_at, each.closes_at, digest(each.reason))
        kept[each.consultation.key].append((*times, each.extended_by.key, each.extended_at))
    return kept


def _told_extensions() -> dict[str, list[object]]:
    told: dict[str, list[object]] = defaultdict(list)
    for entry in _entries(Verb.EXTENDED):
        said = json.loads(entry.payload)
        times = (datetime.fromisoformat(said["was"]), datetime.fromisoformat(said["closes_at"]))
        told[entry.object_key].append((*times, said["reason"], entry.actor, entry.at))
    return told


def _questions() -> dict[str, list[object]]:
    kept: dict[str, list[object]] = defaultdict(list)
    related = ("consultation", "clause", "asked_by")
    for each in GuidingQuestion.objects.select_related(*related).order_by("number"):
        clause = each.clause.key if each.clause else None
        words = digest(canonical(each.words))
        kept[each.consultation.key].append((each.key, clause, words, each.asked_by.key, each.asked_at))
    return kept


def _told_questions() -> dict[str, list[object]]:
    told: dict[str, list[object]] = defaultdict(list)
    for entry in _entries(Verb.OPENED, Verb.ASKED):
        for asked in json.loads(entry.payload).get("questions", []):
            told[entry.object_key].append((*asked, entry.actor, entry.at))
    return told


def _submissions() -> dict[str, list[object]]:
    kept: dict[str, list[object]] = defaultdict(list)
    rows = Submission.objects.select_related("consultation", "author").prefetch_related("comments")
    for each in rows.order_by("pk"):
        comments = sorted(comment.reference for comment in each.comments.all())
        kept[each.consultation.key].append((each.key, comments, each.author.key, each.submitted_at))
    return kept


def _told_submissions() -> dict[str, list[object]]:
    told: dict[str, list[object]] = defaultdict(list)
    for entry in _entries(Verb.SUBMITTED):
        said = json.loads(entry.payload)
        told[said["consultation"]].append((entry.object_key, sorted(said["comments"]), entry.actor, entry.at))
    return told


def _releases() -> dict[str, list[object]]:
    rows = Release.objects.select_related("consultation", "released_by")
    return {each.consultation.key: [(each.released_by.key, each.released_at)] for each in rows}


def _told_releases() -> dict[str, list[object]]:
    return {entry.object_key: [(entry.actor, entry.at)] for entry in _entries(Verb.RELEASED)}


def _verify_objections() -> Iterator[Fault]:
    told: dict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in _entries(Verb.OBJECTED):
        told[entry.object_key].append(entry)
    kept: dict[str, list[ModerationAnswer]] = defaultdict(list)
    rows = ModerationAnswer.objects.select_related("moderation__comment", "answered_by").order_by("pk")
    for each in rows:
        kept[each.moderation.comment.reference].append(each)
    for reference in sorted(told.keys() | kept.keys()):
        answers, entries = kept[reference], told[reference]
        if len(answers) != len(entries) or not all(map(_is_objected, answers, entries)):
            yield Fault(f"comment {reference}", "what its author told the moderators is not in the ledger")


def _is_objected(answer: ModerationAnswer, entry: LedgerEntry) -> bool:
    said = json.loads(entry.payload)
    told = (said["state"], entry.actor, entry.at)
    who = (answer.moderation.state, answer.answered_by.key, answer.answered_at)
    return told == who and is_kept(said["words"], digest(answer.body), entry.object_key)


def _entries(*verbs: str) -> Iterator[LedgerEntry]:
    acts = LedgerEntry.objects.filter(verb__in=verbs).order_by("sequence")
    return acts.iterator(chunk_size=2000)


def _compared(
    what: str, kept: Mapping[str, list[object]], told: Mapping[str, list[object]]
) -> Iterator[Fault]:
    for key in sorted(kept.keys() | told.keys()):
        if kept.get(key, []) != told.get(key, []):
            yield Fault(f"consultation {key}", f"its {what}: not as the ledger has it")
