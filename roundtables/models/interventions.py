"""What was said in a session, as far as its attribution rule lets it be attributed, and what came out of it."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultation.models import Attribution, Category, Organisation, User
from drafts.models import Clause
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.models.sessions import AgendaItem, Session

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager


class InterventionQuerySet(models.QuerySet["Intervention"]):
    """Interventions, in the order they were made, without what was struck."""

    def standing(self) -> Self:
        return self.filter(struck_at=None)

    def in_order(self) -> Self:
        return self.order_by("said_at", "pk")


class Intervention(models.Model):
    """Something that was said. Where speakers are not named, the row does not know who it was."""

    # Made when its form is first shown, also without a line: sending it twice makes one intervention.
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="interventions")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    clause = models.ForeignKey(
        Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    language = models.CharField(max_length=12)
    # What it was said under: the session's rule, or a stricter one for this once.
    rule = models.CharField(max_length=8, choices=Attribution)
    # Named: a person with an account, or the name and the body on the list. By category: that alone.
    speaker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    speaker_name = models.CharField(max_length=120, blank=True, default="")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions"
    )
    body = models.CharField(max_length=200, blank=True, default="")
    category = models.CharField(max_length=32, choices=Category, blank=True, default="")
    # When it was said; its place among the others.
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    # Taken out by a rapporteur, visibly to those who see the notes: entered twice, or never said.
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.CharField(max_length=300, blank=True, default="")

    objects = InterventionQuerySet.as_manager()

    if TYPE_CHECKING:
        wordings: RelatedManager["InterventionWording"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rule="named")
                | models.Q(speaker__isnull=True, speaker_name="", organisation__isnull=True, body=""),
                name="nobody_is_named_where_the_rule_forbids",
            ),
            models.CheckConstraint(
                condition=~models.Q(rule="none") | models.Q(category=""),
                name="no_category_where_the_rule_forbids",
            ),
            models.CheckConstraint(
                condition=~models.Q(rule="category") | ~models.Q(category=""),
                name="a_category_where_the_rule_asks_for_one",
            ),
        ]
        indexes = [models.Index(fields=["session", "said_at"], name="intervention_order")]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("roundtables:intervention", args=[self.session.key, self.key])


class InterventionWording(models.Model):
    """The words of an intervention from some moment on. The last row counts; none is ever changed."""

    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="wordings")
    words = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    # The accepted correction that these words come from.
    correction = models.ForeignKey(
        "roundtables.Correction", on_delete=models.PROTECT, null=True, blank=True, related_name="wordings"
    )

    def __str__(self) -> str:
        return self.words[:60]


class SessionOutcome(models.Model):
    """What a session concluded: a recommendation, words agreed on, a disagreement, something to be done."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", _("recommendation")
        AGREED_WORDING = "agreed_wording", _("agreed wording")
        DISAGREEMENT = "disagreement", _("disagreement")
        ACTION_POINT = "action_point", _("action point")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="outcomes")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="outcomes"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    # What was concluded; of agreed wording, why. The words themselves are in `wording`, for one clause.
    words = models.TextField()
    language = models.CharField(max_length=12)
    wording = models.TextField(blank=True, default="")
    clauses = models.ManyToManyField(Clause, related_name="session_outcomes", blank=True)
    # What it was concluded from.
    interventions = models.ManyToManyField(Intervention, related_name="outcomes", blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_because = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(models.Q(kind="agreed_wording"), ~models.Q(wording=""))
                | models.Q(~models.Q(kind="agreed_wording"), wording=""),
                name="agreed_wording_has_its_words",
            ),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    def get_absolute_url(self) -> str:
        return reverse("roundtables:outcome", args=[self.session.key, self.key])
