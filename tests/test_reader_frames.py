"""Pages kept for one person who is signed in: theirs alone, and never older than the last act."""

import gzip
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consultation.models import Consultation
from drafts.actions.grants import grant_role, revoke_role
from drafts.models import Role
from tests import make
from tests.make import Said
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_() -> Consultation:
    cache.clear()
    made = make.consultation(at=timezone.now() - timedelta(hours=1))
    make.comment(Said(on="students"), by=make.olga(), on=made, at=timezone.now())
    return made


def url_of(round_: Consultation) -> str:
    return f"/en/texts/{round_.version.text.slug}/{round_.version.slug}/"


def test_a_page_that_is_ready_costs_three_queries_and_is_the_same_page(round_: Consultation) -> None:
    olga, url = signed_in("Olga"), url_of(round_)
    first = olga.get(url, headers={"accept-encoding": "gzip"})
    with CaptureQueriesContext(connection) as captured:
        second = olga.get(url, headers={"accept-encoding": "gzip"})

    assert len(captured) == 3
    assert second.content == first.content
    assert second.headers == first.headers
    assert second["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in second["Content-Security-Policy"]
    assert gzip.decompress(second.content) == olga.get(url).content


def test_nobody_gets_the_page_of_somebody_else(round_: Consultation) -> None:
    make.omar()
    olga, omar = signed_in("Olga"), signed_in("Omar")

    for _ in range(2):
        assert "Olga" in words_of(olga.get(url_of(round_)))
        assert "Olga" not in words_of(omar.get(url_of(round_)))
        assert "Sign in" in words_of(Client().get(url_of(round_)))


def test_a_role_given_meanwhile_shows_at_once(round_: Consultation) -> None:
    olga, text = signed_in("Olga"), round_.version.text
    assert "Open on the desk" not in words_of(olga.get(url_of(round_)))
    grant_role(by=make.secretariat(), to=make.person("Olga"), role=Role.MEMBER, text=text, at=timezone.now())

    assert "Open on the desk" in words_of(olga.get(url_of(round_)))


def test_a_comment_made_meanwhile_is_counted_at_once(round_: Consultation) -> None:
    olga = signed_in("Olga")
    assert "1 comment " in words_of(olga.get(url_of(round_)))
    make.comment(Said(on="students"), by=make.omar(), on=round_, at=timezone.now())

    assert "2 comments " in words_of(olga.get(url_of(round_)))


def test_another_name_shows_at_once(round_: Consultation) -> None:
    olga, person = signed_in("Olga"), make.person("Olga")
    olga.get(url_of(round_))
    person.name = "Olga Petrova"
    person.save()

    assert "Olga Petrova" in words_of(olga.get(url_of(round_)))


def test_a_message_is_shown_once_and_not_kept(round_: Consultation) -> None:
    olga, url = signed_in("Olga"), url_of(round_)
    olga.get(url)
    key = make.clause_that_says(round_.version, "students").key
    sent = olga.post(f"{url}clauses/{key}/comment/", {"body": "Yes.", "kind": "general", "language": "en"})

    assert sent.status_code == 302
    assert "Your comment is submitted." in words_of(olga.get(url))
    assert "Your comment is submitted." not in words_of(olga.get(url))


def test_whoever_signs_out_is_a_stranger_again(round_: Consultation) -> None:
    olga, url = signed_in("Olga"), url_of(round_)
    olga.get(url)
    olga.logout()

    assert "Sign in" in words_of(olga.get(url))


def test_a_reader_who_has_the_page_is_told_that_it_still_holds(round_: Consultation) -> None:
    olga, url = signed_in("Olga"), url_of(round_)
    tag = olga.get(url)["ETag"]
    for _ in range(2):
        again = olga.get(url, headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_the_committee_sees_the_version_in_work_and_loses_it_with_the_role(round_: Consultation) -> None:
    text = round_.version.text
    grant = grant_role(by=make.secretariat(), to=make.olga(), role=Role.MEMBER, text=text, at=timezone.now())
    olga, url = signed_in("Olga"), f"/en/texts/{text.slug}/rev-1/"
    assert olga.get(url).status_code == olga.get(url).status_code == 200
    revoke_role(by=make.secretariat(), grant=grant, at=timezone.now())

    assert olga.get(url).status_code == 404
