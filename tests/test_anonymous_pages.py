"""Finished pages kept for readers who are not signed in: never old, never somebody else's."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.models import Consultation
from drafts.models import Version
from tests import make
from tests.make import Said
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db


def url_of(version: Version) -> str:
    return f"/en/texts/{version.text.slug}/{version.slug}/"


def spoken() -> Consultation:
    round_ = make.consultation(at=timezone.now() - timedelta(hours=1))
    make.comment(Said(on="students"), by=make.olga(), on=round_, at=timezone.now())
    return round_


def queries(url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(url, headers=headers).status_code == 200
    return len(captured)


def test_a_page_that_is_ready_costs_one_query() -> None:
    url = url_of(spoken().version)
    Client().get(url)

    assert queries(url) == 1


def test_a_page_that_is_ready_is_the_same_page_with_the_same_headers() -> None:
    url = url_of(spoken().version)
    first = Client().get(url, headers={"accept-encoding": "gzip"})
    second = Client().get(url, headers={"accept-encoding": "gzip"})

    assert second.content == first.content
    assert second.headers == first.headers
    assert second["Content-Encoding"] == "gzip"
    assert "default-src 'none'" in second["Content-Security-Policy"]
    assert second["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {"Cookie", "Accept-Encoding"} <= {name.strip() for name in second["Vary"].split(",")}
    assert not second.cookies
    assert b"csrfmiddlewaretoken" not in gzip.decompress(second.content)


def test_a_reader_who_has_the_page_is_told_that_it_still_holds() -> None:
    url = url_of(spoken().version)
    tag = Client().get(url)["ETag"]
    again = Client().get(url, headers={"if-none-match": tag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_the_next_act_on_the_text_makes_the_page_anew() -> None:
    round_ = spoken()
    url = url_of(round_.version)
    tag = Client().get(url)["ETag"]
    make.comment(Said(on="students"), by=make.omar(), on=round_, at=timezone.now())

    renewed = Client().get(url, headers={"if-none-match": tag})
    assert renewed.status_code == 200
    assert "2 comments · 2 open" in words_of(renewed)


def test_an_act_on_another_text_leaves_the_page_alone() -> None:
    url = url_of(spoken().version)
    Client().get(url)
    make.published(make.text("another-text"))

    assert queries(url) == 1


def test_a_page_that_says_open_is_not_served_after_closing_time() -> None:
    round_ = spoken()
    round_.closes_at = timezone.now() + timedelta(seconds=0.4)
    round_.save()
    assert "Open for comments until" in words_of(Client().get(url_of(round_.version)))

    assert queries(url_of(round_.version)) > 1


def test_somebody_signed_in_gets_a_page_of_their_own_and_leaves_none_behind() -> None:
    url = url_of(spoken().version)
    public = Client().get(url).content.decode()
    own = signed_in("Olga").get(url)

    assert "Olga" in own.content.decode().split("<main")[0]
    assert own["Cache-Control"] == "private, no-cache"
    assert Client().get(url).content.decode() == public


def test_compressed_and_plain_readers_and_other_parameters_do_not_share() -> None:
    url = url_of(spoken().version)
    Client().get(url, headers={"accept-encoding": "gzip"})

    assert "Content-Encoding" not in Client().get(url)
    assert queries(url + "?anything=1") > 1
    assert queries(url + "?anything=1") > 1


def test_parts_for_the_margin_and_whole_pages_do_not_share() -> None:
    round_ = spoken()
    clause = make.clause_that_says(round_.version, "students")
    url = f"{url_of(round_.version)}clauses/{clause.key}/"
    Client().get(url)

    assert "<html" not in Client().get(url, headers={"hx-request": "true"}).content.decode()
    assert "<html" in Client().get(url).content.decode()


def test_what_is_not_found_is_not_kept() -> None:
    make.text()
    url = "/en/texts/legal-mobility/zero-draft/"
    assert Client().get(url).status_code == 404
    make.issued(make.imported(make.text("legal-mobility-2")).text)

    assert Client().get("/en/texts/legal-mobility-2/zero-draft/").status_code == 200


def test_a_waiting_message_is_for_its_reader_alone() -> None:
    url = url_of(spoken().version)
    Client().get(url)
    reader = Client()
    reader.cookies["messages"] = "anything"

    with CaptureQueriesContext(connection) as captured:
        reader.get(url)
    assert len(captured) > 1


def test_a_page_made_for_somebody_with_a_tokens_cookie_is_not_kept_for_others() -> None:
    url = url_of(spoken().version)
    reader = Client()
    reader.get("/en/accounts/login/")
    assert "csrftoken" in reader.cookies
    reader.get(url)

    assert queries(url) > 1


def test_nobody_keeps_an_uncompressed_page_for_those_who_take_a_compressed_one() -> None:
    spoken()
    Client().get("/en/about/", headers={"accept-encoding": "ungzipped"})

    assert Client().get("/en/about/", headers={"accept-encoding": "gzip"})["Content-Encoding"] == "gzip"


def test_only_the_query_that_a_page_understands_is_kept() -> None:
    url = url_of(spoken().version)
    for query, asked in (
        ("?language=en", 1),
        ("?language=xx", 2),
        ("?page=7", 2),
        ("?language=en&page=1", 2),
    ):
        Client().get(url + query)
        assert (queries(url + query) == 1) == (asked == 1), query


def test_a_page_of_many_megabytes_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    url = url_of(spoken().version)
    monkeypatch.setattr("config.middleware._KEPT_AT_MOST", 100)
    Client().get(url)

    assert queries(url) > 1
