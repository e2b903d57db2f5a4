"""Many voices for the tests of figures and reports, each made by what people do."""

from datetime import datetime, timedelta

from consultation.actions.people import admit, register_organisation
from consultation.models import Category, Comment, Consultation, Membership, ReportFile, User
from tests import make
from tests.closing import do_tasks

CLOSED = make.NOON + timedelta(days=31)


def speaker(name: str, category: Category, *, country: str = "") -> User:
    """Somebody admitted for an organisation of their own, in a country."""
    sena, user = make.secretariat(), make.person(name)
    if not user.memberships.exists():
        body = register_organisation(
            by=sena,
            slug=f"body-{user.pk}",
            name=f"Body of {name}",
            category=category,
            country=country,
            at=make.NOON,
        )
        admit(by=sena, user=user, organisation=body, at=make.NOON)
    return user


def in_own_name(name: str, category: Category, *, country: str = "", shows_name: bool = True) -> User:
    """Somebody who speaks for nobody else."""
    user = make.person(name)
    user.country, user.shows_name = country, shows_name
    user.save(update_fields=["country", "shows_name"])
    if not user.memberships.exists():
        Membership.objects.create(user=user, category=category, admitted_at=make.NOON)
    return user


def choir(
    on: Consultation, category: Category, number: int, *, country: str = "", at: datetime = make.NOON
) -> list[Comment]:
    """So many people of a category, each with one input on the clause about visas."""
    speakers = [
        speaker(f"{category.label} {index} on {on.pk}", category, country=country) for index in range(number)
    ]
    return [make.comment(make.Said("short-stay"), by=each, on=on, at=at) for each in speakers]


def made(file: ReportFile) -> ReportFile:
    """A file after a worker was at it."""
    do_tasks()
    return ReportFile.objects.get(pk=file.pk)
