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


def test_the_language_of_the_page_is_proposed() -> None:
    assert '<option value="fr" selected>' in Client().get(SIGNUP).content.decode()


def test_an_address_that_is_taken_is_not_betrayed() -> None:
    make.olga()
    taken = Client().post(SIGNUP, form(email="olga@example.org"), follow=True)
    fresh = Client().post(SIGNUP, form(email="new@example.org"), follow=True)

    assert words_of(taken).replace("olga@", "") == words_of(fresh).replace("new@", "")
    assert User.objects.get(email="olga@example.org").name == "Olga"
