"""Taking amendments in: each writes the change it asks for, and names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.amendments import (
    ClauseGone,
    ProposesNothing,
    StandsOtherwise,
    close,
    lock_standing,
    lock_version_in_work,
)
from drafts.actions.wordings import VersionPublished, revise_wording
from drafts.models import Amendment, AmendmentStanding, Revision, Version, Weight, Wording
from drafts.models.ledger import digest
from drafts.permissions import can_decide
from drafts.reports.amended import basis_of, words_in_work
from drafts.text.markup import normalise
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
    version = lock_version_in_work(amendment.version.text)
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
    return _reword(decision, standing, version, now)


def _reword(decision: Decision, standing: AmendmentStanding, version: Version, now: str) -> _Taken:
    """The proposed words in place of the clause's."""
    merged = merge(standing.basis, now, standing.words)
    proposed = normalise(merged.text) if merged.is_clean else None
    words = proposed if decision.words is None else normalise(decision.words)
    if words is None:
        raise Collides(standing.pk)
    if not words:
        raise ProposesNothing(standing.amendment.kind)
    wordings = Wording.objects.select_related("version__text", "clause")
    amendment = standing.amendment
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
