"""The demonstration: seeded once, its accounts printed every time."""

from dataclasses import asdict
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from consultation.demo import content
from consultation.demo.large import SLUG, Large, Size
from consultation.demo.large_voices import Voices
from consultation.demo.seeding import Event, Seed
from consultation.models import User
from drafts.models import Programme, Text

# Known to everybody, for a site on the reader’s own machine: the command refuses one in use.
PASSWORD = "two shores"  # noqa: S105


_SIZES = asdict(Size())


class Command(BaseCommand):
    help = "Fill an empty site with the demonstration, once, and print its accounts. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--large",
            action="store_true",
            help="and with a long text that hundreds of people have commented on, in the same empty site",
        )
        for name, number in _SIZES.items():
            parser.add_argument(f"--{name}", type=int, default=number, help=f"with --large: how many {name}")
        parser.add_argument("--seed", type=int, default=1, help="with --large: another seed, other words")

    def handle(self, *_args: Any, **options: Any) -> None:
        demonstration = content.load()
        accounts = [person for person in demonstration.people if person.demo_account]
        seeded = User.objects.filter(email=accounts[0].email).exists()
        if not seeded and (User.objects.exists() or Programme.objects.exists()):
            raise CommandError("This site is in use: the demonstration is seeded into an empty one only.")
        if seeded and options["large"] and not Text.objects.filter(slug=SLUG).exists():
            raise CommandError(
                "This site holds the smaller demonstration: the larger one is seeded into an empty one only."
            )
        if not seeded:
            self.stdout.write("Seeding the demonstration …")
            self._plant(Seed(demonstration, timezone.now(), PASSWORD), options)
        self.stdout.write(f"Demonstration accounts, password “{PASSWORD}”:")
        for person in accounts:
            self.stdout.write(f"  {person.role:<12} {person.email}")

    def _plant(self, seed: Seed, options: dict[str, Any]) -> None:
        told = partial(self._tell, options["verbosity"]) if options["large"] else None
        seed.plant(self.beside(seed, options), told)

    def beside(self, seed: Seed, options: dict[str, Any]) -> list[Event]:
        """What happens beside the acts of the smaller demonstration; an app above has more of it."""
        if not options["large"]:
            return []
        size = Size(**{name: options[name] for name in _SIZES})
        large = Large(seed, size, options["seed"])
        return [*large.events(), *Voices(large).events()]

    def _tell(self, verbosity: int, done: int, of: int) -> None:
        """How far it is, once every two hundred acts: it takes some minutes."""
        if verbosity and (done % 200 == 0 or done == of):
            self.stdout.write(f"  {done} of {of} acts")
