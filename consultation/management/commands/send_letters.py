"""`manage.py send_letters`: one round of the post from cron, for sites whose tasks are done by something else."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from consultation.mails.digests import write_digests
from consultation.mails.sending import send_due


class Command(BaseCommand):
    help = "Writes the digests that are due and sends every letter that is due."

    def handle(self, *_args: Any, **_options: Any) -> None:
        write_digests(timezone.now())
        self.stdout.write(f"{send_due()} sent")
