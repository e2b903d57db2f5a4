"""The digest: what happened in a day, in one letter, for those who chose to be written to once a day."""

from datetime import datetime, timedelta

from django.db import transaction

from consultation.mails.hours import next_digest_at
from consultation.mails.outbox import new_letter, put_in
from consultation.models import Letter, User

Kind, State = Letter.Kind, Letter.State


def write_digests(at: datetime) -> int:
    """A letter to each for whom something was gathered that is due; gives how many. One a day, whoever comes first."""
    due = Letter.objects.filter(state=State.GATHERED, digest=None, due_at__lte=at)
    readers = User.objects.filter(pk__in=due.values("to")).order_by("pk")
    return sum(_write_digest(reader, at) for reader in readers)


@transaction.atomic
def _write_digest(reader: User, at: datetime) -> bool:
    # From one hour of the digest to the next: what is left over does not go at midnight.
    day = next_digest_at(at).date() - timedelta(days=1)
    digest = new_letter(Kind.DIGEST, at, {"day": day.isoformat()}, f"{day.isoformat()}:{reader.key}")
    digest.to, digest.language = reader, reader.language
    put_in([digest])
    # Another worker may have written today's a moment ago: then what is left here is tomorrow's.
    written = Letter.objects.filter(key=digest.key).first()
    if written is None:
        return False
    due = Letter.objects.filter(to=reader, state=State.GATHERED, digest=None, due_at__lte=at)
    due.update(digest=written)
    return True


def end_gathered(digest: Letter, state: Letter.State, at: datetime) -> None:
    """What went with a digest is sent with it, or dropped with it."""
    if digest.kind == Kind.DIGEST:
        sent_at = at if state == State.SENT else None
        gathered = Letter.objects.filter(digest=digest.pk, state=State.GATHERED)
        gathered.update(state=state, sent_at=sent_at)
