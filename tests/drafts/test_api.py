"""The reading API: what is published, for programs, under the rules of the pages."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from drafts.models import Text
from tests import make
from tests.pages import nothing_written, queries_of, signed_in

pytestmark = pytest.mark.django_db

VISAS = "The partners shall simplify the procedures for short-stay visas."
FRENCH = make.DRAFT.replace(VISAS, "Les partenaires simplifient les visas.")


@pytest.fixture
def text() -> Text:
    made = make.text()
    make.imported(made)
    make.imported(made, FRENCH, language="fr")
    make.issued(made)
    make.reworded(made, "short-stay", "seasonal")
    return made


def got(name: str, *args: str, client: Client | None = None, **query: str) -> Any:
    response = (client or Client()).get(reverse(f"api:{name}", args=args), query)
    assert response.status_code == 200, response.content
    return response.json()


def test_the_list_names_each_published_text_with_its_published_versions(text: Text) -> None:
    make.imported(make.text("unpublished"))
    (only,) = got("texts")["results"]

    assert (only["slug"], only["language"], only["title"]["fr"]) == (
        "legal-mobility",
        "en",
        "Mobilité légale",
    )
    (version,) = only["versions"]
    assert (version["slug"], version["number"], version["text"]) == ("zero-draft", 0, "legal-mobility")
    assert version["content_hash"] == text.versions.get(number=0).content_hash


def test_one_text_reads_as_in_the_list(text: Text) -> None:
    assert got("text", "legal-mobility") == got("texts")["results"][0]


def test_a_version_gives_its_clauses_in_order_with_source_and_plain_words(text: Text) -> None:
    answer = got("version", "legal-mobility", "zero-draft")

    assert (answer["language"], answer["languages"]) == ("en", ["en", "fr"])
    assert [clause["label"] for clause in answer["clauses"]] == [
        "",
        "",
        "",
        "1.",
        "2.",
        "(a)",
        "(b)",
        "",
        "3.",
    ]
    recital = answer["clauses"][1]
    assert (recital["kind"], recital["source"][:11], recital["plain"][:9]) == (
        "recital",
        "*Recalling*",
        "Recalling",
    )
    assert len(recital["key"]) == 7


def test_a_version_can_be_read_in_its_other_language(text: Text) -> None:
    answer = got("version", "legal-mobility", "zero-draft", language="fr")

    assert answer["language"] == "fr"
    assert answer["clauses"][3]["source"] == "Les partenaires simplifient les visas."
    assert answer["clauses"][3]["state"] == "translated"


@pytest.mark.parametrize("language", ["pt", "x" * 300, "a b\n", "'"])
def test_a_language_the_version_is_not_written_in_falls_back(text: Text, language: str) -> None:
    answer = got("version", "legal-mobility", "zero-draft", language=language)

    assert answer["language"] == "en"
    assert answer["clauses"][3]["source"] == VISAS


@pytest.mark.parametrize("name", ["", "Nils", "Mia", "Sena"])
def test_the_version_in_work_is_not_in_the_api_for_anybody(text: Text, name: str) -> None:
    client = signed_in(name) if name else Client()

    assert client.get(reverse("api:version", args=["legal-mobility", "rev-1"])).status_code == 404
    assert "seasonal" not in str(got("texts", client=client))


def test_a_text_without_a_published_version_is_not_there_for_the_public() -> None:
    make.imported(make.text("unpublished"))

    assert Client().get(reverse("api:text", args=["unpublished"])).status_code == 404
    assert got("texts")["results"] == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(text: Text, method: str) -> None:
    mia = signed_in("Mia")
    for address in (
        reverse("api:texts"),
        reverse("api:text", args=["legal-mobility"]),
        reverse("api:version", args=["legal-mobility", "zero-draft"]),
    ):
        with nothing_written():
            assert getattr(mia, method)(address).status_code in {403, 405}


def test_the_description_of_the_api_names_its_addresses(text: Text) -> None:
    described = Client().get(reverse("api:schema")).content.decode()

    for address in ("/api/v1/texts/:", "/api/v1/texts/{slug}/:", "/api/v1/texts/{slug}/versions/{version}/:"):
        assert address in described


def test_the_list_takes_the_same_queries_for_one_text_and_for_five(text: Text) -> None:
    one = queries_of(Client(), reverse("api:texts"))
    for number in range(4):
        make.published(make.text(f"text-{number}"))

    assert queries_of(Client(), reverse("api:texts")) == one
