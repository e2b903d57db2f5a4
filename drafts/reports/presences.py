"""Who else has a clause open."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from drafts.models import Clause, Presence
from drafts.permissions import Visitor

# Pages say that they are there three times in this span: one word lost on a poor link changes nothing.
STAYS = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who is on the same clause, reading or writing."""

    name: str
    is_writing: bool


def others_at(clause: Clause, user: Visitor, at: datetime) -> tuple[Other, ...]:
    """Everybody but oneself who was there a moment ago. One query."""
    there = Presence.objects.filter(clause=clause, seen_at__gt=at - STAYS).exclude(user=user.pk)
    return tuple(
        Other(str(each.user), each.is_writing) for each in there.select_related("user").order_by("user")
    )
