"""Sessions: who convened them, what is on their agenda, who holds which office, and their documents."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultation.models import Sitting, User
from drafts.models import Clause, Programme
from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.languages import check_names, in_language


class Series(models.Model):
    """Sessions that belong together: the round tables of a spring, the committees of a month."""

    slug = models.SlugField(unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="series")
    title = models.JSONField(validators=[check_names])
    description = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "series"

    def __str__(self) -> str:
        return in_language(self.title)

    def get_absolute_url(self) -> str:
        return reverse("roundtables:series", args=[self.slug])


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions, described by whether they are on the agenda."""

    def announced(self) -> Self:
        return self.filter(announced_at__isnull=False)


class Session(Sitting):
    """A sitting with all that belongs to holding it."""

    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    description = models.JSONField(default=dict, blank=True)
    # Where to take part from afar: for those who are invited, not for everybody.
    link = models.URLField(blank=True, default="")
    # Codes of the languages spoken in the room.
    languages = models.JSONField(default=list)
    # Seats in the room; without a number there is room for all.
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    convened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    convened_at = models.DateTimeField()
    # Counts the changes that calendars have to learn of (RFC 5545, SEQUENCE), and when the last one was.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # Why it was cancelled, in the languages of the secretariat's choice.
    cancelled_because = models.JSONField(default=dict, blank=True)

    objects: ClassVar[SessionQuerySet] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    def get_absolute_url(self) -> str:
        return reverse("roundtables:session", args=[self.key])


class Office(models.Model):
    """Somebody chairs a session, or takes its record. Handing over ends a row and begins one."""

    class Part(models.TextChoices):
        CHAIR = "chair", _("chair of the session")
        RAPPORTEUR = "rapporteur", _("rapporteur")

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="offices")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="offices")
    part = models.CharField(max_length=12, choices=Part)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "user", "part"],
                condition=models.Q(ended_at__isnull=True),
                name="an_office_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["session"],
                condition=models.Q(ended_at__isnull=True, part="chair"),
                name="a_session_has_one_chair",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.part} of {self.session_id}"


class AgendaItem(models.Model):
    """One point of a session's agenda, and the clauses it is about."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    title = models.JSONField(validators=[check_names])
    # When it is called, in the session's zone; empty where the agenda gives no hours.
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    clauses = models.ManyToManyField(Clause, related_name="agenda_items", blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return in_language(self.title)


class SessionDocument(models.Model):
    """Slides, a paper, or where a recording is to be found. A file is served by us alone, never by a web server."""

    class Kind(models.TextChoices):
        SLIDES = "slides", _("slides")
        PAPER = "paper", _("paper")
        RECORDING = "recording", _("recording")

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody")
        ATTENDEES = "attendees", _("those who were invited or attended")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=12)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.ATTENDEES)
    # A file, or a link: one of the two.
    file = models.FileField(upload_to="sessions/", blank=True)
    link = models.URLField(blank=True, default="")
    # What the file is: found by its content, not by its name.
    content_type = models.CharField(max_length=100, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(models.Q(file=""), ~models.Q(link=""))
                | models.Q(models.Q(link=""), ~models.Q(file=""), ~models.Q(sha256="")),
                name="a_document_is_a_file_or_a_link",
            ),
        ]

    def __str__(self) -> str:
        return self.title
