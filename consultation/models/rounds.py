"""A consultation: one published version put out for input, for a time."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from drafts.models import Clause, Revision, Version
from drafts.models.keys import KEY_LENGTH, new_key

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations, described by where they are in time."""

    def open_at(self, at: datetime) -> Self:
        return self.filter(opens_at__lte=at, closes_at__gt=at)


class Consultation(models.Model):
    """Who is asked about which version, from when to when. Its phase is computed, never stored."""

    class Moderation(models.TextChoices):
        BEFORE = "before", _("before inputs become visible")
        AFTER = "after", _("after inputs become visible")

    class Phase(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")

    class Scope(models.TextChoices):
        WHOLE = "whole", _("the whole text")
        REOPENED = "reopened", _("clauses changed in substance since the last consultation closed")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="consultation")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    moderation = models.CharField(max_length=8, choices=Moderation, default=Moderation.BEFORE)
    # Codes of consultation.models.Category; empty when every registered participant is asked.
    categories = models.JSONField(default=list, blank=True)

    # A late change of substance reopens its clause alone: those clauses are in ReopenedClause.
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.WHOLE)

    objects = ConsultationQuerySet.as_manager()

    if TYPE_CHECKING:
        reopened: RelatedManager["ReopenedClause"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="consultation_closes_after_it_opens",
            )
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
