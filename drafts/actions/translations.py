"""The translator's part: a stale translation confirmed as it stands, and a clause's first words in a language."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.revisions import track
from drafts.actions.wordings import (
    ReasonMissing,
    WordingChanged,
    lock_working_version,
    state_of_translation,
)
from drafts.models import Change, Clause, Revision, Version, Weight, Wording, WordingState
from drafts.models.ledger import digest
from drafts.permissions import can_revise
from drafts.reports.seals import seal
from drafts.text.markup.reading import normalise


class SourceChanged(Exception):
    """The words that are translated changed while the translator was reading; `current` holds the new ones."""

    def __init__(self, current: Wording) -> None:
        super().__init__(current.pk)
        self.current = current


class NotStale(Exception):
    """There is nothing to confirm: the translation is as old as its source, or it is the source."""


class AlreadyTranslated(Exception):
    """Somebody put the clause into this language meanwhile; `current` holds their words."""

    def __init__(self, current: Wording) -> None:
        super().__init__(current.pk)
        self.current = current


class NotThere(Exception):
    """The clause does not stand in this version, or its language is the one that is negotiated."""


class WordsMissing(Exception):
    """A translation has words."""


@transaction.atomic
def confirm_translation(
    *, by: AbstractBaseUser, wording: Wording, basis: str, source_basis: str, at: datetime
) -> Wording:
    """Say that a stale translation still holds. `basis` and `source_basis` are the hashes of the words one saw."""
    require(can_revise(by, wording.version.text))
    version = lock_working_version(wording.version)
    current = Wording.objects.select_for_update(of=("self",)).select_related("clause").get(pk=wording.pk)
    if digest(current.text) != basis:
        raise WordingChanged(current)
    source = version.wordings.filter(clause=current.clause_id, language=version.text.language).first()
    if source is None or current.state != WordingState.STALE:
        raise NotStale(current.pk)
    if digest(source.text) != source_basis:
        raise SourceChanged(source)
    current.state = WordingState.TRANSLATED
    # No revision: not a word changed. The ledger keeps which words were held against which.
    Wording.objects.filter(pk=current.pk).update(state=current.state)
    record(
        by=by,
        verb=Verb.CONFIRMED,
        about=current,
        key=f"{current.clause.key}/{current.language}",
        at=at,
        text=version.text,
        clause=current.clause.key,
        version=version.number,
        language=current.language,
        words=seal(basis),
        source=seal(source_basis),
    )
    return current


@transaction.atomic
def add_translation(
    *,
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    language: str,
    words: str,
    weight: Weight,
    reason: str,
    source_basis: str,
    at: datetime,
) -> Revision:
    """Give a clause its first words in a language; they are stale at once if the source changed meanwhile."""
    require(can_revise(by, version.text))
    if not reason.strip() or weight not in Weight:
        raise ReasonMissing(weight)
    held = lock_working_version(version)
    _check_missing(held, clause, language)
    text = normalise(words)
    if not text:
        raise WordsMissing(clause.key)
    made = Wording(version=held, clause=clause, language=language, text=text, change=Change.NEW)
    made.weight, made.reason = weight, reason
    made.state = state_of_translation(held, made, source_basis)
    made.skip_history_when_saving = True
    made.save()
    (revision,) = track([made], by=by, at=at)
    record(
        by=by,
        verb=Verb.REVISED,
        about=revision,
        key=str(revision.history_id),
        at=at,
        text=held.text,
        clause=clause.key,
        version=held.number,
        language=language,
        weight=weight,
        before=seal(digest("")),
        after=seal(digest(text)),
        answers=[],
        source=seal(source_basis) if source_basis else "",
    )
    return revision


def _check_missing(version: Version, clause: Clause, language: str) -> None:
    stands = version.placements.filter(clause=clause).exists()
    if not stands or language == version.text.language:
        raise NotThere(clause.key)
    found = version.wordings.filter(clause=clause, language=language).first()
    if found is not None:
        raise AlreadyTranslated(found)
