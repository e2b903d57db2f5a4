"""The framework's pages: programmes, pillars with those they continue, texts with their versions."""

from datetime import date

import pytest
from django.test import Client

from drafts.actions.programmes import open_pillar, open_programme, open_text
from drafts.models import Programme, Text
from tests import make
from tests.pages import nothing_written, queries_of, words_of

pytestmark = pytest.mark.django_db


def two_programmes() -> Programme:
    """Rome, adopted, and Marrakesh in drafting, whose pillar continues Rome's."""
    sena = make.secretariat()
    names = {"en": "Rome Programme", "fr": "Programme de Rome"}
    rome = open_programme(
        by=sena, slug="rome", title=names, years=(2015, 2017), at=make.NOON, adopted_on=date(2014, 11, 27)
    )
    mobility = open_pillar(by=sena, programme=rome, number=1, title={"en": "Mobility"}, at=make.NOON)
    marrakesh = open_programme(
        by=sena,
        slug="marrakesh",
        title={"en": "Marrakesh Plan"},
        years=(2018, 2020),
        at=make.NOON,
        predecessor=rome,
    )
    legal = {"en": "Legal migration", "fr": "Migration légale"}
    pillar = open_pillar(
        by=sena, programme=marrakesh, number=2, title=legal, at=make.NOON, predecessors=(mobility,)
    )
    open_text(
        by=sena, programme=marrakesh, pillar=pillar, slug="legal", title=legal, language="en", at=make.NOON
    )
    return marrakesh


def test_the_programmes_stand_in_a_chain_the_latest_first() -> None:
    two_programmes()

    shown = words_of(Client().get("/en/programmes/"))

    assert shown.index("Marrakesh Plan") < shown.index("Rome Programme adopted on 27 November 2014")
    assert "follows Rome Programme" in shown


def test_an_empty_framework_says_who_opens_a_programme() -> None:
    assert "The secretariat opens a programme" in words_of(Client().get("/en/programmes/"))


def test_a_pillar_names_the_one_it_continues_in_the_readers_language() -> None:
    two_programmes()

    assert "continues pillar 1, Mobility, of Rome Programme" in words_of(
        Client().get("/en/programmes/marrakesh/")
    )
    assert "of Programme de Rome" not in words_of(Client().get("/en/programmes/marrakesh/"))
    assert "Migration légale" in words_of(Client().get("/fr/programmes/marrakesh/"))


def test_a_programme_links_the_one_before_and_the_one_after() -> None:
    two_programmes()

    assert "/en/programmes/rome/" in Client().get("/en/programmes/marrakesh/").content.decode()
    assert "/en/programmes/marrakesh/" in Client().get("/en/programmes/rome/").content.decode()


def test_a_text_is_linked_once_it_is_published_with_all_its_versions() -> None:
    version = make.published()
    page = Client().get(version.text.programme.get_absolute_url()).content.decode()

    assert '<a href="/en/texts/legal-mobility/zero-draft/">Zero draft</a>' in page


def test_a_text_that_is_not_published_is_not_betrayed() -> None:
    two_programmes()

    page = Client().get("/en/programmes/marrakesh/").content.decode()

    assert Text.objects.filter(slug="legal").exists()
    assert "/texts/legal/" not in page


def test_an_unknown_programme_is_not_found() -> None:
    assert Client().get("/en/programmes/nowhere/").status_code == 404


def test_reading_a_programme_writes_nothing_and_asks_as_much_for_many_pillars() -> None:
    marrakesh = two_programmes()
    url = marrakesh.get_absolute_url() + "?fresh=1"
    with nothing_written():
        few = queries_of(Client(), url)
    for number in range(3, 9):
        title = {"en": f"Pillar {number}"}
        open_pillar(by=make.secretariat(), programme=marrakesh, number=number, title=title, at=make.NOON)

    assert queries_of(Client(), url) == few
