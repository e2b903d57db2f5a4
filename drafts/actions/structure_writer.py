"""Writing a change of structure: places, words, and one revision for each wording it touches, all of one act."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import F

from drafts.actions.descents import Row
from drafts.actions.revisions import track
from drafts.models import Change, Placement, Revision, Text, Version, Weight, Wording, WordingState
from drafts.models.keys import new_key
from drafts.models.ledger import digest
from drafts.reports.agreeing import Pair, agreeing_pairs
from drafts.reports.outlines import Outline, Spot, read_outline
from drafts.reports.seals import seal
from drafts.text.markup.reading import normalise
from drafts.text.numbering import Scheme

# Places that are never used: rows on their way to a place that is not free yet wait here.
_FAR = 1_000_000
_TRACKED = ["text", "state", "before", "change", "weight", "reason", "act", "stood_after", "stood_as"]


@dataclass
class StructureWriter:
    """Takes a version in work from one order to another; the caller has asked, and holds the version."""

    by: AbstractBaseUser
    at: datetime
    version: Version
    weight: Weight
    reason: str
    act: str = field(init=False, default_factory=new_key)
    was: Outline = field(init=False)
    now: Outline = field(init=False)
    _held: dict[tuple[int, str], Wording] = field(init=False, default_factory=dict)
    _made: list[Wording] = field(init=False, default_factory=list)
    _changed: list[Wording] = field(init=False, default_factory=list)
    _removed: list[Wording] = field(init=False, default_factory=list)
    _told: list[Wording] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self.was = self.now = read_outline(self.version)
        # Read again: the scheme may have been chosen while we waited for the version.
        numbering = Text.objects.values_list("numbering", flat=True).get(pk=self.version.text_id)
        self.scheme = Scheme(numbering)

    @property
    def language(self) -> str:
        """The language that is negotiated."""
        return self.was.language

    def hold(self, *keys: str) -> None:
        """Fetch the wordings of clauses that are about to change. One query."""
        clauses = [spot.clause_id for key in keys if (spot := self.was.spot(key))]
        for wording in Wording.objects.filter(version=self.version, clause__in=clauses).order_by("pk"):
            self._held[wording.clause_id, wording.language] = wording

    def add(self, spot: Spot, language: str, words: str, change: Change, before: str = "") -> Wording:
        """Words in a language that the clause does not have yet."""
        made = Wording(
            version=self.version, clause_id=spot.clause_id, language=language, text=normalise(words)
        )
        made.state = self._state(language)
        self._tell(made, spot.key, change, before)
        self._made.append(made)
        self._held[spot.clause_id, language] = made
        return made

    def reword(self, spot: Spot, language: str, words: str, change: Change) -> Wording:
        """Other words for a clause; in a language it does not have yet, its first."""
        wording = self._held.get((spot.clause_id, language))
        if wording is None:
            return self.add(spot, language, words, change)
        before, wording.text, wording.state = wording.text, normalise(words), self._state(language)
        self._tell(wording, spot.key, change, before)
        self._changed.append(wording)
        return wording

    def remove(self, spot: Spot, languages: Collection[str] = ()) -> None:
        """Take a clause out, or only its words in some languages."""
        held = [wording for (clause, _), wording in self._held.items() if clause == spot.clause_id]
        going = [wording for wording in held if not languages or wording.language in languages]
        for wording in going:
            self._tell(wording, spot.key, Change.REMOVED, wording.text)
            self._removed.append(wording)
            del self._held[wording.clause_id, wording.language]
        if len(going) == len(held):
            self.now = self.now.without({spot.key})

    def tell_moved(self, spots: Iterable[Spot]) -> None:
        """Clauses that changed place say so once, in the negotiated language where they have it."""
        for spot in spots:
            held = {language: each for (of, language), each in self._held.items() if of == spot.clause_id}
            wording = held.get(self.language) or next(iter(held.values()))
            self._tell(wording, spot.key, Change.MOVED, wording.text)
            self._changed.append(wording)

    def mark_stale(self, spot: Spot, but: Collection[str]) -> None:
        """The translations of a clause whose negotiated words changed, those aside that were written with them."""
        for wording in self._translations(spot.clause_id):
            if wording.language not in but:
                self._set_state(wording, WordingState.STALE)

    def remember(self, clause: int, *, told: Sequence[Row], forgot: Sequence[Row] = ()) -> None:
        """The descents that came and went with an act, kept by the clause that was split or merged into."""
        wording = next(each for each in self._told if each.clause_id == clause and self._is_negotiated(each))
        wording.stood_as = {**wording.stood_as, "told": list(told), "forgot": list(forgot)}

    def settle(self, spot: Spot, languages: Collection[str]) -> None:
        """After undoing: a translation is up to date where it stood beside these negotiated words before.

        `languages` are those whose words came back; with the negotiated ones all translations are asked.
        """
        source = self._held.get((spot.clause_id, self.language))
        if source is None:
            return
        pairs = agreeing_pairs(self.version, [spot.clause_id])
        for wording in self._translations(spot.clause_id):
            if self.language not in languages and wording.language not in languages:
                continue
            agrees = Pair(spot.clause_id, wording.language, wording.text, source.text) in pairs
            self._set_state(wording, WordingState.TRANSLATED if agrees else WordingState.STALE)

    def write(self) -> list[Revision]:
        """Write places, words and revisions. The number of queries does not grow with the text."""
        self.now = self.now.numbered(self.scheme)
        self._write_places()
        Wording.objects.bulk_create(self._made)
        Wording.objects.bulk_update(self._changed, _TRACKED)
        gone = Wording.objects.filter(pk__in=[wording.pk for wording in self._removed])
        # Not `delete()`, which has the history write its own row: ours follows.
        gone._raw_delete(gone.db)  # noqa: SLF001
        return track(sorted(self._told, key=self._turn), by=self.by, at=self.at)

    def told(self, revisions: Iterable[Revision]) -> list[list[object]]:
        """The revisions of the act as the ledger keeps them."""
        keys = {spot.clause_id: spot.key for spot in (*self.was.spots, *self.now.spots)}
        return [
            [each.history_id, keys[each.clause_id], each.language, *map(seal, map(digest, words))]
            for each in revisions
            for words in [(each.before, each.text)]
        ]

    def _tell(self, wording: Wording, key: str, change: Change, before: str) -> None:
        stood = self.was.spot(key)
        wording.before, wording.change, wording.act = before, change, self.act
        wording.weight, wording.reason = self.weight, self.reason
        wording.stood_after = self.was.before(key) if stood else ""
        wording.stood_as = stood.stood_as if stood else {}
        self._told.append(wording)

    def _state(self, language: str) -> WordingState:
        return WordingState.AUTHORITATIVE if language == self.language else WordingState.TRANSLATED

    def _translations(self, clause: int) -> list[Wording]:
        held = [wording for (of, _), wording in self._held.items() if of == clause]
        return [wording for wording in held if wording.language != self.language]

    def _is_negotiated(self, wording: Wording) -> bool:
        return wording.language == self.language

    def _set_state(self, wording: Wording, state: WordingState) -> None:
        """Its words may be the same: then no revision tells of it, as when the source is revised."""
        if wording.state != state:
            wording.state = state
            if wording.pk:
                Wording.objects.filter(pk=wording.pk).update(state=state)

    def _turn(self, wording: Wording) -> int:
        """Stale translations are told before their source: they are older than its new words."""
        if wording.state == WordingState.STALE:
            return 0
        return 1 if wording.language == self.language else 2

    def _write_places(self) -> None:
        placements = Placement.objects.filter(version=self.version)
        stood = {each.clause_id: each for each in placements}
        stands = {spot.clause_id: at for at, spot in enumerate(self.now.spots)}
        gone = [clause for clause in stood if clause not in stands]
        if gone:
            placements.filter(clause__in=gone).delete()
        self._shift({stood[clause].position: at for clause, at in stands.items() if clause in stood})
        self._describe([(stood[spot.clause_id], spot) for spot in self.now.spots if spot.clause_id in stood])
        Placement.objects.bulk_create(
            Placement(version=self.version, clause_id=spot.clause_id, position=at, **spot.stood_as)
            for at, spot in enumerate(self.now.spots)
            if spot.clause_id not in stood
        )

    def _shift(self, moves: Mapping[int, int]) -> None:
        """Renumber positions by way of a far range: the database checks row by row that no two are the same."""
        changed = [was for was, now in moves.items() if was != now]
        if not changed:
            return
        placements = Placement.objects.filter(version=self.version)
        first, last = min(changed), max(changed)
        placements.filter(position__range=(first, last)).update(position=F("position") + _FAR)
        rows = sorted((was, now) for was, now in moves.items() if first <= was <= last)
        for step, run in groupby(rows, key=lambda move: move[1] - move[0]):
            together = list(run)
            waiting = placements.filter(position__range=(_FAR + together[0][0], _FAR + together[-1][0]))
            waiting.update(position=F("position") + (step - _FAR))

    def _describe(self, pairs: Iterable[tuple[Placement, Spot]]) -> None:
        """Depths, kinds and labels that are others now."""
        changed = []
        for placement, spot in pairs:
            if (placement.depth, placement.kind, placement.label) != (spot.depth, spot.kind, spot.label):
                placement.depth, placement.kind, placement.label = spot.depth, spot.kind, spot.label
                changed.append(placement)
        Placement.objects.bulk_update(changed, ["depth", "kind", "label"])
