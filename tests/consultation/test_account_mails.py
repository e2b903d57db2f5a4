"""What people with an account, and people without one, are written."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from tests import make

pytestmark = pytest.mark.django_db


def written_after(capture: DjangoCaptureOnCommitCallbacks, address: str, **fields: str) -> tuple[str, str]:
    """Subject and words of the one message that a form makes us send."""
    with capture(execute=True):
        Client().post(address, fields)
    (message,) = mail.outbox
    return str(message.subject), str(message.body)


def test_a_name_is_written_letter_for_letter(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    _subject, words = written_after(
        django_capture_on_commit_callbacks,
        "/en/accounts/signup/",
        name="O'Neill & Fils <Cie>",
        email="new@example.org",
        language="en",
        country="IE",
        password1=make.PASSWORD,
        password2=make.PASSWORD,
    )

    assert "the account of O'Neill & Fils <Cie> on" in words


def test_a_message_is_in_the_language_of_its_reader_and_holds_one_link(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    make.person("Olga", language="fr")
    subject, words = written_after(
        django_capture_on_commit_callbacks, "/en/accounts/password/reset/", email="olga@example.org"
    )

    assert subject == "[Concertation] Choisissez un nouveau mot de passe"
    assert words.startswith("Madame, Monsieur,")
    (link,) = re.findall(r"https?://\S+", words)
    assert "/fr/accounts/" in link
    assert "choose" not in words
    assert Client().get(link.partition("testserver")[2], follow=True).status_code == 200


def test_an_address_without_an_account_is_told_where_to_ask_for_one(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    subject, words = written_after(
        django_capture_on_commit_callbacks, "/en/accounts/password/reset/", email="nobody@example.org"
    )

    assert subject == "[Concertation] No account has this address"
    assert "/en/accounts/signup/" in words


def test_the_same_is_said_in_html_and_escaped_there(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(
            "/en/accounts/signup/",
            {
                "name": "O'Neill <Cie>",
                "email": "new@example.org",
                "language": "en",
                "country": "FR",
                "password1": make.PASSWORD,
                "password2": make.PASSWORD,
            },
        )
    (message,) = mail.outbox
    assert isinstance(message, mail.EmailMultiAlternatives)
    (html,) = (str(part[0]) for part in message.alternatives)
    (link,) = re.findall(r"https?://\S+", str(message.body))

    assert "O&#x27;Neill &lt;Cie&gt;" in html
    assert f'href="{link}"' in html
