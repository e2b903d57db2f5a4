"""Somebody's own calendar: what is in it, who reads it, and how its address is made and taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from consultation.actions.accounts import close_account
from consultation.models import Category, User
from roundtables.actions.calendars import make_calendar_address, revoke_calendar_address
from roundtables.actions.sessions import give_office
from roundtables.models import CalendarAddress, Office, Seat, Session
from roundtables.reports.addresses import token_of
from tests import make, meetings, sessions
from tests.meetings import held, on_the_table
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

PAGE = "/en/agenda/own/"


def feed_of(user: User) -> str:
    made = make_calendar_address(by=user, at=timezone.now())
    return f"/en/agenda/own/{token_of(made)}/calendar.ics"


def invited(
    to: Session, user: User | None = None, *, answer: Seat.Answer = Seat.Answer.OPEN, **of: Any
) -> Seat:
    """An invitation that was sent, and answered if told so, as those acts leave it."""
    answered_at = None if answer == Seat.Answer.OPEN else make.NOON
    sena = make.secretariat()
    return Seat.objects.create(
        session=to,
        user=user,
        listed_by=sena,
        listed_at=make.NOON,
        sent_at=make.NOON,
        answer=answer,
        answered_at=answered_at,
        **of,
    )


def titles(url: str) -> set[str]:
    with nothing_written():
        response = Client().get(url)
    assert response.status_code == 200, words_of(response)
    return {str(event["summary"]) for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_it_holds_what_one_is_invited_to_attends_or_holds_office_in() -> None:
    on, olga = on_the_table(), make.olga()
    invited(held(on, "In person", make.NOON, announced=False), olga)
    invited(held(on, "Through the organisation", make.NOON), organisation=make.body_of(olga))
    sent = invited(held(on, "As a proxy", make.NOON), make.omar(), answer=Seat.Answer.PROXY, attends=olga)
    invited(held(on, "Declined", make.NOON), olga, answer=Seat.Answer.NO)
    invited(held(on, "Of others", make.NOON), make.omar())
    Seat.objects.create(
        session=held(on, "Only listed", make.NOON), user=olga, listed_by=sent.listed_by, listed_at=make.NOON
    )
    chaired = held(on, "In the chair", make.NOON)
    give_office(by=make.secretariat(), session=chaired, to=olga, part=Office.Part.CHAIR, at=make.NOON)
    was_there = sessions.session(on=on)
    sessions.attended_by(was_there, olga)

    assert titles(feed_of(olga)) == {
        "In person",
        "Through the organisation",
        "As a proxy",
        "In the chair",
        "Round table on mobility",
    }


def test_the_secretariat_has_its_own_meetings_in_it_not_all_that_it_runs() -> None:
    held(on_the_table(), "Table", make.NOON)

    assert titles(feed_of(make.secretariat())) == set()


def test_it_names_nobody_and_tells_those_invited_how_to_take_part_from_afar() -> None:
    olga = make.organisation_of("Olga", Category.CIVIL_SOCIETY)
    invited(held(on_the_table(), "Table", make.NOON, link="https://meet.example/room-7"), olga)
    response = Client().get(feed_of(olga))
    content = response.content.decode().replace("\r\n ", "")

    assert "https://meet.example/room-7" in content
    told = (olga.name, olga.email, olga.key, str(make.body_of(olga)), "ATTENDEE", "ORGANIZER")
    assert [word for word in told if word in content] == []
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"


def test_an_address_that_was_never_made_is_not_there() -> None:
    right = feed_of(make.olga())
    stored = CalendarAddress.objects.get().secret
    made_up = Signer(salt="roundtables.calendar").sign("made-up")

    assert Client().get(right).status_code == 200
    for token in (stored, made_up, f"{stored}:{'x' * 43}", "nothing"):
        assert Client().get(f"/en/agenda/own/{token}/calendar.ics").status_code == 404


def test_whoever_guesses_many_times_is_made_to_wait_and_the_right_address_is_not() -> None:
    right = feed_of(make.olga())
    answers = [Client().get("/en/agenda/own/guess/calendar.ics").status_code for _ in range(31)]

    assert answers == [404] * 30 + [429]
    assert Client().get(right).status_code == 200


def test_a_calendar_that_comes_back_all_the_time_is_made_to_wait(caplog: pytest.LogCaptureFixture) -> None:
    right = feed_of(make.olga())
    answers = {Client().get(right).status_code for _ in range(60)}

    assert answers == {200}
    assert Client().get(right).status_code == 429
    # Whoever reads the journal does not read the calendar.
    assert CalendarAddress.objects.get().secret not in caplog.text


def test_a_new_address_makes_the_old_one_useless_and_so_does_taking_it_back() -> None:
    olga = make.olga()
    old, new = feed_of(olga), feed_of(olga)
    assert [Client().get(url).status_code for url in (old, new)] == [404, 200]
    revoke_calendar_address(by=olga)

    assert Client().get(new).status_code == 404
    assert not CalendarAddress.objects.exists()


def test_the_calendar_of_a_closed_account_is_gone() -> None:
    olga = make.olga()
    url = feed_of(olga)
    close_account(by=olga, at=timezone.now())

    assert Client().get(url).status_code == 404


def test_only_people_with_an_account_that_is_open_have_one() -> None:
    closed = make.olga()
    close_account(by=closed, at=timezone.now())

    with pytest.raises(PermissionDenied):
        make_calendar_address(by=User.objects.get(pk=closed.pk), at=timezone.now())


def test_somebody_makes_it_makes_it_anew_and_takes_it_back_on_a_page() -> None:
    make.olga()
    olga = signed_in("Olga")
    assert "Your calendar has no address yet" in words_of(olga.get(PAGE))

    assert goes_to(olga.post(f"{PAGE}address/")) == PAGE
    first = CalendarAddress.objects.get()
    shown = olga.get(PAGE).content.decode()
    assert f"http://127.0.0.1:8000/en/agenda/own/{token_of(first)}/calendar.ics" in shown
    assert f"webcal://127.0.0.1:8000/en/agenda/own/{token_of(first)}/calendar.ics" in shown

    olga.post(f"{PAGE}address/")
    second = CalendarAddress.objects.get()
    assert second.secret != first.secret
    assert goes_to(olga.post(f"{PAGE}address/revoke/")) == PAGE
    assert "Your calendar has no address yet" in words_of(olga.get(PAGE))


def test_looking_makes_no_address_and_strangers_sign_in_first() -> None:
    make.olga()
    olga = signed_in("Olga")
    with nothing_written():
        olga.get(PAGE)
        assert olga.get(f"{PAGE}address/").status_code == 405
    assert "/accounts/login/" in goes_to(Client().get(PAGE))
    assert Client().post(f"{PAGE}address/").status_code == 401


def test_an_address_is_made_so_often_and_no_oftener() -> None:
    make.olga()
    olga = signed_in("Olga")
    answers = [olga.post(f"{PAGE}address/").status_code for _ in range(21)]

    assert answers == [302] * 20 + [429]
    assert "You have done this many times within an hour." in words_of(olga.post(f"{PAGE}address/"))


def test_it_costs_as_many_queries_with_many_meetings_as_with_few() -> None:
    on, olga = on_the_table(), make.olga()
    about = (meetings.pillar(on),)
    url = feed_of(olga)
    for number in range(3):
        invited(held(on, f"Meeting {number}", make.NOON + timedelta(days=number), about=about), olga)
    few = queries_of(Client(), url)
    for number in range(30):
        invited(held(on, f"Other {number}", make.NOON + timedelta(days=number), about=about), olga)

    assert queries_of(Client(), url) == few
