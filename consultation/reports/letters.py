"""How the letters fare: how many went, which were given up, and which addresses take none."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from consultation.models import Letter, User

State = Letter.State

# Announcements are to nobody: they become a letter to each.
_TO_SOMEBODY = Q(to__isnull=False) | ~Q(address="")


@dataclass(frozen=True, slots=True)
class Tally:
    """How many letters are in one state."""

    state: str
    label: str
    count: int


def letter_tallies() -> Sequence[Tally]:
    """Every state with its number of letters, none left out. One query."""
    counted = Letter.objects.filter(_TO_SOMEBODY).order_by().values_list("state").annotate(count=Count("pk"))
    found = dict(counted)
    return [Tally(state.value, str(state.label), found.get(state.value, 0)) for state in State]


def given_up_letters() -> QuerySet[Letter]:
    """Letters that nobody tries to send any more, the latest first."""
    given_up = Letter.objects.filter(_TO_SOMEBODY, state=State.GIVEN_UP)
    return given_up.select_related("to").order_by("-written_at", "-pk")


def bounced_people() -> QuerySet[User]:
    """People whose address is switched off, with how many letters were not sent to it for that reason."""
    kept_back = Count("letters", filter=Q(letters__state=State.DROPPED))
    return User.objects.exclude(bounced_at=None).annotate(kept_back=kept_back).order_by("-bounced_at", "pk")
