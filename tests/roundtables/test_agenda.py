"""The public agenda: what stands on it, for whom, in which order, and how it is looked through."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consultation.models import Sitting
from roundtables.actions.sessions import announce_session
from tests import make, meetings
from tests.meetings import by_the_clock, held, on_the_table
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

AGENDA = "/en/agenda/"
A_DAY = timedelta(days=1)


def test_an_empty_agenda_says_who_announces_meetings() -> None:
    shown = words_of(Client().get(AGENDA))

    assert "No meeting has been announced yet" in shown
    assert "Have the meetings in your own calendar" in shown
    assert "No meeting is over yet." in words_of(Client().get(f"{AGENDA}?view=past"))


def test_coming_meetings_stand_by_month_the_soonest_first_and_past_ones_below() -> None:
    on, now = on_the_table(), timezone.now()
    for title, days in (("Later", 70), ("Soon", 2), ("Long ago", -90), ("Just over", -3)):
        held(on, title, now + days * A_DAY)
    page = Client().get(AGENDA).content.decode()
    places = [page.index(f">{title}</a>") for title in ("Soon", "Later", "Just over", "Long ago")]

    assert places == sorted(places)
    assert page.count('id="month-') == 2
    assert page.index("The last meetings") < places[2]


def test_past_meetings_have_pages_of_their_own_the_latest_first() -> None:
    on, now = on_the_table(), timezone.now()
    for number in range(1, 28):
        held(on, f"Meeting {number:02}", now - number * 10 * A_DAY)
    first = words_of(Client().get(f"{AGENDA}?view=past"))
    second = words_of(Client().get(f"{AGENDA}?view=past&page=2"))

    assert first.index("Meeting 01") < first.index("Meeting 25")
    assert "Page 1 of 2" in first
    assert "Meeting 26" not in first
    assert "Meeting 26" in second
    assert "Meeting 27" in second
    assert "Meeting 06" not in words_of(Client().get(AGENDA))


def test_a_meeting_tells_day_and_hours_by_the_clock_of_its_place() -> None:
    on = on_the_table()
    held(on, "In Brussels", by_the_clock("Europe/Brussels", 2031, 7, 1, 9, 30))
    held(on, "In Dakar", by_the_clock("Africa/Dakar", 2031, 7, 1, 9, 30), zone="Africa/Dakar")
    held(on, "At night", by_the_clock("Europe/Brussels", 2031, 8, 31, 23, 30))
    page = Client().get(AGENDA)

    assert "In Brussels round table Brussels 09:30–12:30, Brussels time" in words_of(page)
    assert "In Dakar round table Brussels 09:30–12:30, Dakar time" in words_of(page)
    assert "31 August 2031, 23:30 – 1 September 2031, 02:30, Brussels time" in words_of(page)
    assert 'datetime="2031-07-01T09:30:00+02:00"' in page.content.decode()
    assert 'datetime="2031-07-01T09:30:00+00:00"' in page.content.decode()
    assert 'id="month-2031-08"' in page.content.decode()
    assert 'id="month-2031-09"' not in page.content.decode()


def test_a_french_reader_reads_it_in_french() -> None:
    held(on_the_table(), "Round table", by_the_clock("Europe/Brussels", 2031, 7, 1, 9, 30))
    shown = words_of(Client().get("/fr/agenda/"))

    assert "Round table (fr)" in shown
    assert "Bruxelles" in shown
    assert "Juillet 2031" in shown


def test_it_is_looked_through_by_kind_and_by_pillar_and_the_address_can_be_shared() -> None:
    on, now = on_the_table(), timezone.now()
    first, second = meetings.pillar(on), meetings.pillar(on, 2, "Return")
    held(on, "Table", now + A_DAY, about=(first,))
    held(on, "Workshop on return", now + A_DAY, kind=Sitting.Kind.WORKSHOP, about=(second,))
    held(on, "Workshop on both", now + A_DAY, kind=Sitting.Kind.WORKSHOP, about=(first, second))
    on_return = words_of(Client().get(f"{AGENDA}?kind=&pillar=programme-legal-mobility-2"))
    both = words_of(Client().get(f"{AGENDA}?kind=workshop&pillar=programme-legal-mobility-1"))

    assert "Workshop on return" in on_return
    assert "Workshop on both" in on_return
    assert "Table round table" not in on_return
    assert "Workshop on both" in both
    assert "Workshop on return workshop" not in both
    assert "Address of the calendar of “Return”" in on_return
    assert "No meeting meets these conditions." in words_of(
        Client().get(f"{AGENDA}?kind=workshop&pillar=programme-legal-mobility-1&view=past")
    )


def test_a_condition_that_nobody_offered_is_as_if_it_was_not_there() -> None:
    held(on_the_table(), "Table", timezone.now() + A_DAY)

    assert "Table round table" in words_of(Client().get(f"{AGENDA}?kind=banquet&pillar=no-9&view=x&page=no"))


def test_before_it_is_announced_only_those_involved_see_it_and_are_told_so() -> None:
    hidden = held(on_the_table(), "In preparation", timezone.now() + A_DAY, announced=False)

    assert "In preparation" not in words_of(Client().get(AGENDA))
    make.olga()
    assert "In preparation" not in words_of(signed_in("Olga").get(AGENDA))
    assert "In preparation Not on the agenda yet" in words_of(signed_in("Sena").get(AGENDA))
    announce_session(by=make.secretariat(), session=hidden, at=timezone.now())
    assert "In preparation round table" in words_of(Client().get(AGENDA))


def test_a_cancelled_meeting_stays_and_says_so() -> None:
    session = held(on_the_table(), "Table", timezone.now() + A_DAY)
    meetings.called_off(session, "A strike.", timezone.now())

    assert "Table Cancelled" in words_of(Client().get(AGENDA))


def test_a_published_record_is_told_of() -> None:
    session = held(on_the_table(), "Table", timezone.now() - A_DAY)
    assert "record published" not in words_of(Client().get(AGENDA))
    meetings.recorded(session, timezone.now())

    assert "record published" in words_of(Client().get(AGENDA))


def test_it_costs_as_many_queries_with_three_hundred_meetings_as_with_three() -> None:
    on, now = on_the_table(), timezone.now()
    about = (meetings.pillar(on), meetings.pillar(on, 2, "Return"))
    for number in range(4):
        held(on, f"Meeting {number}", now + (number * 2 - 3) * A_DAY, about=about)
    sena = signed_in("Sena")
    few = [queries_of(sena, f"{AGENDA}{query}") for query in ("", "?view=past", "?kind=round_table")]
    for number in range(296):
        held(on, f"Other {number}", now + (number - 148) * A_DAY, about=about)
    many = [queries_of(sena, f"{AGENDA}{query}") for query in ("", "?view=past", "?kind=round_table")]

    assert many == few
    assert len(Client().get(AGENDA).content) < 60_000


def test_the_page_is_kept_for_strangers_until_the_next_act_on_a_session() -> None:
    on, now = on_the_table(), timezone.now()
    held(on, "First", now + A_DAY)
    for query in ("", "?kind=round_table", "?kind=round_table&pillar="):
        Client().get(f"{AGENDA}{query}")
        assert queries_of(Client(), f"{AGENDA}{query}") == 1
    held(on, "Second", now + A_DAY)

    assert "Second" in words_of(Client().get(AGENDA))


def test_no_stranger_has_it_kept_under_conditions_that_are_not_ours() -> None:
    held(on_the_table(), "First", timezone.now() + A_DAY)

    assert queries_of(Client(), f"{AGENDA}?kind=banquet") > 1
    assert queries_of(Client(), f"{AGENDA}?page=99") > 1


def test_a_meeting_that_ends_is_not_served_as_a_coming_one() -> None:
    held(on_the_table(), "Nearly over", timezone.now() - timedelta(hours=3) + timedelta(seconds=0.8))
    assert "The last meetings" not in words_of(Client().get(AGENDA))
    assert queries_of(Client(), AGENDA) > 1


def test_the_navigation_leads_to_it_and_the_page_to_its_feeds() -> None:
    with nothing_written():
        page = Client().get(AGENDA).content.decode()

    assert '<a href="/en/agenda/" aria-current="page">Agenda</a>' in page
    assert 'rel="alternate" type="application/atom+xml"' in page.partition("</head>")[0]
    assert "http://127.0.0.1:8000/en/agenda/calendar.ics" in page
    assert "webcal://127.0.0.1:8000/en/agenda/calendar.ics" in page


def test_the_home_page_shows_the_next_three_meetings_that_take_place() -> None:
    on, now = on_the_table(), timezone.now()
    for number in range(1, 6):
        held(on, f"Meeting {number}", now + number * A_DAY)
    meetings.called_off(held(on, "Called off", now + A_DAY), "A strike.", now)
    held(on, "Hidden", now + A_DAY, announced=False)
    held(on, "Over", now - A_DAY)
    shown = words_of(Client().get("/en/"))

    assert [title in shown for title in ("Meeting 1", "Meeting 2", "Meeting 3")] == [True] * 3
    assert [title in shown for title in ("Meeting 4", "Called off", "Hidden", "Over")] == [False] * 4
    held(on, "Sooner", now + timedelta(hours=1))
    assert "Sooner" in words_of(Client().get("/en/"))


def test_the_home_page_is_not_kept_beyond_the_end_of_a_meeting() -> None:
    held(on_the_table(), "Nearly over", timezone.now() - timedelta(hours=3) + timedelta(seconds=0.8))
    assert "Nearly over" in words_of(Client().get("/en/"))

    assert queries_of(Client(), "/en/") > 1
