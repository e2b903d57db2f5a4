"""Changing the words of a clause in the working version."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.revisions import track
from drafts.models import Change, Revision, Text, Version, Weight, Wording, WordingState
from drafts.models.ledger import digest
from drafts.permissions import can_revise, is_open_for_work
from drafts.text.markup.reading import normalise


class WordingChanged(Exception):
    """Somebody saved the clause while it was being edited; `current` holds their words."""

    def __init__(self, current: Wording) -> None:
        super().__init__(current.pk)
        self.current = current


class VersionPublished(Exception):
    """The version was published while it was being edited; the words belong into the next one."""


class ReasonMissing(Exception):
    """A revision says how much it changes, and why."""


class NothingChanged(Exception):
    """The new words are the old ones."""


def lock_text(pk: int) -> Text:
    """The text, held while its versions come and go: a draft is imported, a version published or consulted on."""
    return Text.objects.select_for_update(no_key=True).get(pk=pk)


def lock_working_version(version: Version) -> Version:
    """The version, held until the transaction ends, so that nobody publishes it meanwhile.

    Held as a row that others may point at (`no_key`): who commits a row that does so has the ledger's
    lock already, and would wait for this one while this one waits for the ledger.
    """
    versions = Version.objects.select_for_update(of=("self",), no_key=True).select_related("text")
    held = versions.get(pk=version.pk)
    if held.is_published:
        raise VersionPublished(held.pk)
    # Asked again under the lock: the silence may have begun since the person was let in.
    require(is_open_for_work(held.text))
    return held


@transaction.atomic
def revise_wording(
    *,
    by: AbstractBaseUser,
    wording: Wording,
    words: str,
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
    answers: Sequence[str] = (),
    source_basis: str = "",
) -> Revision:
    """Replace a clause's words. `basis` is the hash of the words the editor started from.

    `answers` are the references of the inputs that the new words answer, for the ledger; `source_basis`
    is the hash of the negotiated words that a translator had beside the translation.
    """
    require(can_revise(by, wording.version.text))
    if not reason.strip() or weight not in Weight:
        raise ReasonMissing(weight)
    version = lock_working_version(wording.version)
    current = Wording.objects.select_for_update().get(pk=wording.pk)
    if digest(current.text) != basis:
        raise WordingChanged(current)
    words = normalise(words)
    if words == current.text:
        raise NothingChanged(current.pk)
    current.before, current.text = current.text, words
    current.change, current.weight, current.reason = Change.REWORDED, weight, reason
    current.state = state_of_translation(version, current, source_basis)
    current.skip_history_when_saving = True
    current.save()
    _mark_translations_stale(version, current)
    (revision,) = track([current], by=by, at=at)
    record(
        by=by,
        verb=Verb.REVISED,
        about=revision,
        key=str(revision.history_id),
        at=at,
        text=version.text,
        clause=current.clause.key,
        version=version.number,
        language=current.language,
        weight=weight,
        before=digest(current.before),
        after=digest(current.text),
        answers=sorted(answers),
        source=source_basis,
    )
    return revision


def state_of_translation(version: Version, written: Wording, source_basis: str) -> WordingState:
    """How newly written words stand to their source: they answer what made a translation stale.

    Unless the source is another by now than the one that its translator saw.
    """
    if written.language == version.text.language:
        return WordingState.AUTHORITATIVE
    sources = version.wordings.filter(clause=written.clause_id, language=version.text.language)
    source = sources.values_list("text", flat=True).first() if source_basis else None
    is_older = source is not None and digest(source) != source_basis
    return WordingState.STALE if is_older else WordingState.TRANSLATED


def _mark_translations_stale(version: Version, source: Wording) -> None:
    if source.language != version.text.language:
        return
    others = Wording.objects.filter(version=version, clause=source.clause_id)
    others.exclude(pk=source.pk).update(state=WordingState.STALE)
