"""The certified record of a published version: all that is public of how its words came about, with the proof.

`bin/verify_record.py` checks it with nothing but Python, and is what draws it as a page: what is read is what is
checked. People of the committee are known by their key, which the ledger seals; their names are on it for readers
who see them on the pages of the text too. Of what is not public there is nothing in it: the ledger's public acts are
a chain of their own, and what was done in committee is sealed by the act that published it, or not shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from bin.verify_record import FORMAT
from consultation.models import Answered, Comment, Disposition, Signature
from consultation.permissions.comments import shown_publicly
from consultation.reports.record_ledger import Part, PublicLedger, is_in_the_open, public_entries, sealed_with
from consultation.reports.record_threads import said_beside
from drafts.models import Adoption, LedgerEntry, Position, Revision, SignOff, Silence, Version
from drafts.models.ledger import canonical, digest
from drafts.reports.hashes import moment


class RecordReader:
    """Reads the parts of one record. The number of queries does not grow with the text."""

    def __init__(self, version: Version, *, named: bool) -> None:
        self.version, self.text, self._named = version, version.text, named
        self._upto = {"version__text": version.text_id, "version__number__lte": version.number}
        self._ledger = PublicLedger(version)
        self._spoken_for, self._languages = self._ledger.spoken_for(), self._ledger.languages()
        self._together = self._ledger.together()
        self._adoption = (
            Adoption.objects.filter(version=version)
            .select_related("silence__opened_by", "adopted_by")
            .first()
        )

    def parts(self) -> Part:
        """Every part, in the order in which they are read."""
        return {
            "text": self._about(),
            "version": self._version(),
            "adoption": self._adopted(),
            "clauses": self._clauses(),
            "revisions": self._revisions(),
            "inputs": self._inputs(),
            "signatures": self._signatures(),
            "reservations": self._reservations(),
            "positions": self._positions(),
            "head": self._ledger.head,
            "ledger": self._ledger.shown,
        }

    def _about(self) -> Part:
        text = self.text
        told = self._ledger.told(LedgerEntry.Verb.CREATED, text.slug)
        return {
            "slug": text.slug,
            "title": text.title,
            "language": told.get("language", ""),
            "programme": told.get("programme", ""),
        }

    def _version(self) -> Part:
        version = self.version
        told = self._ledger.told(LedgerEntry.Verb.PUBLISHED, f"{self.text.slug}/{version.slug}")
        return {
            "number": version.number,
            "label": told.get("label", ""),
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
            "silence": self._silence(adoption.silence) if adoption.silence else None,
        }

    def _silence(self, held: Silence) -> Part:
        """The one that led to the adoption; those that were broken or lifted are the committee's own."""
        return {"key": held.key, "begins_at": moment(held.begins_at), "by": self._who(held.opened_by)}

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
        """Every change of the versions that were published with a seal over them, and what it answered then."""
        versions = {"version__text": self.text.pk, "version__number__in": list(self._ledger.sealed)}
        ticked = Answered.objects.filter(**{f"revision__{path}": value for path, value in versions.items()})
        answers: dict[int, list[str]] = defaultdict(list)
        columns = ("revision__version__number", "revision_id", "comment__reference")
        for _version, revision, reference in self._sealed_of("answers", ticked.values_list(*columns)):
            answers[revision].append(reference)
        made = Revision.objects.filter(**versions).select_related("clause", "version", "history_user")
        in_order = made.order_by("history_id")
        return [self._revision(each, sorted(answers[each.history_id])) for each in in_order]

    def _sealed_of[Row: tuple[Any, ...]](self, name: str, rows: QuerySet[Any, Row]) -> Iterator[Row]:
        """Those that were there when their version came out: the first so many of each, as its seal says."""
        left = {number: (sealed.get(name) or [0])[0] for number, sealed in self._ledger.sealed.items()}
        for row in rows.order_by("pk"):
            left[row[0]] -= 1
            if left[row[0]] >= 0:
                yield row

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
        dispositions = Disposition.objects.filter(comment__in=public)
        dispositions = dispositions.select_related("decided_by", "decided_in")
        for disposition in dispositions.prefetch_related("revisions").order_by("pk"):
            given[disposition.comment_id].append(self._disposition(disposition))
        related = ("clause", "consultation__version", "author", "organisation", "spoken__sitting")
        with_all = public.select_related(*related).prefetch_related(_SIGNED)
        said = said_beside(public, self._ledger.open_replies())
        return [
            self._input(each, given[each.pk], said[each.pk])
            for each in with_all.order_by("submitted_at", "pk")
        ]

    def _input(self, said: Comment, given: list[Part], beside: list[Part]) -> Part:
        speaker = said.organisation if said.reference in self._spoken_for else None
        return {
            "reference": said.reference,
            "organisation": speaker.slug if speaker else "",
            "organisation_name": speaker.name if speaker else "",
            "by": _speaker(said),
            **_said_in(said),
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
            "signatories": [_signatory(each) for each in said.signatures.all()],
            "dispositions": given,
            "said": beside,
        }

    def _disposition(self, given: Disposition) -> Part:
        return {
            "id": given.pk,
            "outcome": given.outcome,
            "reason": given.reason,
            "language": self._languages.get(given.pk, ""),
            "revisions": sorted(revision.history_id for revision in given.revisions.all()),
            "supersedes": given.supersedes_id,
            "by": self._who(given.decided_by),
            "at": moment(given.decided_at),
            "sitting": given.sitting,
            "decided_in": given.decided_in.key if given.decided_in else "",
            "decided_in_name": str(given.decided_in or ""),
            "together": self._together.get(given.pk, ""),
        }

    def _signatures(self) -> list[Part]:
        """Who signed or sent back what; the chair's notes are for the committee."""
        versions = {"version__text": self.text.pk, "version__number__in": list(self._ledger.sealed)}
        spoken = SignOff.objects.filter(**versions)
        of_versions = self._sealed_of("signatures", spoken.values_list("version__number", "pk"))
        sealed = {pk for _version, pk in of_versions}
        with_all = spoken.select_related("clause", "version", "signed_by").order_by("pk")
        return [self._signature(each) for each in with_all if each.pk in sealed]

    def _signature(self, each: SignOff) -> Part:
        return {
            "version": each.version.number,
            "clause": each.clause.key,
            "verdict": each.verdict,
            "words": each.words,
            "upto": each.upto,
            "by": self._who(each.signed_by),
            "at": moment(each.signed_at),
        }

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
        related = ("clause", "version", "stated_by")
        public = Position.objects.public().filter(**self._upto).select_related(*related)
        return [
            {
                "key": each.key,
                "version": each.version.number,
                "clause": each.clause.key,
                "language": each.language,
                "quote": each.quote,
                "stance": each.stance,
                "note": each.note,
                "delegation": each.delegation,
                "by": self._who(each.stated_by),
                "at": moment(each.stated_at),
                "published_at": _at(each.published_at),
                "ended_at": _at(each.ended_at),
            }
            for each in public.order_by("pk")
        ]

    def _who(self, person: AbstractBaseUser | None) -> Part:
        key = getattr(person, "key", "")
        return {"key": key, "name": str(person)} if self._named and person else {"key": key}


# Every organisation that signed an input with its author, those that withdrew too.
_SIGNED = Prefetch("signatures", Signature.objects.select_related("organisation", "signed_by").order_by("pk"))


def _speaker(said: Comment) -> Part:
    """Who speaks in it; of what was said in a session nobody, whoever took it in."""
    if said.is_from_session:
        return {"key": "", "name": ""}
    return {"key": said.author.key, "name": said.author.shown_name}


def _said_in(said: Comment) -> Part:
    """The session it was said in."""
    sitting = said.spoken.sitting if said.is_from_session else None
    return {"said_in": sitting.key if sitting else "", "said_in_name": str(sitting or "")}


def _signatory(each: Signature) -> Part:
    return {
        "organisation": each.organisation.slug,
        "organisation_name": each.organisation.name,
        "by": {"key": each.signed_by.key, "name": each.signed_by.shown_name},
        "at": moment(each.signed_at),
        "withdrawn_at": _at(each.withdrawn_at),
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
    entries = public_entries(version)
    last = entries.order_by("sequence").last()
    sealed = sealed_with(version, entries.filter(verb=LedgerEntry.Verb.PUBLISHED))
    versions = {"version__text": version.text_id, "version__number__in": list(sealed)}
    return RecordCount(
        clauses=version.placements.count(),
        revisions=Revision.objects.filter(**versions).count(),
        inputs=_public_inputs(upto).count(),
        signatures=sum(each.get("signatures", [0])[0] for each in sealed.values()),
        positions=Position.objects.public().filter(**upto).count(),
        ledger=entries.count(),
        last=last.hash if last else "",
    )


def _public_inputs(upto: Mapping[str, int]) -> QuerySet[Comment]:
    """Inputs that everybody reads; what was sealed until its consultation closed, once it is answered."""
    return Comment.objects.filter(
        is_in_the_open(),
        shown_publicly(timezone.now()),
        **{f"consultation__{path}": value for path, value in upto.items()},
    )


def read_record(version: Version, *, language: str, labels: dict[str, str], named: bool) -> Part:
    """The whole record with its seal. `labels` are the words for people, in `language`; `named` shows who is who."""
    parts = RecordReader(version, named=named).parts()
    content = {"format": FORMAT, "language": language, **parts, "labels": labels}
    return {**content, "seal": digest(canonical(content))}
