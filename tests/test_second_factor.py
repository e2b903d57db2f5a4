"""Whoever plays a part for a committee sets up a second factor before anything else opens."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from consultation.models import User
from drafts.actions.grants import revoke_role
from drafts.models import Grant
from tests import make
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

SETTING_IT_UP = "/en/accounts/2fa/"


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    make.text()
    make.olga()


def protect(name: str, kind: str = Authenticator.Type.TOTP) -> None:
    """As allauth keeps it once somebody has set it up."""
    Authenticator.objects.create(user=make.person(name), type=kind, data={"secret": "x"})


@pytest.mark.parametrize("name", ["Mia", "Paul", "Chloé", "Sena"])
@pytest.mark.parametrize("page", ["/en/", "/en/desk/", "/en/programmes/", "/fr/texts/", "/en/comments/mine/"])
def test_they_are_led_to_where_it_is_set_up(name: str, page: str) -> None:
    assert goes_to(signed_in(name).get(page)).endswith("/accounts/2fa/")


@pytest.mark.parametrize("right", ["is_staff", "is_superuser"])
def test_whoever_administers_the_site_is_led_there_too(right: str) -> None:
    root = User.objects.create_user("admin@example.org", "two shores", **{right: True})
    client = Client()
    client.force_login(root)

    assert goes_to(client.get("/en/comments/mine/")).endswith("/accounts/2fa/")
    assert client.get("/admin/").status_code == 403


def test_they_are_told_why() -> None:
    answer = signed_in("Mia").get("/en/desk/", follow=True)

    assert "Set up a passkey or an authenticator app first" in words_of(answer)


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_with_a_factor_everything_opens(kind: str) -> None:
    protect("Mia", kind)

    assert signed_in("Mia").get("/en/desk/").status_code == 200


def test_recovery_codes_alone_are_no_factor() -> None:
    protect("Mia", Authenticator.Type.RECOVERY_CODES)

    assert goes_to(signed_in("Mia").get("/en/desk/")).endswith("/accounts/2fa/")


@pytest.mark.parametrize("name", ["Olga", "Nils"])
def test_participants_and_newcomers_are_not_asked_for_one(name: str) -> None:
    assert signed_in(name).get("/en/comments/mine/").status_code == 200


def test_whoever_gave_the_role_back_is_asked_no_more() -> None:
    grant = Grant.objects.get(user=make.person("Mia"))
    revoke_role(by=make.secretariat(), grant=grant, at=make.NOON)

    assert signed_in("Mia").get("/en/comments/mine/").status_code == 200


def test_the_account_the_sign_out_and_the_other_language_stay_open() -> None:
    client = signed_in("Mia")

    for page in (SETTING_IT_UP, "/fr/accounts/2fa/", "/en/accounts/email/", "/en/accounts/logout/"):
        assert client.get(page).status_code == 200


def test_what_was_typed_in_a_form_is_not_lost() -> None:
    make.consultation(make.published(make.text("another")))
    answer = signed_in("Mia").post("/en/texts/", {"body": "Something of several words."})

    assert answer.status_code == 403
    assert "Something of several words." in words_of(answer)


def test_programs_and_the_admin_are_refused() -> None:
    client = signed_in("Mia")
    api = client.get("/api/v1/texts/")

    assert (api.status_code, api.headers["Content-Type"]) == (403, "application/json")
    assert "second factor" in api.json()["detail"]
    assert client.get("/admin/").status_code == 403


@pytest.mark.parametrize("name", ["", "Olga", "Mia"])
def test_a_page_takes_no_query_more_for_it(settings: Settings, name: str) -> None:
    protect("Mia")
    client = signed_in(name) if name else Client()
    asked = queries_of(client, "/en/help/keyboard/")
    settings.SECOND_FACTOR_REQUIRED = False

    assert queries_of(client, "/en/help/keyboard/") == asked
