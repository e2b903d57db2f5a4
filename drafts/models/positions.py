"""What delegations hold of a clause or of words in brackets; the committee's own matter until published."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.texts import Clause, Version


class Stance(models.TextChoices):
    """How a delegation stands to words; the field's own five."""

    SUPPORT = "support", pgettext_lazy("position", "supports")
    OPPOSE = "oppose", pgettext_lazy("position", "opposes")
    FLEXIBLE = "flexible", pgettext_lazy("position", "is flexible")
    RESERVE = "reserve", pgettext_lazy("position", "reserves its position")
    AD_REFERENDUM = "ad_referendum", pgettext_lazy("position", "agrees ad referendum")


class PositionQuerySet(models.QuerySet["Position"]):
    """Positions, described by whether they hold and who may read them."""

    def standing(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def public(self) -> Self:
        return self.filter(published_at__isnull=False)


class Position(models.Model):
    """One delegation's stance. A later one on the same words ends it; the row stays."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="positions")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="positions")
    language = models.CharField(max_length=12)
    # The words between the brackets; empty when the whole clause is meant.
    quote = models.TextField(blank=True)
    stance = models.CharField(_("position"), max_length=16, choices=Stance)
    note = models.TextField(_("note"), blank=True)
    delegation = models.CharField(_("delegation"), max_length=120)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="positions"
    )
    stated_at = models.DateTimeField()
    # By its author alone; what is published stays published.
    published_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )
    ended_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["clause", "ended_at"], name="position_clause")]

    def __str__(self) -> str:
        return f"{self.delegation} {self.stance}"
