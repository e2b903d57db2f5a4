"""A consultation: one published version put out for input, for a time."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drafts.models import Clause, Revision, Version
from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.languages import in_language

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations, described by where they are in time."""

    def open_at(self, at: datetime) -> Self:
        return self.filter(opens_at__lte=at, closes_at__gt=at)


class Consultation(models.Model):
    """Who is asked about which version, from when to when. Its phase is computed, never stored."""

    class Moderation(models.TextChoices):
        """When inputs become visible; in this order it may be made stricter, never looser."""

        AFTER = "after", _("after inputs become visible")
        BEFORE = "before", _("before inputs become visible")
        CLOSING = "closing", _("before inputs become visible, once the consultation has closed")

    class Audience(models.TextChoices):
        """Who may speak."""

        REGISTERED = "registered", _("all registered participants")
        NAMED = "named", _("the categories and organisations named")
        PUBLIC = "public", _("everybody with an account")

    class Phase(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        ANSWERED = "answered", _("answered")

    class Scope(models.TextChoices):
        WHOLE = "whole", _("the whole text")
        REOPENED = "reopened", _("clauses changed in substance since the last consultation closed")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="consultation")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    moderation = models.CharField(max_length=8, choices=Moderation, default=Moderation.BEFORE)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.REGISTERED)
    # Codes of consultation.models.Category, and organisations: who is asked where the audience is named.
    categories = models.JSONField(default=list, blank=True)
    organisations = models.ManyToManyField("consultation.Organisation", related_name="asked_in", blank=True)

    # A late change of substance reopens its clause alone: those clauses are in ReopenedClause.
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.WHOLE)

    objects = ConsultationQuerySet.as_manager()

    if TYPE_CHECKING:
        reopened: RelatedManager["ReopenedClause"]
        questions: RelatedManager["GuidingQuestion"]
        extensions: RelatedManager["Extension"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="consultation_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=models.Q(audience="named") | models.Q(categories=[]),
                name="categories_are_asked_where_the_audience_is_named",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("consultation:consultation", args=[self.key])

    def phase_at(self, at: datetime) -> "Consultation.Phase":
        """Announced before it opens, open until the very second it closes, then closed."""
        if at < self.opens_at:
            return self.Phase.ANNOUNCED
        return self.Phase.OPEN if at < self.closes_at else self.Phase.CLOSED

    def holds_back(self, at: datetime) -> bool:
        """Whether its inputs are kept for their authors and the committee until it has closed."""
        return self.moderation == self.Moderation.CLOSING and at < self.closes_at


class ReopenedClause(models.Model):
    """A clause that is open for input again, and the late change of substance that reopened it."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="reopened")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "clause"], name="a_clause_is_reopened_once")
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.clause_id}"


class GuidingQuestion(models.Model):
    """What the committee asks about the text, or about one clause: its words in each language."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="questions")
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="questions"
    )
    number = models.PositiveSmallIntegerField()
    # Language code → words.
    words = models.JSONField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "number"], name="a_question_has_its_number"),
        ]

    def __str__(self) -> str:
        return in_language(self.words)


class Extension(models.Model):
    """A later closing time, and why; the time before it stays on record."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="extensions")
    closed_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    reason = models.TextField()
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    extended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("closed_at")) & ~models.Q(reason=""),
                name="an_extension_is_later_and_says_why",
            )
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.closes_at}"


class Release(models.Model):
    """The consultation report lets everybody read every input with its answer from here on."""

    consultation = models.OneToOneField(Consultation, on_delete=models.PROTECT, related_name="release")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.released_at}"


class ReportFile(models.Model):
    """The report as a PDF in one language, as it stood at one act of the ledger: made by a task, kept by its hash."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="report_files")
    language = models.CharField(max_length=12)
    # What the report is made of: the same stamp is the same report.
    stamp = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    # Inputs set so far, and how many there are.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="reports/", blank=True)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "language", "stamp"], name="a_report_is_made_once_for_its_stamp"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.language} {self.state}"
