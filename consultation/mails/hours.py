"""When letters go: the hour of the digest, how long work in hand is left alone, and when what failed is tried again."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone

# In the zone that the site shows its times in.
DIGEST_AT = time(7)
# Who is asked is told that a consultation closes so long before it does.
CLOSING_BEFORE = timedelta(days=3)
# After the first attempt, the second and so on; after the last of them it is given up.
AGAIN_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)


def lease() -> timedelta:
    """How long a worker has what it took up; after that it counts as killed, and another may take it."""
    return timedelta(seconds=settings.TASK_LEASE)


def next_digest_at(at: datetime) -> datetime:
    """The next hour of the digest after some moment."""
    local = at.astimezone(timezone.get_default_timezone())
    day = local.date() if local.time() < DIGEST_AT else local.date() + timedelta(days=1)
    return datetime.combine(day, DIGEST_AT, tzinfo=timezone.get_default_timezone())


def due_again(attempts: int, at: datetime) -> datetime | None:
    """When a letter that has failed so many times is tried again; None where it is given up."""
    return at + AGAIN_AFTER[attempts - 1] if attempts <= len(AGAIN_AFTER) else None
