"""Writing an accepted import: clauses, places, words, descents, and one revision for each change."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from drafts.actions.rebasing import rebase_amendments
from drafts.actions.revisions import track
from drafts.models import (
    Change,
    Clause,
    Descent,
    Placement,
    Version,
    Weight,
    Wording,
    WordingState,
)
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from drafts.reports.importing import ImportFate, ImportPreview, ImportRow
from drafts.reports.outlines import read_outline
from drafts.reports.seals import seal

_CHANGES = {
    ImportFate.CHANGED: Change.REWORDED,
    ImportFate.SPLIT: Change.SPLIT,
    ImportFate.MERGED: Change.MERGED,
    ImportFate.NEW: Change.NEW,
}
_WRITTEN = ["text", "before", "change", "weight", "reason", "state", "act", "stood_after", "stood_as"]


@dataclass(frozen=True, slots=True)
class Note:
    """What its author declares of a change: how much it changes, and why."""

    weight: Weight
    reason: str


# By the index of the new clause, or by the key of a removed one.
type Notes = Mapping[int | str, Note]

# The key of the clause that one stood after; its depth, kind and label.
type _Stood = tuple[str, dict[str, str | int]]


@dataclass
class ImportWriter:
    """Turns a preview into rows; the caller holds the locks and the transaction."""

    by: AbstractBaseUser
    at: datetime
    version: Version
    language: str
    note: Note
    notes: Notes
    _wordings: dict[int, Wording] = field(init=False, default_factory=dict)
    # Clause key → seal of its source, for the stale translations that came back with the same words.
    confirmed: dict[str, str] = field(init=False, default_factory=dict)
    _stood: dict[int, _Stood] = field(init=False, default_factory=dict)

    def write(self, preview: ImportPreview) -> None:
        mine = self.version.wordings.filter(language=self.language)
        self._wordings = {wording.clause_id: wording for wording in mine}
        outline, after = read_outline(self.version), ""
        for spot in outline.spots:
            self._stood[spot.clause_id], after = (after, spot.stood_as), spot.key
        if preview.is_translation:
            self._write_wordings(
                preview.rows, [row.continues.clause_id for row in preview.rows if row.continues]
            )
            return
        clause_ids = self._identities(preview)
        self._remove({clause.clause_id: clause.key for clause in preview.removed})
        self._place(preview.rows, clause_ids)
        self._descend(preview, clause_ids)
        self._write_wordings(preview.rows, clause_ids)

    def _identities(self, preview: ImportPreview) -> list[int]:
        """The clause of each row: the one it continues, else a new one."""
        made = Clause.objects.bulk_create(
            Clause(text=self.version.text) for row in preview.rows if row.continues is None
        )
        new = iter(made)
        return [row.continues.clause_id if row.continues else next(new).pk for row in preview.rows]

    def _remove(self, keys: dict[int, str]) -> None:
        """Take clauses out of the working version, each language's words with a revision that says so."""
        acts = {clause: new_key() for clause in keys}
        removed = list(self.version.wordings.filter(clause__in=keys))
        for wording in removed:
            note = self.notes.get(keys[wording.clause_id], self.note)
            wording.act = acts[wording.clause_id]
            wording.stood_after, wording.stood_as = self._stood[wording.clause_id]
            wording.before, wording.change = wording.text, Change.REMOVED
            wording.weight, wording.reason = note.weight, note.reason
            wording._history_user, wording._history_date = self.by, self.at
            wording.delete()
        rebase_amendments(removed)

    def _place(self, rows: tuple[ImportRow, ...], clause_ids: list[int]) -> None:
        self.version.placements.all().delete()
        Placement.objects.bulk_create(
            Placement(
                version=self.version,
                clause_id=clause_id,
                position=row.index,
                depth=row.parsed.depth,
                kind=row.parsed.kind,
                label=row.parsed.label,
            )
            for row, clause_id in zip(rows, clause_ids, strict=True)
        )

    def _descend(self, preview: ImportPreview, clause_ids: list[int]) -> None:
        """Tell who came from whom where a clause shares words with one whose identity it does not carry on."""
        self._forget_undone_descents(clause_ids)
        kept = {row.continues.clause_id for row in preview.rows if row.continues}
        Descent.objects.bulk_create(
            (
                Descent(
                    version=self.version,
                    ancestor_id=preview.old[was].clause_id,
                    descendant_id=clause_ids[now],
                    kind=Descent.Kind.SPLIT if preview.old[was].clause_id in kept else Descent.Kind.MERGED,
                )
                for was, now in preview.lineage
            ),
            ignore_conflicts=True,  # a second import of the working version may tell the same descent
        )

    def _forget_undone_descents(self, clause_ids: list[int]) -> None:
        """What an earlier import of this version split or merged, and this one puts back, did not happen."""
        told = Descent.objects.filter(version=self.version)
        told.exclude(descendant__in=clause_ids).delete()
        told.filter(kind=Descent.Kind.MERGED, ancestor__in=clause_ids).delete()

    def _write_wordings(self, rows: tuple[ImportRow, ...], clause_ids: list[int]) -> None:
        """Write the words that are new or differ; what is the same and in its place is left untouched."""
        made, displaced, changed, confirmed = [], [], [], []
        for row, clause_id in zip(rows, clause_ids, strict=True):
            wording = self._wordings.get(clause_id)
            if wording is None:
                made.append(self._new(row, clause_id))
                continue
            stood = self._stood_otherwise(row, clause_id)
            if stood and row.fate is ImportFate.CHANGED:
                displaced.append(self._displaced(copy(wording), row, stood))
            if wording.text != row.parsed.text:
                changed.append(self._changed(wording, row))
            elif stood:
                changed.append(self._displaced(wording, row, stood))
            elif wording.state == WordingState.STALE:
                confirmed.append(wording.pk)
        Wording.objects.bulk_create(made)
        Wording.objects.bulk_update(changed, _WRITTEN, batch_size=200)
        # A translation that comes back with the same words stands: its source changed, it need not.
        Wording.objects.filter(pk__in=confirmed).update(state=self._state())
        self._note_confirmed(confirmed)
        track([*displaced, *made, *changed], by=self.by, at=self.at)
        self._mark_translations_stale([wording for wording in changed if wording.text != wording.before])

    def _note_confirmed(self, confirmed: list[int]) -> None:
        sources = self.version.wordings.filter(
            language=self.version.text.language,
            clause__in=Wording.objects.filter(pk__in=confirmed).values("clause"),
        )
        rows = sources.values_list("clause__key", "text")
        self.confirmed = {key: seal(digest(words)) for key, words in rows}

    def _new(self, row: ImportRow, clause_id: int) -> Wording:
        change = Change.NEW if row.fate is not ImportFate.SPLIT else Change.SPLIT
        note = self.notes.get(row.index, self.note)
        return Wording(
            version=self.version,
            clause_id=clause_id,
            language=self.language,
            text=row.parsed.text,
            state=self._state(),
            before=row.kin[0].source if row.kin and change is Change.SPLIT else "",
            change=change,
            weight=note.weight,
            reason=note.reason,
        )

    def _stood_otherwise(self, row: ImportRow, clause_id: int) -> _Stood | None:
        """Where a clause stood, and as what, if that is not where and as what it stands now.

        A label alone is not: one clause that comes or goes renumbers all that follow.
        """
        stood = self._stood.get(clause_id)
        if stood is None or not (row.moved or row.is_described_otherwise):
            return None
        after, stood_as = stood
        return after, {**stood_as, "moved": True} if row.moved else stood_as

    def _changed(self, wording: Wording, row: ImportRow) -> Wording:
        """Other words, or those of another clause in them."""
        self._tell(wording, row, _CHANGES[row.fate])
        wording.text, wording.state = row.parsed.text, self._state()
        return wording

    def _displaced(self, wording: Wording, row: ImportRow, stood: _Stood) -> Wording:
        """The same words elsewhere, or as another kind of clause: told apart from other words, so as to be undone."""
        self._tell(wording, row, Change.MOVED)
        wording.stood_after, wording.stood_as = stood
        return wording

    def _tell(self, wording: Wording, row: ImportRow, change: Change) -> None:
        note = self.notes.get(row.index, self.note)
        wording.before, wording.change, wording.act = wording.text, change, ""
        wording.weight, wording.reason = note.weight, note.reason
        wording.stood_after, wording.stood_as = "", {}

    def _state(self) -> WordingState:
        negotiated = self.language == self.version.text.language
        return WordingState.AUTHORITATIVE if negotiated else WordingState.TRANSLATED

    def _mark_translations_stale(self, sources: list[Wording]) -> None:
        if self.language == self.version.text.language:
            others = self.version.wordings.filter(clause__in=[source.clause_id for source in sources])
            others.exclude(language=self.language).update(state=WordingState.STALE)
