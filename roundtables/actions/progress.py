"""Making a progress report of a programme on a day, and releasing it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from consultation.models import User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Programme
from roundtables.models import ProgressReport
from roundtables.permissions.progress import can_report
from roundtables.reports.progress import content_of, hash_of, read_stood


class NotYet(Exception):
    """The day has not come: nobody knows how the commitments will stand."""


class AlreadyReleased(Exception):
    """Somebody released the report before."""


@transaction.atomic
def make_progress_report(*, by: User, programme: Programme, on: date, at: datetime) -> ProgressReport:
    """Keep how the commitments stood on a day. One that says just the same is not made twice."""
    require(can_report(by, programme))
    if on > timezone.localdate(at):
        raise NotYet(on)
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    content = content_of(programme, on, read_stood(programme, on))
    fingerprint = hash_of(content)
    found = ProgressReport.objects.filter(programme=programme, on=on, content_hash=fingerprint).first()
    if found is not None:
        return found
    made = ProgressReport.objects.create(
        programme=programme, on=on, content=content, content_hash=fingerprint, made_by=by, made_at=at
    )
    record(
        by=by,
        verb=Verb.REPORTED,
        about=made,
        key=made.key,
        at=at,
        programme=programme.slug,
        on=on.isoformat(),
        content_hash=fingerprint,
    )
    return made


@transaction.atomic
def release_progress_report(*, by: User, report: ProgressReport, at: datetime) -> None:
    """Let everybody read a report, for good."""
    require(can_report(by, report.programme))
    held = ProgressReport.objects.select_for_update(no_key=True, of=("self",)).get(pk=report.pk)
    if held.released_at is not None:
        raise AlreadyReleased(held.key)
    held.released_at = at
    held.save(update_fields=["released_at"])
    record(
        by=by,
        verb=Verb.REPORTED,
        about=held,
        key=held.key,
        at=at,
        released=held.content_hash,
    )
