"""What a page or an act asks of the database does not grow with the text, nor with what was said about it.

The numbers are held: one more query is to be a decision, not an accident.
"""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consultation.actions.publishing import publish
from drafts.models import Version
from tests import make
from tests.benchmarks import scene
from tests.benchmarks.scene import Size
from tests.benchmarks.visits import fields_of
from tests.pages import queries_of, signed_in

pytestmark = pytest.mark.django_db
SIZES = [Size(clauses=6, comments=6, organisations=2), Size(clauses=40, comments=80, organisations=8)]


def silently(_what: str, _done: int, _of: int) -> None:
    """No progress in a test."""


def reader(name: str) -> Client:
    return signed_in(name) if name else Client()


def cold(client: Client, url: str) -> int:
    """The queries of a page with nothing in the cache."""
    client.get(url)
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture(params=SIZES, ids=["small", "large"])
def size(request: pytest.FixtureRequest) -> Size:
    """How large the text is."""
    found: Size = request.param
    return found


@pytest.fixture
def version(size: Size) -> Version:
    """The zero draft of a text, commented on."""
    cache.clear()
    return scene.consulted("text", size, silently).version


@pytest.mark.parametrize(("name", "kept", "new"), [("", 1, 7), ("Speaker0", 3, 13), ("Mia", 3, 13)])
def test_a_text_costs_the_same_however_long_it_is(version: Version, name: str, kept: int, new: int) -> None:
    url = f"/en/texts/text/{version.slug}/"

    assert (queries_of(reader(name), url), cold(reader(name), url)) == (kept, new)


@pytest.mark.parametrize(("name", "kept", "new"), [("", 1, 10), ("Speaker0", 3, 15)])
def test_a_comparison_costs_the_same_however_much_changed(
    version: Version, size: Size, name: str, kept: int, new: int
) -> None:
    working = scene.answered("text", size, silently)
    publish(by=make.person("Chloé"), version=working, at=make.NOON)
    url = f"/en/texts/text/compare/{version.slug}/{working.slug}/"

    assert (queries_of(reader(name), url), cold(reader(name), url)) == (kept, new)


def test_a_review_costs_the_same_however_much_changed(version: Version, size: Size) -> None:
    scene.answered("text", size, silently)
    url = f"/en/texts/text/review/?from={version.slug}"

    assert (queries_of(signed_in("Chloé"), url), cold(signed_in("Chloé"), url)) == (22, 24)


def test_posting_a_comment_costs_the_same_however_many_there_are(version: Version) -> None:
    key = scene.busiest_clause(version).key
    url = f"/en/texts/text/{version.slug}/clauses/{key}/comment/"
    client = signed_in("Speaker0")
    sent = fields_of(client.get(url).content.decode(), "/comment/") | {"body": "Who?", "act": "submit"}
    with CaptureQueriesContext(connection) as captured:
        assert client.post(url, sent).status_code == 302

    assert len(captured) == 20
