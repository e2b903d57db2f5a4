"""The page of a session: what everybody reads of it, and what only those who take part do."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from consultation.models import Attribution, User
from roundtables.actions.documents import About, add_link
from roundtables.actions.series import open_series
from roundtables.models import Record, Session, SessionDocument
from roundtables.templatetags.sessions import links_for
from tests import make, sessions
from tests.pages import queries_of, signed_in, words_of
from tests.roundtables.convened import asked, coming, item

pytestmark = pytest.mark.django_db
LINK = "https://meet.example.org/room-7"


def held(**other: object) -> Session:
    """A session on the agenda with other terms."""
    return sessions.session(terms=replace(sessions.TERMS, **other))  # type: ignore[arg-type]  # as tests have them


def test_everybody_reads_what_it_is_when_and_where() -> None:
    session = held(languages=["fr", "pt"], seats=40, description={"en": "Four cities."})
    words = words_of(Client().get(session.get_absolute_url()))

    for said in (
        "round table",
        "Round table on mobility",
        "Four cities.",
        "13 June 2017, 14:00 to 17:00 (Brussels time, UTC+02:00)",
        "Place Brussels",
        "French, Portuguese",
        "Seats 40",
        "Legal mobility Zero draft",
        "Named: what is said",
        "never looser",
        "Past",
        "Chair Chloé",
        "Rapporteur Remy",
    ):
        assert said in words


def test_the_page_is_in_the_readers_language() -> None:
    session = held()
    words = words_of(Client().get(f"/fr/sessions/{session.key}/"))

    assert "Table ronde sur la mobilité" in words
    assert "13 juin 2017" in words
    assert "Bruxelles" in words


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Attribution.NAMED, "shown with their consent only"),
        (Attribution.CATEGORY, "No name and no organisation is ever stored"),
        (Attribution.NONE, "Who said it is stored nowhere"),
    ],
)
def test_the_rule_is_explained_in_plain_words(rule: Attribution, said: str) -> None:
    session = sessions.session(rule)

    assert said in words_of(Client().get(session.get_absolute_url()))


def test_who_holds_an_office_is_named_with_their_consent_only() -> None:
    session = held()
    User.objects.filter(name__in=("Remy", "Chloé")).update(shows_name=False)
    words = words_of(Client().get(session.get_absolute_url()))

    assert "Remy" not in words
    assert "Chloé" not in words
    assert "somebody who does not show their name" in words


def test_a_session_over_several_days_says_both() -> None:
    session = held(ends_at=sessions.STARTS + timedelta(days=1))

    assert "13 June 2017, 14:00 to 14 June 2017, 14:00" in words_of(Client().get(session.get_absolute_url()))


def test_it_says_whether_it_is_coming_today_or_past() -> None:
    now = timezone.now()
    today = held(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))

    assert "Today" in words_of(Client().get(today.get_absolute_url()))
    assert "Coming" in words_of(Client().get(coming(today.versions.get()).get_absolute_url()))


def test_the_link_is_for_those_who_take_part_alone() -> None:
    session = held(link=LINK)
    asked(session, user=make.person("Nils"))
    asked(session, organisation=make.body_of(make.omar()))
    make.olga()
    for name in ("Nils", "Omar", "Remy", "Chloé", "Sena"):
        assert LINK in words_of(signed_in(name).get(session.get_absolute_url())), name
    for client in (Client(), signed_in("Olga")):
        assert LINK not in client.get(session.get_absolute_url()).content.decode()


def test_a_session_that_is_not_announced_is_there_for_those_who_organise_it_alone() -> None:
    session = sessions.session(announced=False)
    page = session.get_absolute_url()
    make.olga()

    assert Client().get(page).status_code == 404
    assert signed_in("Olga").get(page).status_code == 404
    for name in ("Remy", "Sena"):
        assert "Not on the public agenda yet." in words_of(signed_in(name).get(page))


def test_the_page_says_what_is_missing_and_who_does_it() -> None:
    session = sessions.session()
    page = session.get_absolute_url()

    assert "The secretariat publishes the agenda here" in words_of(Client().get(page))
    assert "Make the agenda" in words_of(signed_in("Sena").get(page))
    assert "Make the agenda" not in words_of(signed_in("Remy").get(page))
    assert "Add a document" in words_of(signed_in("Remy").get(page))


def test_the_line_of_links_shows_each_reader_what_they_may_open() -> None:
    session = sessions.session()
    page = session.get_absolute_url()

    for_all = {"session", "documents", "outcomes", "attendance"}
    there = for_all | {"record", "evaluation"}
    sessions.attended_by(session, make.olga())

    assert 'aria-current="page">Overview' in Client().get(page).content.decode()
    assert f"/en/sessions/{session.key}/documents/" in Client().get(page).content.decode()
    assert {link.name for link in links_for(AnonymousUser(), session)} == for_all
    assert {link.name for link in links_for(make.omar(), session)} == for_all
    assert {link.name for link in links_for(make.olga(), session)} == there
    for name in ("Remy", "Chloé", "Sena"):
        shown = {link.name for link in links_for(make.person(name), session)}
        assert shown == there | {"notes", "invited"}
    Record.objects.filter(session=session).update(
        state="adopted", adopted_at=make.NOON, published_at=make.NOON, published_by=make.secretariat()
    )
    assert {link.name for link in links_for(AnonymousUser(), session)} == for_all | {"record"}


def test_the_page_of_a_series_costs_the_same_however_many_sessions_it_has() -> None:
    version = make.published()
    sena, programme, title = make.secretariat(), version.text.programme, {"en": "Spring"}
    spring = open_series(by=sena, programme=programme, slug="spring", title=title, at=make.NOON)
    terms = replace(sessions.TERMS, series=spring)

    def grown(number: int) -> list[int]:
        for _each in range(number):
            sessions.session(on=version, terms=terms)
        return [queries_of(client, "/en/series/spring/") for client in (Client(), signed_in("Sena"))]

    assert grown(1) == grown(4)


def test_a_page_of_much_costs_what_a_page_of_little_costs() -> None:
    session = sessions.session()
    pages = [session.get_absolute_url(), f"/en/sessions/{session.key}/documents/"]
    clause = make.clause_that_says(session.versions.get(), "short-stay")

    def grown(first: int, last: int) -> list[int]:
        for number in range(first, last):
            item(session, f"Item {number}", f"item{number:03}", clauses=[clause])
            about = About(
                SessionDocument.Kind.RECORDING, f"Film {number}", "en", SessionDocument.Audience.PUBLIC
            )
            link = f"https://films.example.org/{number}"
            add_link(
                by=make.secretariat(),
                session=session,
                about=about,
                link=link,
                key=f"film{number:03}",
                at=make.NOON,
            )
        return [queries_of(client, page) for client in (Client(), signed_in("Sena")) for page in pages]

    assert grown(0, 1) == grown(1, 9)
    agenda = f"/en/sessions/{session.key}/agenda/"
    few = queries_of(signed_in("Sena"), agenda)
    grown(9, 12)
    assert queries_of(signed_in("Sena"), agenda) == few
