"""How many SQL queries a page takes, counted in this process on the database of the run."""

from collections.abc import Callable, Mapping

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.visits import fields_of


def browser(cookies: Mapping[str, str]) -> Client:
    """A browser without a network between it and the pages."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    client.cookies.load(dict(cookies))
    return client


def of_page(cookies: Mapping[str, str], path: str, headers: Mapping[str, str]) -> int:
    """The queries of a page once what is kept between two requests is there."""
    client = browser(cookies)
    client.get(path, headers=dict(headers))
    return _counted(lambda: client.get(path, headers=dict(headers)))


def of_post(cookies: Mapping[str, str], path: str, given: Mapping[str, str], action: str) -> int:
    """The queries of a form that is sent, its page not counted."""
    client = browser(cookies)
    fields = fields_of(client.get(path).content.decode(), action) | dict(given)
    return _counted(lambda: client.post(path, fields))


def _counted(ask: Callable[[], HttpResponseBase]) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = ask()
    assert answer.status_code < 400, answer.status_code
    return len(captured)
