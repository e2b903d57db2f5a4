"""The ways to a session: from its programme, its series, its text; and from it to what came out since."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from consultation.models import Attribution
from drafts.models import Version
from roundtables.actions.series import open_series
from roundtables.models import Session
from tests import learning, make, sessions
from tests.pages import queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def held_on(version: Version, days: int = 0, **other: object) -> Session:
    """A session some days after the others, with a version on the table."""
    starts = sessions.STARTS + timedelta(days=days)
    terms = replace(sessions.TERMS, starts_at=starts, ends_at=starts + timedelta(hours=3), **other)  # type: ignore[arg-type]  # as tests have them
    return sessions.session(on=version, terms=terms)


def test_a_programme_leads_to_its_sessions_and_their_series() -> None:
    version = make.published()
    programme = version.text.programme
    spring = open_series(
        by=make.secretariat(), programme=programme, slug="spring", title={"en": "Spring"}, at=make.NOON
    )
    first, last = held_on(version, series=spring), held_on(version, days=2)

    assert f'href="{programme.get_absolute_url()}sessions/"' in page_at(programme.get_absolute_url())
    page = Client().get(f"/en/programmes/{programme.slug}/sessions/")

    html, words = page.content.decode(), words_of(page)
    assert html.index(last.get_absolute_url()) < html.index(first.get_absolute_url())
    assert "Spring one session 13 June 2017" in words
    assert 'href="/en/series/spring/"' in html
    assert "Convene a session" not in words


def page_at(url: str) -> str:
    """The page at an address as everybody reads it."""
    return Client().get(url).content.decode()


def test_a_programme_without_sessions_says_who_convenes_them() -> None:
    programme = make.published().text.programme

    assert "The secretariat convenes" in words_of(Client().get(f"/en/programmes/{programme.slug}/sessions/"))
    make.secretariat()
    words = words_of(signed_in("Sena").get(f"/en/programmes/{programme.slug}/sessions/"))
    assert "Convene a session" in words
    assert "Open a series" in words


def test_a_session_that_is_not_announced_is_not_among_them() -> None:
    hidden = sessions.session(announced=False)
    url = f"/en/programmes/{hidden.programme.slug}/sessions/"

    assert hidden.key not in page_at(url)
    assert hidden.key in signed_in(sessions.REMY).get(url).content.decode()


def test_the_sessions_of_a_programme_cost_the_same_however_many() -> None:
    version = make.published()
    url = f"/en/programmes/{version.text.programme.slug}/sessions/"

    def grown(number: int) -> list[int]:
        for _each in range(number):
            held_on(version)
        return [queries_of(client, url) for client in (Client(), signed_in(sessions.REMY))]

    held_on(version)
    assert grown(1) == grown(4)


def test_a_session_says_what_came_out_since_and_stays_with_its_own_words() -> None:
    version = make.published()
    session = held_on(version)
    assert "has come out since" not in words_of(Client().get(session.get_absolute_url()))
    make.reworded(version.text, "simplify", "simplify and shorten")
    rev_1 = make.issued(version.text)

    page = Client().get(session.get_absolute_url())

    assert f"{rev_1} has come out since" in words_of(page)
    compared = f"/en/texts/{version.text.slug}/compare/{version.slug}/{rev_1.slug}/"
    assert f'href="{compared}"' in page.content.decode()
    assert "and shorten" in page_at(compared)
    assert list(session.versions.all()) == [version]


def test_a_text_leads_to_the_meetings_that_had_it_on_the_table() -> None:
    version = make.published()
    session = held_on(version)
    url = f"/en/agenda/?text={version.text.slug}"

    assert f'href="{url}"' in page_at(f"/en/texts/{version.text.slug}/{version.slug}/")
    assert session.key in page_at(url)
    other = make.published(make.text("asylum"))
    elsewhere = f"/en/agenda/?text={other.text.slug}"
    assert session.key not in page_at(elsewhere)
    assert "No meeting meets these conditions" in page_at(elsewhere)


def test_the_pages_on_the_way_are_called_alike_in_french() -> None:
    session = held_on(make.published())

    for page in ("", "outcomes/", "attendance/", "documents/"):
        html = page_at(f"/fr/sessions/{session.key}/{page}")
        assert '<a href="/fr/agenda/">Calendrier</a>' in html, page


def test_a_series_leads_whoever_holds_its_sessions_to_their_evaluations() -> None:
    url = f"/en/series/{learning.in_series(learning.asked(5).session).slug}/"

    assert "compared" not in words_of(Client().get(url))
    page = signed_in(sessions.REMY).get(url).content.decode()
    assert f"{url}evaluations/" in page


def test_an_action_point_leads_to_what_became_of_it() -> None:
    session = sessions.session(Attribution.NONE)
    point = learning.action_point(session, owner=make.olga())

    page = signed_in(sessions.REMY).get(f"/en/sessions/{session.key}/outcomes/").content.decode()

    assert f"/en/commitments/{point.key}/" in page
