"""Amendments: proposed wording against one clause of one version, and where each stands on the words in work."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.ledger import canonical, digest
from drafts.models.texts import Clause, Version
from drafts.models.wordings import Revision


class AmendmentKind(models.TextChoices):
    """What an amendment wants done with its clause."""

    REPLACE = "replace", pgettext_lazy("amendment", "replace the words")
    INSERT = "insert", pgettext_lazy("amendment", "insert a clause after it")
    DELETE = "delete", pgettext_lazy("amendment", "delete it")
    MOVE = "move", pgettext_lazy("amendment", "move it")
    SPLIT = "split", pgettext_lazy("amendment", "split it")
    MERGE = "merge", pgettext_lazy("amendment", "merge another clause into it")


class Amendment(models.Model):
    """What somebody proposes, as they proposed it. The row is never changed."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="amendments")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="amendments")
    language = models.CharField(max_length=12)
    kind = models.CharField(
        _("amendment"), max_length=8, choices=AmendmentKind, default=AmendmentKind.REPLACE
    )
    # The clause's words when it was made, and those proposed: the whole wording of the clause, the new clause,
    # or the parts of a split with an empty line between them. Source, as `drafts.text.inline` reads it.
    basis = models.TextField(blank=True)
    words = models.TextField(_("proposed wording"), blank=True)
    # Move: the clause it is to follow (none: to the beginning). Merge: the clause whose words come in.
    other = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    rationale = models.TextField(_("rationale"), blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="amendments"
    )
    delegation = models.CharField(max_length=120, blank=True)
    proposed_at = models.DateTimeField()

    if TYPE_CHECKING:
        standing: "AmendmentStanding"

    def __str__(self) -> str:
        return self.key

    def words_hash(self) -> str:
        """The hash of what was proposed, on which words and why."""
        other = self.other.key if self.other else ""
        return digest(canonical([self.basis, self.words, other, self.rationale, self.delegation]))

    def content_hash(self) -> str:
        """The hash of all of it, what it is about too; the ledger keeps it under a seal."""
        where = [self.clause.key, self.version.number, self.language, self.kind]
        return digest(canonical([*where, self.words_hash()]))


class AmendmentStandingQuerySet(models.QuerySet["AmendmentStanding"]):
    """Standings of amendments, described by whether they still want a decision."""

    def open(self) -> Self:
        return self.filter(state=AmendmentStanding.State.OPEN)


class AmendmentStanding(models.Model):
    """Where an amendment stands now: its state, and its words rebased on those in work."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("amendment", "open")
        ACCEPTED = "accepted", pgettext_lazy("amendment", "accepted")
        CHANGED = "changed", pgettext_lazy("amendment", "accepted with changes")
        REJECTED = "rejected", pgettext_lazy("amendment", "rejected")
        WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "withdrawn")

    class Fit(models.TextChoices):
        """How the proposal stands to the words in work."""

        FITS = "fits", _("fits the words in work")
        REBASED = "rebased", _("carried over to the changed words")
        PROPOSED = "proposed", _("the same sentence changed: to be confirmed")
        COLLIDES = "collides", _("collides with a later change")
        GONE = "gone", _("its clause is gone")

    amendment = models.OneToOneField(
        Amendment, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    # The last words of the clause that the proposal was clean on, and the proposal as it reads on them.
    basis = models.TextField(blank=True)
    words = models.TextField(blank=True)
    fit = models.CharField(max_length=12, choices=Fit, default=Fit.FITS)
    # The revision that took it in, or the reason why none did.
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AmendmentStandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="rejected") | ~models.Q(reason=""),
                name="a_rejected_amendment_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["accepted", "changed"]) | models.Q(revision__isnull=False),
                name="an_accepted_amendment_names_its_revision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def stamp(self) -> str:
        """The hash of what a decider reads: a decision says on which standing it was made."""
        return digest(canonical([self.state, self.fit, self.basis, self.words]))
