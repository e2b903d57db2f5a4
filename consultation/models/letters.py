"""Letters that are to be sent: written in the transaction that gives rise to them, sent by a worker, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.people import User
from drafts.models.keys import KEY_LENGTH, new_key


class Letter(models.Model):
    """One e-mail to one person. Its Message-ID is made with the row: a retry carries the same."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REGISTRATION = "registration", _("your registration")
        OPENED = "opened", _("a consultation opened")
        CLOSING = "closing", _("a consultation closes soon")
        EXTENDED = "extended", _("a consultation was extended")
        MODERATED = "moderated", _("your comment was moderated")
        REPLIED = "replied", _("somebody replied to your comment")
        ANSWERED = "answered", _("your comment was answered")
        PUBLISHED = "published", _("a text was published")
        RECORD = "record", _("a session’s record was circulated")
        SILENCE = "silence", _("a silence procedure")
        CONVENED = "convened", _("you are invited to a session")
        SEATED = "seated", _("your seat in a session")
        RESCHEDULED = "rescheduled", _("a session was changed or cancelled")
        CORRECTED = "corrected", _("your correction was decided on")
        EVALUATION = "evaluation", _("what did you think of a session?")
        DUE = "due", _("something you are to do is due")
        DIGEST = "digest", _("digest of the day")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        GATHERED = "gathered", _("waiting for the digest of the day")
        SENT = "sent", _("sent")
        GIVEN_UP = "given_up", _("given up")
        DROPPED = "dropped", _("not wanted any more")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    # Empty for an invitation to somebody without an account: `address` says where it goes then.
    to = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="letters")
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=12)
    # What the template is filled with: keys, numbers and addresses of pages, no words of the consultation.
    matter = models.JSONField(default=dict)
    # The same event is not written about twice to the same person.
    once = models.CharField(max_length=120, unique=True, null=True, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # The digest that took it in.
    digest = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="gathered"
    )
    written_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # A worker has it in hand until then; after that another may take it.
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["state", "due_at"], name="letter_due"),
            models.Index(fields=["to", "state"], name="letter_to"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.kind}"
