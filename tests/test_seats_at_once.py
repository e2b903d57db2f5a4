"""Two at once for the last seat, for a list that is sent, and at the door of a session."""

from functools import partial

from consultation.models import Letter, User
from roundtables.actions.attendance import Present, take_attendance, take_list
from roundtables.actions.inviting import list_for_session, send_invitations, withdraw_invitation
from roundtables.actions.seats import Said, answer_invitation, seen_as
from roundtables.models import Attendance, Seat
from roundtables.reports.seats import waiting_line
from tests import make, seats
from tests.make import NOON
from tests.seats import NO, YES
from tests.test_concurrency import at_once, committed, kinds, the_ledger_holds

__all__ = ["committed"]  # every test here commits for good


def people(number: int) -> list[User]:
    return [make.person(f"Guest{each}") for each in range(number)]


def answer(seat: Seat, said: Seat.Answer = YES) -> object:
    assert seat.user is not None
    return answer_invitation(by=seat.user, seat=seat, said=Said(said), seen=seen_as(seat), at=NOON)


def test_of_many_who_want_the_last_seat_exactly_one_gets_it() -> None:
    session = seats.coming(seats=1)
    asked = seats.invited(session, *people(6))
    outcomes = kinds(at_once(*[partial(answer, seat) for seat in asked]))

    assert outcomes == {"Seat": 6}
    assert Seat.objects.taken().count() == 1
    assert sorted(waiting_line(session).values()) == [1, 2, 3, 4, 5]
    the_ledger_holds()


def test_a_seat_that_two_give_up_at_once_goes_to_two_who_wait() -> None:
    session = seats.coming(seats=2)
    asked = seats.invited(session, *people(4))
    for seat in asked:
        seats.answered(seat)
    holders = [seats.seat_of(session, seat.user) for seat in asked[:2] if seat.user]
    at_once(*[partial(answer, seat, NO) for seat in holders])

    assert set(Seat.objects.taken().values_list("pk", flat=True)) == {asked[2].pk, asked[3].pk}
    assert Letter.objects.filter(kind=Letter.Kind.SEATED).count() == 2
    the_ledger_holds()


def test_a_yes_while_another_is_withdrawn_leaves_no_seat_empty() -> None:
    session = seats.coming(seats=1)
    first, second = seats.invited(session, *people(2))
    seats.answered(first)
    withdraw = partial(withdraw_invitation, by=make.secretariat(), seat=first, at=NOON)
    at_once(withdraw, partial(answer, second))

    assert list(Seat.objects.taken()) == [second]
    the_ledger_holds()


def test_two_clicks_send_each_invitation_once() -> None:
    session, sena = seats.coming(), make.secretariat()
    list_for_session(by=sena, session=session, people=people(3), at=NOON)
    send = partial(send_invitations, by=sena, session=session, at=NOON)
    outcomes = at_once(send, send, send)

    assert sorted(len(sent) for sent in outcomes if isinstance(sent, list)) == [0, 0, 3]
    assert Letter.objects.filter(kind=Letter.Kind.CONVENED).count() == 3
    the_ledger_holds()


def test_two_secretaries_at_once_list_somebody_once() -> None:
    session, sena = seats.coming(), make.secretariat()
    add = partial(list_for_session, by=sena, session=session, people=people(3), at=NOON)
    assert kinds(at_once(add, add)) == {"list": 2}
    assert Seat.objects.count() == 3


def test_two_rapporteurs_at_the_door_enter_nobody_twice() -> None:
    session, remy = seats.coming(), make.person("Remy")
    guests = [Present(user=each) for each in people(3)] + [Present(name="Awa Sarr", body="Ministry")]
    one = [partial(take_attendance, by=remy, session=session, present=each, at=NOON) for each in guests]
    whole = partial(take_list, by=remy, session=session, people=guests, at=NOON)
    outcomes = kinds(at_once(*one, *one, whole))

    assert set(outcomes) == {"Attendance", "list"}
    assert Attendance.objects.count() == 4
    the_ledger_holds()
