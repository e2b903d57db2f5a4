"""The journal as anyone may read it: every act, the newest first, without names."""

import pytest
from django.test import Client
from django.urls import reverse

from drafts.models import LedgerEntry
from tests import make
from tests.make import Said
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

LEDGER = "consultation:ledger"


def page(client: Client | None = None, number: str | int = "") -> str:
    response = (client or Client()).get(reverse(LEDGER), {"page": number} if number else {})
    assert response.status_code == 200
    return words_of(response)


def test_an_empty_ledger_says_that_nothing_has_happened() -> None:
    assert "Nothing has happened yet" in page()


def test_every_act_is_there_the_newest_first_by_key_and_fingerprint() -> None:
    said = make.comment(Said("short-stay"), by=make.olga(), on=make.consultation())
    shown = page()
    newest = LedgerEntry.objects.latest("sequence")

    assert f"{LedgerEntry.objects.count()} entries" in shown
    assert (
        shown.index("moderated a comment")
        < shown.index("submitted a comment")
        < shown.index("imported a draft")
    )
    assert said.reference in shown
    assert newest.hash[:16] in shown
    assert newest.actor in shown


def test_nobody_is_named_and_nothing_quoted() -> None:
    make.comment(Said("short-stay", body="Seasonal workers too."), by=make.olga(), on=make.consultation())
    shown = page()

    for secret in ("Olga", "olga@example.org", "Seasonal workers", "Sena"):
        assert secret not in shown


def test_who_acted_in_committee_is_not_told() -> None:
    text = make.published().text
    position = make.taken(text, "bilateral")
    mia = make.person("Mia").key

    assert position.key in page()
    assert "in committee" in page()
    assert mia not in page()
    make.disclosed(position)
    assert mia in page()


def test_a_long_ledger_has_pages() -> None:
    text = make.text()
    make.imported(text)
    for number in range(110):
        make.reworded(text, "simplify", f"simplify {number} " if number else "simplify 0 ")
    first = page()

    assert page(number=2) != first
    assert page(number="nonsense") == first
    assert page(number=99) == page(number=2)


def test_the_public_and_the_secretariat_read_the_same_entries() -> None:
    make.published()
    entries = [str(entry.sequence) for entry in LedgerEntry.objects.all()]
    for client in (Client(), signed_in("Sena")):
        assert all(f" {entry} " in page(client) for entry in entries)


def test_reading_it_writes_nothing_and_costs_the_same_for_one_entry_and_for_fifty() -> None:
    text = make.text()
    few = queries_of(Client(), reverse(LEDGER))
    make.imported(text)
    for number in range(50):
        make.reworded(text, "simplify", f"simplify {number} ")

    assert queries_of(Client(), reverse(LEDGER)) == few
    mia = signed_in("Mia")
    with nothing_written():
        page(mia)
