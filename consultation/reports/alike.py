"""Which comments may say the same as one: those on its clause, and those that read like it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from consultation.models import Comment, Duplicate, ResolvedAnchor, Standing

_MANY = 100


@dataclass(frozen=True, slots=True)
class Alike:
    """What its committee chooses from, and what it has merged."""

    # The comment that this one was merged into.
    merged: Duplicate | None
    # Those that were merged into this one.
    duplicates: tuple[Duplicate, ...]
    candidates: tuple[Comment, ...]


def read_alike(comment: Comment) -> Alike:
    """Five queries, however many comments there are; the first hundred are offered, others are typed."""
    merged = Duplicate.objects.filter(parted_at=None)
    related = ("comment__author", "comment__organisation", "comment__spoken__sitting", "comment__standing")
    return Alike(
        merged=merged.filter(comment=comment).select_related("original", "comment").first(),
        duplicates=tuple(merged.filter(original=comment).select_related(*related).order_by("pk")),
        candidates=tuple(_candidates(comment)[:_MANY]),
    )


def _candidates(comment: Comment) -> QuerySet[Comment]:
    """Let through, on the same text, not merged yet: those that read like it first, then those beside it."""
    places = ResolvedAnchor.objects.filter(comment=comment).values("clause")
    beside = ResolvedAnchor.objects.filter(clause__in=places).values("comment")
    leaders = Comment.objects.filter(pk=comment.pk).values("likeness__leader")
    found = Comment.objects.filter(
        Q(pk__in=beside) | Q(likeness__leader__in=leaders),
        standing__state=Standing.State.VISIBLE,
        consultation__version__text=comment.consultation.version.text_id,
    )
    merged = Duplicate.objects.filter(parted_at=None).values("comment")
    found = found.exclude(pk=comment.pk).exclude(pk__in=merged)
    return found.select_related("author", "organisation", "spoken__sitting", "standing").order_by(
        "submitted_at", "pk"
    )
