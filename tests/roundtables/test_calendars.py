"""Calendar files, opened with a calendar library and compared with the rows they were made from."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from dateutil.tz import tzical  # type: ignore[import-untyped]  # comes with icalendar, without types
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from roundtables.models import Session
from tests import make, meetings
from tests.meetings import by_the_clock, held, on_the_table
from tests.pages import nothing_written, queries_of, signed_in

pytestmark = pytest.mark.django_db

ALL = "/en/agenda/calendar.ics"
# Whole days around both changes of the clock in 2031, and hours around the changes themselves.
OVER_THE_YEAR = (
    ("Europe/Brussels", (2031, 3, 29, 9, 0)),
    ("Europe/Brussels", (2031, 3, 30, 1, 59)),
    ("Europe/Brussels", (2031, 3, 30, 3, 1)),
    ("Europe/Brussels", (2031, 3, 31, 9, 0)),
    ("Europe/Brussels", (2031, 10, 25, 9, 0)),
    ("Europe/Brussels", (2031, 10, 26, 3, 1)),
    ("Europe/Brussels", (2031, 10, 27, 9, 0)),
    ("Africa/Casablanca", (2031, 7, 1, 9, 0)),
    ("Africa/Dakar", (2031, 7, 1, 9, 0)),
    ("America/New_York", (2031, 11, 2, 12, 0)),
    ("UTC", (2031, 7, 1, 9, 0)),
)


def opened(url: str, client: Client | None = None) -> tuple[Calendar, bytes]:
    """A calendar as a program fetches it, and the bytes it came as."""
    with nothing_written():
        response = (client or Client()).get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    found = Calendar.from_ical(response.content)
    assert isinstance(found, Calendar)
    return found, response.content


def entries(calendar: Calendar) -> list[Any]:
    """The meetings in a calendar; what each of their properties is, only the library's values know."""
    return list(calendar.walk("VEVENT"))


def events(url: str, client: Client | None = None) -> dict[str, Any]:
    """What is in a calendar, by its title."""
    return {str(event["summary"]): event for event in entries(opened(url, client)[0])}


def unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_every_entry_says_what_its_row_says_over_both_changes_of_the_clock() -> None:
    on = on_the_table()
    for number, (zone, moment) in enumerate(OVER_THE_YEAR):
        held(on, f"Meeting {number}", by_the_clock(zone, *moment), zone=zone)
    found = {str(event["uid"]): event for event in entries(opened(ALL)[0])}
    rows = {f"{session.key}@127.0.0.1": session for session in Session.objects.all()}

    assert found.keys() == rows.keys()
    for uid, session in rows.items():
        event = found[uid]
        assert event["dtstart"].dt.astimezone(UTC) == session.starts_at
        assert event["dtend"].dt.astimezone(UTC) == session.ends_at
        assert event["last-modified"].dt == event["dtstamp"].dt == session.changed_at.replace(microsecond=0)
        assert event["sequence"] == session.sequence
        assert event["summary"] == str(session)
        assert event["location"] == "Brussels"
        assert event["status"] == "CONFIRMED"
        assert event["url"] == f"http://127.0.0.1:8000/en/sessions/{session.key}/"


def test_the_zones_told_in_the_file_alone_lead_to_the_same_moments() -> None:
    """A program that knows no zone by its name goes by the rules in the file: another library reads only those."""
    on = on_the_table()
    for number, (zone, moment) in enumerate(OVER_THE_YEAR):
        held(on, f"Meeting {number}", by_the_clock(zone, *moment), zone=zone)
    calendar, content = opened(ALL)
    zones = tzical(StringIO("\n".join(unfolded(content))))
    checked = 0
    for event in entries(calendar):
        start = event["dtstart"]
        session = Session.objects.get(key=str(event["uid"]).partition("@")[0])
        if "TZID" not in start.params:
            assert start.to_ical().endswith(b"Z")
            continue
        by_the_file = start.dt.replace(tzinfo=zones.get(start.params["TZID"]))
        assert by_the_file.astimezone(UTC) == session.starts_at, start.to_ical()
        checked += 1

    assert checked == len(OVER_THE_YEAR) - 1


def test_the_hour_of_the_clock_is_the_one_on_the_agenda() -> None:
    held(on_the_table(), "Table", by_the_clock("Europe/Brussels", 2031, 3, 31, 9, 0))
    lines = unfolded(opened(ALL)[1])

    assert "DTSTART;TZID=Europe/Brussels:20310331T090000" in lines
    assert "TZID:Europe/Brussels" in lines


def test_an_hour_that_the_clock_shows_twice_is_told_in_utc() -> None:
    twice = datetime(2031, 10, 26, 0, 30, tzinfo=UTC)
    first = held(on_the_table(), "First", twice)
    second = held(first.versions.get(), "Second", twice + timedelta(hours=1))
    found = events(ALL)

    assert found["First"]["dtstart"].to_ical() == b"20311026T023000"
    assert found["Second"]["dtstart"].to_ical() == b"20311026T013000Z"
    assert second.starts_at == found["Second"]["dtstart"].dt


def test_lines_end_and_fold_as_the_standard_has_them() -> None:
    held(on_the_table(), "Échange très long sur la mobilité, la réadmission; et " * 3, make.NOON)
    content = opened(ALL)[1]
    lines = content.split(b"\r\n")

    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    assert "Échange très long sur la mobilité\\, la réadmission\\; et" in "\n".join(unfolded(content))
    assert "VERSION:2.0" in unfolded(content)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in unfolded(content)
    assert "X-WR-CALNAME:Agenda of meetings" in unfolded(content)


def test_it_speaks_the_readers_language_and_keeps_the_same_identities() -> None:
    on = on_the_table()
    held(on, "Round table", make.NOON, about=(meetings.pillar(on),))
    (english,), (french,) = entries(opened(ALL)[0]), entries(opened("/fr/agenda/calendar.ics")[0])

    assert english["uid"] == french["uid"]
    assert french["summary"] == "Round table (fr)"
    assert french["location"] == "Bruxelles"
    assert "Apportez vos documents." in french["description"]
    assert "Bring your papers; and a pen, please." in english["description"]
    assert "1. Mobility" in english["description"]
    assert english["categories"].cats == ["round table", "Mobility"]


def test_a_cancelled_meeting_says_so_with_a_higher_sequence_and_its_reason() -> None:
    session = held(on_the_table(), "Table", make.NOON)
    before = events(ALL)["Table"]
    meetings.called_off(session, "A strike.", make.NOON + timedelta(days=1))
    after = events(ALL)["Table"]

    assert (before["status"], after["status"]) == ("CONFIRMED", "CANCELLED")
    assert after["uid"] == before["uid"]
    assert after["sequence"] == before["sequence"] + 1
    assert "Cancelled. A strike." in after["description"]


def test_a_calendar_that_asks_again_is_told_that_nothing_changed() -> None:
    on = on_the_table()
    held(on, "Table", make.NOON)
    olga = make.olga()
    for client in (Client(), signed_in(olga.name)):
        tag = client.get(ALL)["ETag"]
        assert client.get(ALL, headers={"if-none-match": tag}).status_code == 304
        held(on, f"For {client}", make.NOON)
        assert client.get(ALL, headers={"if-none-match": tag}).status_code == 200


def test_a_pillar_has_a_calendar_of_its_own() -> None:
    on = on_the_table()
    first, second = meetings.pillar(on), meetings.pillar(on, 2, "Return")
    held(on, "On the first", make.NOON, about=(first,))
    held(on, "On the second", make.NOON, about=(second,))
    held(on, "On both", make.NOON, about=(first, second))
    held(on, "In preparation", make.NOON, about=(first,), announced=False)
    url = "/en/programmes/programme-legal-mobility/pillars/{}/calendar.ics"

    assert events(url.format(1)).keys() == {"On the first", "On both"}
    assert events(url.format(2)).keys() == {"On the second", "On both"}
    assert Client().get(url.format(3)).status_code == 404


def test_public_calendars_are_the_same_for_everybody_and_hold_what_is_announced() -> None:
    on = on_the_table()
    held(on, "Announced", make.NOON, link="https://meet.example/secret-room")
    held(on, "In preparation", make.NOON, announced=False)
    content = opened(ALL)[1]

    assert events(ALL).keys() == {"Announced"}
    assert opened(ALL, signed_in("Sena"))[1] == content
    assert b"secret-room" not in content


def test_one_meeting_is_a_file_to_keep_for_whoever_may_know_of_it() -> None:
    on = on_the_table()
    shown = held(on, "Announced", make.NOON)
    hidden = held(on, "In preparation", make.NOON, announced=False)
    response = Client().get(f"/en/sessions/{shown.key}/calendar.ics")

    assert response["Content-Disposition"] == f'attachment; filename="{shown.key}.ics"'
    assert events(f"/en/sessions/{shown.key}/calendar.ics").keys() == {"Announced"}
    assert Client().get(f"/en/sessions/{hidden.key}/calendar.ics").status_code == 404
    assert events(f"/en/sessions/{hidden.key}/calendar.ics", signed_in("Sena")).keys() == {"In preparation"}


def test_no_calendar_names_anybody() -> None:
    held(on_the_table(), "Table", make.NOON)
    content = opened(ALL)[1].decode()

    assert not [word for word in ("Sena", "ATTENDEE", "ORGANIZER", "@example.org") if word in content]


def test_it_costs_as_many_queries_with_three_hundred_meetings_as_with_three() -> None:
    on, now = on_the_table(), timezone.now()
    about = (meetings.pillar(on),)
    for number in range(3):
        held(on, f"Meeting {number}", now + number * timedelta(days=1), about=about)
    sena = signed_in("Sena")
    few = queries_of(sena, ALL)
    for number in range(297):
        held(on, f"Other {number}", now + number * timedelta(days=3), about=about)

    assert queries_of(sena, ALL) == few
    assert len(events(ALL)) == 300
    assert queries_of(Client(), ALL) == 1


def test_an_empty_calendar_opens_too() -> None:
    calendar, content = opened(ALL)

    assert entries(calendar) == []
    assert b"VTIMEZONE" not in content
    assert datetime.now(UTC).strftime("%Y%m%d").encode() not in content
