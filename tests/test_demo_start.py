"""`manage.py seed_demo` on an empty site, on a seeded one, and on one that is in use."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from consultation.management.commands.seed_demo import PASSWORD
from consultation.models import User
from tests import make
from tests.state import rows

pytestmark = pytest.mark.django_db


def seed() -> str:
    out = StringIO()
    call_command("seed_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def seeded() -> str:
    """What the command printed."""
    return seed()


def test_the_accounts_that_are_printed_can_be_signed_in_to_and_no_other(seeded: str) -> None:
    printed = [line.split()[-1] for line in seeded.splitlines() if "@" in line]
    assert len(printed) == 6
    for address in printed:
        assert Client().login(username=address, password=PASSWORD), address
    others = User.objects.exclude(email__in=printed)
    assert others.exists()
    assert not any(user.has_usable_password() for user in others)
    assert list(User.objects.filter(is_superuser=True, is_active=True)) == []


def test_seeding_twice_changes_nothing_and_prints_the_accounts_again(seeded: str) -> None:
    before = rows()

    assert seed() == seeded.replace("Seeding the demonstration …\n", "")
    assert rows() == before


def test_a_site_in_use_is_left_alone() -> None:
    make.published()
    before = rows()
    with pytest.raises(CommandError, match="in use"):
        seed()

    assert rows() == before
