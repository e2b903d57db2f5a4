"""Taking the attendance of a session."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultation.models import Organisation, User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from roundtables.models import Attendance, Session
from roundtables.permissions.sessions import can_take_attendance


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who was there: with an account, or by the name on the list at the door."""

    user: User | None = None
    name: str = ""
    organisation: Organisation | None = None
    body: str = ""
    category: str = ""
    country: str = ""
    mode: Attendance.Mode = Attendance.Mode.ROOM


@transaction.atomic
def take_attendance(*, by: User, session: Session, present: Present, at: datetime) -> Attendance:
    """Enter somebody who is there; a person with an account is entered once."""
    require(can_take_attendance(by, session))
    Session.objects.select_for_update(no_key=True, of=("self",)).get(pk=session.pk)
    if present.user is not None:
        found = Attendance.objects.standing().filter(session=session, user=present.user).first()
        if found is not None:
            return found
    entered = Attendance.objects.create(
        session=session,
        user=present.user,
        name=present.name,
        organisation=present.organisation,
        body=present.body,
        category=present.category,
        country=present.country,
        mode=present.mode,
        taken_by=by,
        taken_at=at,
    )
    record(by=by, verb=Verb.ATTENDED, about=session, key=session.key, at=at, entry=entered.key)
    return entered
