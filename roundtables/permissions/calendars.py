"""Whose own calendar holds which sessions."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from consultation.models import User
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor
from roundtables.models import Attendance, Office, Seat, Session, SessionQuerySet


def can_keep_calendar(user: Visitor) -> Decision:
    """Whoever has an account, a calendar of their own."""
    if user.pk is not None and user.is_active:
        return ALLOWED
    return refused(_("Sign in to have a calendar of your own."))


def sessions_of(user: User) -> SessionQuerySet:
    """Sessions that somebody holds an office in, attended, or is invited to and did not say no to."""
    offices = Office.objects.filter(session=OuterRef("pk"), user=user.pk, ended_at=None)
    there = Attendance.objects.standing().filter(session=OuterRef("pk"), user=user.pk)
    speaks_for = Q(
        organisation__memberships__user=user.pk,
        organisation__memberships__admitted_at__isnull=False,
        organisation__memberships__ended_at=None,
    )
    asked = Seat.objects.sent().filter(Q(user=user.pk) | Q(attends=user.pk) | speaks_for)
    seats = asked.filter(session=OuterRef("pk")).exclude(answer=Seat.Answer.NO)
    return Session.objects.filter(Exists(offices) | Exists(there) | Exists(seats))
