"""A version as a document, for everybody who may read it."""

import gzip
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Consultation
from drafts.models import Version
from tests import make
from tests.make import Said
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

NOTED = """# Mobility

1. The partners publish a report[^1] each year.

[^1]: On the first of March.
"""
FRENCH = """# Mobilité légale

*Rappelant* les engagements pris,

## Visas

1. Les partenaires simplifient les procédures.

2. Chaque partenaire publie le délai moyen :

(a) pour les étudiants ;

(b) pour les chercheurs.

## Talents

3. Les partenaires encouragent des accords [bilatéraux].
"""


def url_of(version: Version) -> str:
    return reverse("consultation:version", args=[version.text.slug, version.slug])


def open_now(version: Version | None = None, *, moderated: bool = True) -> Consultation:
    """A consultation that is open while the test runs."""
    when = Consultation.Moderation.BEFORE if moderated else Consultation.Moderation.AFTER
    return make.consultation(version, moderation=when, at=timezone.now() - timedelta(hours=1))


def test_everybody_reads_a_published_version_word_by_word() -> None:
    shown = words_of(Client().get(url_of(make.published())))

    assert "Legal mobility" in shown
    assert "simplify the procedures for short-stay visas." in shown
    assert shown.index("(a)") < shown.index("for students;") < shown.index("(b)")


def test_a_version_in_work_is_for_those_who_work_on_it() -> None:
    working = make.working(make.published().text)

    assert Client().get(url_of(working)).status_code == 404
    for name in ("Nils", "Olga"):
        make.person(name)
        assert signed_in(name).get(url_of(working)).status_code == 404
    assert "in work" in words_of(signed_in("Mia").get(url_of(working)))


def test_a_version_in_work_shows_its_words_of_this_minute() -> None:
    text = make.published().text
    mia = signed_in("Mia")
    mia.get(url_of(make.working(text)))
    make.reworded(text, "short-stay visas", "visas of every kind")

    assert "visas of every kind" in words_of(mia.get(url_of(make.working(text))))


def test_a_texts_address_leads_to_its_last_published_version() -> None:
    version = make.published()

    assert goes_to(Client().get("/en/texts/legal-mobility/")) == url_of(version)
    assert goes_to(signed_in("Mia").get("/en/texts/legal-mobility/")) == url_of(version)


def test_a_text_without_a_published_version_is_not_there_for_the_public() -> None:
    make.imported(make.text())

    assert Client().get("/en/texts/legal-mobility/").status_code == 404
    assert Client().get("/en/texts/legal-mobility/zero-draft/").status_code == 404
    assert "zero-draft" in goes_to(signed_in("Mia").get("/en/texts/legal-mobility/"))


def test_headings_make_an_outline_with_the_open_comments_under_each() -> None:
    round_ = open_now()
    now = timezone.now()
    make.comment(Said(on="students"), by=make.olga(), on=round_, at=now)
    make.comment(Said(on="researchers"), by=make.omar(), on=round_, at=now)
    page = Client().get(url_of(round_.version)).content.decode()
    outline = re.search(r'<nav class="outline".*?</nav>', page, re.DOTALL)

    assert outline
    entries = re.findall(r">(Visas|Talents)</span>(?:<span class=\"outline-count\">(\d+))?", outline.group())
    assert entries == [("Visas", "2"), ("Talents", "")]


def test_the_margin_counts_what_the_reader_may_see() -> None:
    round_ = open_now()
    now = timezone.now()
    make.comment(Said(on="students"), by=make.olga(), on=round_, at=now)
    make.comment(Said(on="students"), by=make.omar(), on=round_, visible=False, at=now)

    assert "1 comment · 1 open" in words_of(Client().get(url_of(round_.version)))
    assert "2 comments · 2 open" in words_of(signed_in("Mia").get(url_of(round_.version)))


def test_a_count_opens_its_thread_in_place_and_as_a_page() -> None:
    round_ = open_now()
    said = make.comment(Said(on="students"), by=make.olga(), on=round_, at=timezone.now())
    page = Client().get(url_of(round_.version)).content.decode()
    link = re.search(r'<a class="clause-count" href="([^"]+)" hx-get="([^"]+)" hx-target="#([^"]+)"', page)

    assert link
    assert link.group(1) == link.group(2)
    assert f'id="{link.group(3)}"' in page
    assert said.reference in Client().get(link.group(1)).content.decode()


def test_those_who_may_comment_and_strangers_are_offered_it_while_it_is_open() -> None:
    round_ = open_now()
    make.olga()
    make.person("Nils")
    offered = "data-comment-url="

    assert offered in signed_in("Olga").get(url_of(round_.version)).content.decode()
    assert offered in Client().get(url_of(round_.version)).content.decode()
    refused = signed_in("Nils").get(url_of(round_.version))
    assert offered not in refused.content.decode()
    assert "The secretariat has not admitted your registration yet." in words_of(refused)


def test_nobody_is_offered_to_comment_on_a_closed_consultation() -> None:
    round_ = make.consultation()
    make.olga()

    assert "data-comment-url=" not in signed_in("Olga").get(url_of(round_.version)).content.decode()
    assert "Open for comments" not in words_of(Client().get(url_of(round_.version)))


def test_the_language_of_the_text_is_apart_from_that_of_the_interface() -> None:
    text = make.text()
    make.imported(text)
    make.imported(text, FRENCH, language="fr")
    version = make.issued(text)

    mixed = Client().get(url_of(version) + "?language=fr")

    assert "Les partenaires simplifient" in words_of(mixed)
    assert "In this text" in words_of(mixed)
    assert '<article class="document" lang="fr"' in mixed.content.decode()
    assert "Les partenaires simplifient" in words_of(Client().get(url_of(version).replace("/en/", "/fr/")))


def test_a_clause_that_is_not_translated_says_so_and_carries_its_language() -> None:
    text = make.text()
    make.imported(text)
    make.imported(text, FRENCH.partition("## Talents")[0], language="fr")
    page = Client().get(url_of(make.issued(text)) + "?language=fr")

    assert "2 clauses are not there in French yet and are shown in English." in words_of(page)
    assert re.search(r'<p class="clause-text" lang="en">The partners encourage', page.content.decode())


def test_an_unknown_language_is_read_as_the_interfaces() -> None:
    assert "The partners shall simplify" in words_of(Client().get(url_of(make.published()) + "?language=xx"))


def test_a_footnote_is_linked_both_ways() -> None:
    version = make.published(None, NOTED)
    page = Client().get(url_of(version)).content.decode()
    clause = make.clause_that_says(version, "publish a report")

    assert '<a href="#fn-1">1</a>' in page
    assert 'id="fn-1"' in page
    assert f'<a href="#{clause.key}">back' in page


def test_comments_whose_clause_is_gone_are_still_reached() -> None:
    round_ = make.consultation()
    said = make.comment(Said(on="researchers", body="Keep them in."), by=make.olga(), on=round_)
    make.answered(said)
    text = round_.version.text
    make.imported(text, make.DRAFT.replace("(b) for researchers.\n\n", ""))
    version = make.issued(text)
    page = Client().get(url_of(version))

    assert "Comments whose words are gone" in words_of(page)
    thread = url_of(version) + f"clauses/{said.clause.key}/"
    assert thread in page.content.decode()
    shown = words_of(Client().get(thread))
    assert "does not stand in Rev.1 any more" in shown
    assert "Keep them in." in shown


def test_the_page_is_the_same_compressed_and_not() -> None:
    round_ = open_now()
    make.comment(Said(on="students"), by=make.olga(), on=round_, at=timezone.now())
    for reader in (Client(), signed_in("Olga")):
        bare = reader.get(url_of(round_.version))
        compressed = reader.get(url_of(round_.version), headers={"accept-encoding": "gzip"})

        assert compressed["Content-Encoding"] == "gzip"
        assert gzip.decompress(compressed.content) == bare.content


def test_a_reader_who_has_the_page_already_is_told_so() -> None:
    round_ = open_now()
    olga = signed_in("Olga") if make.olga() else Client()
    seen = olga.get(url_of(round_.version))
    again = {"if-none-match": seen["ETag"]}

    assert olga.get(url_of(round_.version), headers=again).status_code == 304
    make.comment(Said(on="students"), by=make.omar(), on=round_, at=timezone.now())
    assert olga.get(url_of(round_.version), headers=again).status_code == 200


@pytest.mark.parametrize("reader", ["", "Olga", "Mia"])
def test_reading_writes_nothing_and_asks_as_much_for_many_clauses_and_comments(reader: str) -> None:
    def queries(clauses: int) -> int:
        draft = "\n\n".join(f"{number}. The partners agree on point {number}x." for number in range(clauses))
        version = make.published(make.text(f"text-of-{clauses}"), f"# A text\n\n{draft}\n")
        round_ = open_now(version, moderated=False)
        for number in range(0, clauses, 2):
            make.comment(Said(on=f"point {number}x"), by=make.olga(), on=round_, at=timezone.now())
        client = signed_in(reader) if reader else Client()
        # A parameter that is not ours keeps a stranger's page out of the cache.
        with nothing_written():
            return queries_of(client, url_of(version) + "?fresh=1")

    many = queries(60)
    assert queries(10) == many
    assert many <= (10 if reader else 4)
