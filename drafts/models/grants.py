"""Who may do what on which text: rows that other apps write through an action."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from drafts.models.programmes import Pillar, Programme
from drafts.models.texts import Text


class Role(models.TextChoices):
    """The parts people play on the committee's side."""

    MEMBER = "member", _("committee member")
    PENHOLDER = "penholder", _("penholder")
    CHAIR = "chair", _("chair")
    SECRETARIAT = "secretariat", _("secretariat")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, described by what they cover."""

    def standing(self) -> Self:
        return self.filter(revoked_at__isnull=True)

    def covering(self, text: Text) -> Self:
        """Grants on this text, on its pillar, on its programme, or on everything."""
        return self.filter(
            models.Q(text=text)
            | models.Q(pillar__isnull=False, pillar=text.pillar_id)
            | models.Q(programme=text.programme_id)
            | models.Q(text=None, pillar=None, programme=None)
        )


class Grant(models.Model):
    """One role of one person over one text, pillar or programme; over everything where none is named."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=16, choices=Role)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, blank=True)
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, null=True, blank=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True)
    # The state or body that the person speaks for in the committee.
    delegation = models.CharField(_("delegation"), max_length=120, blank=True, default="")
    granted_at = models.DateTimeField()
    revoked_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True, blank=True
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                # A scope that is not named counts as one value: SQLite knows no NULLS NOT DISTINCT.
                "user",
                "role",
                Coalesce("text", 0),
                Coalesce("pillar", 0),
                Coalesce("programme", 0),
                condition=models.Q(revoked_at__isnull=True),
                name="a_role_is_granted_once",
            ),
            models.CheckConstraint(
                condition=models.Q(text__isnull=True, pillar__isnull=True)
                | models.Q(text__isnull=True, programme__isnull=True)
                | models.Q(pillar__isnull=True, programme__isnull=True),
                name="a_grant_has_one_scope",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"
