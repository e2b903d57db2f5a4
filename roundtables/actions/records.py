"""The record of a session on its way: circulated, corrected, signed, adopted, published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from consultation.mails.letters import write_letters
from consultation.models import Letter, User
from drafts.access import refused, require
from drafts.actions.ledger import Verb, record
from drafts.reports.seals import seal
from roundtables.actions.sessions import locked
from roundtables.models import Attendance, Correction, Record, RecordSignature, RecordVersion, Session
from roundtables.permissions.records import (
    can_adopt,
    can_circulate,
    can_correct,
    can_publish_record,
    can_sign,
)
from roundtables.reports.record_content import content_hash, content_now, last_version

Capacity = RecordSignature.Capacity


class RecordChanged(Exception):
    """The record is not what the person had before them; `version` is the one that stands."""

    def __init__(self, version: RecordVersion) -> None:
        super().__init__("The record changed meanwhile.")
        self.version = version


class CorrectionsOpen(Exception):
    """Corrections wait for a decision; `number` says how many."""

    def __init__(self, number: int) -> None:
        super().__init__(f"{number} corrections are open.")
        self.number = number


class SignaturesMissing(Exception):
    """The version that stands is not signed by both."""


class NothingCorrected(Exception):
    """The record reads as its last version does, and no other round was asked for."""


def held(session: Session) -> Record:
    """The record of a session, its row and its session's held until the transaction ends."""
    locked(session)
    return (
        Record.objects.select_related("session__programme").select_for_update(of=("self",)).get(pk=session.pk)
    )


def open_corrections(record: Record) -> int:
    """How many corrections of a record wait for a decision."""
    return Correction.objects.filter(version__record=record, state=Correction.State.OPEN).count()


def sealed(content: str, session: Session) -> str:
    """What the ledger keeps of a record that is not public: only this site can make it again."""
    return seal(content, session.key)


def _new_version(
    by: User, record: Record, state: Record.State, content: dict[str, Any], at: datetime
) -> RecordVersion:
    before = last_version(record.pk)
    return RecordVersion.objects.create(
        record=record,
        number=before.number + 1 if before else 1,
        state=state,
        content=content,
        content_hash=content_hash(content),
        made_by=by,
        made_at=at,
    )


def attendees(session: Session) -> Iterable[User]:
    """Those who were there and have an account."""
    there = Attendance.objects.standing().filter(session=session, user__isnull=False)
    return User.objects.filter(pk__in=there.values("user")).order_by("pk")


def _send_round(version: RecordVersion, path: str, at: datetime) -> None:
    """Tell those who attended that the record can be read, and until when it can be corrected."""
    session = version.record.session
    assert version.record.corrections_until is not None, "a round has an end"
    until = version.record.corrections_until.isoformat()
    matter = {"sitting": session.key, "path": path, "until": until}
    once = f"{session.key}:{version.number}"
    write_letters(Letter.Kind.RECORD, attendees(session), at=at, once=once, matter=matter)


@transaction.atomic
def circulate_record(
    *, by: User, session: Session, corrections_until: datetime, path: str, at: datetime
) -> RecordVersion:
    """Send the notes to those who attended, as the first version of the record; `path` is where they read it."""
    kept = held(session)
    require(can_circulate(by, kept, at))
    if corrections_until <= at:
        require(refused(_("Give those who attended some time for corrections.")))
    version = _new_version(by, kept, Record.State.CIRCULATED, content_now(kept.session), at)
    kept.state, kept.corrections_until = Record.State.CIRCULATED, corrections_until
    kept.save(update_fields=["state", "corrections_until"])
    _send_round(version, path, at)
    told: dict[str, Any] = {"version": 1, "content": sealed(version.content_hash, session)}
    record(by=by, verb=Verb.CIRCULATED, about=session, key=session.key, at=at, **told)
    return version


@transaction.atomic
def correct_record(
    *, by: User, session: Session, path: str, at: datetime, until: datetime | None = None
) -> RecordVersion:
    """Close a round of corrections with a new version that has them in it; with `until`, open another round."""
    kept = held(session)
    require(can_correct(by, kept, at))
    if waiting := open_corrections(kept):
        raise CorrectionsOpen(waiting)
    if until is not None and until <= at:
        require(refused(_("Give those who attended some time for corrections.")))
    before, content = last_version(kept.pk), content_now(kept.session)
    same = before is not None and before.content_hash == content_hash(content)
    if same and kept.state == Record.State.CORRECTED and until is None:
        raise NothingCorrected
    version = _new_version(by, kept, Record.State.CORRECTED, content, at)
    kept.state, kept.corrections_until = Record.State.CORRECTED, until or kept.corrections_until
    kept.save(update_fields=["state", "corrections_until"])
    if until is not None:
        _send_round(version, path, at)
    told: dict[str, Any] = {"version": version.number, "content": sealed(version.content_hash, session)}
    record(by=by, verb=Verb.CIRCULATED, about=session, key=session.key, at=at, **told)
    return version


def _standing(record: Record, content: str) -> RecordVersion:
    """The version that stands, if it is the one the person saw and the notes still say the same."""
    version = last_version(record.pk)
    if version is None or version.content_hash != content:
        raise RecordChanged(version or RecordVersion(record=record))
    if content_hash(content_now(record.session)) != content:
        raise RecordChanged(version)
    return version


@transaction.atomic
def sign_record(
    *, by: User, session: Session, capacity: RecordSignature.Capacity, content: str, at: datetime
) -> RecordSignature:
    """Sign the last version, on its exact content (its hash, as the person read it)."""
    kept = held(session)
    require(can_sign(by, kept, capacity, at))
    version = _standing(kept, content)
    if waiting := open_corrections(kept):
        raise CorrectionsOpen(waiting)
    found = version.signatures.filter(capacity=capacity).first()
    if found is not None:
        return found
    signature = RecordSignature.objects.create(
        version=version, capacity=capacity, content_hash=content, signed_by=by, signed_at=at
    )
    told: dict[str, Any] = {
        "version": version.number,
        "content": sealed(content, session),
        "capacity": str(capacity),
    }
    record(by=by, verb=Verb.COUNTERSIGNED, about=session, key=session.key, at=at, **told)
    return signature


@transaction.atomic
def adopt_record(*, by: User, session: Session, content: str, at: datetime) -> RecordVersion:
    """Adopt the version that both signed: nothing of the record changes after that."""
    kept = held(session)
    require(can_adopt(by, kept))
    version = _standing(kept, content)
    if waiting := open_corrections(kept):
        raise CorrectionsOpen(waiting)
    if version.signatures.filter(content_hash=content).count() < len(Capacity):
        raise SignaturesMissing
    adopted = _new_version(by, kept, Record.State.ADOPTED, version.content, at)
    kept.state, kept.adopted_at = Record.State.ADOPTED, at
    kept.save(update_fields=["state", "adopted_at"])
    told: dict[str, Any] = {"version": adopted.number, "content": sealed(content, session)}
    record(by=by, verb=Verb.RECORDED, about=session, key=session.key, at=at, **told)
    return adopted


@transaction.atomic
def publish_record(*, by: User, session: Session, at: datetime) -> None:
    """Have everybody read the adopted record, under the attribution rule as it is stored."""
    kept = held(session)
    require(can_publish_record(by, kept))
    kept.published_by, kept.published_at = by, at
    kept.save(update_fields=["published_by", "published_at"])
    # In the open from now on, so that anybody can make the fingerprint again.
    version = RecordVersion.objects.get(record=kept, state=Record.State.ADOPTED)
    told: dict[str, Any] = {"version": version.number, "content": version.content_hash}
    record(by=by, verb=Verb.OPENED_RECORD, about=session, key=session.key, at=at, **told)
