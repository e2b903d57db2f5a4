"""The demonstration with its sessions: the same command, found in the app above."""

from typing import Any

from consultation.demo.seeding import Event, Seed
from consultation.management.commands.seed_demo import Command as Voices
from roundtables.demo import content
from roundtables.demo.floor import Floor
from roundtables.demo.promises import Promises
from roundtables.demo.record import Records
from roundtables.demo.seeding import Meetings


class Command(Voices):
    def beside(self, seed: Seed, options: dict[str, Any]) -> list[Event]:
        """What happens beside the written consultation: the meetings, and what was said in them."""
        floor = Floor(Meetings(seed, content.load()))
        sessions = [*floor.meetings.events(), *floor.events(), *Records(floor).events()]
        sessions += Promises(floor.meetings).events()
        return [*super().beside(seed, options), *sessions]
