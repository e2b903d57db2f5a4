"""Turns one version of a demonstration text into the next by the acts of a committee.

Changed clauses are revised one by one, each by the member the manifest names; what moves, splits,
joins, comes or goes is brought in as a whole draft, with its lineage corrected to the manifest's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from django.db.models import Q

from consultation.actions.amending import accept_answering
from consultation.actions.dispositions import revise_answering
from consultation.demo import records
from consultation.demo.clauses import paired, parsed
from consultation.demo.lineage import Lineage, trace
from consultation.models import Comment, User
from drafts.actions.import_writer import Note, Notes
from drafts.actions.imports import apply_import, correct_import, stage_import
from drafts.actions.publishing import default_label
from drafts.models import AmendmentStanding, Revision, Text, Version, Weight, Wording
from drafts.models.ledger import digest

# Manifest id → language → the revision that the entry became.
type Revisions = dict[str, dict[str, Revision]]


@dataclass
class Edits:
    """What the manifest's entries have become so far, over all versions of a text."""

    revisions: Revisions = field(default_factory=dict)


def edit(
    source: records.Text,
    text: Text,
    edition: records.Edition,
    *,
    people: Mapping[str, User],
    comments: Mapping[str, Comment],
    earlier: Revisions,
    at: datetime,
) -> Edits:
    """Make the working version say what this edition says, in both languages."""
    editor = _Editor(source, text, edition, people, comments, at, dict(earlier))
    if edition.number == 0:
        editor.bring_in("en", {}, {})
        editor.bring_in("fr", {}, {})
    else:
        editor.revise_and_restructure()
    return Edits(editor.revisions)


class _Shared(TypedDict):
    """What revising a clause and accepting an amendment to it have in common."""

    by: User
    weight: Weight
    reason: str
    basis: str
    answers: list[Comment]
    at: datetime


@dataclass
class _Editor:
    source: records.Text
    text: Text
    edition: records.Edition
    people: Mapping[str, User]
    comments: Mapping[str, Comment]
    at: datetime
    revisions: Revisions

    def revise_and_restructure(self) -> None:
        names = ("zero-draft", "rev-1", "rev-2")
        before = names[self.edition.number - 1]
        entries = [each for each in self.source.revisions if each.version == self.edition.name]
        old, new = paired(self.source, before), paired(self.source, self.edition.name)
        lineage = trace(old, new, entries)
        keys = self._keys()
        for place in lineage.places:
            if place.revision and place.revision.kind == "changed" and place.continues is not None:
                self._revise(place.revision, place.position, keys[place.continues])
        self._restructure(lineage, keys)

    def _keys(self) -> list[str]:
        working = Version.objects.working().get(text=self.text)
        placed = working.placements.select_related("clause").order_by("position")
        return [each.clause.key for each in placed]

    def _revise(self, entry: records.Revision, position: int, key: str) -> None:
        working = Version.objects.working().get(text=self.text)
        for language in entry.languages:
            words = parsed(self.source, self.edition.name, language).clauses[position].text
            wording = working.wordings.select_related("version__text", "clause").get(
                clause__key=key, language=language
            )
            answers = [self.comments[each] for each in entry.answers if each in self.comments]
            beside = self._source_basis(working, key, language)
            revision = self._write(entry, wording, words, answers, beside)
            self.revisions.setdefault(entry.id, {})[language] = revision

    def _write(
        self,
        entry: records.Revision,
        wording: Wording,
        words: str,
        answers: list[Comment],
        source_basis: str,
    ) -> Revision:
        """Revise the clause; where an input proposed words for it, by accepting these, with changes if need be."""
        shared: _Shared = {
            "by": self.people[entry.by],
            "weight": Weight(entry.weight),
            "reason": entry.reason[wording.language],
            "basis": digest(wording.text),
            "answers": answers,
            "at": self.at,
        }
        proposed = _proposed_for(wording, answers)
        if proposed is None:
            return revise_answering(wording=wording, words=words, source_basis=source_basis, **shared)
        return accept_answering(
            amendment=proposed.amendment,
            seen=proposed.stamp(),
            words=None if proposed.words == words else words,
            **shared,
        )

    def _source_basis(self, working: Version, key: str, language: str) -> str:
        """The hash of the words that a translation was written beside: the entry's own, revised just before."""
        if language == self.text.language:
            return ""
        return digest(working.wordings.get(clause__key=key, language=self.text.language).text)

    def _restructure(self, lineage: Lineage, keys: list[str]) -> None:
        continues = {
            place.position: keys[place.continues] if place.continues is not None else ""
            for place in lineage.places
        }
        origins = {
            place.position: [keys[each] for each in place.sources if each != place.continues]
            for place in lineage.places
        }
        for language in ("en", "fr"):
            notes: dict[int | str, Note] = {
                place.position: _note(place.revision, language) for place in lineage.places if place.revision
            }
            notes |= {keys[ended]: _note(entry, language) for ended, entry in lineage.ended}
            self.bring_in(language, notes, continues, origins)
        self._remember(lineage, keys)

    def bring_in(
        self,
        language: str,
        notes: Notes,
        continues: Mapping[int, str],
        origins: Mapping[int, list[str]] | None = None,
    ) -> None:
        penholder = self.people[self.source.penholder]
        staged = stage_import(
            by=penholder,
            text=self.text,
            language=language,
            label=default_label(self.edition.number),
            file_name=f"{self.source.slug}-{self.edition.name}.{language}.md",
            content=self.source.drafts[self.edition.name, language].body.encode(),
            at=self.at,
        )
        if continues and language == self.text.language:
            correct_import(by=penholder, staged=staged, corrections=continues, origins=origins)
        apply_import(
            by=penholder,
            staged=staged,
            weight=Weight.SUBSTANCE,
            reason="",
            notes=notes,
            at=self.at,
        )

    def _remember(self, lineage: Lineage, keys: list[str]) -> None:
        """Find the revision that each entry of the manifest has become."""
        working = Version.objects.working().get(text=self.text)
        made = Revision.objects.filter(version=working).select_related("version__text", "clause")
        by_clause: dict[tuple[str, str], Revision] = {}
        for revision in made.order_by("history_id"):
            by_clause[revision.clause.key, revision.language] = revision
        named = [(self._keys()[place.position], place.revision) for place in lineage.places if place.revision]
        named += [(keys[ended], entry) for ended, entry in lineage.ended]
        for key, entry in named:
            for language in entry.languages:
                if (key, language) in by_clause:
                    self.revisions.setdefault(entry.id, {}).setdefault(language, by_clause[key, language])


def _proposed_for(wording: Wording, answers: list[Comment]) -> AmendmentStanding | None:
    """The open amendment to the clause in this language that an input proposes, or that a session agreed on."""
    standings = AmendmentStanding.objects.open().select_related(
        "amendment__version__text", "amendment__clause"
    )
    of_inputs = Q(amendment__in=[comment.amendment_id for comment in answers if comment.amendment_id])
    named = standings.filter(of_inputs | Q(amendment__agreed__isnull=False))
    return named.filter(amendment__clause=wording.clause, amendment__language=wording.language).first()


def _note(entry: records.Revision, language: str) -> Note:
    return Note(Weight(entry.weight), entry.reason[language])
