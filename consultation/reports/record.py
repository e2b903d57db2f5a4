"""The certified record of a published version: all that is public of how its words came about, with the proof.

`bin/verify_record.py` checks it with nothing but Python, and is what draws it as a page: what is read is what is
checked. People of the committee are known by their key, which the ledger seals; their names are on it for readers
who see them on the pages of the text too. What is not public is in it as the fingerprints that the ledger holds.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet

from consultation.models import Answered, Comment, Disposition, Standing
from drafts.models import Adoption, LedgerEntry, Position, Revision, SignOff, Silence, Version
from drafts.models.ledger import canonical, digest
from drafts.reports.hashes import moment

FORMAT = "concertation-record/1"
type Part = dict[str, Any]


class RecordReader:
    """Reads the parts of one record. The number of queries does not grow with the text."""

    def __init__(self, version: Version, *, named: bool) -> None:
        self.version, self.text, self._named = version, version.text, named
        self._upto = {"version__text": version.text_id, "version__number__lte": version.number}
        self._adoption = (
            Adoption.objects.filter(version=version).select_related("silence", "adopted_by").first()
        )

    def parts(self) -> Part:
        """Every part, in the order in which they are read."""
        ledger = self._ledger()
        last = ledger[-1] if ledger else {"sequence": 0, "hash": ""}
        return {
            "text": self._about(),
            "version": self._version(),
            "adoption": self._adopted(),
            "clauses": self._clauses(),
            "revisions": self._revisions(),
            "inputs": self._inputs(),
            "signatures": self._signatures(),
            "silences": self._silences(),
            "reservations": self._reservations(),
            "positions": self._positions(),
            "head": {"sequence": last["sequence"], "hash": last["hash"]},
            "ledger": ledger,
        }

    def _about(self) -> Part:
        text = self.text
        return {
            "slug": text.slug,
            "title": text.title,
            "language": text.language,
            "programme": text.programme.title,
        }

    def _version(self) -> Part:
        version = self.version
        return {
            "number": version.number,
            "label": version.label,
            "slug": version.slug,
            "published_at": _at(version.published_at),
            "content_hash": version.content_hash,
        }

    def _adopted(self) -> Part | None:
        adoption = self._adoption
        if adoption is None:
            return None
        return {
            "way": adoption.way,
            "adopted_at": moment(adoption.adopted_at),
            "by": self._who(adoption.adopted_by),
            "silence": adoption.silence.key if adoption.silence else None,
        }

    def _clauses(self) -> list[Part]:
        words: dict[int, list[Part]] = defaultdict(list)
        wordings = self.version.wordings.order_by("language")
        for clause, language, text, state in wordings.values_list("clause_id", "language", "text", "state"):
            words[clause].append({"language": language, "words": text, "state": state})
        placed = self.version.placements.order_by("position")
        return [
            {"label": label, "key": key, "kind": kind, "depth": depth, "words": words[clause]}
            for clause, key, kind, depth, label in placed.values_list(
                "clause_id", "clause__key", "kind", "depth", "label"
            )
        ]

    def _revisions(self) -> list[Part]:
        answers: dict[int, list[str]] = defaultdict(list)
        public = Answered.objects.filter(comment__standing__state=Standing.State.VISIBLE)
        ticked = public.filter(**{f"revision__{path}": value for path, value in self._upto.items()})
        for revision, reference in ticked.order_by("comment__reference").values_list(
            "revision_id", "comment__reference"
        ):
            answers[revision].append(reference)
        made = Revision.objects.filter(**self._upto).select_related("clause", "version", "history_user")
        return [self._revision(each, answers[each.history_id]) for each in made.order_by("history_id")]

    def _revision(self, made: Revision, answers: list[str]) -> Part:
        return {
            "id": made.history_id,
            "version": made.version.number,
            "clause": made.clause.key,
            "language": made.language,
            "change": made.change,
            "weight": made.weight,
            "before": made.before,
            "after": made.text,
            "reason": made.reason,
            "answers": answers,
            "by": self._who(made.history_user),
            "at": moment(made.history_date),
        }

    def _inputs(self) -> list[Part]:
        public = _public_inputs(self._upto)
        given: dict[int, list[Part]] = defaultdict(list)
        dispositions = Disposition.objects.filter(comment__in=public).select_related("decided_by")
        for disposition in dispositions.prefetch_related("revisions").order_by("pk"):
            given[disposition.comment_id].append(self._disposition(disposition))
        with_all = public.select_related("clause", "consultation__version", "author", "organisation")
        return [self._input(each, given[each.pk]) for each in with_all.order_by("submitted_at", "pk")]

    def _input(self, said: Comment, given: list[Part]) -> Part:
        return {
            "reference": said.reference,
            "organisation": said.organisation.name if said.organisation else "",
            "by": {"key": said.author.key, "name": said.author.name},
            "at": moment(said.submitted_at),
            "consultation": said.consultation.key,
            "version": said.consultation.version.number,
            "clause": said.clause.key,
            "kind": said.kind,
            "language": said.language,
            "body": said.body,
            "proposal": said.proposal,
            "proposed_wording": said.proposed_wording,
            "wording_language": said.wording_language,
            "quote": said.quote,
            "prefix": said.prefix,
            "suffix": said.suffix,
            "start": said.start,
            "end": said.end,
            "dispositions": given,
        }

    def _disposition(self, given: Disposition) -> Part:
        return {
            "id": given.pk,
            "outcome": given.outcome,
            "reason": given.reason,
            "language": given.language,
            "revisions": sorted(revision.history_id for revision in given.revisions.all()),
            "supersedes": given.supersedes_id,
            "by": self._who(given.decided_by),
            "at": moment(given.decided_at),
        }

    def _signatures(self) -> list[Part]:
        """The chair's notes are for the committee: of these the fingerprint."""
        spoken = SignOff.objects.filter(**self._upto).select_related("clause", "version", "signed_by")
        return [
            {
                "version": each.version.number,
                "clause": each.clause.key,
                "verdict": each.verdict,
                "words": each.words,
                "upto": each.upto,
                "note": digest(each.note),
                "by": self._who(each.signed_by),
                "at": moment(each.signed_at),
            }
            for each in spoken.order_by("pk")
        ]

    def _silences(self) -> list[Part]:
        """When, and how it ended; why somebody broke it is a position, and the committee's own."""
        found = Silence.objects.filter(**self._upto).exclude(state=Silence.State.RUNNING)
        return [
            {
                "key": each.key,
                "content_hash": each.content_hash,
                "begins_at": moment(each.begins_at),
                "ends_at": moment(each.ends_at),
                "state": each.state,
                "closed_at": _at(each.closed_at),
                "by": self._who(each.opened_by),
            }
            for each in found.select_related("opened_by").order_by("pk")
        ]

    def _reservations(self) -> list[Part]:
        if self._adoption is None:
            return []
        held = self._adoption.reservations.select_related("clause", "recorded_by")
        return [
            {
                "clause": each.clause.key if each.clause else None,
                "delegation": each.delegation,
                "words": each.words,
                "language": each.language,
                "by": self._who(each.recorded_by),
                "at": moment(each.recorded_at),
            }
            for each in held.order_by("pk")
        ]

    def _positions(self) -> list[Part]:
        public = Position.objects.public().filter(**self._upto).select_related("clause", "stated_by")
        return [
            {
                "key": each.key,
                "clause": each.clause.key,
                "language": each.language,
                "quote": each.quote,
                "stance": each.stance,
                "note": each.note,
                "delegation": each.delegation,
                "by": self._who(each.stated_by),
                "at": moment(each.stated_at),
                "published_at": _at(each.published_at),
                "stands": each.ended_at is None,
            }
            for each in public.order_by("pk")
        ]

    def _ledger(self) -> list[Part]:
        """Every act on the text to this day, as it is sealed."""
        entries = LedgerEntry.objects.filter(text=self.text).order_by("sequence")
        return [_entry(entry) for entry in entries]

    def _who(self, person: AbstractBaseUser | None) -> Part:
        key = getattr(person, "key", "")
        return {"key": key, "name": str(person)} if self._named and person else {"key": key}


def _entry(entry: LedgerEntry) -> Part:
    names: Iterable[str] = ("actor", "verb", "object_type", "object_key", "payload", "previous_hash", "hash")
    return {
        "sequence": entry.sequence,
        "at": moment(entry.at),
        "text": entry.text_id,
        **{name: getattr(entry, name) for name in names},
        "text_previous_hash": entry.text_previous_hash,
    }


def _at(time: datetime | None) -> str | None:
    return moment(time) if time else None


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How much a record holds, and the hash of the last act in it."""

    clauses: int
    revisions: int
    inputs: int
    signatures: int
    positions: int
    ledger: int
    last: str


def count_record(version: Version) -> RecordCount:
    """What a page says of a record without reading it. Seven queries."""
    upto = {"version__text": version.text_id, "version__number__lte": version.number}
    entries = LedgerEntry.objects.filter(text=version.text_id)
    last = entries.order_by("sequence").last()
    return RecordCount(
        clauses=version.placements.count(),
        revisions=Revision.objects.filter(**upto).count(),
        inputs=_public_inputs(upto).count(),
        signatures=SignOff.objects.filter(**upto).count(),
        positions=Position.objects.public().filter(**upto).count(),
        ledger=entries.count(),
        last=last.hash if last else "",
    )


def _public_inputs(upto: Mapping[str, int]) -> QuerySet[Comment]:
    return Comment.objects.filter(
        standing__state=Standing.State.VISIBLE,
        **{f"consultation__{path}": value for path, value in upto.items()},
    )


def read_record(version: Version, *, language: str, labels: dict[str, str], named: bool) -> Part:
    """The whole record with its seal. `labels` are the words for people, in `language`; `named` shows who is who."""
    parts = RecordReader(version, named=named).parts()
    content = {"format": FORMAT, "language": language, **parts, "labels": labels}
    return {**content, "seal": digest(canonical(content))}
