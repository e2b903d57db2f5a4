"""Inviting to a session: a list is made first, then sent; whoever is on it leaves it in plain sight."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.models import Organisation, User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from roundtables.actions.seats import seat_those_who_wait
from roundtables.actions.sessions import locked
from roundtables.mails.seats import Turn, invite_by_letter, tell_of_seats
from roundtables.models import Seat, Session
from roundtables.permissions.seats import can_invite


@transaction.atomic
def list_for_session(
    *,
    by: User,
    session: Session,
    at: datetime,
    organisations: Sequence[Organisation] = (),
    people: Sequence[User] = (),
) -> list[Seat]:
    """Put organisations and people on the list of those to invite; whoever is on it stays there once."""
    require(can_invite(by, session, at))
    require(can_invite(by, locked(session), at))
    standing = Seat.objects.standing().filter(session=session)
    listed = set(standing.values_list("organisation", "user"))
    wanted = [Seat(organisation=each) for each in organisations] + [Seat(user=each) for each in people]
    made = [seat for seat in wanted if (seat.organisation_id, seat.user_id) not in listed]
    for seat in made:
        seat.session, seat.listed_by, seat.listed_at = session, by, at
    if made:
        Seat.objects.bulk_create(made)
        keys = sorted(seat.key for seat in made)
        record(by=by, verb=Verb.CALLED, about=session, key=session.key, at=at, listed=keys)
    return made


@transaction.atomic
def send_invitations(*, by: User, session: Session, at: datetime) -> list[Seat]:
    """Send every invitation on the list that has not been sent; a second click sends none."""
    require(can_invite(by, session, at))
    # It may have been cancelled since the page was opened.
    require(can_invite(by, locked(session), at))
    waiting = Seat.objects.standing().filter(session=session, sent_at=None)
    seats = list(waiting.select_related("user", "organisation", "session").order_by("pk"))
    if not seats:
        return []
    waiting.update(sent_at=at)
    invite_by_letter(seats, at=at)
    keys = sorted(seat.key for seat in seats)
    record(by=by, verb=Verb.CALLED, about=session, key=session.key, at=at, sent=keys)
    return seats


@transaction.atomic
def withdraw_invitation(*, by: User, seat: Seat, at: datetime) -> None:
    """Take somebody off the list, visibly; whoever was written to is told, and who waits longest takes the seat."""
    require(can_invite(by, seat.session, at))
    session = locked(seat.session)
    require(can_invite(by, session, at))
    if not Seat.objects.standing().filter(pk=seat.pk).update(withdrawn_at=at):
        return
    seats = Seat.objects.select_related("user", "attends", "session")
    withdrawn = seats.get(pk=seat.pk)
    if withdrawn.sent_at:
        tell_of_seats([withdrawn], Turn.WITHDRAWN, at=at)
    seated = seat_those_who_wait(session, at=at)
    record(
        by=by,
        verb=Verb.CALLED,
        about=session,
        key=session.key,
        at=at,
        withdrawn=seat.key,
        seated=[each.key for each in seated],
    )


@transaction.atomic
def change_seats(*, by: User, session: Session, seats: int | None, at: datetime) -> list[Seat]:
    """Say how many seats the room has; who waits longest takes those that are new, and nobody loses one."""
    require(can_invite(by, session, at))
    held = locked(session)
    require(can_invite(by, held, at))
    if held.seats == seats:
        return []
    Session.objects.filter(pk=session.pk).update(seats=seats, changed_at=at)
    held.seats = session.seats = seats
    seated = seat_those_who_wait(held, at=at)
    record(
        by=by,
        verb=Verb.RESCHEDULED,
        about=session,
        key=session.key,
        at=at,
        seats=seats,
        seated=[each.key for each in seated],
    )
    return seated
