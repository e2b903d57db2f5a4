"""A clause's words in one version and one language, and every tracked change to them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from drafts.models.keys import KEY_LENGTH
from drafts.models.texts import Clause, Version


class Weight(models.TextChoices):
    """How much a change changes, as its author declares it."""

    EDITORIAL = "editorial", pgettext_lazy("weight", "editorial")
    CLARIFICATION = "clarification", _("clarification")
    SUBSTANCE = "substance", _("substance")


class Change(models.TextChoices):
    """What happened to the clause in the last tracked change."""

    NEW = "new", _("new")
    REWORDED = "reworded", _("reworded")
    MOVED = "moved", _("moved")
    SPLIT = "split", _("split")
    MERGED = "merged", _("merged")
    REMOVED = "removed", _("removed")


class WordingState(models.TextChoices):
    """How a wording stands to the language that is negotiated."""

    AUTHORITATIVE = "authoritative", _("authoritative")
    TRANSLATED = "translated", _("translated")
    STALE = "stale", _("source changed since")


class RevisionFields(models.Model):
    """What the history rows have beside the tracked fields; it keeps their name short: revisions."""

    class Meta:
        abstract = True


class Wording(models.Model):
    """The words of a clause, and what their last tracked change was.

    `before`, `weight`, `reason`, `change` and the fields after them tell of that change, so that each history row, a
    *revision*, is complete in itself.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="wordings")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="wordings")
    language = models.CharField(max_length=12)
    text = models.TextField()
    state = models.CharField(max_length=16, choices=WordingState, default=WordingState.AUTHORITATIVE)
    before = models.TextField(blank=True, default="")
    change = models.CharField(max_length=12, choices=Change, default=Change.NEW, blank=True)
    weight = models.CharField(max_length=16, choices=Weight, default=Weight.SUBSTANCE, blank=True)
    reason = models.TextField(blank=True, default="")
    # What undoing needs: the key of the act, which the revisions of one split or merger share, and, where the
    # clause was moved or removed, the key of the clause it stood after, its depth, kind and label until then.
    act = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    stood_after = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    stood_as = models.JSONField(default=dict, blank=True)

    if TYPE_CHECKING:
        # What django-simple-history reads off an instance when it writes the history row.
        _history_user: AbstractBaseUser
        _history_date: datetime
        skip_history_when_saving: bool

    history = HistoricalRecords(
        custom_model_name="Revision",
        table_name="drafts_revision",
        bases=[RevisionFields],
        user_model=settings.AUTH_USER_MODEL,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "clause", "language"], name="one_wording_a_language")
        ]

    def __str__(self) -> str:
        return self.text[:60]


Revision = Wording.history.model
