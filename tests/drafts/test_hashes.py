"""The hash that publishing seals: it changes with anything a reader could see, and with nothing else."""

from collections.abc import Callable

import pytest

from drafts.models import Clause, Placement, Version, Wording, WordingState
from drafts.reports.hashes import content_hash
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return make.imported(make.text())


def placed(version: Version) -> Placement:
    return version.placements.get(label="1.")


def save_to(row: Placement | Wording, **fields: object) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**fields)


def wording(version: Version) -> Wording:
    return version.wordings.get(clause=placed(version).clause_id)


def add(version: Version) -> None:
    clause = Clause.objects.create(text=version.text)
    Placement.objects.create(version=version, clause=clause, position=99, kind="paragraph")
    Wording.objects.create(version=version, clause=clause, language="en", text="One more.")


def take_away(version: Version) -> None:
    placed(version).delete()


VISIBLE: dict[str, Callable[[Version], None]] = {
    "a word": lambda version: save_to(wording(version), text="Other words."),
    "a space": lambda version: save_to(wording(version), text=wording(version).text + " "),
    "a state": lambda version: save_to(wording(version), state=WordingState.STALE),
    "a language": lambda version: save_to(wording(version), language="fr"),
    "a label": lambda version: save_to(placed(version), label="1 bis."),
    "a kind": lambda version: save_to(placed(version), kind="recital"),
    "a depth": lambda version: save_to(placed(version), depth=3),
    "the order": lambda version: save_to(placed(version), position=99),
    "a clause more": add,
    "a clause less": take_away,
}


@pytest.mark.parametrize("what", VISIBLE)
def test_the_hash_changes_with(version: Version, what: str) -> None:
    before = content_hash(version)
    VISIBLE[what](version)

    assert content_hash(version) != before


def test_the_hash_stays_while_only_the_record_of_changes_grows(version: Version) -> None:
    before = content_hash(version)
    save_to(wording(version), reason="Another reason.", weight="editorial", before="Nothing.")

    assert content_hash(version) == before


def test_a_copy_has_the_same_hash(version: Version) -> None:
    frozen = make.issued(version.text)

    assert content_hash(make.working(version.text)) == frozen.content_hash


def test_positions_count_by_their_order_alone(version: Version) -> None:
    before = content_hash(version)
    for row in version.placements.order_by("-position"):
        save_to(row, position=row.position * 10)

    assert content_hash(version) == before
