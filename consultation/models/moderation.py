"""The log of moderation: every change of a comment's standing, with its reason."""

from django.db import models

from consultation.models.comments import Comment, Standing
from consultation.models.people import User
from consultation.models.rounds import Consultation


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


class ModerationAnswer(models.Model):
    """What the author says to a decision that kept their comment back. Once for each decision; never changed."""

    moderation = models.OneToOneField(Moderation, on_delete=models.PROTECT, related_name="answer")
    body = models.TextField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.body[:60]


class Likeness(models.Model):
    """How like other comments a comment is: the fingerprint of its words, and the first comment that says the same."""

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, primary_key=True, related_name="likeness"
    )
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="likenesses")
    # A simhash of 64 bits, as a signed number.
    fingerprint = models.BigIntegerField()
    # Itself, where it is the first to say so.
    leader = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="alike")

    class Meta:
        indexes = [models.Index(fields=["consultation", "leader"], name="likeness_leader")]

    def __str__(self) -> str:
        return f"{self.comment_id} like {self.leader_id}"
