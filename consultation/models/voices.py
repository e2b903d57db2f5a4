"""Several people and several organisations behind one comment: suggestions, contributions, signatures, endorsements."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.comments import Comment, CommentDraft
from consultation.models.people import Organisation, User
from drafts.models.keys import KEY_LENGTH, new_key


class DraftSuggestion(models.Model):
    """Other words for a member's draft, by a coordinator; the member takes them or not."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        TAKEN = "taken", _("taken")
        DECLINED = "declined", _("declined")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    draft = models.ForeignKey(CommentDraft, on_delete=models.CASCADE, related_name="suggestions")
    body = models.TextField(blank=True)
    proposed_wording = models.TextField(blank=True)
    note = models.TextField(blank=True)
    # The words of the draft that it was made for, so that it is never taken over other words unseen.
    basis = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    suggested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.key


class Contribution(models.Model):
    """What a member drafted of a comment that their organisation submitted. The row is never changed."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="contributions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="contributions")
    body = models.TextField(blank=True)
    proposed_wording = models.TextField(blank=True)
    contributed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} {self.author_id}"


class Signature(models.Model):
    """Another organisation says the same: one comment, several signatories. Withdrawing it leaves the row."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signatures")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "organisation"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="an_organisation_signs_a_comment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} signs {self.comment_id}"


class Endorsement(models.Model):
    """A participant supports a comment. Taking it back leaves the row."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="endorsements")
    endorsed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="endorsements")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="endorsements"
    )
    endorsed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "endorsed_by"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_person_endorses_a_comment_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.endorsed_by_id} endorses {self.comment_id}"


class Reply(models.Model):
    """The second level of a thread: a reply, the committee's request for clarification, its author's clarification."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        REQUEST = "request", _("request for clarification")
        CLARIFICATION = "clarification", _("clarification")

    class State(models.TextChoices):
        PENDING = "pending", _("awaiting moderation")
        VISIBLE = "visible", _("visible")
        HIDDEN = "hidden", _("hidden")

    # Made when the form is first shown, so that sending it twice makes one reply.
    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="replies")
    kind = models.CharField(max_length=16, choices=Kind, default=Kind.REPLY)
    # The request that a clarification answers.
    request = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="clarification"
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="replies")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    language = models.CharField(max_length=12)
    body = models.TextField()
    replied_at = models.DateTimeField()
    # The words never change; whether they are shown does, with its last reason, moderator and time.
    state = models.CharField(max_length=8, choices=State)
    reason = models.TextField(blank=True)
    moderated_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    moderated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="clarification", request__isnull=False)
                | models.Q(~models.Q(kind="clarification"), request__isnull=True),
                name="a_clarification_answers_a_request",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="hidden") | ~models.Q(reason=""),
                name="no_reply_is_hidden_without_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Duplicate(models.Model):
    """A comment that says what another says: it gets that one's answer. Parting them leaves the row."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="merged_into")
    original = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="duplicates")
    merged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    parted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment"],
                condition=models.Q(parted_at__isnull=True),
                name="a_comment_is_merged_into_one_other",
            ),
            models.CheckConstraint(
                condition=~models.Q(comment=models.F("original")),
                name="a_comment_is_no_duplicate_of_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} says what {self.original_id} says"
