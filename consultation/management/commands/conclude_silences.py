"""`manage.py conclude_silences`: conclude every silence procedure whose time is up, for machines without a worker."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from consultation.actions.silence import conclude_when_due
from drafts.models import Silence


class Command(BaseCommand):
    help = (
        "Conclude every silence procedure whose time is up. A worker does it by itself; this does what one that "
        "was not running has left, and may be run at any time."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        due = Silence.objects.running().filter(ends_at__lte=timezone.now()).order_by("pk")
        for key in list(due.values_list("key", flat=True)):
            self.stdout.write(f"{key}: {conclude_when_due.call(key)}")
