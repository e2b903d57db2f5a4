"""How a text is closed: the chair's signatures, the silence procedure, adoption and what is reserved against it."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.texts import Clause, Version

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class SignOff(models.Model):
    """The chair's dated word on one clause as it read at that moment. The row is never changed."""

    class Verdict(models.TextChoices):
        SIGNED = "signed", _("signed")
        SENT_BACK = "sent_back", _("sent back")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signoffs")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="signoffs")
    verdict = models.CharField(max_length=12, choices=Verdict)
    # Hash of the clause's words in every language (`drafts.reports.hashes.words_hash`), and the clause's last
    # revision: other words, or a later move, and the signature no longer stands.
    words = models.CharField(max_length=64)
    upto = models.PositiveBigIntegerField(default=0)
    note = models.TextField(blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["clause", "-id"], name="signoff_clause")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(verdict="sent_back") | ~models.Q(note=""),
                name="a_clause_is_sent_back_with_a_note",
            )
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.verdict}"


class SilenceQuerySet(models.QuerySet["Silence"]):
    """Silence procedures, described by whether they run."""

    def running(self) -> Self:
        return self.filter(state=Silence.State.RUNNING)


class Silence(models.Model):
    """A version in work that stands adopted at a time unless a member speaks up."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("silence", "running")
        BROKEN = "broken", pgettext_lazy("silence", "broken")
        LIFTED = "lifted", pgettext_lazy("silence", "lifted by the chair")
        ADOPTED = "adopted", pgettext_lazy("silence", "held: adopted")
        HINDERED = "hindered", pgettext_lazy("silence", "held, but the text could not be adopted")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="silences")
    # Of the version as the members were shown it.
    content_hash = models.CharField(max_length=64)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )

    objects = SilenceQuerySet.as_manager()

    if TYPE_CHECKING:
        breaks: RelatedManager["SilenceBreak"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=models.Q(state="running"), name="one_silence_at_a_time"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="silence_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class SilenceBreak(models.Model):
    """A member who did not keep silent: on which clause, and why. The row is never changed."""

    silence = models.ForeignKey(Silence, on_delete=models.PROTECT, related_name="breaks")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    delegation = models.CharField(max_length=120, blank=True)
    broken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    broken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.silence_id} {self.clause_id}"


class Adoption(models.Model):
    """The act that closes a text for ever: which version, how, and when. The row is never changed."""

    class Way(models.TextChoices):
        CHAIR = "chair", _("declared by the chair")
        SILENCE = "silence", _("by silence procedure")

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="adoption")
    way = models.CharField(max_length=8, choices=Way)
    silence = models.OneToOneField(Silence, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField()

    if TYPE_CHECKING:
        reservations: RelatedManager["Reservation"]

    def __str__(self) -> str:
        return str(self.version)


class Reservation(models.Model):
    """What a delegation holds against an adopted text, in public. The row is never changed."""

    adoption = models.ForeignKey(Adoption, on_delete=models.PROTECT, related_name="reservations")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="reservations"
    )
    delegation = models.CharField(_("delegation"), max_length=120)
    words = models.TextField(_("reservation"))
    language = models.CharField(max_length=12)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.delegation}: {self.words[:40]}"
