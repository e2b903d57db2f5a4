"""Grouping comments that say nearly the same. They are counted, and never dropped: each stays an input of its own.

A comment puts the grouping of its consultation up in the transaction that submits it, so that none is without; the
query that this takes was saved there. What a worker left undone when it was stopped is done by another a while later.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from consultation.models import Comment, Consultation, Likeness
from consultation.reports.likeness import Heard, hear, ungrouped
from drafts.text.likeness import Marks

_AT_A_TIME = 200  # comments, so that nobody who submits one waits long for the consultation
# How long after one worker began another looks whether it got to the end.
_AGAIN = timedelta(minutes=10)


@task
def group_alike(consultation: str) -> int:
    """Group the comments of a consultation (its key) that are in no group yet; gives how many that were.

    It may come late, twice or from several workers at once: each comment is grouped once.
    """
    found = Consultation.objects.get(key=consultation)
    if not ungrouped().filter(consultation=found).exists():
        return 0
    group_alike.using(run_after=timezone.now() + _AGAIN).enqueue(consultation)
    grouped = 0
    while number := _group_some(found):
        grouped += number
    return grouped


@transaction.atomic
def _group_some(consultation: Consultation) -> int:
    """The next comments, in the order in which they were said; gives how many there were.

    It is nobody's act and in no ledger: it follows from words that never change, and can be worked out again.
    """
    # Comments are submitted one by one under the same lock: whoever comes earlier has the lower number.
    Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=consultation.pk)
    fresh = hear(ungrouped().filter(consultation=consultation).order_by("pk")[:_AT_A_TIME])
    leaders = _leaders(consultation, fresh)
    Likeness.objects.bulk_create(
        Likeness(
            comment_id=each.key,
            consultation=consultation,
            fingerprint=each.spoken.mark,
            leader_id=leaders[each.key],
        )
        for each in fresh
    )
    return len(fresh)


def _leaders(consultation: Consultation, fresh: Sequence[Heard]) -> dict[int, int]:
    """Comment → the first that says nearly the same, itself where none does. Two queries."""
    known = list(Likeness.objects.filter(consultation=consultation, comment=F("leader")).order_by("pk"))
    marks = Marks(each.fingerprint for each in known)
    near = {each.key: [known[at].pk for at in marks.near(each.spoken.mark)] for each in fresh}
    heard = {each.key: each for each in hear(Comment.objects.filter(pk__in=set().union(*near.values())))}
    new: list[Heard] = []
    leaders: dict[int, int] = {}
    for each in fresh:
        candidates = chain((heard[key] for key in near[each.key]), new)
        leader = next((first for first in candidates if each.repeats(first)), each)
        if leader is each:
            new.append(each)
        leaders[each.key] = leader.key
    return leaders
