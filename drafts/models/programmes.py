"""Programmes and their pillars: the framework a text belongs to."""

from django.db import models
from django.urls import reverse

from drafts.models.languages import check_names, in_language


class Programme(models.Model):
    """A framework instrument, adopted by ministers for some years, or being written."""

    slug = models.SlugField(unique=True)
    title = models.JSONField(validators=[check_names])
    description = models.JSONField(default=dict, blank=True)
    predecessor = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successor"
    )
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    place = models.JSONField(default=dict, blank=True)
    adopted_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_year__gte=models.F("first_year")),
                name="programme_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return in_language(self.title)

    def get_absolute_url(self) -> str:
        return reverse("drafts:programme", args=[self.slug])


class Pillar(models.Model):
    """A thematic axis of a programme; the next programme may rename, split or join it."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pillars")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(validators=[check_names])
    predecessors = models.ManyToManyField("self", symmetrical=False, related_name="successors", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="pillar_number_is_unique")
        ]

    def __str__(self) -> str:
        return in_language(self.title)
