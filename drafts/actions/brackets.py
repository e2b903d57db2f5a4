"""Settling words in brackets: a revision like any other, whose words follow from what was decided."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.wordings import WordingChanged, revise_wording
from drafts.models import Revision, Weight, Wording
from drafts.models.ledger import digest
from drafts.permissions import can_revise
from drafts.text.settlements import Settlement, settled


class NothingLeft(Exception):
    """The clause would have no word left; a clause goes by deleting it, not by emptying it."""


@transaction.atomic
def resolve_bracket(
    *,
    by: AbstractBaseUser,
    wording: Wording,
    settlement: Settlement,
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
    answers: Sequence[str] = (),
) -> Revision:
    """Agree to words in brackets, drop them, choose one of several, or take out a sign that closes nothing.

    `basis` is the hash of the words in which they were numbered; in others the number may mean another bracket.
    """
    require(can_revise(by, wording.version.text))
    if digest(wording.text) != basis:
        raise WordingChanged(wording)
    words = settled(wording.text, settlement)
    if not words.strip():
        raise NothingLeft(wording.pk)
    return revise_wording(
        by=by,
        wording=wording,
        words=words,
        weight=weight,
        reason=reason,
        basis=basis,
        answers=answers,
        at=at,
    )
