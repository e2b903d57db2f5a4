"""Answers to invitations, the seats of a room, and who gets one that is freed."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultation.models import Letter
from drafts.models import LedgerEntry
from roundtables.actions.inviting import change_seats, list_for_session, withdraw_invitation
from roundtables.actions.seats import AnsweredMeanwhile, Said, answer_invitation, seen_as
from roundtables.models import Seat, Session
from roundtables.permissions.seats import can_answer
from tests import houses, make, seats
from tests.make import NOON
from tests.pages import goes_to, queries_of, signed_in, words_of
from tests.seats import NO, PROXY, STARTS, YES

pytestmark = pytest.mark.django_db
SEATED = Letter.Kind.SEATED


@pytest.fixture
def session() -> Session:
    return seats.coming(seats=1)


def letters(kind: Letter.Kind = SEATED) -> list[tuple[str, object]]:
    """To whom letters of a kind were written, and about what turn."""
    found = Letter.objects.filter(kind=kind, to__isnull=False).order_by("pk").select_related("to")
    return [(each.to.email, each.matter.get("event")) for each in found if each.to]


def test_a_yes_takes_a_seat_and_the_next_one_waits(session: Session) -> None:
    first, second = seats.invited(session, make.olga(), make.omar())
    assert seats.answered(first).waiting_since is None
    assert seats.answered(second).waiting_since == NOON


def test_a_seat_that_is_given_up_goes_to_who_waits_longest_with_a_letter(session: Session) -> None:
    first, second, third = seats.invited(session, make.olga(), make.omar(), make.person("Nils"))
    seats.answered(first)
    seats.answered(third, at=NOON + timedelta(minutes=1))
    seats.answered(second, at=NOON + timedelta(minutes=2))

    seats.answered(first, NO, at=NOON + timedelta(minutes=3))
    waiting = {seat.pk: seat.waiting_since is not None for seat in Seat.objects.all()}
    assert waiting == {first.pk: False, second.pk: True, third.pk: False}
    assert letters() == [("nils@example.org", "seated")]


def test_a_seat_that_is_withdrawn_goes_to_who_waits_and_both_are_told(session: Session) -> None:
    first, second = seats.invited(session, make.olga(), make.omar())
    seats.answered(first)
    seats.answered(second)

    withdraw_invitation(by=make.secretariat(), seat=first, at=NOON)
    assert Seat.objects.get(pk=second.pk).waiting_since is None
    assert letters() == [("olga@example.org", "withdrawn"), ("omar@example.org", "seated")]
    assert Seat.objects.get(pk=first.pk).withdrawn_at == NOON


def test_new_seats_go_to_who_waits_and_fewer_take_nobodys(session: Session) -> None:
    people = [make.olga(), make.omar(), make.person("Nils")]
    for seat in seats.invited(session, *people):
        seats.answered(seat)

    change_seats(by=make.secretariat(), session=session, seats=2, at=NOON)
    assert Seat.objects.taken().count() == 2
    change_seats(by=make.secretariat(), session=session, seats=1, at=NOON)
    assert Seat.objects.taken().count() == 2
    change_seats(by=make.secretariat(), session=session, seats=None, at=NOON)
    assert Seat.objects.taken().count() == 3


def test_who_changes_a_yes_to_a_proxy_keeps_the_seat(session: Session) -> None:
    first, second = seats.invited(session, make.olga(), make.omar())
    seats.answered(first)
    seats.answered(second)

    assert seats.answered(first, PROXY).waiting_since is None
    assert seats.answered(second, PROXY).waiting_since == NOON


def test_an_organisation_answers_through_its_coordinators(session: Session) -> None:
    house = houses.house()
    cora, malik = houses.cora(house), houses.voice("Malik", house)
    (seat,) = seats.invited(session, house)

    assert can_answer(cora, seat, NOON)
    assert not can_answer(malik, seat, NOON)
    assert letters(Letter.Kind.CONVENED) == [("cora@example.org", None)]


def test_where_nobody_coordinates_any_member_answers(session: Session) -> None:
    house = houses.house()
    malik = houses.voice("Malik", house)
    (seat,) = seats.invited(session, house)

    assert can_answer(malik, seat, NOON)


def test_two_coordinators_do_not_answer_over_each_other(session: Session) -> None:
    house = houses.house()
    cora = houses.cora(house)
    other = houses.voice("Abena", house, houses.COORDINATOR)
    (seat,) = seats.invited(session, house)
    seen = seen_as(seat)
    seats.answered(seat, NO, by=cora)

    with pytest.raises(AnsweredMeanwhile):
        answer_invitation(by=other, seat=seat, said=Said(YES), seen=seen, at=NOON)
    assert seats.seat_of(session, house).answer == NO


def test_nobody_answers_once_the_session_has_begun(session: Session) -> None:
    (seat,) = seats.invited(session, make.olga())
    with pytest.raises(PermissionDenied):
        seats.answered(seat, at=STARTS)


def test_the_ledger_names_neither_who_answered_nor_who_comes(session: Session) -> None:
    (seat,) = seats.invited(session, make.olga())
    seats.answered(seat)

    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.is_public) == ("seated", False)
    assert make.olga().key not in entry.payload


# ---- the page -------------------------------------------------------------------------


def soon(number: int | None = None) -> Session:
    return seats.coming(seats=number, starts=timezone.now() + timedelta(days=2))


def page_of(seat: Seat) -> str:
    return f"/en/my-sessions/{seat.key}/"


def test_a_person_says_yes_on_a_page_and_waits_where_the_room_is_full() -> None:
    session = soon(1)
    first, second = seats.invited(session, make.omar(), make.olga())
    seats.answered(first)
    client = signed_in("Olga")
    goes_to(client.post(page_of(second), {"answer": "yes", "seen": seen_as(second)}))

    shown = words_of(client.get(page_of(second)))
    assert "place 1 on the waiting list" in shown
    assert "you are on the waiting list, in place 1" in shown


def test_a_coordinator_names_the_member_who_attends_and_they_are_told() -> None:
    house = houses.house()
    houses.cora(house)
    malik = houses.voice("Malik", house)
    (seat,) = seats.invited(soon(), house)
    sent = {"answer": "yes", "member": malik.key, "seen": seen_as(seat)}
    goes_to(signed_in("Cora").post(page_of(seat), sent))

    seat.refresh_from_db()
    assert (seat.answer, seat.attends) == (YES, malik)
    assert letters() == [("malik@example.org", "named")]
    assert "Malik" in words_of(signed_in("Malik").get(page_of(seat)))


def test_a_proxy_is_an_account_or_a_name_and_never_neither() -> None:
    session = soon()
    (seat,) = seats.invited(session, make.olga())
    client, nils = signed_in("Olga"), make.person("Nils")
    neither = client.post(
        page_of(seat), {"answer": "proxy", "note": "Back on Monday.", "seen": seen_as(seat)}
    )
    assert neither.status_code == 422
    assert "Back on Monday." in neither.content.decode()
    unknown = client.post(
        page_of(seat), {"answer": "proxy", "email": "no@example.org", "seen": seen_as(seat)}
    )
    assert "Nobody has confirmed an account" in words_of(unknown)
    assert Seat.objects.get().answer == Seat.Answer.OPEN

    goes_to(client.post(page_of(seat), {"answer": "proxy", "email": nils.email, "seen": seen_as(seat)}))
    seat.refresh_from_db()
    assert seat.attends == nils
    assert signed_in("Nils").get(page_of(seat)).status_code == 200
    goes_to(client.post(page_of(seat), {"answer": "proxy", "name": "Awa Sarr", "seen": seen_as(seat)}))
    seat.refresh_from_db()
    assert seat.attends_name == "Awa Sarr"
    assert not Seat.objects.filter(attends=nils).exists()


def test_the_address_of_a_proxy_is_shown_to_nobody_but_who_wrote_it() -> None:
    house = houses.house()
    cora = houses.cora(house)
    houses.voice("Abena", house, houses.COORDINATOR)
    (seat,) = seats.invited(soon(), house)
    nils = make.person("Nils")
    fresh = seats.seat_of(seat.session, house)
    answer_invitation(by=cora, seat=fresh, said=Said(PROXY, nils), seen=seen_as(fresh), at=timezone.now())

    assert nils.email in signed_in("Cora").get(page_of(seat)).content.decode()
    assert nils.email not in signed_in("Abena").get(page_of(seat)).content.decode()


def test_whoever_was_slower_reads_the_answer_and_keeps_what_they_wrote() -> None:
    house = houses.house()
    cora = houses.cora(house)
    houses.voice("Abena", house, houses.COORDINATOR)
    (seat,) = seats.invited(soon(), house)
    seen = seen_as(seat)
    seats.answered(seat, NO, by=cora)
    answer = signed_in("Abena").post(page_of(seat), {"answer": "yes", "note": "We come.", "seen": seen})

    assert answer.status_code == 409
    assert "Somebody answered meanwhile" in words_of(answer)
    assert "We come." in answer.content.decode()
    assert seen_as(seats.seat_of(seat.session, house)) in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("Olga", 200), ("Omar", 404), ("Remy", 404), ("Sena", 404)])
def test_an_invitation_is_a_page_for_those_it_asks(who: str, status: int) -> None:
    make.omar()
    (seat,) = seats.invited(soon(), make.olga())
    assert signed_in(who).get(page_of(seat)).status_code == status


def test_a_draft_of_the_list_is_known_to_nobody_it_asks() -> None:
    session = soon()
    list_for_session(by=make.secretariat(), session=session, people=[make.olga()], at=timezone.now())
    client = signed_in("Olga")
    assert client.get(page_of(Seat.objects.get())).status_code == 404
    assert "You have no part in a session yet" in words_of(client.get("/en/my-sessions/"))


def test_my_sessions_lists_invitations_and_offices_at_a_constant_price() -> None:
    olga = make.olga()
    session = soon(1)
    seats.invited(session, olga)
    assert "Answer the invitation" in words_of(signed_in("Olga").get("/en/my-sessions/"))
    assert "rapporteur" in words_of(signed_in("Remy").get("/en/my-sessions/"))
    few = queries_of(signed_in("Olga"), "/en/my-sessions/")
    for each in range(4):
        other = make.published(make.text(f"text-{each}"))
        seats.invited(seats.coming(on=other), olga)
    assert queries_of(signed_in("Olga"), "/en/my-sessions/") == few
