"""Giving people more time."""

from datetime import datetime

from django.db import transaction

from consultation.mails.announcing import announce
from consultation.mails.letters import write_letters
from consultation.models import Consultation, Extension, Letter, User
from consultation.permissions.opening import can_extend
from consultation.reports.audience import asked_people
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.actions.wordings import lock_text
from drafts.models.ledger import digest


class AlreadyExtended(Exception):
    """Somebody extended it meanwhile; `closes_at` is when it closes now."""

    def __init__(self, closes_at: datetime) -> None:
        super().__init__(closes_at)
        self.closes_at = closes_at


class NotLater(Exception):
    """More time is a later closing, and one that has not passed."""


class ReasonMissing(Exception):
    """Everybody is told why there is more time."""


@transaction.atomic
def extend_consultation(
    *, by: User, consultation: Consultation, was: datetime, closes_at: datetime, reason: str, at: datetime
) -> Extension:
    """Let a consultation close later than was said, and write to everybody who is asked.

    `was` is the closing time that the secretariat saw; the time before stays on record.
    """
    require(can_extend(by, consultation, at))
    # Not while a later version is published: inputs are taken on that one then.
    lock_text(consultation.version.text_id)
    held = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    held.version = consultation.version
    require(can_extend(by, held, at))
    if held.closes_at != was:
        raise AlreadyExtended(held.closes_at)
    if closes_at <= max(was, at):
        raise NotLater(closes_at)
    if not reason.strip():
        raise ReasonMissing(held.pk)
    extension = Extension.objects.create(
        consultation=held, closed_at=was, closes_at=closes_at, reason=reason, extended_by=by, extended_at=at
    )
    held.closes_at = closes_at
    held.save(update_fields=["closes_at"])
    matter = {"consultation": held.key}
    write_letters(Letter.Kind.EXTENDED, asked_people(held), at=at, once=str(extension.pk), matter=matter)
    announce(held)
    record(
        by=by,
        verb=Verb.EXTENDED,
        about=held,
        key=held.key,
        at=at,
        text=held.version.text,
        was=was.isoformat(),
        closes_at=closes_at.isoformat(),
        reason=digest(reason),
    )
    return extension
