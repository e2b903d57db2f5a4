"""The demonstration: seeded once, its accounts printed every time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from consultation.demo import content
from consultation.demo.seeding import Seed
from consultation.models import User
from drafts.models import Programme

# Known to everybody, for a site on the reader’s own machine: the command refuses one in use.
PASSWORD = "two shores"  # noqa: S105


class Command(BaseCommand):
    help = "Fill an empty site with the demonstration, once, and print its accounts. Safe to run again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        demonstration = content.load()
        accounts = [person for person in demonstration.people if person.demo_account]
        seeded = User.objects.filter(email=accounts[0].email).exists()
        if not seeded and (User.objects.exists() or Programme.objects.exists()):
            raise CommandError("This site is in use: the demonstration is seeded into an empty one only.")
        if not seeded:
            self.stdout.write("Seeding the demonstration …")
            Seed(demonstration, timezone.now(), PASSWORD).plant()
        self.stdout.write(f"Demonstration accounts, password “{PASSWORD}”:")
        for person in accounts:
            self.stdout.write(f"  {person.role:<12} {person.email}")
