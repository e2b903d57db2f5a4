"""What undoing a revision would do to the version in work, and what stands in its way, before anything is written."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from drafts.models import Change, Revision, Version
from drafts.models.ledger import canonical, digest
from drafts.reports.outlines import Outline, Spot, read_outline
from drafts.text.diff import Change as WordChange
from drafts.text.diff import diff_words
from drafts.text.inline import plain
from drafts.text.markup import ClauseKind
from drafts.text.merge import Merge, merge

_LINEAGE = (Change.SPLIT, Change.MERGED)


class Obstacle(StrEnum):
    """Why a revision cannot be undone by itself."""

    PUBLISHED = "published"  # its version is out
    GONE = "gone"  # the clause, or its words in this language, stand no more
    UNDONE = "undone"  # nothing of it is left to undo
    CHANGED = "changed"  # clauses of the act were changed since; that is undone first
    COLLIDES = "collides"  # the words changed since, and nobody but a person puts both together
    NO_PLACE = "no place"  # the place where the clause stood is gone
    IMPORTED = "imported"  # an import split or merged here, and did more at once


@dataclass(frozen=True, slots=True)
class Rewording:
    """Words that stand again after undoing; empty where the clause had none in the language."""

    spot: Spot
    language: str
    now: str
    then: str

    @property
    def changes(self) -> tuple[WordChange, ...]:
        return diff_words(plain(self.now), plain(self.then))


@dataclass(frozen=True, slots=True)
class Return:
    """A clause that is put where it stood: brought back with its words, or moved back with those it has."""

    spot: Spot
    after: str
    words: tuple[tuple[str, str, str], ...] = ()  # (language, words, state)


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """Everything that undoing a revision does; where `obstacle` is set, nothing is done."""

    revision: Revision
    outline: Outline
    obstacle: Obstacle | None = None
    rewordings: tuple[Rewording, ...] = ()
    leaving: tuple[Spot, ...] = ()
    losing: tuple[Rewording, ...] = ()  # clauses that stay and lose their words in one language
    returns: tuple[Return, ...] = ()
    merge: Merge | None = None
    changed_since: tuple[str, ...] = ()
    heir: Revision | None = None  # of an act that split or merged: what it did to the clause that stayed

    @property
    def is_words(self) -> bool:
        """Whether it is about the words of one clause only."""
        return bool(self.revision.change == Change.REWORDED)

    @property
    def proposal(self) -> str:
        """Where a person has to put both together: the words to start from."""
        return self.merge.proposal() if self.merge else self.revision.before

    def basis(self) -> str:
        """What the person saw who undoes: a hash over all that is done."""
        done = [
            [[each.spot.key, each.language, each.now, each.then] for each in self.rewordings],
            [[spot.key, sorted(self.outline.words_of(spot.key).items())] for spot in self.leaving],
            [[each.spot.key, each.language, each.now] for each in self.losing],
            [[each.spot.key, each.after, each.spot.stood_as, each.words] for each in self.returns],
        ]
        return digest(canonical([self.revision.history_id, str(self.obstacle), done]))


def taken_out(version: Version, outline: Outline) -> tuple[Revision, ...]:
    """The clauses that left the version in work, each by the revision that took it out, the last first. One query."""
    removals = Revision.objects.filter(version=version, language=outline.language, change=Change.REMOVED)
    last = {each.clause_id: each for each in removals.order_by("history_id")}
    standing = {spot.clause_id for spot in outline.spots}
    gone = [each for clause, each in last.items() if clause not in standing]
    return tuple(sorted(gone, key=lambda each: -each.history_id))


def plan_undo(revision: Revision, after: str | None = None) -> UndoPlan:
    """What undoing would do now; `after` is the place a person chose where the old one is gone (a clause's key)."""
    version = revision.version
    outline = read_outline(version)
    if version.is_published:
        return UndoPlan(revision, outline, Obstacle.PUBLISHED)
    if revision.change == Change.REWORDED:
        return _plan_words(revision, outline)
    return _Act(revision, outline, version, after).plan()


def _plan_words(revision: Revision, outline: Outline) -> UndoPlan:
    spot = outline.spot(revision.clause.key)
    now = outline.words.get(revision.clause_id, {}).get(revision.language)
    if spot is None or now is None:
        return UndoPlan(revision, outline, Obstacle.GONE)
    if now == revision.text:
        return UndoPlan(revision, outline, rewordings=_rewordings(spot, revision, now, revision.before))
    merged = merge(revision.text, now, revision.before)
    if not merged.is_clean:
        return UndoPlan(revision, outline, Obstacle.COLLIDES, merge=merged)
    if merged.text == now:
        return UndoPlan(revision, outline, Obstacle.UNDONE)
    if merged.shares_a_sentence:
        return UndoPlan(revision, outline, Obstacle.COLLIDES, merge=merged)
    rewordings = _rewordings(spot, revision, now, merged.text)
    return UndoPlan(revision, outline, rewordings=rewordings, merge=merged)


def _rewordings(spot: Spot, revision: Revision, now: str, then: str) -> tuple[Rewording, ...]:
    return (Rewording(spot, revision.language, now, then),)


@dataclass
class _Act:
    """The revisions of one act, turned round."""

    revision: Revision
    outline: Outline
    version: Version
    after: str | None
    rewordings: list[Rewording] = field(default_factory=list)
    leaving: dict[str, Spot] = field(default_factory=dict)
    losing: list[Rewording] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    changed_since: set[str] = field(default_factory=set)
    has_lineage: bool = False

    def plan(self) -> UndoPlan:
        together = self._together()
        if not self.revision.act and (self.revision.change in _LINEAGE or self._moved_from_nowhere()):
            return UndoPlan(self.revision, self.outline, Obstacle.IMPORTED)
        self.has_lineage = any(each.change in _LINEAGE for each in together)
        for each in together:
            self._turn_round(each)
        obstacle = self._bring_back(together) or self._obstacle(together)
        return UndoPlan(
            self.revision,
            self.outline,
            obstacle,
            tuple(self.rewordings),
            tuple(self.leaving.values()),
            tuple(self.losing),
            tuple(self.returns),
            changed_since=tuple(sorted(self.changed_since)),
            heir=next((each for each in together if self._is_rewritten(each)), None),
        )

    def _is_rewritten(self, each: Revision) -> bool:
        """Whether a clause that stood before was split, or had another merged into it, in the negotiated language."""
        negotiated = each.language == self.outline.language
        return negotiated and each.change in _LINEAGE and bool(each.stood_as)

    def _moved_from_nowhere(self) -> bool:
        """Imports did not always keep where a clause stood."""
        return self.revision.change == Change.MOVED and not self.revision.stood_as

    def _together(self) -> list[Revision]:
        """The revisions of the same act, as they were told."""
        if not self.revision.act:
            return [self.revision]
        told = Revision.objects.filter(version=self.version, act=self.revision.act)
        return list(told.select_related("clause").order_by("history_id"))

    def _turn_round(self, each: Revision) -> None:
        spot = self.outline.spot(each.clause.key)
        now = self.outline.words.get(each.clause_id, {}).get(each.language)
        if each.change in (Change.REMOVED, Change.MOVED):
            return
        if spot is None or now is None:
            self.changed_since.add(each.clause.key)
        elif each.stood_as and each.change in _LINEAGE:
            self._put_words_back(each, spot, now)
        elif each.language == self.outline.language or each.change in _LINEAGE:
            self._take_out(each, spot, now)
        elif each.clause.key not in self.leaving:
            self.losing.append(Rewording(spot, each.language, now, ""))

    def _put_words_back(self, each: Revision, spot: Spot, now: str) -> None:
        if now != each.text:
            self.changed_since.add(spot.key)
        elif each.before:
            self.rewordings.append(Rewording(spot, each.language, now, each.before))
        else:
            self.losing.append(Rewording(spot, each.language, now, ""))

    def _take_out(self, each: Revision, spot: Spot, now: str) -> None:
        """A clause that came by the act; where its words go to another, they must still be those it came with."""
        self.leaving[spot.key] = spot
        self.losing = [one for one in self.losing if one.spot.key != spot.key]
        if self.has_lineage and now != each.text:
            self.changed_since.add(spot.key)

    def _bring_back(self, together: Sequence[Revision]) -> Obstacle | None:
        """Put clauses that were moved or removed where they stood, in the order of the text."""
        going: dict[str, list[Revision]] = {}
        for each in together:
            if each.change in (Change.REMOVED, Change.MOVED):
                going.setdefault(each.clause.key, []).append(each)
        returning = {key for key, told in going.items() if told[0].change == Change.REMOVED}
        standing = {spot.key for spot in self.outline.spots} | returning
        trail = self._trail() if going else {}
        places = {
            key: _nearest(told[0].stood_after, trail, standing) if told[0].stood_as else None
            for key, told in going.items()
        }
        for key in _in_order(places):
            place = places[key] if self.after is None or self.returns else self.after
            if not self._put_back(key, going[key], place, standing):
                return Obstacle.NO_PLACE
        if all(map(self._stands_so, self.returns)):
            self.returns = []
        return None

    def _stands_so(self, back: Return) -> bool:
        """Whether a clause stands where it would be put; what moved together is put back together, or not at all."""
        there = self.outline.spot(back.spot.key) == back.spot and not back.words
        return there and self.outline.before(back.spot.key) == back.after

    def _put_back(self, key: str, told: Sequence[Revision], place: str | None, standing: set[str]) -> bool:
        """Bring a clause back, or only its words where it stands; whether there is a place for it."""
        spot = self.outline.spot(key)
        if spot is not None and told[0].change == Change.REMOVED:
            self._return_words(spot, told)
            return True
        if spot is None and told[0].change == Change.MOVED:
            self.changed_since.add(key)
            return True
        if place is None or (place and place not in standing):
            return False
        if spot is None:
            self.returns.append(Return(_spot_of(told[0]), place, _words_of(told)))
        else:
            self._move_back(told[0], spot, place)
        return True

    def _return_words(self, spot: Spot, told: Iterable[Revision]) -> None:
        standing = self.outline.words_of(spot.key)
        missing = tuple(each for each in _words_of(told) if each[0] not in standing)
        if missing:
            self.returns.append(Return(spot, self.outline.before(spot.key), missing))

    def _move_back(self, told: Revision, spot: Spot, place: str) -> None:
        """Take back what this act did and nothing that a later one did: it changed the place, or kind and depth."""
        was, came_to = _spot_of(told), self._came_to(told, spot)
        if (was.kind, was.depth) == (came_to["kind"], came_to["depth"]):
            self.returns.append(Return(spot, place))
            return
        then = replace(
            spot,
            kind=was.kind if came_to["kind"] != was.kind else spot.kind,
            depth=was.depth if came_to["depth"] != was.depth else spot.depth,
        )
        # Only an import moves a clause and makes another kind of it in one change.
        moved_too = "moved" in told.stood_as
        self.returns.append(Return(then, place if moved_too else self.outline.before(spot.key)))

    def _came_to(self, told: Revision, spot: Spot) -> dict[str, str | int]:
        """How the clause stood after this act: as the next one found it, or as it stands now."""
        later = Revision.objects.filter(
            version=self.version, clause=told.clause_id, history_id__gt=told.history_id
        )
        # Imports do not name an act.
        of_others = later.exclude(act=told.act) if told.act else later
        found: Revision | None = of_others.exclude(stood_as={}).order_by("history_id").first()
        return found.stood_as if found else spot.stood_as

    def _trail(self) -> dict[str, str]:
        """Clause → the one it stood behind when it was last taken out."""
        gone = Revision.objects.filter(version=self.version, change=Change.REMOVED).exclude(stood_as={})
        return dict(gone.order_by("history_id").values_list("clause__key", "stood_after"))

    def _obstacle(self, together: Iterable[Revision]) -> Obstacle | None:
        if self.has_lineage:
            self._look_for_other_languages(together)
            if self.changed_since:
                return Obstacle.CHANGED
        if self._does_anything():
            return None
        return Obstacle.GONE if self.changed_since else Obstacle.UNDONE

    def _look_for_other_languages(self, together: Iterable[Revision]) -> None:
        """Words that a part of a split got in another language since would be lost with it."""
        told = {(each.clause_id, each.language) for each in together}
        for key, spot in self.leaving.items():
            if any((spot.clause_id, language) not in told for language in self.outline.words_of(key)):
                self.changed_since.add(key)

    def _does_anything(self) -> bool:
        return bool(self.rewordings or self.leaving or self.losing or self.returns)


def _spot_of(told: Revision) -> Spot:
    """How a clause stood when it was moved or taken out."""
    stood = {"kind": ClauseKind.PARAGRAPH.value, "depth": 0, "label": "", **told.stood_as}
    return Spot(told.clause_id, told.clause.key, stood["kind"], stood["depth"], stood["label"])


def _words_of(told: Iterable[Revision]) -> tuple[tuple[str, str, str], ...]:
    return tuple((each.language, each.text, each.state) for each in told)


def _in_order(places: Mapping[str, str | None]) -> list[str]:
    """Clauses that come back, each behind the one of them that it comes to stand behind."""
    order: list[str] = []
    waiting = list(places)
    while waiting:
        ready = [key for key in waiting if places[key] not in waiting]
        order += ready or waiting
        waiting = [key for key in waiting if key not in order]
    return order


def _nearest(after: str, trail: Mapping[str, str], standing: Collection[str]) -> str | None:
    """The clause it stood behind; where that is gone, the nearest before it that still stands."""
    passed: set[str] = set()
    while after and after not in standing:
        if after in passed or after not in trail:
            return None
        passed.add(after)
        after = trail[after]
    return after
