"""Texts, their versions, and the clauses that live above versions and languages."""

import re
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.languages import check_names, in_language
from drafts.models.programmes import Pillar, Programme
from drafts.text.markup import ClauseKind

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from drafts.models.wordings import Wording

CLAUSE_KINDS = [
    (ClauseKind.HEADING.value, _("heading")),
    (ClauseKind.RECITAL.value, _("recital")),
    (ClauseKind.PARAGRAPH.value, _("paragraph")),
    (ClauseKind.POINT.value, _("point")),
    (ClauseKind.ITEM.value, _("list item")),
    (ClauseKind.FOOTNOTE.value, _("footnote")),
]

# How the labels of a version in work are computed (`drafts.text.numbering.Scheme`).
NUMBERINGS = [
    ("printed", _("as printed in the drafts")),
    ("decimal", _("1, 1.1, 1.1.1")),
    ("legal", _("I, 1, (a), (i)")),
    ("articles", _("Article 1, 1, (a), (i)")),
]


class Text(models.Model):
    """One draft of a programme: a pillar's, the preamble, or a cross-cutting one."""

    class Kind(models.TextChoices):
        PREAMBLE = "preamble", _("preamble")
        PILLAR = "pillar", _("pillar")
        CROSS_CUTTING = "cross_cutting", _("cross-cutting")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="texts")
    pillar = models.OneToOneField(
        Pillar, on_delete=models.PROTECT, null=True, blank=True, related_name="text"
    )
    kind = models.CharField(max_length=16, choices=Kind)
    slug = models.SlugField(unique=True)
    title = models.JSONField(validators=[check_names])
    # The language the committee negotiates in; wordings in the others are translations of it.
    language = models.CharField(max_length=12, default="en")
    numbering = models.CharField(max_length=12, choices=NUMBERINGS, default="printed")
    created_at = models.DateTimeField()

    if TYPE_CHECKING:
        versions: RelatedManager["Version"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="pillar", pillar__isnull=False)
                | models.Q(~models.Q(kind="pillar"), pillar__isnull=True),
                name="text_of_a_pillar_names_it",
            )
        ]

    def __str__(self) -> str:
        return in_language(self.title)


def shown_label(label: str) -> str:
    """A version's label in the reader's language where it is one of the usual ones, else as it was given."""
    revised = re.fullmatch(r"Rev\. ?(\d+)", label)
    if revised:
        return gettext("Rev.%(number)s") % {"number": revised.group(1)}
    return gettext("Zero draft") if label == "Zero draft" else label


class VersionQuerySet(models.QuerySet["Version"]):
    """Versions, described by their state."""

    def published(self) -> Self:
        return self.filter(state=Version.State.PUBLISHED)

    def working(self) -> Self:
        return self.filter(state=Version.State.WORKING)


class Version(models.Model):
    """An ordered set of wordings. One is in work; the published ones never change."""

    class State(models.TextChoices):
        WORKING = "working", _("in work")
        PUBLISHED = "published", _("published")

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)
    state = models.CharField(max_length=12, choices=State, default=State.WORKING)
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    content_hash = models.CharField(max_length=64, blank=True)

    objects = VersionQuerySet.as_manager()

    if TYPE_CHECKING:
        placements: RelatedManager["Placement"]
        wordings: RelatedManager[Wording]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="version_number_is_unique"),
            models.UniqueConstraint(fields=["text", "slug"], name="version_slug_is_unique"),
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(state="working"), name="one_working_version_a_text"
            ),
            models.CheckConstraint(
                condition=models.Q(state="working", published_at__isnull=True, content_hash="")
                | models.Q(
                    models.Q(state="published", published_at__isnull=False) & ~models.Q(content_hash="")
                ),
                name="published_version_has_time_and_hash",
            ),
        ]

    def __str__(self) -> str:
        return shown_label(self.label)

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


class Clause(models.Model):
    """The lasting identity of a provision; its words are in the wordings, its place in the placements."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="clauses")
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)

    def __str__(self) -> str:
        return self.key


class Placement(models.Model):
    """Where a clause stands in one version, and the label printed beside it."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="placements")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="placements")
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=12, choices=CLAUSE_KINDS)
    label = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="clause_stands_once_in_a_version"),
            models.UniqueConstraint(fields=["version", "position"], name="one_clause_a_position"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.label}".strip()


class Descent(models.Model):
    """What a clause came from: one row for each parent of a split or a merger, in the version that made it."""

    class Kind(models.TextChoices):
        SPLIT = "split", _("split off from")
        MERGED = "merged", _("merged into")

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="descents")
    ancestor = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="heirs")
    descendant = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="origins")
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "ancestor", "descendant"], name="descent_is_told_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(ancestor=models.F("descendant")), name="no_clause_is_its_own_heir"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor_id} → {self.descendant_id}"
