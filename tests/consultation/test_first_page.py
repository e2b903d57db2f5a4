"""Where somebody lands who has signed in: in their own language, and who does not take part yet, at the way in."""

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Registration
from tests import entry, make
from tests.pages import goes_to

pytestmark = pytest.mark.django_db


def lands(name: str, *, at: str = "/en/accounts/login/") -> str:
    person = make.person(name)
    return goes_to(Client().post(at, {"login": person.email, "password": make.PASSWORD}))


def test_a_newcomer_lands_where_one_asks_to_take_part() -> None:
    assert lands("Nils") == reverse("consultation:register")


def test_who_has_asked_already_lands_at_home() -> None:
    asked = entry.asked_in(at=make.NOON)
    assert asked.state in Registration.OPEN

    assert lands(asked.user.name) == reverse("consultation:home")


def test_who_takes_part_lands_at_home_in_the_language_of_their_account() -> None:
    olga = make.olga()
    olga.language = "fr"
    olga.save(update_fields=["language"])

    assert lands("Olga") == "/fr/"


def test_who_was_on_the_way_elsewhere_gets_there() -> None:
    make.olga()
    assert lands("Olga", at="/en/accounts/login/?next=/en/comments/mine/") == "/en/comments/mine/"
