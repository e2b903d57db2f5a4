"""The silence procedure: a version is circulated, and stands adopted at a time unless somebody speaks up.

The end is a task that waits for its hour. It may come late, twice or from several workers at once: whoever holds
the row of the silence first concludes it, and everybody after finds that it runs no more.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from consultation.actions.adoption import Hindered, close
from consultation.actions.publishing import hold_inputs
from consultation.mails.silence import Turn, tell_committee
from consultation.models import User
from consultation.reports.closing import hindrances_of
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.publishing import UnseenWords
from drafts.actions.wordings import lock_working_version
from drafts.models import Adoption, Clause, Silence, SilenceBreak, Version
from drafts.permissions import can_break_silence, can_conclude, can_open_silence, delegation_of
from drafts.reports.hashes import break_hash, content_hash, moment
from drafts.reports.seals import seal

# How long after one worker began to conclude a silence another looks whether it did.
_AGAIN = timedelta(minutes=10)


class EndsInThePast(Exception):
    """Nobody could break a silence that ends before it begins."""


class SilenceOver(Exception):
    """The silence was broken, lifted or concluded before, or its time is up."""


class ReasonMissing(Exception):
    """Who breaks or lifts a silence says why."""


@transaction.atomic
def open_silence(*, by: User, version: Version, ends_at: datetime, basis: str, at: datetime) -> Silence:
    """Circulate the version in work: its words stand from now on, and are adopted at the end unless a member objects.

    Refused where adopting it would be. `basis` is the content hash of the words that the chair was shown.
    """
    require(can_open_silence(by, version.text))
    hold_inputs(version)
    held = lock_working_version(version)
    if ends_at <= at:
        raise EndsInThePast(ends_at)
    if basis != content_hash(held):
        raise UnseenWords(held.pk)
    hindrances = hindrances_of(held, at)
    if hindrances:
        raise Hindered(hindrances)
    silence = Silence.objects.create(
        version=held, content_hash=basis, begins_at=at, ends_at=ends_at, opened_by=by
    )
    transaction.on_commit(partial(_await_the_end, silence))
    tell_committee(silence, Turn.OPENED, at=at)
    record(
        by=by,
        verb=Verb.SILENCED,
        about=silence,
        key=silence.key,
        at=at,
        text=held.text,
        version=held.number,
        content_hash=basis,
        ends_at=moment(ends_at),
    )
    return silence


@transaction.atomic
def break_silence(
    *, by: User, silence: Silence, clause: Clause | None, reason: str, at: datetime
) -> SilenceBreak:
    """Speak up: the silence ends at once, and the text is open for work again."""
    require(can_break_silence(by, silence.version.text))
    if not reason.strip():
        raise ReasonMissing
    held = _lock(silence)
    if held.state != Silence.State.RUNNING or at >= held.ends_at:
        raise SilenceOver(held.key)
    broken = SilenceBreak.objects.create(
        silence=held,
        clause=clause,
        reason=reason.strip(),
        delegation=delegation_of(by, held.version.text),
        broken_by=by,
        broken_at=at,
    )
    _end(held, Silence.State.BROKEN, at)
    tell_committee(held, Turn.BROKEN, at=at, clause=_label(held, clause))
    record(
        by=by,
        verb=Verb.BROKE,
        about=held,
        key=held.key,
        at=at,
        text=held.version.text,
        sealed=seal(break_hash(broken), held.key),
    )
    return broken


@transaction.atomic
def lift_silence(*, by: User, silence: Silence, reason: str, at: datetime) -> SilenceBreak:
    """Take a version out from under silence before its end, with the reason."""
    require(can_open_silence(by, silence.version.text))
    if not reason.strip():
        raise ReasonMissing
    held = _lock(silence)
    if held.state != Silence.State.RUNNING or at >= held.ends_at:
        raise SilenceOver(held.key)
    lifted = SilenceBreak.objects.create(silence=held, reason=reason.strip(), broken_by=by, broken_at=at)
    _end(held, Silence.State.LIFTED, at)
    tell_committee(held, Turn.LIFTED, at=at)
    record(
        by=by,
        verb=Verb.LIFTED,
        about=held,
        key=held.key,
        at=at,
        text=held.version.text,
        state=held.state,
        sealed=seal(break_hash(lifted), held.key),
    )
    return lifted


@transaction.atomic
def conclude_silence(*, by: User, silence: Silence, at: datetime) -> Adoption | None:
    """At its end, adopt what nobody objected to; give the adoption, or nothing where somebody did or was faster.

    `by` is who opened it: it was theirs to open, whoever is in the chair by now. What came up under silence, a
    signature taken back say, hinders the adoption all the same.
    """
    hold_inputs(silence.version)
    held = _lock(silence)
    if held.state != Silence.State.RUNNING:
        return None
    require(can_conclude(held, at))
    # The chair signs, and sends back, under the lock of the version.
    Version.objects.select_for_update(of=("self",), no_key=True).get(pk=held.version_id)
    hindrances = hindrances_of(held.version, at)
    if hindrances:
        _end(held, Silence.State.HINDERED, at)
        tell_committee(held, Turn.HINDERED, at=at, counts=hindrances.counts)
        record(
            by=by,
            verb=Verb.LIFTED,
            about=held,
            key=held.key,
            at=at,
            text=held.version.text,
            state=held.state,
            hindrances=hindrances.counts,
        )
        return None
    _end(held, Silence.State.ADOPTED, at)
    tell_committee(held, Turn.ADOPTED, at=at)
    version = lock_working_version(held.version)
    return close(version, by=by, basis=held.content_hash, at=at, silence=held)


@task
def conclude_when_due(key: str) -> str:
    """What a worker does at the end of a silence; gives how the silence stands then."""
    silence = Silence.objects.select_related("version__text", "opened_by").get(key=key)
    now = timezone.now()
    if silence.state != Silence.State.RUNNING:
        return str(silence.state)
    # Where this is cut short or fails, another is waiting already.
    conclude_when_due.using(run_after=max(silence.ends_at, now + _AGAIN)).enqueue(key)
    if now < silence.ends_at:
        return Silence.State.RUNNING.value
    conclude_silence(by=silence.opened_by, silence=silence, at=now)
    silence.refresh_from_db()
    return str(silence.state)


def _await_the_end(silence: Silence) -> None:
    conclude_when_due.using(run_after=silence.ends_at).enqueue(silence.key)


def _lock(silence: Silence) -> Silence:
    """The silence, held until the transaction ends: it is broken, lifted or concluded by one only."""
    silences = Silence.objects.select_for_update(of=("self",), no_key=True)
    return silences.select_related("version__text", "opened_by").get(pk=silence.pk)


def _end(held: Silence, state: Silence.State, at: datetime) -> None:
    held.state, held.closed_at = state, at
    held.save(update_fields=["state", "closed_at"])


def _label(silence: Silence, clause: Clause | None) -> str:
    """A clause as a letter names it: by its label, else by its key."""
    if clause is None:
        return ""
    place = silence.version.placements.filter(clause=clause).first()
    return place.label if place and place.label else clause.key
