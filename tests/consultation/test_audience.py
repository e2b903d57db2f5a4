"""Whom a consultation asks, and so writes to."""

import pytest

from consultation.actions.people import register_organisation
from consultation.models import Category, Consultation, User
from consultation.reports.audience import asked_people
from tests import make

pytestmark = pytest.mark.django_db

Audience = Consultation.Audience


def asked(consultation: Consultation) -> set[str]:
    return {person.name for person in asked_people(consultation)}


def named(consultation: Consultation, *categories: Category, speakers: tuple[User, ...] = ()) -> Consultation:
    consultation.audience, consultation.categories = Audience.NAMED, list(categories)
    consultation.save()
    consultation.organisations.set([make.body_of(each) for each in speakers])
    return consultation


@pytest.mark.parametrize("audience", [Audience.REGISTERED, Audience.PUBLIC])
def test_everybody_admitted_is_asked_and_nobody_else_is_written_to(audience: Consultation.Audience) -> None:
    consultation = make.consultation()
    make.olga(), make.omar(), make.person("Nils")
    consultation.audience = audience

    assert asked(consultation) == {"Olga", "Omar"}


def test_categories_and_organisations_that_are_named_are_asked() -> None:
    consultation = make.consultation()
    olga, omar = make.olga(), make.omar()
    make.organisation_of("Ada", Category.ACADEMIA)

    assert asked(named(consultation, Category.DIASPORA)) == {"Omar"}
    assert asked(named(consultation, Category.DIASPORA, speakers=(olga,))) == {"Omar", "Olga"}
    assert asked(named(consultation, speakers=(omar,))) == {"Omar"}


def test_an_organisation_without_people_and_accounts_that_are_closed_or_off_are_not_written_to() -> None:
    consultation = make.consultation()
    olga, omar = make.olga(), make.omar()
    register_organisation(
        by=make.secretariat(), slug="empty", name="Empty", category=Category.OTHER, country="", at=make.NOON
    )
    User.objects.filter(pk=olga.pk).update(is_active=False)
    User.objects.filter(pk=omar.pk).update(closed_at=make.NOON)

    assert asked(consultation) == set()
