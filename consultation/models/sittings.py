"""Meetings as the texts and their inputs know them, and what came out of a room into the consultation."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models.comments import Comment
from consultation.models.people import User
from drafts.models import Amendment, Clause, Pillar, Programme, Version
from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.languages import check_names, in_language


class Attribution(models.TextChoices):
    """How what was said may be attributed; in this order it may be made stricter, never looser."""

    NAMED = "named", pgettext_lazy("attribution", "named")
    CATEGORY = "category", pgettext_lazy("attribution", "by category only")
    NONE = "none", pgettext_lazy("attribution", "not attributed")

    @property
    def strictness(self) -> int:
        return list(Attribution).index(self)

    def allows(self, other: "Attribution") -> bool:
        """Whether something may be attributed in the other way where this rule stands."""
        return other.strictness >= self.strictness


class Sitting(models.Model):
    """A meeting: what a text, an input or an answer has to know of it. The rest of it is its session."""

    class Kind(models.TextChoices):
        ROUND_TABLE = "round_table", _("round table")
        WORKSHOP = "workshop", _("workshop")
        DRAFTING_COMMITTEE = "drafting_committee", _("drafting committee")
        STEERING_COMMITTEE = "steering_committee", _("steering committee")
        SENIOR_OFFICIALS = "senior_officials", _("senior officials’ meeting")
        MINISTERIAL_CONFERENCE = "ministerial_conference", _("ministerial conference")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=24, choices=Kind)
    title = models.JSONField(validators=[check_names])
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="sittings")
    pillars = models.ManyToManyField(Pillar, related_name="sittings", blank=True)
    # The versions on the table, at most one of each text: what is said is said on these words.
    versions = models.ManyToManyField(Version, related_name="sittings", blank=True)
    place = models.JSONField(default=dict, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    # The zone that the times are told in, as the IANA names it.
    time_zone = models.CharField(max_length=64)
    # Set when the session is convened; it holds for everything that is said, and is never loosened.
    rule = models.CharField(max_length=8, choices=Attribution)
    # On the public agenda since then.
    announced_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_sitting_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="sitting_starts")]

    def __str__(self) -> str:
        return in_language(self.title)

    @property
    def attribution(self) -> Attribution:
        return Attribution(self.rule)


class Spoken(models.Model):
    """An input that was said in a sitting: its intervention or its outcome, under the rule it was said under."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, primary_key=True, related_name="spoken")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="spoken")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    # The key of one of the two.
    intervention = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    outcome = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    rule = models.CharField(max_length=8, choices=Attribution)
    # Who said it, where the rule is that speakers are named and they have an account.
    speaker = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="spoken")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rule="named") | models.Q(speaker__isnull=True),
                name="who_spoke_is_known_where_speakers_are_named",
            ),
            models.CheckConstraint(
                condition=models.Q(models.Q(intervention=""), ~models.Q(outcome=""))
                | models.Q(~models.Q(intervention=""), outcome=""),
                name="an_input_was_said_in_one_way",
            ),
            models.UniqueConstraint(
                fields=["intervention", "clause"],
                condition=~models.Q(intervention=""),
                name="an_intervention_is_one_input_a_clause",
            ),
            models.UniqueConstraint(
                fields=["outcome", "clause"],
                condition=~models.Q(outcome=""),
                name="a_recommendation_is_one_input_a_clause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} in {self.sitting_id}"


class AgreedWording(models.Model):
    """An amendment whose words were agreed in a sitting."""

    amendment = models.OneToOneField(
        Amendment, on_delete=models.PROTECT, primary_key=True, related_name="agreed"
    )
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="agreed")
    outcome = models.CharField(max_length=KEY_LENGTH, unique=True)

    def __str__(self) -> str:
        return f"{self.amendment_id} in {self.sitting_id}"
