"""What sessions let go of when somebody closes their account; called below through the settings."""

from datetime import datetime

from django.db.models import Q

from consultation.models import User
from roundtables.models import Attendance, CalendarAddress, Office, Seat, Session


def leave_sessions(*, by: User, at: datetime) -> None:
    """Offices end, seats to come are given up, and what the person wrote of themselves is emptied.

    Part of closing the account, in its transaction and under its one entry. What was said under their name stays under
    their key, and so does that they were there.
    """
    _hold_sessions(by)
    Office.objects.filter(user=by, ended_at=None).update(ended_at=at)
    _give_up_seats(by, at)
    Seat.objects.filter(Q(user=by) | Q(attends=by)).update(attends_name="")
    Seat.objects.filter(Q(user=by) | Q(attends=by) | Q(answered_by=by)).update(note="")
    Attendance.objects.filter(user=by).update(name="")
    CalendarAddress.objects.filter(user=by).delete()


def _hold_sessions(account: User) -> None:
    """Whoever invites, seats or gives an office holds the session first; so do we, always in the same order."""
    theirs = Q(invited__user=account) | Q(invited__attends=account) | Q(offices__user=account)
    held = Session.objects.filter(pk__in=Session.objects.filter(theirs).values("pk"))
    list(held.select_for_update(no_key=True, of=("self",)).order_by("pk"))


def _give_up_seats(account: User, at: datetime) -> None:
    """An invitation in person is withdrawn; an organisation’s stays, and it says anew whom it sends."""
    coming = Seat.objects.standing().filter(session__ends_at__gt=at)
    coming.filter(user=account).update(withdrawn_at=at)
    coming.filter(organisation__isnull=False, attends=account).update(attends=None, attends_name="")
