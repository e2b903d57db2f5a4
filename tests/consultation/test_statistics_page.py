"""The pages of statistics: charts that are safe to look at, tables, and files for spreadsheets."""

import csv
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.actions.people import admit, register_organisation
from consultation.models import Category, Consultation, Outcome, Standing
from consultation.reports.statistics import Figure, Table
from consultation.templatetags.charts import chart
from drafts.actions.programmes import open_pillar, open_programme, open_text
from drafts.models import Pillar, Programme, Text
from tests import make
from tests.figures import choir, in_own_name
from tests.make import NOON, Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

NASTY = '<script>alert("1")</script>&"\'</svg><img src=x onerror=alert(1)>'


@pytest.fixture
def asked() -> Consultation:
    return make.consultation()


def page_of(asked: Consultation) -> str:
    return reverse("consultation:statistics", args=[asked.key])


def file_of(asked: Consultation, table: str, client: Client | None = None) -> list[list[str]]:
    response = (client or Client()).get(f"{page_of(asked)}{table}.csv")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{asked.key}-{table}.csv"'
    content = response.content.decode()
    assert content.startswith("\ufeff")
    return list(csv.reader(content[1:].splitlines()))


def named(name: str, asked: Consultation) -> None:
    """An organisation of this name with one input."""
    user = make.person("Ana")
    body = register_organisation(
        by=make.secretariat(), slug="named", name=name, category=Category.ACADEMIA, country="", at=NOON
    )
    admit(by=make.secretariat(), user=user, organisation=body, at=NOON)
    make.comment(Said("short-stay"), by=user, on=asked)


def test_the_page_shows_charts_and_their_tables(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 6)
    choir(asked, Category.DIASPORA, 5)

    with nothing_written():
        response = Client().get(page_of(asked))

    words = words_of(response)
    assert "Inputs 11 Organisations 11 People 11" in words
    assert "Civil society 6 6 Diaspora 5 5" in words
    html = response.content.decode()
    assert (
        '<svg viewBox="0 0 288 52" class="chart" role="img" aria-labelledby="chart-categories-title' in html
    )
    assert "2 bars; the longest is “Civil society”: 6 inputs." in words


def test_no_name_of_a_person_is_on_it(asked: Consultation) -> None:
    for consents in (True, False):
        ines = in_own_name(f"Ines {consents}", Category.ACADEMIA, shows_name=consents)
        make.comment(Said("short-stay"), by=ines, on=asked)

    for client in (Client(), signed_in("Sena"), signed_in("Mia")):
        words = words_of(client.get(page_of(asked)))
        assert "Small groups, together" in words
        assert "Ines" not in words


def test_a_page_without_inputs_says_so(asked: Consultation) -> None:
    assert "No input can be counted yet." in words_of(Client().get(page_of(asked)))


def test_a_name_is_words_in_a_chart_whatever_it_says(asked: Consultation) -> None:
    named(NASTY, asked)
    make.comment(Said("students"), by=make.olga(), on=asked)

    html = Client().get(page_of(asked)).content.decode()

    assert "&lt;script&gt;" in html
    assert not re.search(r"<script(?![^>]*\ssrc=)|<img[^>]*onerror|\sstyle=|<style", html)
    assert html.count("</svg>") == html.count("<svg")


def test_a_chart_is_light_and_brings_no_style() -> None:
    figures = tuple(Figure(f"A rather long name of a thing, number {each}", each) for each in range(1, 40))
    for over_time in (False, True):
        drawn = chart(Table("time", "Time", "days", "inputs", figures, is_over_time=over_time))
        assert len(drawn) < 6_000
        assert not re.search(r"style|script|<!--|<defs|href", drawn)


def test_one_figure_alone_has_no_chart() -> None:
    assert chart(Table("time", "Time", "days", "inputs", (Figure("a", 1),))) == ""


def test_the_charts_numbers_are_written_as_the_reader_writes_them(asked: Consultation) -> None:
    table = Table("times", "Times", "inputs", "days", (Figure("a", 1234.5), Figure("b", 2)))

    assert ">1,234.5<" in chart(table)


def test_a_table_is_a_file_for_spreadsheets(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 5)

    assert file_of(asked, "categories") == [["Category", "Inputs", "People"], ["Civil society", "5", "5"]]
    assert file_of(asked, "times") == [["Inputs", "Days"]]


def test_a_file_counts_what_its_reader_may_know(asked: Consultation) -> None:
    made = choir(asked, Category.CIVIL_SOCIETY, 6)
    make.kept_back(made[0], Standing.State.HIDDEN)

    assert file_of(asked, "categories")[1] == ["Civil society", "5", "5"]
    assert file_of(asked, "categories", signed_in("Mia"))[1] == ["Civil society", "6", "6"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t="])
def test_no_cell_is_a_formula(asked: Consultation, sign: str) -> None:
    named(f"{sign}cmd|' /C calc'!A0, Ltd", asked)

    name = file_of(asked, "organisations")[1][0]

    assert name == f"'{sign}cmd|' /C calc'!A0, Ltd"


def test_who_was_silent_is_a_file_too(asked: Consultation) -> None:
    body = make.body_of(make.omar())

    assert file_of(asked, "silent") == [["Organisation", "Category", "Country"], [body.name, "diaspora", ""]]
    assert f"{body.name} diaspora" in words_of(Client().get(page_of(asked)))


@pytest.fixture
def pillar() -> Pillar:
    """The second pillar of a programme of two, with a consultation on its text and another beside it."""
    sena = make.secretariat()
    programme = open_programme(by=sena, slug="two", title={"en": "Two"}, years=(2018, 2020), at=NOON)
    for number in (1, 2):
        title = {"en": f"Pillar {number}"}
        open_pillar(by=sena, programme=programme, number=number, title=title, at=NOON)
    for slug, kind, of in (("first", Text.Kind.PREAMBLE, None), ("second", Text.Kind.PILLAR, 2)):
        text = open_text(
            by=sena,
            programme=programme,
            slug=slug,
            title={"en": slug},
            language="en",
            at=NOON,
            kind=kind,
            pillar=Pillar.objects.get(programme=programme, number=of) if of else None,
        )
        make.seated(text)
        choir(make.consultation(make.published(text)), Category.CIVIL_SOCIETY, 5)
    return Pillar.objects.get(programme=programme, number=2)


def test_a_pillar_and_a_programme_have_their_figures(pillar: Pillar) -> None:
    of_programme = reverse("consultation:programme-statistics", args=["two"])
    of_pillar = reverse("consultation:pillar-statistics", args=["two", 2])
    without = reverse("consultation:pillar-statistics", args=["two", 1])

    assert "Consultations 1 Inputs 5" in words_of(Client().get(of_pillar))
    assert "Consultations 2 Inputs 10" in words_of(Client().get(of_programme))
    assert "second, Clause 1" in words_of(Client().get(of_programme))
    assert "No input can be counted yet." in words_of(Client().get(without))
    assert Client().get(f"{of_pillar}categories.csv").status_code == 200
    assert Client().get(f"{of_programme}categories.csv").status_code == 200
    assert Client().get(reverse("consultation:pillar-statistics", args=["two", 3])).status_code == 404


def test_a_programme_lists_its_pillars_and_they_lead_back(pillar: Pillar) -> None:
    of_programme = reverse("consultation:programme-statistics", args=["two"])
    of_pillar = reverse("consultation:pillar-statistics", args=["two", 2])
    page = Client().get(of_programme)

    assert "By pillar Pillar Consultations Inputs" in words_of(page)
    assert "Pillar 2 1 5" in words_of(page)
    assert "Pillar 1 0 0" in words_of(page)
    assert f'href="{of_pillar}"' in page.content.decode()
    assert f'href="{of_programme}"' in Client().get(of_pillar).content.decode()


def test_days_have_their_unit_in_the_chart_and_the_table(asked: Consultation) -> None:
    made = choir(asked, Category.CIVIL_SOCIETY, 3)
    for comment, days in zip(made, (1, 2, 32), strict=True):
        make.answered(comment, Outcome.NOTED, at=NOON + timedelta(days=days))

    html = Client().get(page_of(asked)).content.decode()
    french = Client().get(page_of(asked).replace("/en/", "/fr/")).content.decode()

    assert ">1.5 days</text>" in html
    assert ">17 days</text>" in html
    assert ">1,5 " in french


def test_equal_bars_are_a_sentence_and_a_table(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 5)
    choir(asked, Category.DIASPORA, 5)

    words = words_of(Client().get(page_of(asked)))

    assert "Categories All 2 are equal: 5 inputs each." in words
    assert "Languages of the inputs English: 10 inputs." in words
    assert 'aria-labelledby="chart-categories' not in Client().get(page_of(asked)).content.decode()


def test_a_long_name_is_on_two_lines() -> None:
    long = "Federation of African students and researchers abroad"
    drawn = chart(Table("o", "O", "organisation", "inputs", (Figure(long, 3), Figure("Short", 2))))

    assert re.findall(r"<tspan[^>]*>([^<]*)", drawn) == ["Federation of African", "students and researchers…"]


def test_who_did_not_speak_is_said_so_once_closed(asked: Consultation) -> None:
    make.body_of(make.omar())
    title = "Who did not speak" if asked.closes_at <= timezone.now() else "Who has not spoken yet"

    assert title in words_of(Client().get(page_of(asked)))


def test_a_programme_leads_to_its_figures(pillar: Pillar) -> None:
    page = Programme.objects.get(slug="two").get_absolute_url()

    assert f'href="{page}statistics/"' in Client().get(page).content.decode()


def test_the_queries_do_not_grow_with_the_inputs(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    mia = signed_in("Mia")
    before = queries_of(mia, page_of(asked))
    choir(asked, Category.DIASPORA, 6)

    assert queries_of(mia, page_of(asked)) == before <= 18


def test_a_page_that_was_kept_goes_with_the_next_act(asked: Consultation) -> None:
    choir(asked, Category.CIVIL_SOCIETY, 1)
    assert "Inputs 1 " in words_of(Client().get(page_of(asked)))

    make.comment(Said("students"), by=make.olga(), on=asked)

    assert "Inputs 2 " in words_of(Client().get(page_of(asked)))
