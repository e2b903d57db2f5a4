"""The brackets of a version as everybody reads them: table of alternatives, text with brackets, text without."""

import html
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from consultation.views.brackets import ROWS_A_PAGE
from drafts.actions.imports import apply_import, stage_import
from drafts.models import Stance, Version, Weight
from drafts.reports.reading import read_version
from drafts.text.brackets import count, read_brackets
from tests import make
from tests.drafts.test_markup_files import REAL_DRAFTS, needs_real_drafts
from tests.make import NOON
from tests.pages import queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

DRAFT = """# A text

## Aims

1. Parties [shall][should] act [with [all] partners] and *[at once / in time]*.

2. This is agreed.

## [Means]

3. Money comes [from many] sources.
"""
# What real drafts are like, and worse.
WILD = (
    "]] [ [a",
    "[",
    "]",
    "[]",
    "[ ]",
    "[*a] b*",
    "a [b^1] c^",
    "[a / ] [ / b]",
    "\\[a] [b",
    "[[[[]",
    "x[^1] [y[^1]]",
)


def url_of(version: Version, **query: str) -> str:
    return reverse("consultation:brackets", args=[version.text.slug, version.slug], query=query or None)


def shown(version: Version, client: Client | None = None, **query: str) -> str:
    response = (client or Client()).get(url_of(version, **query))
    assert response.status_code == 200
    return words_of(response)


def test_the_table_has_a_row_a_bracket_under_its_heading() -> None:
    version = make.published(draft=DRAFT)
    page = shown(version)

    assert "Open brackets 7 Alternatives 2" in page
    for words in ("[shall]", "[with [all] partners]", "[all]", "[Means]", "[from many]"):
        assert words in page
    assert "alternative 1 of 2" in page
    assert "Alternatives: at once , in time" in page
    assert "in bracket 3" in page
    assert "3 [Means] Money comes [from many] sources." in page
    assert "This is agreed" not in page


def test_a_bracket_is_marked_in_the_sentence_it_stands_in() -> None:
    draft = "1. They meet; they *may* [agree [soon] or] leave. Nobody else is <asked>.\n"
    page = Client().get(url_of(make.published(draft=draft))).content.decode()

    assert (
        'they <em>may</em> <mark class="quoted"><span class="bracket">[agree [soon] or]</span></mark> leave. <'
    ) in page
    assert (
        'may</em> [agree <mark class="quoted"><span class="bracket">[soon]</span></mark> or] leave. <' in page
    )
    assert "They meet" not in page
    assert "asked" not in page


def test_each_bracket_can_be_linked_to_and_leads_to_its_clause() -> None:
    version = make.published(draft=DRAFT)
    clause = make.clause_that_says(version, "Parties")
    page = Client().get(url_of(version)).content.decode()

    assert [f'id="{clause.key}-b{number}"' in page for number in range(1, 6)] == [True] * 5
    assert f"/clauses/{clause.key}/" in page


def test_the_text_with_brackets_shows_each_in_the_one_around_it_with_a_link_to_its_row() -> None:
    version = make.published(draft=DRAFT)
    clause = make.clause_that_says(version, "Parties")
    page = Client().get(url_of(version, view="bracketed")).content.decode()

    assert re.search(
        rf'<span class="bracket" id="{clause.key}-b3">\[<a [^>]*href="[^"]*#{clause.key}-b3"[^>]*>.*?</a>with '
        rf'<span class="bracket" id="{clause.key}-b4">\[<a [^>]*>.*?</a>all\]</span> partners\]</span>',
        page,
    )
    assert "This is agreed." in page


def test_the_clean_text_has_only_agreed_words_and_a_sign_for_each_bracket() -> None:
    version = make.published(draft=DRAFT)
    clause = make.clause_that_says(version, "Parties")
    response = Client().get(url_of(version, view="clean"))
    page = response.content.decode()

    assert "Parties […] […] act […] and […] ." in words_of(response)
    assert "partners" not in page
    assert f'href="?language=en&amp;page=1#{clause.key}-b3"' in page


def test_a_view_nobody_knows_is_the_table() -> None:
    assert "Words in brackets" in shown(make.published(draft=DRAFT), view="nonsense")


def test_a_version_without_brackets_says_so() -> None:
    version = make.published(draft="# A text\n\n1. All is agreed.\n")

    assert "Every word of this version is agreed" in shown(version)
    assert "All is agreed." in shown(version, view="clean")


@pytest.mark.parametrize("view", ["table", "bracketed", "clean"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_signs_that_do_not_balance_are_shown_as_they_are(view: str, language: str) -> None:
    draft = "# Wild\n\n" + "".join(f"{at}. Words {words} end.\n\n" for at, words in enumerate(WILD, 1))
    version = make.published(draft=draft)
    counted = count(clause.source for clause in read_version(version, "en").clauses)
    response = Client().get(f"/{language}/texts/{version.text.slug}/{version.slug}/brackets/?view={view}")
    page = words_of(response)

    assert response.status_code == 200
    assert response.context["totals"].opening == counted.opening
    if language == "en":
        assert (
            f"Never closed in their clause: {counted.unclosed}. Closing nothing: {counted.stray_closings}."
            in page
        )
    ids = re.findall(r'\sid="([^"]*)"', response.content.decode())
    assert len(ids) == len(set(ids))
    if view == "bracketed":
        body = response.content.decode().split('<div class="document"')[1].split('<div class="pager"')[0]
        assert body.count("<span") == body.count("</span>")


@pytest.mark.parametrize("words", WILD)
def test_marked_words_are_the_clauses_own_letter_for_letter(words: str) -> None:
    version = make.published(draft=f"# Wild\n\n1. Words {words} end.\n")
    clause = read_version(version, "en").clauses[-1]
    page = Client().get(url_of(version, view="bracketed")).content.decode()
    (row,) = re.findall(rf'id="{clause.key}">.*?<p class="clause-text">(.*?)</p>', page, re.DOTALL)
    bare = re.sub(r"<a class=\"bracket-number\".*?</a>|<sup class=\"footnote-ref\".*?</sup>", "", row)

    assert html.unescape(re.sub(r"<[^>]*>", "", bare)) == clause.plain


def test_the_version_page_counts_its_brackets_and_leads_to_them() -> None:
    version = make.published(draft=DRAFT)
    page = Client().get(reverse("consultation:version", args=[version.text.slug, version.slug]))

    assert "7 open brackets" in words_of(page)
    assert url_of(version) in page.content.decode()


def test_only_published_positions_are_shown_and_to_the_committee_too() -> None:
    text = make.published().text
    make.taken(text, "bilateral", by="Paul", stance=Stance.OPPOSE, note="Between us.")
    make.disclosed(make.taken(text, "bilateral", by="Mia", note="For all to read."))
    version = Version.objects.published().get(text=text)
    for client in (Client(), signed_in("Nils"), signed_in("Mia"), signed_in("Sena")):
        page = shown(version, client)
        assert "Mia supports" in page
        assert "opposes" not in page
        assert "Between us" not in page


def test_a_published_position_appears_on_the_cached_page() -> None:
    text = make.published().text
    version = Version.objects.published().get(text=text)
    position = make.taken(text, "bilateral", by="Mia")
    assert "Mia supports" not in shown(version)
    make.disclosed(position)
    assert "Mia supports" in shown(version)


def test_a_version_in_work_is_for_those_who_work_on_it() -> None:
    working = make.working(make.published().text)
    assert Client().get(url_of(working)).status_code == 404
    assert signed_in("Olga").get(url_of(working)).status_code == 404
    assert "[bilateral]" in shown(working, signed_in("Mia"))


def test_a_long_table_comes_in_pages_and_links_lead_to_the_right_one() -> None:
    lines = "".join(f"{at}. Clause [{at}].\n\n" for at in range(1, ROWS_A_PAGE + 3))
    version = make.published(draft=f"# Long\n\n{lines}")
    last = make.clause_that_says(version, f"[{ROWS_A_PAGE + 2}]")

    assert "Page 1 of 2" in shown(version)
    assert f"[{ROWS_A_PAGE + 2}]" not in shown(version)
    assert f"[{ROWS_A_PAGE + 2}]" in shown(version, page="2")
    assert f"[{ROWS_A_PAGE + 2}]" in shown(version, show="all")
    clean = Client().get(url_of(version, view="clean")).content.decode()
    assert f"page=2#{last.key}-b1" in clean


def test_the_queries_do_not_grow_with_the_brackets_or_the_positions() -> None:
    few = make.published(draft=DRAFT)
    lines = "".join(f"{at}. Clause [number {at}] ends.\n\n" for at in range(1, 60))
    many = make.published(make.text("many"), f"# Many\n\n{lines}")
    make.disclosed(make.taken(few.text, "from many"))
    for at in (30, 40, 50):
        make.disclosed(make.taken(many.text, f"number {at}"))
    nils = signed_in("Nils")
    assert queries_of(nils, url_of(few)) == queries_of(nils, url_of(many))


@needs_real_drafts
def test_a_real_treatys_brackets_are_counted_as_the_engine_counts_them() -> None:
    cache.clear()
    (path,) = (REAL_DRAFTS / "paris-agreement").glob("00_*.md")
    text = make.text("paris")
    held = stage_import(
        by=make.person("Paul"),
        text=text,
        language="en",
        label="",
        file_name=path.name,
        content=path.read_bytes(),
        at=NOON,
    )
    version = apply_import(
        by=make.person("Paul"), staged=held, weight=Weight.SUBSTANCE, reason="As circulated.", at=NOON
    )
    sources = [clause.source for clause in read_version(version, "en").clauses]
    counted, mia = count(sources), signed_in("Mia")
    table = mia.get(url_of(version, show="all"))

    assert counted.opening > 1000
    assert f"Open brackets {counted.opening} Alternatives {counted.choices}" in words_of(table)
    anchors = re.findall(r'<tr id="[^"]*-b\d+"', table.content.decode())
    assert len(anchors) == sum(read_brackets(source).opening for source in sources) == counted.opening
    bracketed = mia.get(url_of(version, view="bracketed", show="all")).content.decode()
    assert len(re.findall(r'<span class="bracket" id=', bracketed)) == counted.opening
    small = make.imported(make.text("small"))
    assert queries_of(mia, url_of(version)) == queries_of(mia, url_of(small))


def test_published_positions_on_whole_clauses_and_on_changed_words_stand_below_the_table() -> None:
    text = make.published().text
    make.disclosed(make.taken(text, "bilateral", by="Mia"))
    make.disclosed(make.taken(text, "bilateral", by="Paul", whole=True))
    make.reworded(text, "[bilateral]", "[common]")
    make.issued(text)
    page = shown(Version.objects.published().get(text=text, number=1))
    table, below = page.split("Published positions on whole clauses, and on words that changed since")

    assert "supports" not in table
    assert "Mia supports, on words of Zero draft that changed since: [bilateral]" in below
    assert "Paul supports" in below
    assert "bilateral" not in table
