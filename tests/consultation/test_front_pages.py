"""The way in: the programme in drafting, consultations, and the pages that explain."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.rounds import open_consultation
from consultation.models import Category, Consultation
from tests import make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def asked(category: Category | None = None, *, slug: str = "legal-mobility", opens: int = -1) -> Consultation:
    """A consultation that opens in so many days and lasts ten."""
    now = timezone.now()
    return open_consultation(
        by=make.secretariat(),
        version=make.published(make.text(slug)),
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=opens + 10),
        moderation=Consultation.Moderation.BEFORE,
        categories=[category] if category else [],
        at=now,
    )


def test_an_empty_site_says_who_does_what_next() -> None:
    assert "The secretariat opens a programme and its texts" in words_of(Client().get("/en/"))
    assert "There has been no consultation yet" in words_of(Client().get("/en/consultations/"))
    assert "once its first version is published" in words_of(Client().get("/en/texts/"))


def test_the_front_page_shows_the_texts_what_is_open_and_what_came_out() -> None:
    round_ = asked(Category.DIASPORA)
    make.comment(Said(on="students"), by=make.omar(), on=round_, at=timezone.now())
    page = Client().get("/en/")
    shown = words_of(page)

    assert "In drafting 2018–2020 Programme" in shown
    assert "Legal mobility Zero draft, 14 June 2017 · open for comments" in shown
    assert "Legal mobility, Zero draft diaspora 1 input 1 not answered" in shown
    assert "Latest versions 14 June 2017 Legal mobility, Zero draft 9 clauses" in shown
    assert round_.get_absolute_url() in page.content.decode()
    assert "Ask for an account" in shown


def test_without_an_open_consultation_the_front_page_says_when_one_comes() -> None:
    make.consultation()

    assert "No consultation is open now." in words_of(Client().get("/en/"))


def test_texts_in_work_are_listed_for_those_who_work_on_them() -> None:
    make.imported(make.text())

    assert "in work" in words_of(signed_in("Mia").get("/en/texts/"))
    assert "Legal mobility" not in words_of(Client().get("/en/texts/"))


def test_consultations_stand_by_phase_the_open_ones_first() -> None:
    asked(opens=-20, slug="closed-one")
    asked(opens=5, slug="announced-one")
    asked(slug="open-one")
    page = Client().get("/en/consultations/").content.decode()
    places = [page.index(f"phase-{phase}") for phase in ("open", "announced", "closed")]

    assert places == sorted(places)


def test_a_consultation_says_who_is_asked_until_when_and_under_which_rule() -> None:
    round_ = asked(Category.DIASPORA)
    shown = words_of(Client().get(round_.get_absolute_url()))

    assert "Who is asked diaspora" in shown
    assert "(UTC)" in shown
    assert "Everyone else can read it once a moderator has let it through" in shown
    assert "Registered participants comment; anyone may read." in shown


def test_a_consultation_tells_its_reader_whether_they_may_answer() -> None:
    url = asked(Category.DIASPORA).get_absolute_url()
    make.olga()
    make.omar()

    assert "select the words you want to speak about" in words_of(signed_in("Omar").get(url))
    assert "asks other categories of participants than yours" in words_of(signed_in("Olga").get(url))


def test_an_unknown_consultation_is_not_found() -> None:
    assert Client().get(reverse("consultation:consultation", args=["0000000"])).status_code == 404


def test_the_pages_that_explain_say_what_is_promised() -> None:
    assert "The drafting committee answers every comment" in words_of(Client().get("/en/about/"))
    assert "Next clause, previous clause" in words_of(Client().get("/en/help/keyboard/"))
    assert "data-keyboard-switch" in Client().get("/en/help/keyboard/").content.decode()


@pytest.mark.parametrize("url", ["/en/", "/en/texts/", "/en/consultations/"])
def test_a_list_writes_nothing_and_asks_as_much_for_many_rows(url: str) -> None:
    asked(slug="first")
    make.olga()
    olga = signed_in("Olga")
    with nothing_written():
        few = queries_of(olga, url)
    for number in range(4):
        asked(slug=f"text-{number}")

    assert queries_of(olga, url) == few
