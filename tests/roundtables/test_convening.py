"""Convening a session and changing it: its time on the clocks of the place, its rule that is never loosened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from consultation.models import Attribution, Letter
from drafts.models import LedgerEntry
from roundtables.actions.changing import SessionChanged, cancel_session, change_session, terms_of
from roundtables.actions.sessions import convene
from roundtables.models import AgendaItem, Office, Record, Series, Session
from tests import make, sessions
from tests.pages import goes_to, signed_in, words_of
from tests.roundtables.convened import PROGRAMME, asked, coming, item, typed

pytestmark = pytest.mark.django_db
CONVENE = f"/en/programmes/{PROGRAMME}/sessions/convene/"


@pytest.fixture
def sena() -> Client:
    make.secretariat()
    return signed_in("Sena")


def test_a_session_is_convened_at_the_time_that_clocks_show_there(sena: Client) -> None:
    version = make.published()
    to = goes_to(sena.post(CONVENE, typed(version, time_zone="Africa/Casablanca")))

    made = Session.objects.get(key="0123abc")
    assert to == f"/en/sessions/{made.key}/"
    # Casablanca is an hour ahead of Greenwich in summer.
    assert made.starts_at == datetime(2036, 7, 1, 8, 30, tzinfo=UTC)
    assert made.title == {"en": "Workshop on visas", "fr": "Atelier sur les visas"}
    assert made.attribution == Attribution.CATEGORY
    assert list(made.versions.all()) == [version]
    assert made.languages == ["fr", "pt"]
    assert Record.objects.get(session=made).state == Record.State.NOTES
    assert LedgerEntry.objects.filter(verb="convened", object_key=made.key, text=None).exists()


def test_a_form_sent_twice_makes_one_session(sena: Client) -> None:
    version = make.published()
    first = goes_to(sena.post(CONVENE, typed(version)))

    assert goes_to(sena.post(CONVENE, typed(version))) == first
    assert Session.objects.count() == 1


def test_the_form_explains_each_rule_and_offers_the_published_versions(sena: Client) -> None:
    make.published()
    page = sena.get(CONVENE)
    words = words_of(page)

    for said in ("Named: what is said", "By category only:", "Not attributed:", "never looser"):
        assert said in words
    assert "Zero draft" in words
    assert "Rev.1" not in words
    assert '<option value="Europe/Brussels" selected>' in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title_en": "", "title_fr": ""}, "at least one language"),
        ({"place_en": ""}, "at least one language"),
        ({"ends_at": "2036-07-01T09:00"}, "It ends before it starts"),
        ({"time_zone": "Atlantis/Capital"}, "Select a valid choice"),
        ({"starts_at": "2036-03-30T02:30", "time_zone": "Europe/Brussels"}, "this time does not exist"),
        ({"link": "http://example.org/room"}, "begins with https"),
        ({"link": "https://olga:secret@example.org/room"}, "name and the password"),
        ({"rule": ""}, "This field is required"),
        ({"languages": []}, "This field is required"),
    ],
)
def test_a_form_that_cannot_be_taken_keeps_what_was_typed(
    sena: Client, wrong: dict[str, object], told: str
) -> None:
    version = make.published()
    answer = sena.post(CONVENE, typed(version, description_en="What we want to know.", **wrong))

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert "What we want to know." in answer.content.decode()
    assert not Session.objects.exists()


def test_nobody_but_the_secretariat_finds_the_page() -> None:
    make.published()
    for name in ("Olga", "Chloé", "Mia"):
        make.person(name)
        assert signed_in(name).get(CONVENE).status_code == 404
        assert signed_in(name).post(CONVENE, typed()).status_code == 404
    assert "/accounts/login/" in goes_to(Client().get(CONVENE))


def test_versions_of_another_programme_or_in_work_are_not_put_on_the_table() -> None:
    version = make.published()
    other = make.published(make.text("other-text"))
    sena = make.secretariat()
    for wrong in ([other], [make.working(version.text)], [version, version]):
        terms = replace(sessions.TERMS, versions=wrong)
        with pytest.raises(PermissionDenied):
            convene(by=sena, programme=version.text.programme, terms=terms, at=make.NOON)


def test_a_series_lists_its_sessions(sena: Client) -> None:
    version = make.published()
    to = goes_to(
        sena.post(
            f"/en/programmes/{PROGRAMME}/series/open/",
            {"slug": "spring", "title_en": "Round tables of spring", "description_fr": "Quatre villes."},
        )
    )
    assert to == "/en/series/spring/"
    assert "No session yet" in words_of(sena.get(to))
    assert "once the secretariat has put them" in words_of(Client().get(to))

    goes_to(sena.post(CONVENE, typed(version, series="spring")))
    made = Session.objects.get()
    assert made.series == Series.objects.get(slug="spring")
    assert "Workshop on visas" in words_of(sena.get(to))
    assert "Workshop on visas" not in words_of(Client().get(to))

    goes_to(sena.post(f"/en/sessions/{made.key}/announce/"))
    assert "Workshop on visas" in words_of(Client().get(to))
    assert "Quatre villes." in words_of(Client().get("/fr/series/spring/"))


def test_a_name_of_a_series_is_taken_once(sena: Client) -> None:
    make.published()
    page, fields = f"/en/programmes/{PROGRAMME}/series/open/", {"slug": "spring", "title_en": "Spring"}
    goes_to(sena.post(page, fields))
    answer = sena.post(page, fields)

    assert answer.status_code == 422
    assert "Another series has this name" in words_of(answer)


def changed(session: Session, **other: object) -> Session:
    """A session that Sena gives other terms."""
    terms = replace(terms_of(session), **other)  # type: ignore[arg-type]  # as the tests have them
    return change_session(
        by=make.secretariat(), session=session, terms=terms, was=session.sequence, at=make.NOON
    )


def test_a_change_counts_and_whoever_was_invited_is_written_to() -> None:
    session = coming()
    olga, omar = make.olga(), make.omar()
    asked(session, user=olga)
    asked(session, organisation=make.body_of(omar))
    make.person("Nils")

    moved = changed(session, starts_at=session.starts_at + timedelta(hours=1))

    assert moved.sequence == session.sequence + 1
    assert moved.changed_at == make.NOON
    letters = Letter.objects.filter(kind=Letter.Kind.RESCHEDULED)
    assert {letter.to for letter in letters} == {olga, omar}
    assert LedgerEntry.objects.filter(verb="rescheduled", object_key=session.key).count() == 1


def test_the_hours_of_the_agenda_go_with_the_session() -> None:
    session = coming()
    timed = item(session, starts_at=session.starts_at + timedelta(minutes=30), minutes=20)
    item(session, "Whenever", "item002")

    moved = changed(session, starts_at=session.starts_at + timedelta(hours=1))

    first, second = AgendaItem.objects.filter(session=session)
    assert first == timed
    assert first.starts_at == moved.starts_at + timedelta(minutes=30)
    assert second.starts_at is None


def test_nobody_is_written_to_of_what_they_need_not_know_or_before_they_were_invited() -> None:
    session = coming()
    listed = asked(session, user=make.olga())
    changed(session, description={"en": "More of it."})
    listed.sent_at = None
    listed.save()
    changed(Session.objects.get(pk=session.pk), place={"en": "Dakar"})

    assert not Letter.objects.filter(kind=Letter.Kind.RESCHEDULED).exists()


def test_terms_that_are_the_same_change_nothing() -> None:
    session = coming()

    assert changed(session).sequence == session.sequence
    assert not LedgerEntry.objects.filter(verb="rescheduled").exists()


def test_a_change_over_a_change_is_refused_and_keeps_what_was_typed() -> None:
    session = coming()
    sena = signed_in("Sena")
    version = session.versions.get()
    changed(session, place={"en": "Rabat"})
    with pytest.raises(SessionChanged):
        changed(session, place={"en": "Dakar"})

    page = f"/en/sessions/{session.key}/change/"
    fields = typed(version, was=session.sequence, place_en="Dakar", rule="named")
    answer = sena.post(page, fields)
    assert answer.status_code == 409
    assert 'value="Dakar"' in answer.content.decode()
    assert 'name="was" value="1"' in answer.content.decode()

    goes_to(sena.post(page, {**fields, "was": 1}))
    assert Session.objects.get(pk=session.pk).place == {"en": "Dakar"}


def test_the_page_of_changes_shows_the_times_as_clocks_show_them_there() -> None:
    session = coming()
    page = signed_in("Sena").get(f"/en/sessions/{session.key}/change/").content.decode()

    # The state starts at noon of Greenwich on the 14th of June.
    assert 'value="2036-06-14T14:00"' in page
    assert '<option value="zero-draft" selected>' in page


def test_a_rule_is_made_stricter_until_something_was_said_and_looser_never() -> None:
    session = coming()
    stricter = changed(session, rule=Attribution.CATEGORY)
    assert stricter.attribution == Attribution.CATEGORY
    with pytest.raises(PermissionDenied, match="never loosened"):
        changed(stricter, rule=Attribution.NAMED)

    sessions.intervention(stricter)
    with pytest.raises(PermissionDenied, match="Something was said"):
        changed(stricter, rule=Attribution.NONE)
    with pytest.raises(PermissionDenied, match="Something was said"):
        changed(stricter, versions=[])
    assert changed(stricter, place={"en": "Dakar"}).attribution == Attribution.CATEGORY


def test_the_form_offers_only_the_rules_that_may_still_be_chosen() -> None:
    session = sessions.session(Attribution.CATEGORY)
    sena, page = signed_in("Sena"), f"/en/sessions/{session.key}/change/"
    offered = words_of(sena.get(page))
    assert "Not attributed:" in offered
    assert "Named: what is said" not in offered

    sessions.intervention(session)
    assert "Not attributed:" not in words_of(sena.get(page))
    fields = typed(was=session.sequence, rule="none")
    goes_to(sena.post(page, fields))
    stands = Session.objects.get(pk=session.pk)
    assert stands.attribution == Attribution.CATEGORY
    assert stands.versions.count() == 1


def test_a_session_is_cancelled_with_its_reason_and_stays_to_be_read() -> None:
    session = coming()
    asked(session, user=make.olga())
    sena, page = signed_in("Sena"), f"/en/sessions/{session.key}/cancel/"
    empty = sena.post(page, {"because_en": " "})
    assert empty.status_code == 422

    goes_to(sena.post(page, {"because_en": "The room is flooded.", "because_fr": "La salle est inondée."}))

    cancelled = Session.objects.get(pk=session.pk)
    assert cancelled.cancelled_at
    assert cancelled.sequence == 1
    shown = words_of(Client().get(session.get_absolute_url()))
    assert "This session was cancelled. The room is flooded." in shown
    assert "inondée" in words_of(Client().get(f"/fr/sessions/{session.key}/"))
    assert Letter.objects.filter(kind=Letter.Kind.RESCHEDULED, to=make.olga()).count() == 1
    entry = LedgerEntry.objects.get(verb="cancelled")
    assert "flooded" not in entry.payload
    assert goes_to(sena.get(page)) == session.get_absolute_url()


def test_a_session_in_which_something_was_said_is_not_cancelled() -> None:
    session = sessions.session()
    sessions.intervention(session)

    with pytest.raises(PermissionDenied, match="Something was said"):
        cancel_session(by=make.secretariat(), session=session, because={"en": "No."}, at=make.NOON)
    assert signed_in("Sena").get(f"/en/sessions/{session.key}/cancel/").status_code == 403


def test_offices_are_given_to_accounts_and_handed_over() -> None:
    session = sessions.session()
    nils = make.person("Nils")
    sena, page = signed_in("Sena"), f"/en/sessions/{session.key}/offices/"
    unknown = sena.post(page, {"email": "nobody@example.org", "part": "chair"})
    assert unknown.status_code == 422
    assert "nobody@example.org" in unknown.content.decode()

    goes_to(sena.post(page, {"email": "nils@example.org", "part": "chair"}))
    chairs = Office.objects.filter(session=session, part="chair")
    assert chairs.get(ended_at=None).user == nils
    assert chairs.count() == 2

    rapporteur = Office.objects.get(session=session, part="rapporteur")
    goes_to(sena.post(f"{page}{rapporteur.pk}/end/"))
    assert Office.objects.get(pk=rapporteur.pk).ended_at
    assert "until" in words_of(sena.get(page))
    assert signed_in("Nils").get(page).status_code == 404
