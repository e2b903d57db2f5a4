"""The record of a session: its states, its versions, the corrections asked for, and its signatures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import User
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.models.interventions import Intervention, SessionOutcome
from roundtables.models.sessions import Session


class Record(models.Model):
    """How far the record of a session is. It begins as notes; once adopted nothing of it changes."""

    class State(models.TextChoices):
        NOTES = "notes", pgettext_lazy("record of a session", "notes")
        CIRCULATED = "circulated", pgettext_lazy("record of a session", "circulated")
        CORRECTED = "corrected", pgettext_lazy("record of a session", "corrected")
        ADOPTED = "adopted", pgettext_lazy("record of a session", "adopted")

    session = models.OneToOneField(Session, on_delete=models.PROTECT, primary_key=True, related_name="record")
    state = models.CharField(max_length=12, choices=State, default=State.NOTES)
    # Until when attendees ask for corrections.
    corrections_until = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    # Everybody reads it since then; before, those who attended.
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="adopted", adopted_at__isnull=False)
                | models.Q(~models.Q(state="adopted"), adopted_at__isnull=True, published_at__isnull=True),
                name="what_is_published_is_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.state}"


class RecordVersion(models.Model):
    """The whole record as it read at one moment: circulated, corrected, adopted. Never changed."""

    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=Record.State)
    # The entries in order, each with its key, item, clause, rule, language and words; of who spoke only keys of rows.
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="record_version_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.record_id} {self.number}"


class Correction(models.Model):
    """What an attendee wants to read otherwise in a circulated record, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("correction", "open")
        ACCEPTED = "accepted", pgettext_lazy("correction", "accepted")
        CHANGED = "changed", pgettext_lazy("correction", "accepted with changes")
        REFUSED = "refused", pgettext_lazy("correction", "refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("correction", "withdrawn")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    # The version that its author had before them.
    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="corrections")
    # What it is about: an intervention, an outcome, or neither: something that is missing.
    intervention = models.ForeignKey(
        Intervention, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    outcome = models.ForeignKey(
        SessionOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    language = models.CharField(max_length=12)
    basis = models.TextField(blank=True)
    words = models.TextField(_("corrected words"))
    reason = models.TextField(_("reason"), blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="corrections")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    # What the rapporteur says to it.
    answer = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(intervention__isnull=True) | models.Q(outcome__isnull=True),
                name="a_correction_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(answer=""),
                name="a_refused_correction_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class OutcomeWording(models.Model):
    """The words of an outcome after an accepted correction. The last row counts, else the outcome's own."""

    outcome = models.ForeignKey(SessionOutcome, on_delete=models.PROTECT, related_name="wordings")
    words = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    correction = models.ForeignKey(
        Correction, on_delete=models.PROTECT, null=True, blank=True, related_name="outcome_wordings"
    )

    def __str__(self) -> str:
        return self.words[:60]


class RecordSignature(models.Model):
    """The chair of the session or its rapporteur signed one version of the record, on its exact content."""

    class Capacity(models.TextChoices):
        CHAIR = "chair", _("chair of the session")
        RAPPORTEUR = "rapporteur", _("rapporteur")

    version = models.ForeignKey(RecordVersion, on_delete=models.PROTECT, related_name="signatures")
    capacity = models.CharField(max_length=12, choices=Capacity)
    content_hash = models.CharField(max_length=64)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "capacity"], name="a_record_is_signed_once_in_each_capacity"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.capacity}"
