"""Changing the words of a clause in the working version."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.revisions import track
from drafts.models import Change, Revision, Text, Version, Weight, Wording, WordingState
from drafts.models.ledger import digest
from drafts.permissions import can_revise, is_open_for_work
from drafts.reports.seals import seal
from drafts.text.markup.reading import normalise
from drafts.text.merge import Merge, merge


class WordingChanged(Exception):
    """Somebody saved the clause while it was being edited, and a person has to put both together.

    `current` holds their words. `merge` is what both edits come to, with the words both started from; None
    where those words were never this clause's. It collides, or it is clean within one sentence: one may have
    written “shall” and the other “not”.
    """

    def __init__(self, current: Wording, merge: Merge | None = None) -> None:
        super().__init__(current.pk)
        self.current = current
        self.merge = merge


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

    Where somebody saved meanwhile, both edits are put together if they fall into different sentences; the
    revision's `before` is then not what the editor saw. `answers` are the references of the inputs that the
    new words answer, for the ledger; `source_basis` is the hash of the negotiated words that a translator
    had beside the translation.
    """
    require(can_revise(by, wording.version.text))
    if not reason.strip() or weight not in Weight:
        raise ReasonMissing(weight)
    version = lock_working_version(wording.version)
    current = Wording.objects.select_for_update().get(pk=wording.pk)
    words = _put_together(current, normalise(words), basis)
    if words == current.text:
        raise NothingChanged(current.pk)
    current.before, current.text = current.text, words
    current.change, current.weight, current.reason = Change.REWORDED, weight, reason
    current.act, current.stood_after, current.stood_as = "", "", {}
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
        before=seal(digest(current.before)),
        after=seal(digest(current.text)),
        answers=sorted(answers),
        source=seal(source_basis) if source_basis else "",
    )
    return revision


def _put_together(current: Wording, words: str, basis: str) -> str:
    """The words to save: as typed where nobody was faster, else with theirs in them where that needs no guess."""
    if digest(current.text) == basis:
        return words
    seen = words_seen(current, basis)
    if seen is None:
        raise WordingChanged(current)
    merged = merge(seen, current.text, words)
    if not merged.is_clean:
        raise WordingChanged(current, merged)
    if merged.text != current.text and merged.shares_a_sentence:
        raise WordingChanged(current, merged)
    return normalise(merged.text)


def words_seen(current: Wording, basis: str) -> str | None:
    """The words with this hash, where the clause ever had them: what an editor started from is not believed."""
    told = Revision.objects.filter(clause=current.clause_id, language=current.language).order_by(
        "-history_id"
    )
    for words in chain.from_iterable(told.values_list("before", "text")):
        if digest(words) == basis:
            return str(words)
    return None


def state_of_translation(version: Version, written: Wording, source_basis: str) -> WordingState:
    """How newly written words stand to their source: they answer what made a translation stale.

    Unless the source is another by now than the one that its translator saw. Who had none beside them, settling a
    bracket say, leaves a stale translation as stale as it was.
    """
    if written.language == version.text.language:
        return WordingState.AUTHORITATIVE
    if not source_basis:
        return WordingState.STALE if written.state == WordingState.STALE else WordingState.TRANSLATED
    sources = version.wordings.filter(clause=written.clause_id, language=version.text.language)
    source = sources.values_list("text", flat=True).first()
    is_older = source is not None and digest(source) != source_basis
    return WordingState.STALE if is_older else WordingState.TRANSLATED


def _mark_translations_stale(version: Version, source: Wording) -> None:
    if source.language != version.text.language:
        return
    others = Wording.objects.filter(version=version, clause=source.clause_id)
    others.exclude(pk=source.pk).update(state=WordingState.STALE)
