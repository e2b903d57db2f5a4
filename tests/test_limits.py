"""Who guesses, or asks without end, is told to wait, whatever they say of where they come from."""

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from tests import make
from tests.pages import goes_to

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_asked_yet() -> None:
    cache.clear()


def test_the_api_counts_by_the_real_address_not_by_the_one_a_visitor_writes() -> None:
    client = Client()
    codes = [
        client.get("/api/v1/texts/", headers={"x-forwarded-for": f"192.0.2.{number}"}).status_code
        for number in range(121)
    ]

    assert codes == [200] * 120 + [429]


def test_the_admin_has_no_door_of_its_own() -> None:
    make.secretariat()
    sent = {"username": "root@example.org", "password": make.PASSWORD}

    assert "/accounts/login/" in goes_to(Client().post("/admin/login/", sent))


def test_a_password_is_not_guessed_for_long() -> None:
    make.person("Olga")
    client = Client()
    for number in range(5):
        client.post("/en/accounts/login/", {"login": "olga@example.org", "password": f"guess {number}"})
    client.post("/en/accounts/login/", {"login": "olga@example.org", "password": make.PASSWORD})

    assert "_auth_user_id" not in client.session


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_behind_a_proxy_one_visitor_does_not_lock_the_others_out() -> None:
    def guess(number: int, visitor: str) -> int:
        sent = {"login": f"nobody-{number}@example.org", "password": "a guess"}
        headers = {"x-forwarded-for": visitor}
        return Client().post("/en/accounts/login/", sent, headers=headers).status_code

    assert 429 in [guess(number, "192.0.2.1") for number in range(40)]
    assert guess(99, "192.0.2.2") == 200
