"""Comments as they were said, where each stands now, and where its words are on every later version."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models.people import Category, Organisation, User
from consultation.models.rounds import Consultation, GuidingQuestion
from drafts.models import Amendment, AmendmentKind, Clause, Version
from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.ledger import canonical, digest
from drafts.text.anchors import Continuity, needs_confirmation

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from consultation.models.dispositions import Disposition
    from consultation.models.sittings import Spoken


class CommentKind(models.TextChoices):
    """What sort of remark it is; the field's own four."""

    GENERAL = "general", _("general")
    TECHNICAL = "technical", _("technical or substantive")
    EDITORIAL = "editorial", _("editorial")
    TRANSLATION = "translation", _("translation")


# What a participant may propose in a comment; the other kinds of amendment are the committee's.
PROPOSALS = [
    (kind.value, kind.label) for kind in (AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.DELETE)
]


class Said(models.Model):
    """What a draft of a comment and the comment have in common."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="%(class)ss")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="%(class)ss")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="%(class)ss")
    kind = models.CharField(_("kind"), max_length=12, choices=CommentKind, default=CommentKind.GENERAL)
    language = models.CharField(_("language of the comment"), max_length=12)
    body = models.TextField(_("comment"), blank=True)
    proposed_wording = models.TextField(_("proposed wording"), blank=True)
    # What the proposed wording is for: to stand in place of the clause, or after it; or the clause goes.
    proposal = models.CharField(
        _("proposal"), max_length=8, choices=PROPOSALS, default=AmendmentKind.REPLACE, blank=True
    )
    # The guiding question that it is about.
    question = models.ForeignKey(
        GuidingQuestion, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    # The quoted words, in the wording of `wording_language`; empty when the whole clause is meant.
    # Offsets count code points of the clause's plain text; prefix and suffix are 64 signs each.
    wording_language = models.CharField(max_length=12)
    quote = models.TextField(_("words you comment on"), blank=True)
    prefix = models.CharField(max_length=64, blank=True)
    suffix = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(quote="", start__isnull=True, end__isnull=True)
                | models.Q(~models.Q(quote=""), start__isnull=False, end__gt=models.F("start")),
                name="%(class)s_quote_has_its_place",
            )
        ]


class CommentDraft(Said):
    """Half-written; only its author sees it. Submitting makes a comment of it and takes the draft away."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    saved_at = models.DateTimeField()
    # Shared with the author's organisation: its coordinators read it from then on.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    shared_at = models.DateTimeField(null=True, blank=True)
    # The drafts of members that a coordinator's draft brings together.
    sources = models.ManyToManyField("self", symmetrical=False, related_name="consolidations", blank=True)
    # The submitted comment that holds its matter; the draft stays so that its author sees where it went.
    taken_into = models.ForeignKey(
        "consultation.Comment", on_delete=models.PROTECT, null=True, blank=True, related_name="source_drafts"
    )

    class Meta(Said.Meta):
        constraints = [
            *Said.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True, shared_at__isnull=True)
                | models.Q(organisation__isnull=False, shared_at__isnull=False),
                name="a_draft_is_shared_with_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]


class Submission(models.Model):
    """A set of comments on one consultation, reviewed together and submitted by one act."""

    # Made when the set is first shown, so that sending it twice makes one set.
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="submissions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="submissions")
    submitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Comment(Said):
    """A submitted input. The row is never changed again: the database refuses."""

    class Channel(models.TextChoices):
        WEB = "web", _("on the site")
        WORD = "word", _("in a Word file")
        EMAIL = "email", _("by e-mail")
        SESSION = "session", _("in a session")

    # Made when the form is first shown, so that sending it twice makes one comment.
    reference = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    # The category of whoever spoke in their own name; empty for a member of the public.
    category = models.CharField(max_length=32, choices=Category, blank=True, default="")
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.WEB)
    submitted_at = models.DateTimeField()
    # What it proposes, put before the committee as any other amendment.
    amendment = models.ForeignKey(
        Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="comments"
    )

    if TYPE_CHECKING:
        standing: "Standing"
        spoken: "Spoken"
        dispositions: RelatedManager[Disposition]
        places: RelatedManager["ResolvedAnchor"]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("consultation:comment", args=[self.reference])

    @property
    def is_from_session(self) -> bool:
        """Whether it was said aloud: then its author is whoever took it in, and not who spoke."""
        return self.channel == self.Channel.SESSION

    def says_other_than(self, columns: Mapping[str, object]) -> bool:
        """Whether it was submitted with other words than these, as its own columns hold them."""
        return any(getattr(self, name) != said for name, said in columns.items())

    def words_hash(self) -> str:
        """The hash that the ledger keeps of what was said and where."""
        said = (self.kind, self.language, self.body, self.proposed_wording)
        where = (self.wording_language, self.quote, self.prefix, self.suffix, self.start, self.end)
        # What comments could propose from the first day is sealed as it was then.
        more = () if self.proposal == AmendmentKind.REPLACE else (self.proposal,)
        return digest(canonical([*said, *where, *more]))


class StandingQuerySet(models.QuerySet["Standing"]):
    """Standings, described by who may see the comment and whether it awaits an answer."""

    def public(self) -> Self:
        return self.filter(state=Standing.State.VISIBLE)

    def owed_an_answer(self) -> Self:
        """Visible or still to be moderated, and not yet disposed of."""
        return self.filter(state__in=Standing.OWED, disposition__isnull=True)


class Standing(models.Model):
    """Where a comment stands now; how it came there is in the moderation log and the dispositions."""

    class State(models.TextChoices):
        PENDING = "pending", _("awaiting moderation")
        VISIBLE = "visible", _("visible")
        RETURNED = "returned", _("returned to its author")
        HIDDEN = "hidden", _("hidden")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    OWED = (State.PENDING, State.VISIBLE)

    comment = models.OneToOneField(
        Comment, on_delete=models.PROTECT, primary_key=True, related_name="standing"
    )
    state = models.CharField(max_length=12, choices=State)
    # The disposition in force, so that lists need no search for the last one.
    disposition = models.OneToOneField(
        "consultation.Disposition", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = StandingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "disposition"], name="standing_state")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.state}"


class ResolvedAnchor(models.Model):
    """Where a comment's words stand in one version: the one it was made on, and each later one."""

    class State(models.TextChoices):
        SAME = Continuity.SAME.value, pgettext_lazy("words of a comment", "Unchanged")
        MOVED = Continuity.MOVED.value, pgettext_lazy("words of a comment", "Moved")
        NEARBY = Continuity.NEARBY.value, _("Words nearby changed")
        REWRITTEN = Continuity.REWRITTEN.value, _("Rewritten")
        REMOVED = Continuity.REMOVED.value, pgettext_lazy("words of a comment", "Removed")

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="places")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="places")
    # The clause it is shown at: the heir's where the clause was split or merged, the old one's where it is gone.
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="places")
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    exact = models.TextField(blank=True)
    method = models.CharField(max_length=24)
    score = models.FloatField()
    state = models.CharField(max_length=12, choices=State)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "version"], name="one_place_a_version"),
        ]
        indexes = [models.Index(fields=["version", "clause"], name="place_version_clause")]

    def __str__(self) -> str:
        return f"{self.comment_id} {self.state}"

    @property
    def needs_confirming(self) -> bool:
        """Whether its words were found by a search, so that a person has to say if it still applies."""
        return needs_confirmation(self.method, self.score)
