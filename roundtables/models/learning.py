"""What is learnt: evaluations of sessions, commitments and how they are followed up, progress reports."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import Organisation, User
from drafts.models import Clause, Programme
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.models.interventions import SessionOutcome
from roundtables.models.sessions import Session


class Evaluation(models.Model):
    """The form that attendees fill in after a session, and, under a seal, who of them has."""

    session = models.OneToOneField(
        Session, on_delete=models.PROTECT, primary_key=True, related_name="evaluation"
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # Seals of those who filled it in, sorted: in no order that an answer could be matched with.
    given = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"evaluation of {self.session_id}"


class EvaluationAnswer(models.Model):
    """One form filled in. It has no time, and no author unless its author signed it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="answers")
    # Question → one to five.
    marks = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=12)
    signed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="evaluation_answers"
    )

    def __str__(self) -> str:
        return str(self.pk)


class Commitment(models.Model):
    """Something that somebody is to do by a day: an action point of a session, or a commitment of a programme."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("commitment", "planned")
        UNDER_WAY = "under_way", pgettext_lazy("commitment", "under way")
        DONE = "done", pgettext_lazy("commitment", "done")
        DROPPED = "dropped", pgettext_lazy("commitment", "dropped")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="commitments")
    # The action point it comes from, or the clause that it carries out.
    outcome = models.OneToOneField(
        SessionOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="commitment"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    words = models.JSONField()
    # Who does it: a person with an account, an organisation, or a state or body by its name.
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    body = models.CharField(max_length=200, blank=True, default="")
    # As they stand now; how they came about is in the steps.
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False)
                | models.Q(organisation__isnull=False)
                | ~models.Q(body=""),
                name="a_commitment_has_an_owner",
            ),
        ]
        indexes = [models.Index(fields=["programme", "due_on"], name="commitment_due")]

    def __str__(self) -> str:
        return self.key


class CommitmentStep(models.Model):
    """One word on a commitment: its state and due date from then on, and the evidence. Only ever added."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=12, choices=Commitment.State)
    due_on = models.DateField()
    evidence = models.TextField(_("evidence"), blank=True)
    link = models.URLField(blank=True, default="")
    language = models.CharField(max_length=12)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.state}"


class ProgressReport(models.Model):
    """What was planned, done and late in a programme on a day, as it was counted then. Never changed."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="progress_reports")
    on = models.DateField()
    # One row a commitment: key, state, due date, whether late; figures are counted from them.
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Everybody reads it since then.
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "on"], name="progress_on")]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.on}"
