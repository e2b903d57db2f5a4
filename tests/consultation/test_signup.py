"""Asking for an account."""

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from consultation.models import User
from tests import make
from tests.pages import words_of

pytestmark = pytest.mark.django_db

SIGNUP = "/fr/accounts/signup/"


def form(**fields: str) -> dict[str, str]:
    return {
        "name": "Noor Idrissi",
        "email": "noor@example.org",
        "language": "fr",
        "country": "MA",
        "password1": make.PASSWORD,
        "password2": make.PASSWORD,
        **fields,
    }


def test_the_account_has_the_name_and_the_language_that_were_given(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(SIGNUP, form())
    noor = User.objects.get(email="noor@example.org")

    assert (noor.name, noor.language) == ("Noor Idrissi", "fr")
    assert mail.outbox[0].to == ["noor@example.org"]


def test_nobody_is_named_without_having_ticked_it() -> None:
    Client().post(SIGNUP, {**form(), "languages": ["fr", "ar"]})
    noor = User.objects.get(email="noor@example.org")

    assert (noor.country, noor.languages, noor.shows_name) == ("MA", ["fr", "ar"], False)
    assert "Idrissi" not in str(noor)


def test_whoever_ticks_it_is_named() -> None:
    Client().post(SIGNUP, form(shows_name="on"))

    assert str(User.objects.get(email="noor@example.org")) == "Noor Idrissi"


def test_countries_have_their_names_in_the_readers_language() -> None:
    html = Client().get(SIGNUP).content.decode()

    assert '<option value="DE">Allemagne</option>' in html
    assert '<option value="DE">Germany</option>' in Client().get("/en/accounts/signup/").content.decode()
    assert html.count("<option") == 249 + 1 + 2


@pytest.mark.parametrize("fault", [{"country": "XX"}, {"country": ""}, {"languages": "tlh"}])
def test_a_country_or_a_language_that_is_none_is_refused(fault: dict[str, str]) -> None:
    answer = Client().post(SIGNUP, form(**fault))

    assert 'value="Noor Idrissi"' in answer.content.decode()
    assert not User.objects.exists()


def test_accounts_are_not_asked_for_without_end() -> None:
    client = Client()
    codes = [client.post(SIGNUP, form(email=f"n{each}@example.org")).status_code for each in range(21)]

    assert codes == [302] * 20 + [429]


def test_the_language_of_the_page_is_proposed() -> None:
    assert '<option value="fr" selected>' in Client().get(SIGNUP).content.decode()


def test_an_address_that_is_taken_is_not_betrayed() -> None:
    make.olga()
    taken = Client().post(SIGNUP, form(email="olga@example.org"), follow=True)
    fresh = Client().post(SIGNUP, form(email="new@example.org"), follow=True)

    assert words_of(taken).replace("olga@", "") == words_of(fresh).replace("new@", "")
    assert User.objects.get(email="olga@example.org").name == "Olga"
