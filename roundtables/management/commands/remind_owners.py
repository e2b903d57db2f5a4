"""`manage.py remind_owners`: write the reminders that are owed, for machines without a worker."""

from typing import Any

from django.core.management.base import BaseCommand

from roundtables.actions.reminding import remind_when_due


class Command(BaseCommand):
    help = (
        "Write to those whose commitments are due within a week or were not done in time. A worker does it by "
        "itself; this does what one that was not running has left, and may be run at any time."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{remind_when_due.call()} reminded of")
