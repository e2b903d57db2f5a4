"""Registering organisations and admitting the people who speak for them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from consultation.models import Category, Membership, Organisation, User
from consultation.permissions import can_admit
from drafts.access import require
from drafts.actions.ledger import Verb, record


class NameTaken(Exception):
    """Somebody else entered an organisation of this name a moment earlier."""


class AlreadyAdmitted(Exception):
    """Somebody else admitted this person a moment earlier; a person speaks for one organisation."""


@transaction.atomic
def register_organisation(
    *, by: User, slug: str, name: str, category: Category, country: str, at: datetime
) -> Organisation:
    """Enter an organisation among the participants."""
    require(can_admit(by))
    try:
        with transaction.atomic():
            organisation = Organisation.objects.create(
                slug=slug, name=name, category=category, country=country
            )
    except IntegrityError as taken:
        raise NameTaken(slug) from taken
    record(
        by=by,
        verb=Verb.REGISTERED,
        about=organisation,
        key=slug,
        at=at,
        category=category,
        country=country,
    )
    return organisation


@transaction.atomic
def admit(
    *,
    by: User,
    user: User,
    organisation: Organisation,
    at: datetime,
    role: Membership.Role = Membership.Role.MEMBER,
) -> Membership:
    """Admit somebody as a voice of an organisation."""
    require(can_admit(by))
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                user=user, organisation=organisation, role=role, admitted_at=at
            )
    except IntegrityError as standing:
        raise AlreadyAdmitted(user.pk) from standing
    record(
        by=by,
        verb=Verb.ADMITTED,
        about=membership,
        key=user.key,
        at=at,
        organisation=organisation.slug,
        role=role,
    )
    return membership
