"""Registering organisations and admitting the people who speak for them."""

from datetime import datetime

from django.db import transaction

from consultation.models import Category, Membership, Organisation, User
from consultation.permissions import can_admit
from drafts.access import require
from drafts.actions.ledger import Verb, record


@transaction.atomic
def register_organisation(
    *, by: User, slug: str, name: str, category: Category, country: str, at: datetime
) -> Organisation:
    """Enter an organisation among the participants."""
    require(can_admit(by))
    organisation = Organisation.objects.create(slug=slug, name=name, category=category, country=country)
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
    membership = Membership.objects.create(user=user, organisation=organisation, role=role, admitted_at=at)
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
