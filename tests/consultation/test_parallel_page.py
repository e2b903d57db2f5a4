"""A version read in two languages: clause beside clause, with what is older, what is missing, and what was said."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Comment, Consultation
from drafts.models import Text, Version
from tests import make
from tests.consultation.test_translations_page import FRENCH, WITHOUT
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

SPOKEN = "Les partenaires simplifient"


def both(draft: str = FRENCH, language: str = "fr") -> Text:
    """A text in work in English and another language."""
    text = make.text()
    make.imported(text)
    make.imported(text, draft, language=language)
    return text


def side_by_side(version: Version) -> str:
    return reverse("consultation:parallel", args=[version.text.slug, version.slug])


def url_of(version: Version) -> str:
    return reverse("consultation:version", args=[version.text.slug, version.slug])


def rows_of(response: object) -> list[str]:
    html = response.content.decode()  # type: ignore[attr-defined]
    return re.findall(
        r'<div class="compare-row is-\w+".*?(?=<div class="compare-row|</main>)', html, re.DOTALL
    )


def behind() -> Version:
    """A published version whose French is older in one clause and lacks another."""
    text = both(WITHOUT)
    make.reworded(text, "short-stay visas", "short visas")
    return make.issued(text)


def test_each_clause_stands_beside_its_translation_with_its_label() -> None:
    version = make.issued(both())
    rows = rows_of(Client().get(side_by_side(version)))

    assert len(rows) == 9
    (visas,) = (row for row in rows if "short-stay visas" in row)
    assert "Les partenaires simplifient les procédures." in visas
    assert '<div class="compare-label">1.</div>' in visas
    assert '<p lang="en">' in visas
    assert '<p lang="fr">' in visas
    assert 'data-label="French"' in visas
    assert re.search(r'<h2 class="clause-text" lang="fr">Mobilité légale</h2>', rows[0])


def test_what_is_older_and_what_is_not_translated_says_so() -> None:
    rows = rows_of(Client().get(side_by_side(behind())))

    assert [("Older than its source" in row) for row in rows] == [False] * 3 + [True] + [False] * 5
    (missing,) = (row for row in rows if "Not translated yet" in row)
    assert "for researchers." in missing


def test_the_sides_are_those_asked_for_and_never_the_same() -> None:
    version = make.issued(both())
    url = side_by_side(version)
    for query, sides in {
        "?left=fr&right=en": ("French", "English"),
        "?left=fr&right=fr": ("French", "English"),
        "?left=xx&right=yy": ("English", "French"),
        "": ("English", "French"),
    }.items():
        shown = words_of(Client().get(url + query))
        assert f"{sides[0]} beside {sides[1]}" in shown
    assert "left=fr&amp;right=en" in Client().get(url).content.decode()


def test_a_version_in_one_language_says_so_and_leads_back() -> None:
    version = make.published()
    page = Client().get(side_by_side(version))

    assert "Zero draft is written in English alone" in words_of(page)
    assert f'href="{url_of(version)}"' in page.content.decode()
    assert "side by side" not in words_of(Client().get(url_of(version)))


def test_languages_written_from_right_to_left_say_so() -> None:
    version = make.issued(both(FRENCH, "ar"))
    html = Client().get(side_by_side(version)).content.decode()

    assert '<p lang="ar" dir="rtl">Les partenaires' in html
    assert '<p lang="en">' in html
    read = Client().get(f"{url_of(version)}?language=ar").content.decode()
    assert '<p class="clause-text" dir="rtl">Les partenaires' in read


def test_the_version_leads_to_both_languages_and_back() -> None:
    version = make.issued(both())
    page = Client().get(f"{url_of(version)}?language=fr").content.decode()
    (link,) = re.findall(r'href="([^"]+)">two languages side by side', page)

    assert link == f"{side_by_side(version)}?left=en&amp;right=fr"
    assert f'href="{url_of(version)}?language=en"' in Client().get(side_by_side(version)).content.decode()


def test_a_version_in_work_is_for_those_who_work_on_it() -> None:
    working = make.working(both())

    assert Client().get(side_by_side(working)).status_code == 404
    mia = signed_in("Mia")
    with nothing_written():
        assert "French" in words_of(mia.get(side_by_side(working)))
    make.reworded(working.text, "short-stay visas", "visas of every kind")
    assert "visas of every kind" in words_of(mia.get(side_by_side(working)))


def spoken() -> tuple[Consultation, Comment]:
    """Olga quotes the French words of a clause."""
    round_ = make.consultation(make.issued(both()), moderation=Consultation.Moderation.AFTER)
    return round_, make.comment(
        Said(on=SPOKEN, body="All of them?", quote="les procédures", proposed="Les partenaires agissent."),
        by=make.olga(),
        on=round_,
    )


def test_a_comment_on_the_words_in_one_language_is_counted_in_all() -> None:
    round_, comment = spoken()
    count = f'clauses/{comment.clause.key}/?language=en">1 comment · 1 open</a>'

    assert count in Client().get(side_by_side(round_.version)).content.decode()
    for language in ("en", "fr"):
        page = Client().get(f"{url_of(round_.version)}?language={language}").content.decode()
        assert len(re.findall("1 comment · 1 open", page)) == 1
    outline = words_of(Client().get(url_of(round_.version)))
    assert "not answered" in outline


@pytest.mark.parametrize("in_margin", [True, False])
def test_it_is_read_in_all_languages_and_says_which_words_it_quotes(in_margin: bool) -> None:
    round_, comment = spoken()
    url = reverse("consultation:clause", args=[round_.version.text.slug, "zero-draft", comment.clause.key])
    headers = {"HX-Request": "true"} if in_margin else {}
    english = Client().get(f"{url}?language=en", headers=headers)
    assert "About the words in French: les procédures All of them?" in words_of(english)
    assert '<blockquote class="quote" lang="fr">' in english.content.decode()
    assert '<mark class="quoted">' not in english.content.decode()
    french = Client().get(f"{url}?language=fr", headers=headers)
    assert "All of them?" in words_of(french)
    assert "About the words in" not in words_of(french)
    assert in_margin or '<mark class="quoted">les procédures</mark>' in french.content.decode()


def test_the_desk_shows_it_in_all_languages_with_the_language_it_quotes() -> None:
    round_, comment = spoken()
    text = round_.version.text
    url = reverse("consultation:desk-clause", args=[text.slug, comment.clause.key])
    mia = signed_in("Mia")

    assert "About the words in French: les procédures" in words_of(mia.get(url))
    assert "About the words in" not in words_of(mia.get(url, {"language": "fr"}))
    assert "use=" not in mia.get(url).content.decode()
    for language in ("en", "fr"):
        desk = words_of(mia.get(reverse("consultation:desk", args=[text.slug]), {"language": language}))
        assert "1 input, 1 not answered" in desk


def test_a_published_version_says_which_of_its_clauses_are_older() -> None:
    version = behind()
    key = make.clause_that_says(version, "short visas").key
    page = Client().get(f"{url_of(version)}?language=fr")
    shown, html = words_of(page), page.content.decode()

    assert "One clause of this translation is older than its source: 1 ." in shown
    assert f'<a href="#{key}">1</a>' in html
    assert html.count("Older than its source") == 1
    assert "older than its source" not in words_of(Client().get(url_of(version))).lower()
    clause = Client().get(f"{url_of(version)}clauses/{key}/?language=fr")
    assert "Older than its source" in words_of(clause)


def test_programs_are_told_too() -> None:
    version = behind()
    address = reverse("api:version", args=[version.text.slug, version.slug])
    states = [each["state"] for each in Client().get(address, {"language": "fr"}).json()["clauses"]]

    assert states.count("stale") == 1
    assert states.count("authoritative") == 1
    assert states.count("translated") == 7


def test_the_queries_do_not_grow_with_the_text_or_what_was_said() -> None:
    round_, _comment = spoken()
    text = round_.version.text
    mia = signed_in("Mia")
    published, in_work = side_by_side(round_.version), side_by_side(make.working(text))
    before = queries_of(mia, published), queries_of(mia, in_work)
    for number in range(4):
        make.comment(Said(on="students", body=f"Number {number}."), by=make.omar(), on=round_)
    make.imported(text, make.DRAFT + "".join(f"\n{number}. They meet.\n" for number in range(4, 20)))

    assert (queries_of(mia, published), queries_of(mia, in_work)) == before
