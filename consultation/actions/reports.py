"""The consultation report: released once everything is answered, and made as a file by whoever asks first.

A file is made by a task. Whoever takes its row from "waiting" to "being made" makes it; a second worker finds it taken,
and a row whose worker was killed is given out again to the next person who asks, once its time is up.
"""

from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.tasks import task
from django.utils import timezone
from django.utils.translation import override

from consultation.models import Consultation, Release, ReportFile, User
from consultation.permissions.figures import can_read_report, can_release_report, is_released
from consultation.reports.consultation_report import ReportCounts, count_report
from consultation.reports.report_files import is_to_be_made_again, report_content, source_of, typeset
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.permissions import Visitor


class StillOwed(Exception):
    """Inputs await moderation or an answer; `counts` says how many."""

    def __init__(self, counts: ReportCounts) -> None:
        super().__init__(counts.pending, counts.unanswered)
        self.counts = counts


class AlreadyReleased(Exception):
    """Somebody released the report before."""


class Outdated(Exception):
    """Something was said, answered or released while the report was being made."""


@transaction.atomic
def release_report(*, by: User, consultation: Consultation, at: datetime) -> Release:
    """Let everybody read every input with its answer; refused while one is owed an answer."""
    require(can_release_report(by, consultation, at))
    # A comment is submitted under this lock, and so the count is of all there are.
    held = Consultation.objects.select_for_update(no_key=True, of=("self",)).get(pk=consultation.pk)
    require(can_release_report(by, held, at))
    if is_released(held):
        raise AlreadyReleased(held.key)
    counts = count_report(held, draft=True)
    if not counts.is_complete:
        raise StillOwed(counts)
    release = Release.objects.create(consultation=held, released_by=by, released_at=at)
    record(
        by=by,
        verb=Verb.RELEASED,
        about=held,
        key=held.key,
        at=at,
        text=held.version.text,
        inputs=counts.listed,
    )
    return release


@transaction.atomic
def ask_for_file(*, by: Visitor, consultation: Consultation, language: str, at: datetime) -> ReportFile:
    """The report as a file, as it stands now: the one there is, or one that a worker makes.

    However many people ask at once, one row is made, and one task for it.
    """
    require(can_read_report(by, consultation))
    source = source_of(consultation)
    file, made = ReportFile.objects.get_or_create(
        consultation=consultation, language=language, stamp=source.stamp, defaults={"asked_at": at}
    )
    if not made:
        file = ReportFile.objects.select_for_update(no_key=True).get(pk=file.pk)
        if not is_to_be_made_again(file, at):
            return file
        file.state, file.asked_at, file.done = ReportFile.State.WAITING, at, 0
        file.save(update_fields=["state", "asked_at", "done"])
    transaction.on_commit(partial(make_file.enqueue, file.key))
    return file


@task
def make_file(key: str) -> str:
    """What a worker does with a file that was asked for; gives how it stands then."""
    file = ReportFile.objects.select_related("consultation__version__text__programme").get(key=key)
    waiting = ReportFile.objects.filter(pk=file.pk, state=ReportFile.State.WAITING)
    if not waiting.update(state=ReportFile.State.MAKING):
        return str(file.state)
    try:
        _make(file)
    except Exception:
        ReportFile.objects.filter(pk=file.pk).update(state=ReportFile.State.FAILED)
        raise
    _drop_older(file)
    return ReportFile.State.READY.value


def _make(file: ReportFile) -> None:
    """Set the report and keep it; not where its stamp is another by now, since it would not be what it says."""
    source = source_of(file.consultation)
    inputs = file.consultation.comments.count()
    ReportFile.objects.filter(pk=file.pk).update(total=inputs)
    with override(file.language):
        content = report_content(file.consultation, file.language, source, partial(_tell, file))
    if source.stamp != file.stamp or source_of(file.consultation).stamp != file.stamp:
        raise Outdated(file.key)
    name = f"{file.consultation.key}-{file.language}-{file.stamp[:16]}.pdf"
    file.file.save(name, ContentFile(typeset(content, source.at)), save=False)
    file.state, file.made_at = ReportFile.State.READY, timezone.now()
    file.save(update_fields=["file", "state", "made_at"])


def _tell(file: ReportFile, done: int) -> None:
    ReportFile.objects.filter(pk=file.pk).update(done=done)


def _drop_older(file: ReportFile) -> None:
    """Earlier states of the report are in the ledger; their files would only fill the storage."""
    older = ReportFile.objects.filter(
        consultation=file.consultation, language=file.language, pk__lt=file.pk
    ).exclude(state=ReportFile.State.MAKING)
    for each in older:
        if each.file:
            each.file.delete(save=False)
        each.delete()
