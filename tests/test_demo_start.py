"""`manage.py seed_demo` on an empty site, on a seeded one, and on one that is in use."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from consultation.demo.large import SLUG
from consultation.management.commands.seed_demo import PASSWORD
from consultation.models import Comment, User
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
    assert len(printed) == 7
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


def test_the_larger_one_is_not_seeded_beside_the_smaller_one(seeded: str) -> None:
    before = rows()
    with pytest.raises(CommandError, match="into an empty one only"):
        call_command("seed_demo", large=True, stdout=StringIO())

    assert rows() == before


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    heard = [said_under(seed) for seed in (1, 1, 2)]

    assert heard[0] == heard[1] != heard[2]
    assert len(heard[0]) == 12


def said_under(seed: int) -> list[tuple[str, str, str]]:
    """What the larger demonstration says under a seed, and by whom; nothing is left of it."""
    size = {"organisations": 10, "people": 20, "clauses": 12, "comments": 12}
    with transaction.atomic():
        call_command("seed_demo", large=True, stdout=StringIO(), seed=seed, **size)
        said = Comment.objects.filter(clause__text__slug=SLUG).order_by("submitted_at", "pk")
        found = [(each.reference, each.body, each.author.name) for each in said]
        transaction.set_rollback(True)
    return found
