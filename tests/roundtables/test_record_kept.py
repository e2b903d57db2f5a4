"""A published record is kept in front, until somebody is called otherwise; letters tell of it without names."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from consultation.actions.accounts import change_name, close_account
from consultation.models import Letter, Organisation, User
from roundtables.models import Correction
from tests import make, records
from tests.consultation.test_letter_words import sent
from tests.pages import queries_of, words_of

pytestmark = pytest.mark.django_db
LATER = records.AFTER + timedelta(days=1)


def takes_it_back(by: User) -> None:
    change_name(by=by, name=by.name, shows_name=False, at=LATER)


def closes(by: User) -> None:
    close_account(by=by, at=LATER)


@pytest.mark.parametrize("act", [takes_it_back, closes])
def test_a_name_that_may_be_shown_no_more_is_on_no_kept_page_and_the_record_still_holds(
    act: Callable[[User], None],
) -> None:
    session = records.said()
    Organisation.objects.update(name="A network")
    records.published(records.circulated(session))
    addresses = [
        reverse("roundtables:record", args=[session.key]),
        reverse("roundtables:record-paper", args=[session.key, 3]),
    ]
    before = [words_of(Client().get(each)) for each in addresses]
    act(make.olga())

    assert ["Olga" in words for words in before] == [True, True]
    assert ["Olga" in words_of(Client().get(each)) for each in addresses] == [False, False]
    call_command("verify_ledger")


def test_a_published_record_costs_one_query_once_it_is_kept() -> None:
    session = records.published()

    assert queries_of(Client(), reverse("roundtables:record", args=[session.key])) == 1
    assert queries_of(Client(), reverse("roundtables:record-paper", args=[session.key, 3])) == 1


@pytest.mark.parametrize(
    ("state", "told"),
    [("refused", "was refused"), ("changed", "accepted with changes"), ("accepted", "was accepted")],
)
def test_what_became_of_a_correction_is_told_without_its_words(state: str, told: str) -> None:
    session = records.circulated()
    records.decided(
        records.asked(session), Correction.State(state), words="Other words.", answer="My answer."
    )
    letter = Letter.objects.get(kind=Letter.Kind.CORRECTED)
    message = sent(Letter.Kind.CORRECTED, make.olga(), letter.matter)

    assert told in message.subject
    assert "Round table on mobility" in message.subject
    assert records.PATH in message.body
    assert "My answer." not in message.body


def test_a_circulated_record_is_told_with_the_title_of_its_session() -> None:
    session = records.circulated()
    letter = Letter.objects.filter(kind=Letter.Kind.RECORD).first()
    assert letter is not None
    message = sent(Letter.Kind.RECORD, make.olga(), letter.matter)

    assert str(session) in message.subject
    assert "They can be asked for until" in message.body
    assert "(Europe/Brussels)" in message.body
