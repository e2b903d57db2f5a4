"""Taking amendments in: each writes the change it asks for, and names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.amendments import (
    ClauseGone,
    ProposesNothing,
    StandsOtherwise,
    close,
    hold_open_version,
    lock_standing,
)
from drafts.actions.structure import (
    delete_clause,
    insert_clause,
    joined_words,
    merge_clauses,
    move_clause,
    split_clause,
)
from drafts.actions.wordings import NothingChanged, VersionPublished, revise_wording
from drafts.models import (
    Amendment,
    AmendmentKind,
    AmendmentStanding,
    Change,
    Revision,
    Version,
    Weight,
    Wording,
)
from drafts.models.ledger import digest
from drafts.permissions import can_decide
from drafts.reports.amended import as_kept, basis_of, parts_of, words_in_work
from drafts.reports.outlines import Outline, read_outline
from drafts.reports.outlines import basis as sight_of
from drafts.text.markup import ClauseKind, normalise
from drafts.text.merge import merge

State = AmendmentStanding.State


class Collides(Exception):
    """The proposal and a later change touch the same words: whoever accepts it writes what is to stand."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Who takes an amendment in, with which words (None: as it stands on those in work), and why."""

    by: AbstractBaseUser
    words: str | None
    weight: Weight
    reason: str
    at: datetime
    answers: Sequence[str]


@transaction.atomic
def accept_amendment(
    *,
    by: AbstractBaseUser,
    amendment: Amendment,
    weight: Weight,
    reason: str,
    basis: str,
    seen: str,
    at: datetime,
    words: str | None = None,
    answers: Sequence[str] = (),
) -> Revision:
    """Write what an amendment asks for into the version in work; with `words`, accept it with changes.

    `basis` is the hash of the words in work that the decider read, `seen` the stamp of the standing.
    """
    require(can_decide(by, amendment.version.text))
    version = hold_open_version(amendment.version.text)
    if version is None:
        raise VersionPublished(amendment.version_id)
    standing = lock_standing(amendment, seen)
    now = basis_of(amendment, words_in_work(version.pk, [amendment]))
    if now is None:
        raise ClauseGone(amendment.clause.key)
    if digest(now) != basis:
        raise StandsOtherwise(standing)
    decision = Decision(by, words, weight, reason, at, answers)
    state, revision = _take_in(decision, standing, version, now)
    close(by, standing, state, at, reason=reason, revision=revision.history_id)
    return revision


type _Taken = tuple[AmendmentStanding.State, Revision]


def _take_in(decision: Decision, standing: AmendmentStanding, version: Version, now: str) -> _Taken:
    if standing.amendment.kind == AmendmentKind.REPLACE:
        return _reword(decision, standing, version, now)
    words = _words_to_write(decision, standing, now)
    taking = _Restructuring(decision, standing.amendment, version, read_outline(version))
    clause = taking.act(words)
    return (State.ACCEPTED if words == standing.words else State.CHANGED), taking.revision_of(clause)


def _reword(decision: Decision, standing: AmendmentStanding, version: Version, now: str) -> _Taken:
    """The proposed words in place of the clause's."""
    amendment = standing.amendment
    merged = merge(standing.basis, now, standing.words)
    proposed = normalise(merged.text) if merged.is_clean else None
    words = proposed if decision.words is None else normalise(decision.words)
    if words is None:
        raise Collides(amendment.key)
    if not words:
        raise ProposesNothing(amendment.kind)
    if words == proposed == now:
        return State.ACCEPTED, _written_before(amendment)
    wordings = Wording.objects.select_related("version__text", "clause")
    revision = revise_wording(
        by=decision.by,
        wording=wordings.get(version=version, clause=amendment.clause_id, language=amendment.language),
        words=words,
        weight=decision.weight,
        reason=decision.reason,
        basis=digest(now),
        answers=decision.answers,
        at=decision.at,
    )
    return (State.ACCEPTED if words == proposed else State.CHANGED), revision


def _written_before(amendment: Amendment) -> Revision:
    """The revision that wrote the words that stand: somebody took them over before the amendment was accepted."""
    told = Revision.objects.filter(clause=amendment.clause_id, language=amendment.language)
    last = told.exclude(change=Change.MOVED).order_by("-history_id").first()
    if last is None:
        raise NothingChanged(amendment.pk)
    return last


def _words_to_write(decision: Decision, standing: AmendmentStanding, now: str) -> str:
    """The words of a new clause, or the parts of a split: as proposed, unless the decider gives others."""
    amendment = standing.amendment
    if decision.words is not None:
        words = as_kept(amendment.kind, decision.words)
        if not words or (amendment.kind == AmendmentKind.SPLIT and len(parts_of(words)) < 2):
            raise ProposesNothing(amendment.kind)
        return words
    # Parts cut from other words than those that stand now would undo what was changed since.
    if amendment.kind == AmendmentKind.SPLIT and now != standing.basis:
        raise Collides(amendment.key)
    return standing.words


@dataclass(frozen=True, slots=True)
class _Restructuring:
    """An amendment of the structure on its way into the version in work, which the caller holds."""

    decision: Decision
    amendment: Amendment
    version: Version
    outline: Outline

    def act(self, words: str) -> int:
        """Do what the amendment asks for; gives the clause that shows it."""
        acts = {
            AmendmentKind.INSERT: self._insert,
            AmendmentKind.DELETE: self._delete,
            AmendmentKind.MOVE: self._move,
            AmendmentKind.SPLIT: self._split,
            AmendmentKind.MERGE: self._merge,
        }
        return acts[AmendmentKind(self.amendment.kind)](words)

    def revision_of(self, clause: int) -> Revision:
        """The revision just made of a clause, in the amendment's language where it has one."""
        made = list(Revision.objects.filter(version=self.version, clause=clause).order_by("-history_id")[:20])
        of_this_act = [each for each in made if each.act == made[0].act]
        return next((each for each in of_this_act if each.language == self.amendment.language), made[0])

    def _told(self) -> dict[str, Any]:
        return {
            "by": self.decision.by,
            "version": self.version,
            "weight": self.decision.weight,
            "reason": self.decision.reason,
            "at": self.decision.at,
        }

    def _insert(self, words: str) -> int:
        """After the clause, and like it; after a heading, as a paragraph under it."""
        after = self.amendment.clause
        spot = self.outline.spot(after.key)
        assert spot is not None, "the clause was looked up in this version"
        is_heading = spot.kind == ClauseKind.HEADING
        made = insert_clause(
            after=after,
            kind=ClauseKind.PARAGRAPH if is_heading else ClauseKind(spot.kind),
            depth=spot.depth + 1 if is_heading else spot.depth,
            words={self.amendment.language: words},
            label="",
            basis=sight_of(self.outline.sight(), self.outline.seam(after.key)),
            **self._told(),
        )
        return made.pk

    def _delete(self, _words: str) -> int:
        clause = self.amendment.clause
        delete_clause(clause=clause, basis=sight_of(self.outline.sight(clause.key)), **self._told())
        return clause.pk

    def _move(self, _words: str) -> int:
        """With all that the clause holds."""
        clause, other = self.amendment.clause, self.amendment.other
        moving = [spot.key for spot in self.outline.section(clause.key)]
        seam = self.outline.seam(other.key if other else "")
        move_clause(
            clause=clause,
            after=other,
            with_section=True,
            basis=sight_of(self.outline.sight(*moving), seam),
            **self._told(),
        )
        return clause.pk

    def _split(self, words: str) -> int:
        clause = self.amendment.clause
        split_clause(
            clause=clause,
            parts={self.amendment.language: parts_of(words)},
            basis=sight_of(self.outline.sight(clause.key)),
            **self._told(),
        )
        return clause.pk

    def _merge(self, _words: str) -> int:
        into, other = self.amendment.clause, self.amendment.other
        assert other is not None, "a merger names the clause that comes in"
        joined = joined_words(self.outline, into.key, other.key)
        merge_clauses(
            into=into,
            clause=other,
            words={self.outline.language: joined[self.outline.language]},
            basis=sight_of(self.outline.sight(into.key, other.key)),
            **self._told(),
        )
        return into.pk
