"""Putting a published version out for input, once, from one time to another."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from consultation.actions.rounds import AlreadyConsulted, open_consultation
from consultation.models import Category, Consultation
from consultation.permissions import visible_consultations
from drafts.models import LedgerEntry, Version
from drafts.permissions import Visitor
from tests import make
from tests.make import NOON
from tests.state import rows

pytestmark = pytest.mark.django_db

Phase = Consultation.Phase


@pytest.fixture
def version() -> Version:
    return make.published()


def ask(version: Version, by: str = "Sena", *, days: int = 30, **more: object) -> Consultation:
    return open_consultation(
        by=make.person(by),
        version=version,
        opens_at=NOON,
        closes_at=NOON + timedelta(days=days),
        moderation=Consultation.Moderation.BEFORE,
        at=NOON,
        **more,  # type: ignore[arg-type]
    )


def test_a_consultation_is_announced_then_open_then_closed(version: Version) -> None:
    asked = ask(version)
    second = timedelta(seconds=1)

    assert asked.phase_at(asked.opens_at - second) is Phase.ANNOUNCED
    assert asked.phase_at(asked.opens_at) is Phase.OPEN
    assert asked.phase_at(asked.closes_at - second) is Phase.OPEN
    assert asked.phase_at(asked.closes_at) is Phase.CLOSED


@pytest.mark.parametrize(
    ("after", "open_"), [(-1, False), (0, True), (30 * 86400 - 1, True), (30 * 86400, False)]
)
def test_the_list_of_open_ones_agrees_with_the_phase(version: Version, after: int, open_: bool) -> None:
    ask(version)
    at = NOON + timedelta(seconds=after)

    assert Consultation.objects.open_at(at).exists() is open_


def test_a_version_is_consulted_on_once(version: Version) -> None:
    ask(version)
    before = rows()
    with pytest.raises(AlreadyConsulted):
        ask(version)

    assert rows() == before


def test_a_version_in_work_is_not_put_out_for_input(version: Version) -> None:
    with pytest.raises(PermissionDenied, match="still in work"):
        ask(make.working(version.text))


@pytest.mark.parametrize("name", ["Chloé", "Paul", "Mia", "Nils"])
def test_only_the_secretariat_asks(version: Version, name: str) -> None:
    make.person(name)
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        ask(version, by=name)

    assert rows() == before


def test_the_database_refuses_one_that_closes_before_it_opens(version: Version) -> None:
    for days in (0, -1):
        with pytest.raises(IntegrityError), transaction.atomic():
            ask(version, days=days)


def test_the_ledger_keeps_the_terms(version: Version) -> None:
    asked = ask(version, categories=[Category.DIASPORA])

    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.object_key, entry.text) == ("opened", asked.key, version.text)
    assert '"categories":["diaspora"]' in entry.payload
    assert f'"opens_at":"{NOON.isoformat()}"' in entry.payload


def test_consultations_are_seen_with_the_texts_they_are_about(version: Version) -> None:
    asked = ask(version)
    visitors: list[Visitor] = [make.person("Nils"), make.omar(), make.person("Mia")]

    assert all(list(visible_consultations(each)) == [asked] for each in visitors)
