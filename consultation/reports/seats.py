"""Which seat of a committee somebody had at a time: how they are called where their name is not shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from drafts.models import Grant, Role, Text
from drafts.permissions import COMMITTEE

# The one that is named where somebody had several.
_HIGHEST_FIRST = (Role.CHAIR, Role.PENHOLDER, Role.MEMBER)


@dataclass(frozen=True, slots=True)
class Seats:
    """Who had which seat, from when to when."""

    grants: tuple[Grant, ...]

    def at(self, person: int, time: datetime) -> Role | None:
        """The highest seat that somebody had then."""
        held = {
            grant.role
            for grant in self.grants
            if grant.user_id == person
            and grant.granted_at <= time
            and (grant.revoked_at is None or grant.revoked_at > time)
        }
        return next((role for role in _HIGHEST_FIRST if role in held), None)


def seats_of(people: Iterable[int], text: Text) -> Seats:
    """The seats that these people have or had in the committee of a text. One query."""
    grants = Grant.objects.covering(text).filter(user__in=set(people), role__in=COMMITTEE)
    return Seats(tuple(grants))
