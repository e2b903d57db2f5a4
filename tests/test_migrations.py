"""Migrations: none missing, each named, forwards on an empty and on a used database, and all the way back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from consultation.management.commands import verify_ledger
from consultation.models import Comment, Outcome
from consultation.models.guards import GUARDS as CONSULTATION_GUARDS
from drafts.models import LedgerEntry
from drafts.models.guards import GUARDS as DRAFTS_GUARDS
from roundtables.models.guards import GUARDS as ROUNDTABLES_GUARDS
from tests import held, make
from tests.make import Said
from tests.state import rows

GUARDS = (*DRAFTS_GUARDS, *CONSULTATION_GUARDS, *ROUNDTABLES_GUARDS)
OURS = ("drafts", "consultation", "roundtables")
AUTOMATIC = re.compile(r"auto_\d|alter_|remove_|rename_|add_|create_|delete_")


def files() -> list[Path]:
    found = [path for app in OURS for path in Path(apps.get_app_config(app).path, "migrations").glob("*.py")]
    return sorted(path for path in found if path.name != "__init__.py")


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_each_migration_is_named_by_a_person() -> None:
    assert len(files()) >= 4
    assert [path.name for path in files() if AUTOMATIC.match(path.stem[5:])] == []
    assert [path.name for path in files() if not re.match(r"\d{4}_[a-z_]+$", path.stem)] == []


@pytest.mark.django_db
def test_no_two_migrations_follow_the_same_one() -> None:
    assert MigrationLoader(connection).detect_conflicts() == {}


@pytest.fixture
def emptied(transactional_db: None) -> Iterator[None]:
    """Whatever a test leaves behind, the next one finds every table again, and the flush no guard."""
    yield
    migrate()
    with connection.schema_editor() as editor:
        for guard in GUARDS:
            guard.take_down(editor)


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0)


def back_to_nothing() -> None:
    """Every migration of ours undone, and those of the packages that point at our accounts."""
    for app in ("roundtables", "consultation", "drafts"):
        migrate(app, "zero")


def tables() -> set[str]:
    return {
        name
        for name in connection.introspection.table_names()
        if name.startswith(tuple(f"{app}_" for app in OURS))
    }


def guards() -> set[str]:
    """The triggers in the database."""
    listing = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        listing = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(listing)
        return {name for (name,) in cursor.fetchall()}


def used() -> Comment:
    """A row in nearly every table, and in every one of sessions."""
    said = make.comment(Said("short-stay", quote="visas"), by=make.olga(), on=make.consultation())
    text = said.consultation.version.text
    revision = make.reworded(text, "short-stay", "seasonal", answers=[said])
    make.answered(said, Outcome.ACCEPTED, revisions=[revision])
    make.issued(text)
    held.rows(said)
    return said


def test_all_the_way_back_and_forward_again_on_an_empty_database(emptied: None) -> None:
    before = tables(), guards()
    back_to_nothing()
    assert tables() == set()
    assert guards() == set()

    migrate()
    assert (tables(), guards()) == before
    assert {guard.name(guard.acts[0]) for guard in GUARDS} <= guards()


def test_going_back_works_on_a_used_database_too(emptied: None) -> None:
    used()
    back_to_nothing()
    assert tables() == set()


def test_migrating_a_used_database_again_changes_nothing(emptied: None) -> None:
    used()
    before = rows()
    migrate()

    assert rows() == before
    # The rows of sessions are made without their acts here; what the consultation compares is made by them.
    call_command(verify_ledger.Command(), verbosity=0)


@pytest.mark.parametrize("app", OURS)
def test_each_migration_goes_forward_over_what_the_one_before_left(emptied: None, app: str) -> None:
    names = [path.stem for path in files() if path.parent.parent.name == app]
    back_to_nothing()
    for name in names:
        migrate(app, name)
    migrate()

    used()
    assert LedgerEntry.objects.exists()
