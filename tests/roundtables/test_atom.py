"""The Atom feed of the agenda: new and changed meetings, records that came out, and nothing that was said."""

from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from django.test import Client
from django.utils import timezone

from consultation.models import Attribution
from tests import make, meetings, sessions
from tests.meetings import by_the_clock, held, on_the_table
from tests.pages import nothing_written, queries_of, signed_in

pytestmark = pytest.mark.django_db

FEED = "/en/agenda/news.atom"
NS = {"a": "http://www.w3.org/2005/Atom"}


def feed(url: str = FEED) -> Element:
    with nothing_written():
        response = Client().get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(response.content)  # noqa: S314  # our own words


def said(element: Element, path: str) -> list[str]:
    return [each.text or "" for each in element.findall(path, NS)]


def test_a_meeting_stands_in_it_with_when_and_where_and_a_link() -> None:
    session = held(on_the_table(), "Rights & <duties>", by_the_clock("Europe/Brussels", 2031, 7, 1, 9, 30))
    found = feed()
    (entry,) = found.findall("a:entry", NS)

    assert said(entry, "a:title") == ["Rights & <duties>"]
    assert said(entry, "a:summary") == ["1 July 2031, 09:30–12:30, Brussels time. Brussels"]
    (link,) = entry.findall("a:link", NS)
    assert link.attrib["href"] == f"http://127.0.0.1:8000/en/sessions/{session.key}/"
    (updated,) = said(entry, "a:updated")
    assert datetime.fromisoformat(updated) == session.changed_at


def test_it_has_all_that_a_feed_must_have() -> None:
    held(on_the_table(), "Table", make.NOON)
    found = feed()
    links = {link.attrib["rel"]: link.attrib["href"] for link in found.findall("a:link", NS)}

    assert found.tag == f"{{{NS['a']}}}feed"
    assert found.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == "en"
    assert links == {
        "self": "http://127.0.0.1:8000/en/agenda/news.atom",
        "alternate": "http://127.0.0.1:8000/en/agenda/",
    }
    for part in ("a:id", "a:title", "a:updated", "a:author/a:name"):
        assert len(said(found, part)) == 1, part
    assert said(found, "a:updated") == said(found, "a:entry/a:updated")


def test_it_comes_in_both_languages_under_the_same_identities() -> None:
    on = on_the_table()
    held(on, "Table", make.NOON)
    meetings.recorded(held(on, "Recorded", make.NOON), timezone.now())
    english, french = feed(), feed("/fr/agenda/news.atom")

    assert said(english, "a:entry/a:id") == said(french, "a:entry/a:id")
    assert len(set(said(english, "a:entry/a:id"))) == 3
    assert said(english, "a:id") != said(french, "a:id")
    assert "Table (fr)" in said(french, "a:entry/a:title")


def test_a_change_moves_a_meeting_up_under_the_identity_it_had() -> None:
    on = on_the_table()
    first = held(on, "First", make.NOON)
    held(on, "Second", make.NOON)
    before = dict(zip(said(feed(), "a:entry/a:title"), said(feed(), "a:entry/a:id"), strict=True))
    meetings.called_off(first, "A strike.", make.NOON + timedelta(days=1))
    after = feed()

    assert said(after, "a:entry/a:title") == ["Cancelled: First", "Second"]
    assert said(after, "a:entry/a:id")[0] == before["First"]


def test_what_is_not_announced_is_not_in_it_not_even_for_those_who_see_it() -> None:
    hidden = held(on_the_table(), "In preparation", make.NOON, announced=False)
    meetings.recorded(hidden, timezone.now())
    make.secretariat()

    assert feed().findall("a:entry", NS) == []
    assert b"In preparation" not in signed_in("Sena").get(FEED).content


@pytest.mark.parametrize("rule", Attribution)
def test_a_published_record_is_a_link_and_nothing_that_was_said(rule: Attribution) -> None:
    olga = make.olga()
    session = sessions.session(rule)
    sessions.attended_by(session, olga)
    sessions.intervention(session, "Visas take longer than a study year.", by=olga)
    meetings.recorded(session, timezone.now())
    content = Client().get(FEED).content.decode()

    assert "Record published: Round table on mobility" in content
    told = ("Visas take", olga.name, str(make.body_of(olga)), sessions.REMY, "Chloé", olga.key)
    assert [words for words in told if words in content] == []


def test_a_reader_that_asks_again_is_told_that_nothing_changed() -> None:
    on = on_the_table()
    held(on, "Table", make.NOON)
    make.olga()
    for client in (Client(), signed_in("Olga")):
        tag = client.get(FEED)["ETag"]
        assert client.get(FEED, headers={"if-none-match": tag}).status_code == 304
        held(on, "Another", make.NOON)
        assert client.get(FEED, headers={"if-none-match": tag}).status_code == 200


def test_an_empty_feed_says_the_same_each_time() -> None:
    make.olga()
    olga = signed_in("Olga")

    assert feed().findall("a:entry", NS) == []
    assert olga.get(FEED).content == olga.get(FEED).content


def test_it_holds_the_last_fifty_and_costs_the_same_queries() -> None:
    on = on_the_table()
    for number in range(3):
        held(on, f"Meeting {number}", make.NOON + timedelta(days=number))
    sena = signed_in("Sena")
    few = queries_of(sena, FEED)
    for number in range(297):
        held(on, f"Other {number}", make.NOON + timedelta(days=number))

    assert queries_of(sena, FEED) == few
    assert len(feed().findall("a:entry", NS)) == 50
