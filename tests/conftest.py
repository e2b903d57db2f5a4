"""What every test stands on: the database's guards around a flush, the browser mark, hypothesis.

DATABASE_URL chooses the database: SQLite in memory without it, PostgreSQL under `python -m bin.with_postgres`.
"""

from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django.plugin import blocking_manager_key

from consultation.models.guards import GUARDS as CONSULTATION_GUARDS
from drafts.models.guards import GUARDS as DRAFTS_GUARDS
from drafts.models.guards import Guard
from roundtables.models.guards import GUARDS as ROUNDTABLES_GUARDS

BROWSER = Path(__file__).parent / "browser"
FLUSHING = {"transactional_db", "live_server"}

# The same examples every time and no deadline: a slow machine is not a failure.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")


@pytest.fixture(autouse=True)
def in_english() -> Generator[None]:
    """A French page asked for in one test leaves French behind; every test begins in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Pages and limits kept in the cache by one test are not found by the next, whose rows have the same numbers."""
    cache.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if BROWSER in item.path.parents:
            item.add_marker("browser")


def commits(item: pytest.Item) -> bool:
    """Whether the test commits for good, so that every table is emptied after it."""
    mark = item.get_closest_marker("django_db")
    asked = FLUSHING & set(getattr(item, "fixturenames", ()))
    return bool(asked or (mark and mark.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """The database refuses to delete what must stay: its guards come down for the emptying, and go up again."""
    if not commits(item):
        return (yield)
    for_all_guards(item, Guard.take_down)
    try:
        return (yield)
    finally:
        if nextitem:  # after the last test the database itself is gone
            for_all_guards(item, put_back)


def put_back(guard: Guard, editor: BaseDatabaseSchemaEditor) -> None:
    """Up again, also where the test wrote to a database of its own and left this one's guards alone."""
    guard.take_down(editor)
    guard.put_up(editor)


def for_all_guards(item: pytest.Item, move: Callable[[Guard, BaseDatabaseSchemaEditor], None]) -> None:
    with item.config.stash[blocking_manager_key].unblock(), connection.schema_editor() as editor:
        for guard in (*DRAFTS_GUARDS, *CONSULTATION_GUARDS, *ROUNDTABLES_GUARDS):
            move(guard, editor)
