"""What somebody has said and is still writing, with where each comment stands."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from consultation.models import (
    Comment,
    CommentDraft,
    DraftSuggestion,
    Moderation,
    Reaction,
    Reply,
    ResolvedAnchor,
    User,
)
from consultation.permissions import can_withdraw, own_drafts
from consultation.permissions.moderation import KEPT_BACK
from consultation.permissions.threads import requests_to, spoken_comments


@dataclass(frozen=True, slots=True)
class OwnComment:
    """One's own comment, or one's organisation's: its answer, where its words are today, and what is to be done."""

    comment: Comment
    place: ResolvedAnchor | None
    may_withdraw: bool
    is_mine: bool
    requests: tuple[Reply, ...]
    reaction: Reaction | None
    # What keeps it back now, with the author's answer to it where there is one.
    decision: Moderation | None = None

    @property
    def is_to_confirm(self) -> bool:
        """Whether a search found its words, so that its author should look."""
        return self.is_carried and self.place is not None and self.place.needs_confirming

    @property
    def is_to_react(self) -> bool:
        """Whether it was answered and nobody has said yet if that is accepted."""
        return self.comment.standing.disposition_id is not None and self.reaction is None

    @property
    def is_waiting(self) -> bool:
        """Whether something is to be done by its author."""
        return bool(self.requests) or self.is_to_confirm or self.is_to_react

    @property
    def is_carried(self) -> bool:
        """Whether a later version was published since."""
        return self.place is not None and self.place.version_id != self.comment.consultation.version_id


def drafts_of(user: User) -> QuerySet[CommentDraft]:
    """Half-written comments, the last one first."""
    related = ("consultation__version__text", "clause", "organisation", "taken_into")
    suggested = Count("suggestions", filter=Q(suggestions__state=DraftSuggestion.State.OPEN))
    mine = own_drafts(user).select_related(*related).annotate(suggested=suggested)
    return mine.order_by("-saved_at")


def submitted_by(user: User) -> QuerySet[Comment]:
    """What somebody and, where they coordinate it, their organisation submitted, the last one first."""
    latest = ResolvedAnchor.objects.filter(comment=OuterRef("pk")).order_by("-version__number")
    return (
        spoken_comments(user)
        .select_related("consultation__version__text", "clause", "organisation", "author")
        .select_related("spoken__sitting", "standing__disposition__decided_in")
        .select_related("standing__disposition__reaction")
        .select_related("amendment__standing__revision__version")
        .annotate(latest_place=Subquery(latest.values("pk")[:1]))
        .order_by("-submitted_at", "-pk")
    )


def read_own(user: User, comments: Sequence[Comment]) -> list[OwnComment]:
    """A page of one's own comments. Three queries beside the comments themselves."""
    decisions = _keeping_back([comment.pk for comment in comments])
    requests: dict[int, list[Reply]] = defaultdict(list)
    for request in requests_to(user).filter(comment__in=comments).order_by("pk"):
        requests[request.comment_id].append(request)
    latest = ResolvedAnchor.objects.filter(
        pk__in=[getattr(comment, "latest_place", None) for comment in comments]
    )
    places = {place.comment_id: place for place in latest.select_related("version__text", "clause")}
    return [
        OwnComment(
            comment=comment,
            place=places.get(comment.pk),
            may_withdraw=bool(can_withdraw(user, comment)),
            is_mine=comment.author_id == user.pk,
            requests=tuple(requests[comment.pk]),
            reaction=getattr(comment.standing.disposition, "reaction", None),
            decision=decisions.get(comment.pk),
        )
        for comment in comments
    ]


def _keeping_back(comments: Sequence[int]) -> dict[int, Moderation]:
    """Comment → the decision that keeps it back now. One query."""
    log = Moderation.objects.filter(comment__in=comments).select_related("answer").order_by("pk")
    last = {decision.comment_id: decision for decision in log}
    return {comment: decision for comment, decision in last.items() if decision.state in KEPT_BACK}
