"""The committee's answers, and the revisions that say they answer an input."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.comments import Comment
from consultation.models.people import User
from consultation.models.sittings import Sitting
from drafts.models import Revision


class Outcome(models.TextChoices):
    """What became of an input."""

    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("taken into account in part")
    NOTED = "noted", _("noted")
    REJECTED = "rejected", _("rejected")
    DEFERRED = "deferred", _("deferred")
    OUT_OF_SCOPE = "out_of_scope", _("out of scope")


NEEDS_REVISION = frozenset({Outcome.ACCEPTED, Outcome.PARTLY})
NEEDS_REASON = frozenset({Outcome.REJECTED, Outcome.OUT_OF_SCOPE})


class Answered(models.Model):
    """A revision says that it answers a comment: the tick beside the comment when the words were saved."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="answered")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="answered")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "comment"], name="an_answer_is_ticked_once")
        ]

    def __str__(self) -> str:
        return f"{self.revision_id} answers {self.comment_id}"


class Disposition(models.Model):
    """The committee's answer to one comment. Never changed: a later one supersedes it."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="dispositions")
    outcome = models.CharField(max_length=16, choices=Outcome)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    revisions = models.ManyToManyField(Revision, related_name="dispositions", blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    # Where it was decided, in the committee's words: a sitting, a written procedure.
    sitting = models.CharField(_("decided at"), max_length=200, blank=True, default="")
    # The sitting of a drafting committee that decided it.
    decided_in = models.ForeignKey(
        Sitting, on_delete=models.PROTECT, null=True, blank=True, related_name="dispositions"
    )
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=models.Q(supersedes__isnull=True),
                name="one_first_disposition_a_comment",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["rejected", "out_of_scope"]) | ~models.Q(reason=""),
                name="a_refusal_gives_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.outcome}"


class Reaction(models.Model):
    """What the author says to an answer: that it is accepted, or, once for each comment, why it is contested."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", _("accepts the answer")
        CONTESTED = "contested", _("contests the answer")

    disposition = models.OneToOneField(Disposition, on_delete=models.PROTECT, related_name="reaction")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="reactions")
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    reacted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reacted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=models.Q(kind="contested"),
                name="an_answer_is_contested_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="contested") | ~models.Q(reason=""),
                name="who_contests_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disposition_id} {self.kind}"
