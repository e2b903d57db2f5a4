"""What tests of pages ask of an answer: the words a person reads, and whether anything was written."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.make import person

_WRITING = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b", re.IGNORECASE)


def signed_in(name: str) -> Client:
    """A browser in which somebody has signed in."""
    client = Client()
    client.force_login(person(name))
    return client


def words_of(response: Any) -> str:
    """The words between the tags, one space between two."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def goes_to(response: Any) -> str:
    """Where an answer sends the browser."""
    assert response.status_code == 302, words_of(response)
    return str(response.headers["Location"])


@contextmanager
def nothing_written() -> Iterator[None]:
    """Fails where the database was written to, the reader's own session aside."""
    with CaptureQueriesContext(connection) as captured:
        yield
    written = [query["sql"] for query in captured if _WRITING.match(query["sql"])]
    unexpected = [sql for sql in written if "django_session" not in sql]
    assert not unexpected, unexpected


def queries_of(client: Client, url: str) -> int:
    """How many queries a page takes once everything that is kept in the cache is there."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, words_of(response)
    return len(captured)
