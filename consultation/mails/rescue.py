"""What keeps anything from being lost: looked at by every worker when it starts and each minute, or by cron."""

from datetime import datetime

from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultation.mails.digests import write_digests
from consultation.mails.hours import lease
from consultation.mails.sending import are_due, have_sent


def put_back_tasks(at: datetime) -> int:
    """Tasks that a killed worker left running wait again; gives how many. Every task of ours may be done twice."""
    left = DBTaskResult.objects.filter(status="RUNNING", started_at__lte=at - lease())
    return left.update(status="READY")


def take_up_letters(at: datetime) -> None:
    """Digests whose hour has come are written; letters that no task looks after get one."""
    write_digests(at)
    if are_due(at):
        have_sent(at)


def rescue() -> None:
    """Both, now."""
    now = timezone.now()
    put_back_tasks(now)
    take_up_letters(now)
