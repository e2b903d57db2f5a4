"""Giving oneself an address under which calendars read one's own meetings, and taking it back."""

from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from consultation.models import User
from drafts.access import require
from roundtables.models import CalendarAddress
from roundtables.permissions.calendars import can_keep_calendar


@transaction.atomic
def make_calendar_address(*, by: User, at: datetime) -> CalendarAddress:
    """Make the address, or a new one: the old one leads nowhere then. The ledger knows nothing of it."""
    require(can_keep_calendar(by))
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    made, _new = CalendarAddress.objects.update_or_create(
        user=by, defaults={"secret": token_urlsafe(32), "made_at": at}
    )
    return made


@transaction.atomic
def revoke_calendar_address(*, by: User) -> None:
    """Take the address back: it leads nowhere any more."""
    require(can_keep_calendar(by))
    CalendarAddress.objects.filter(user=by).delete()
