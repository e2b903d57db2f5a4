"""How a calendar is subscribed to: the address to copy, and the one that opens a calendar program."""

from dataclasses import dataclass

from django.conf import settings

from drafts.models import Pillar


@dataclass(frozen=True, slots=True)
class Subscription:
    """A calendar to subscribe to; of one pillar, or of all meetings."""

    path: str
    pillar: Pillar | None = None

    @property
    def address(self) -> str:
        """To be copied into any calendar program."""
        return settings.SITE_URL + self.path

    @property
    def opening(self) -> str:
        """The same address as calendar programs claim it for themselves."""
        return f"webcal:{self.address.partition(':')[2]}"
