"""The agenda as it stood on a day: what had been announced by then, and which meetings were still to come."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from roundtables.actions.sessions import announce_session
from roundtables.models import Session
from tests import make, meetings
from tests.meetings import held, on_the_table
from tests.pages import queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

AGENDA = "/en/agenda/"
# Everything here is convened and announced at noon of that day.
THE_DAY = make.NOON.date()
A_DAY = timedelta(days=1)


def _on(day: date, more: str = "") -> str:
    return f"{AGENDA}?on={day.isoformat()}{more}"


def _in_days(days: int, title: str) -> Session:
    return held(on_the_table(), title, make.NOON + days * A_DAY)


def test_what_was_to_come_on_that_day_stands_as_coming_and_the_rest_as_past() -> None:
    on = on_the_table()
    for title, days in (("Before it", -2), ("On the day", 0), ("After it", 9)):
        held(on, title, make.NOON + days * A_DAY)
    page = Client().get(_on(THE_DAY)).content.decode()
    places = [page.index(f">{title}</a>") for title in ("On the day", "After it", "Before it")]

    assert places == sorted(places)
    assert places[1] < page.index("The last meetings") < places[2]
    assert "After it" not in words_of(Client().get(_on(THE_DAY, "&view=past")))
    assert "On the day" in words_of(Client().get(_on(THE_DAY + A_DAY, "&view=past")))


def test_the_page_says_which_day_it_tells_of_and_leads_back_to_today() -> None:
    _in_days(9, "After it")
    page = Client().get(_on(THE_DAY, "&kind=round_table")).content.decode()

    assert "As it stood on" in page
    assert f'<a class="screen-only" href="{AGENDA}?kind=round_table&amp;">Back to today</a>' in page
    assert f'value="{THE_DAY.isoformat()}"' in page
    assert f"?kind=round_table&amp;on={THE_DAY.isoformat()}&amp;view=past" in page
    assert "Back to today" not in words_of(Client().get(AGENDA))


def test_what_was_announced_later_is_not_on_it_not_even_for_whoever_prepared_it() -> None:
    hidden = held(on_the_table(), "Announced late", make.NOON + 9 * A_DAY, announced=False)
    sena = signed_in("Sena")
    announce_session(by=make.secretariat(), session=hidden, at=make.NOON + 2 * A_DAY)

    assert "Announced late" not in words_of(sena.get(_on(THE_DAY)))
    assert "Announced late" not in words_of(Client().get(_on(THE_DAY + A_DAY)))
    assert "Announced late" in words_of(Client().get(_on(THE_DAY + 2 * A_DAY)))
    assert "Nothing was on the agenda on that day." in words_of(Client().get(_on(THE_DAY)))


def test_what_is_in_preparation_today_is_on_no_day() -> None:
    held(on_the_table(), "In preparation", make.NOON + 9 * A_DAY, announced=False)

    assert "In preparation" in words_of(signed_in("Sena").get(f"{AGENDA}?view=past"))
    assert "In preparation" not in words_of(signed_in("Sena").get(_on(THE_DAY + A_DAY)))


def test_what_happened_to_a_meeting_later_is_not_told() -> None:
    session = _in_days(1, "Table")
    meetings.called_off(session, "A strike.", make.NOON + A_DAY)
    meetings.recorded(session, make.NOON + 3 * A_DAY)
    before, after, later = (words_of(Client().get(_on(THE_DAY + days * A_DAY))) for days in (0, 2, 3))

    assert "Cancelled" not in before
    assert "Table Cancelled" in after
    assert "record published" not in after
    assert "record published" in later


def test_a_day_without_coming_meetings_says_so() -> None:
    _in_days(-2, "Before it")

    assert "No meeting was coming up on that day." in words_of(Client().get(_on(THE_DAY)))


@pytest.mark.parametrize(
    "day", ["", "1899-12-31", "0001-01-01", "9999-12-31", "2017-13-01", "1 May", "today"]
)
def test_a_day_that_is_none_or_is_still_to_come_is_as_if_it_was_not_there(day: str) -> None:
    held(on_the_table(), "Table", timezone.now() + A_DAY)
    shown = words_of(Client().get(f"{AGENDA}?on={day}"))

    assert "Table round table" in shown
    assert "Back to today" not in shown


def test_no_stranger_has_it_kept() -> None:
    _in_days(9, "After it")
    Client().get(_on(THE_DAY))

    assert queries_of(Client(), _on(THE_DAY)) > 1


def test_it_costs_as_many_queries_with_sixty_meetings_as_with_two() -> None:
    on, sena = on_the_table(), signed_in("Sena")
    for days in (-2, 9):
        held(on, f"Meeting {days}", make.NOON + days * A_DAY)
    few = queries_of(sena, _on(THE_DAY))
    for days in range(-30, 28):
        held(on, f"Other {days}", make.NOON + days * A_DAY)

    assert queries_of(sena, _on(THE_DAY)) == few
