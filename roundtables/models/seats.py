"""Who is asked to a session, what they answered, who came, and where somebody's own calendar is."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import Category, Organisation, User
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.models.sessions import Session


class SeatQuerySet(models.QuerySet["Seat"]):
    """Invitations to a session, described by how they stand."""

    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def sent(self) -> Self:
        return self.filter(withdrawn_at=None, sent_at__isnull=False)

    def taken(self) -> Self:
        """Those that hold a seat in the room: a yes or a proxy that is not on the waiting list."""
        return self.sent().filter(answer__in=[Seat.Answer.YES, Seat.Answer.PROXY], waiting_since=None)


class Seat(models.Model):
    """An invitation to a session, to an organisation or to a person, and the answer."""

    class Answer(models.TextChoices):
        OPEN = "open", pgettext_lazy("invitation", "no answer yet")
        YES = "yes", pgettext_lazy("invitation", "attends")
        NO = "no", pgettext_lazy("invitation", "does not attend")
        PROXY = "proxy", pgettext_lazy("invitation", "sends a proxy")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="invited")
    # One of the two.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="seats"
    )
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="seats")
    listed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    # Until then it is on the secretariat's list only.
    sent_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.OPEN)
    # Who comes: the member that an organisation sends, or the proxy. With an account, or by the name they gave.
    attends = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attends_name = models.CharField(max_length=120, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    # On the waiting list since then: the room was full.
    waiting_since = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True, user__isnull=False)
                | models.Q(organisation__isnull=False, user__isnull=True),
                name="a_seat_is_for_an_organisation_or_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(answer="open", answered_at__isnull=True)
                | models.Q(~models.Q(answer="open"), answered_at__isnull=False),
                name="an_answer_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["session", "organisation"],
                condition=models.Q(withdrawn_at__isnull=True, organisation__isnull=False),
                name="an_organisation_is_invited_once",
            ),
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=models.Q(withdrawn_at__isnull=True, user__isnull=False),
                name="a_person_is_invited_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.answer}"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Who was there, without what was entered by mistake."""

    def standing(self) -> Self:
        return self.filter(removed_at=None)


class Attendance(models.Model):
    """Somebody was there. It says nothing of what they said."""

    class Mode(models.TextChoices):
        ROOM = "room", _("in the room")
        REMOTE = "remote", _("from afar")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    # With an account; else by the name on the list at the door.
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    name = models.CharField(max_length=120, blank=True, default="")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    # A body that has no page here: a state, a guest's organisation.
    body = models.CharField(max_length=200, blank=True, default="")
    category = models.CharField(max_length=32, choices=Category, blank=True, default="")
    country = models.CharField(max_length=2, blank=True, default="")
    mode = models.CharField(max_length=8, choices=Mode, default=Mode.ROOM)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    removed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(name="") | ~models.Q(body=""),
                name="somebody_attended",
            ),
            models.UniqueConstraint(
                fields=["session", "user"],
                condition=models.Q(removed_at__isnull=True, user__isnull=False),
                name="a_person_attends_once",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class CalendarAddress(models.Model):
    """Where somebody's own calendar is read without signing in; a new one makes the old one useless."""

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, primary_key=True, related_name="calendar_address"
    )
    secret = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
