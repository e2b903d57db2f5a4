"""Taking the attendance of a session."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.models import User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from roundtables.actions.sessions import locked
from roundtables.models import Attendance, Session
from roundtables.permissions.sessions import can_take_attendance
from roundtables.reports.present import Identity, Present, identity_of

__all__ = ["Present", "remove_attendance", "take_attendance", "take_list"]


@transaction.atomic
def take_attendance(*, by: User, session: Session, present: Present, at: datetime) -> Attendance:
    """Enter somebody who is there; whoever is entered already is not entered again."""
    require(can_take_attendance(by, session))
    require(can_take_attendance(by, locked(session)))
    found = _there(session).get(present.identity)
    if found is not None:
        return found
    entered = _entry(session, present, by, at)
    entered.save()
    record(by=by, verb=Verb.ATTENDED, about=session, key=session.key, at=at, entry=entered.key)
    return entered


@transaction.atomic
def take_list(*, by: User, session: Session, people: Sequence[Present], at: datetime) -> list[Attendance]:
    """Enter everybody on a list who is not entered yet, all of them or nobody."""
    require(can_take_attendance(by, session))
    require(can_take_attendance(by, locked(session)))
    there = _there(session)
    new = {each.identity: each for each in people if each.identity not in there}
    entered = [_entry(session, each, by, at) for each in new.values()]
    if entered:
        Attendance.objects.bulk_create(entered)
        keys = [each.key for each in entered]
        record(by=by, verb=Verb.ATTENDED, about=session, key=session.key, at=at, entries=keys)
    return entered


@transaction.atomic
def remove_attendance(*, by: User, entry: Attendance, at: datetime) -> None:
    """Take back an entry that was a mistake; that it was there stays on record."""
    require(can_take_attendance(by, entry.session))
    session = locked(entry.session)
    standing = Attendance.objects.standing().filter(pk=entry.pk)
    if standing.update(removed_by=by, removed_at=at):
        record(by=by, verb=Verb.ATTENDED, about=session, key=session.key, at=at, removed=entry.key)


def _there(session: Session) -> dict[Identity, Attendance]:
    """Who is entered; ask with the session locked."""
    standing = Attendance.objects.standing().filter(session=session)
    return {identity_of(entry): entry for entry in standing.select_related("user", "organisation")}


def _entry(session: Session, present: Present, by: User, at: datetime) -> Attendance:
    return Attendance(
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
