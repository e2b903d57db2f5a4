"""The log of moderation: every change of a comment's standing, with its reason."""

from django.db import models

from consultation.models.comments import Comment, Standing
from consultation.models.people import User


class Moderation(models.Model):
    """One decision on one comment. The row is never changed."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="moderations")
    state = models.CharField(max_length=12, choices=Standing.State)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=["returned", "hidden"]) | ~models.Q(reason=""),
                name="no_comment_is_kept_back_without_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.state}"
