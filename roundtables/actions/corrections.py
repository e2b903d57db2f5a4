"""Corrections of a circulated record: asked for, withdrawn, decided on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultation.mails.letters import write_letters
from consultation.models import Letter, User
from drafts.access import refused, require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import digest
from roundtables.actions.interventions import Attributed, sealed_words
from roundtables.actions.records import RecordChanged, held, sealed
from roundtables.models import (
    Correction,
    Intervention,
    InterventionWording,
    OutcomeWording,
    RecordVersion,
    Session,
    SessionOutcome,
)
from roundtables.permissions.records import (
    can_ask_correction,
    can_decide_corrections,
    can_withdraw_correction,
)
from roundtables.reports.corrections import Brought, bring_over
from roundtables.reports.record_content import entry_in
from roundtables.reports.verifying import sealed_of

State = Correction.State


class CorrectsNothing(Exception):
    """The proposed words are those of the record."""


class AlreadyDecided(Exception):
    """Somebody decided on the correction, or its author withdrew it, a moment ago."""

    def __init__(self, correction: Correction) -> None:
        super().__init__(f"The correction is {correction.state}.")
        self.correction = correction


class WordsChanged(Exception):
    """The words are not those that the rapporteur had before them; `now` are those that stand."""

    def __init__(self, now: str) -> None:
        super().__init__("The words changed meanwhile.")
        self.now = now


class WordsCollide(Exception):
    """The words changed since the correction was asked for, in the same place: a person writes what is to stand."""

    def __init__(self, brought: Brought) -> None:
        super().__init__("The correction collides with a later change.")
        self.brought = brought


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants the record to say: of the entry with this key, or, without one, of what is missing."""

    words: str
    language: str
    target: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rapporteur decides. `seen` is the fingerprint of the words they had before them.

    Accepted with changes, `words` are theirs; what was missing stands after the intervention `after`, or first,
    attributed as `attributed` says.
    """

    state: Correction.State
    seen: str
    words: str = ""
    answer: str = ""
    after: str = ""
    attributed: Attributed | None = None


@transaction.atomic
def ask_correction(
    *, by: User, session: Session, number: int, wanted: Wanted, key: str, at: datetime
) -> Correction:
    """Ask for other words in the record, as one read it in its version `number`. The same key asks once."""
    kept = held(session)
    found = Correction.objects.filter(key=key, proposed_by=by, version__record=kept).first()
    if found is not None:
        return found
    require(can_ask_correction(by, kept, at))
    version = RecordVersion.objects.filter(record=kept, number=number).first()
    if version is None:
        raise RecordChanged(RecordVersion(record=kept))
    entry = entry_in(version.content, wanted.target) if wanted.target else None
    if wanted.target and entry is None:
        raise RecordChanged(version)
    basis = entry.words if entry else ""
    if wanted.words.strip() == basis.strip():
        raise CorrectsNothing
    asked = Correction.objects.create(
        key=key,
        version=version,
        intervention=Intervention.objects.filter(session=session, key=wanted.target).first(),
        outcome=SessionOutcome.objects.filter(session=session, key=wanted.target).first(),
        language=wanted.language,
        basis=basis,
        words=wanted.words,
        reason=wanted.reason,
        proposed_by=by,
        proposed_at=at,
    )
    told: dict[str, Any] = {
        "correction": asked.key,
        "version": number,
        "words": sealed_words(asked.key, sealed_of(asked)),
    }
    record(by=by, verb=Verb.CORRECTED, about=session, key=session.key, at=at, **told)
    return asked


def _open(correction: Correction) -> Correction:
    """The correction as it stands now, while its record is held."""
    related = ("intervention", "outcome", "proposed_by", "version")
    now = Correction.objects.select_related(*related).get(pk=correction.pk)
    if now.state != State.OPEN:
        raise AlreadyDecided(now)
    return now


@transaction.atomic
def withdraw_correction(*, by: User, correction: Correction, at: datetime) -> None:
    """Take back what one asked for; that it was asked stays on record."""
    session = correction.version.record.session
    require(can_withdraw_correction(by, correction))
    held(session)
    asked = _open(correction)
    _close(asked, State.WITHDRAWN, by, "", at)
    told: dict[str, Any] = {
        "correction": asked.key,
        "state": str(State.WITHDRAWN),
        "answer": sealed(digest(""), session),
    }
    record(by=by, verb=Verb.RULED, about=session, key=session.key, at=at, **told)


@transaction.atomic
def decide_correction(*, by: User, correction: Correction, ruling: Ruling, path: str, at: datetime) -> str:
    """Accept a correction, with changes or as it is, or refuse it with a reason; gives the words that now stand."""
    session = correction.version.record.session
    kept = held(session)
    require(can_decide_corrections(by, kept))
    asked = _open(correction)
    if ruling.state == State.REFUSED:
        if not ruling.answer.strip():
            require(refused(_("Say why it is refused.")))
        words, about = "", dict[str, Any]()
    else:
        words = _words_to_stand(asked, ruling)
        about = _write(by, asked, words, ruling, at)
    _close(asked, ruling.state, by, ruling.answer, at)
    matter = {"sitting": session.key, "path": path, "state": str(ruling.state)}
    once = f"correction:{asked.key}"
    write_letters(Letter.Kind.CORRECTED, [asked.proposed_by], at=at, once=once, matter=matter)
    told: dict[str, Any] = {
        "correction": asked.key,
        "state": str(ruling.state),
        "answer": sealed(digest(ruling.answer), session),
    }
    record(by=by, verb=Verb.RULED, about=session, key=session.key, at=at, **told, **about)
    return words


def _close(asked: Correction, state: Correction.State, by: User, answer: str, at: datetime) -> None:
    asked.state, asked.answer, asked.decided_by, asked.decided_at = state, answer, by, at
    asked.save(update_fields=["state", "answer", "decided_by", "decided_at"])


def _words_to_stand(asked: Correction, ruling: Ruling) -> str:
    """The words to write, put together with what changed since they were asked for."""
    brought = bring_over(asked)
    if digest(brought.now) != ruling.seen:
        raise WordsChanged(brought.now)
    if ruling.state == State.CHANGED:
        if not ruling.words.strip():
            require(refused(_("Write the words that are to stand.")))
        return ruling.words
    if brought.merged is None:
        raise WordsCollide(brought)
    return brought.merged


def _write(by: User, asked: Correction, words: str, ruling: Ruling, at: datetime) -> dict[str, Any]:
    """The words into the record; gives what the ledger keeps of them."""
    written = {"words": words, "written_by": by, "written_at": at, "correction": asked}
    if asked.outcome is not None:
        OutcomeWording.objects.create(outcome=asked.outcome, **written)
        return {"outcome": asked.outcome.key, "words": sealed_words(asked.outcome.key, words)}
    if asked.intervention is not None:
        InterventionWording.objects.create(intervention=asked.intervention, **written)
        return {"intervention": asked.intervention.key, "words": sealed_words(asked.intervention.key, words)}
    made = _supply(by, asked, ruling, at)
    InterventionWording.objects.create(intervention=made, **written)
    told: dict[str, Any] = {"intervention": made.key, "rule": str(made.rule)}
    return {**told, "words": sealed_words(made.key, words)}


def _supply(by: User, asked: Correction, ruling: Ruling, at: datetime) -> Intervention:
    """What was said and is missing, in its place, attributed as the rule allows."""
    session = asked.version.record.session
    attributed = ruling.attributed or Attributed(session.attribution)
    require(attributed.may_stand_under(session.attribution))
    before = Intervention.objects.filter(session=session, key=ruling.after).first()
    return Intervention.objects.create(
        session=session,
        item=before.item if before else None,
        language=asked.language,
        said_at=_just_after(session, before),
        recorded_by=by,
        recorded_at=at,
        **attributed.columns(),
    )


def _just_after(session: Session, before: Intervention | None) -> datetime:
    """A moment between an intervention and the next: when it was said nobody wrote down, its place is known."""
    rows = Intervention.objects.filter(session=session).in_order()
    if before is None:
        first = rows.first()
        return first.said_at - timedelta(microseconds=1) if first else session.starts_at
    later = rows.filter(said_at__gt=before.said_at).first()
    if later is None:
        return before.said_at + timedelta(seconds=1)
    return before.said_at + (later.said_at - before.said_at) / 2
