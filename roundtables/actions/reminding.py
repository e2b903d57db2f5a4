"""Having people reminded of what they are to do, by a task that waits for its hour.

It looks at everything that is due, whichever commitment it was put up for, and leaves another behind for what comes
next: a task that is lost or done twice changes nothing, since no letter is written twice.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.tasks import task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from roundtables.mails.reminding import moments_of, next_reminder_at, write_reminders


@task
def remind_when_due() -> int:
    """What a worker does when something becomes due, or was; gives of how many commitments it wrote."""
    now = timezone.now()
    with transaction.atomic():
        written = write_reminders(now)
    following = next_reminder_at(now)
    if following is not None:
        _have_reminded(following)
    return written


def await_reminders(due_on: date) -> None:
    """Have a worker look when the reminders of that day are to be written; at once where one is owed already."""
    before, _after = moments_of(due_on)
    _have_reminded(max(before, timezone.now()))


def _have_reminded(due: datetime) -> None:
    """Put up a task for that time, unless one waits that comes before it."""
    if _is_awaited(due):
        return
    if due <= timezone.now():
        remind_when_due.enqueue()
    elif remind_when_due.get_backend().supports_defer:
        remind_when_due.using(run_after=due).enqueue()


def _is_awaited(due: datetime) -> bool:
    waiting = DBTaskResult.objects.filter(status="READY", task_path=remind_when_due.module_path)
    return waiting.filter(Q(run_after=get_date_max()) | Q(run_after__lte=due)).exists()
