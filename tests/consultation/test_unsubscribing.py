"""The link in every letter: one click of a mail program, or a page with the choice; looking changes nothing."""

import pytest
from django.core.signing import dumps
from django.test import Client
from django.urls import reverse

from consultation.mails.leaving import token_of
from consultation.models import Pace, User
from tests import make
from tests.pages import nothing_written

pytestmark = pytest.mark.django_db


def address(person: User) -> str:
    return reverse("consultation:unsubscribe", args=[token_of(person)])


def pace_of(person: User) -> str:
    return User.objects.get(pk=person.pk).pace


def test_a_mail_program_unsubscribes_without_a_session_or_a_token_of_ours() -> None:
    olga = make.person("Olga")
    client = Client(enforce_csrf_checks=True)
    response = client.post(address(olga), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert pace_of(olga) == Pace.NEVER


def test_looking_at_the_page_changes_nothing_and_offers_the_choice() -> None:
    olga = make.person("Olga")
    with nothing_written():
        response = Client().get(address(olga))

    page = response.content.decode()
    assert all(f'value="{pace}"' in page for pace in Pace)
    assert "Olga" not in page
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("pace", Pace)
def test_the_page_takes_each_choice(pace: Pace) -> None:
    olga = make.person("Olga")
    response = Client(enforce_csrf_checks=True).post(address(olga), {"pace": pace.value})

    assert response.status_code == 200
    assert pace_of(olga) == pace


def test_another_choice_is_refused() -> None:
    olga = make.person("Olga")

    assert Client().post(address(olga), {"pace": "hourly"}).status_code == 422
    assert pace_of(olga) == Pace.AT_ONCE


def test_a_token_made_elsewhere_or_of_a_closed_account_is_not_there() -> None:
    olga = make.person("Olga")
    forged = reverse("consultation:unsubscribe", args=[dumps(olga.key, salt="another")])
    assert Client().post(forged).status_code == 404

    User.objects.update(closed_at=make.NOON)
    assert Client().post(address(olga)).status_code == 404
    assert pace_of(olga) == Pace.AT_ONCE
