"""What became of what was said in a session: its inputs, where their words stand, their answers, what they led to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Q, Subquery

from consultation.models import Comment, ResolvedAnchor, Spoken
from consultation.permissions.comments import comments_seen_by
from drafts.access import Decision
from drafts.models import Clause, Revision
from drafts.permissions import Visitor, granted_texts
from roundtables.models import Intervention
from roundtables.permissions.inputs import can_become_input, can_take_in_intervention


@dataclass(frozen=True, slots=True)
class BecameInput:
    """One input that was made of it, as a reader may know it."""

    comment: Comment
    # Where its words stand in the last version.
    place: ResolvedAnchor | None
    led_to: tuple[Revision, ...]
    leads_to_words_in_work: bool


@dataclass(frozen=True, slots=True)
class Became:
    """The inputs made of an intervention, and whether its clause may be taken in yet."""

    inputs: tuple[BecameInput, ...]
    # Inputs that were made and that this reader does not see, since they wait to be let through.
    unseen: int
    may_take_in: Decision
    # Its own clause, while nobody has taken it in there, and whether that is possible.
    clause: Clause | None = None
    may_on_clause: Decision | None = None


def became_of(user: Visitor, intervention: Intervention, at: datetime) -> Became:
    """What became of an intervention. The number of queries does not grow with the inputs."""
    inputs = inputs_said(user, Q(spoken__intervention=intervention.key), at)
    may = can_take_in_intervention(user, intervention)
    if not may:
        return Became(inputs, 0, may)
    taken = set(Spoken.objects.filter(intervention=intervention.key).values_list("clause", flat=True))
    clause = intervention.clause if intervention.clause_id not in taken else None
    return Became(
        inputs=inputs,
        unseen=len(taken) - len(inputs),
        may_take_in=may,
        clause=clause,
        may_on_clause=can_become_input(intervention.session, clause, at) if clause else None,
    )


def inputs_said(user: Visitor, said: Q, at: datetime) -> tuple[BecameInput, ...]:
    """The inputs of something said that a reader may see. Five queries."""
    last = ResolvedAnchor.objects.filter(comment=OuterRef("pk")).order_by("-version__number")
    comments = list(
        Comment.objects.filter(said, comments_seen_by(user, at=at))
        .select_related("clause", "organisation", "consultation__version__text", "spoken__sitting")
        .select_related("standing__disposition__decided_in")
        .prefetch_related(_LED_TO)
        .annotate(last_place=Subquery(last.values("pk")[:1]))
        .order_by("submitted_at", "pk")
    )
    places = _places(getattr(each, "last_place", None) for each in comments)
    own_work = set(granted_texts(user).values_list("pk", flat=True)) if user.pk and comments else set()
    return tuple(_read(each, places.get(each.pk), own_work) for each in comments)


_LED_TO = Prefetch(
    "standing__disposition__revisions", Revision.objects.select_related("version").order_by("history_id")
)


def _places(keys: Iterable[int | None]) -> dict[int, ResolvedAnchor]:
    found = ResolvedAnchor.objects.filter(pk__in=[key for key in keys if key])
    return {each.comment_id: each for each in found.select_related("version__text", "clause")}


def _read(comment: Comment, place: ResolvedAnchor | None, own_work: set[int]) -> BecameInput:
    answer = comment.standing.disposition
    revisions = tuple(answer.revisions.all()) if answer else ()
    at_work = comment.consultation.version.text_id in own_work
    # What the committee has in work is not for everybody yet.
    led_to = tuple(each for each in revisions if at_work or each.version.is_published)
    return BecameInput(comment, place, led_to, len(led_to) < len(revisions))
