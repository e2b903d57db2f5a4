"""What somebody has said and is still writing, with where each comment stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from consultation.models import Comment, CommentDraft, DraftSuggestion, ResolvedAnchor, Standing, User
from consultation.permissions import can_withdraw, own_comments, own_drafts
from consultation.reports.threads import reasons_for


@dataclass(frozen=True, slots=True)
class OwnComment:
    """One's own comment: its state, why it was kept back, its answer, and where its words are today."""

    comment: Comment
    kept_back_because: str
    place: ResolvedAnchor | None
    may_withdraw: bool

    @property
    def is_kept_back(self) -> bool:
        return self.comment.standing.state in {Standing.State.RETURNED, Standing.State.HIDDEN}

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
    """Submitted comments, the last one first, each with the place its words have today."""
    latest = ResolvedAnchor.objects.filter(comment=OuterRef("pk")).order_by("-version__number")
    return (
        own_comments(user)
        .select_related("consultation__version__text", "clause", "organisation", "standing__disposition")
        .select_related("amendment__standing__revision__version")
        .annotate(latest_place=Subquery(latest.values("pk")[:1]))
        .order_by("-submitted_at", "-pk")
    )


def read_own(user: User, comments: Sequence[Comment]) -> list[OwnComment]:
    """A page of one's own comments. Two queries beside the comments themselves."""
    reasons = reasons_for([comment.pk for comment in comments])
    latest = ResolvedAnchor.objects.filter(
        pk__in=[getattr(comment, "latest_place", None) for comment in comments]
    )
    places = {place.comment_id: place for place in latest.select_related("version__text", "clause")}
    return [
        OwnComment(
            comment=comment,
            kept_back_because=reasons.get(comment.pk, ""),
            place=places.get(comment.pk),
            may_withdraw=bool(can_withdraw(user, comment)),
        )
        for comment in comments
    ]
