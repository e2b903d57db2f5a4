"""Registering organisations and admitting the people who speak for them."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from consultation.models import Category, Membership, Organisation, User
from consultation.permissions import can_admit
from drafts.access import ALLOWED, refused, require
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
    organisation: Organisation | None,
    at: datetime,
    role: Membership.Role = Membership.Role.MEMBER,
    category: str = "",
) -> Membership:
    """Admit somebody as a voice of an organisation, or, without one, in their own name under a category."""
    require(can_admit(by))
    membership = enter(user, organisation, category, role, at)
    record(
        by=by,
        verb=Verb.ADMITTED,
        about=membership,
        key=user.key,
        at=at,
        **voice_of(membership),
    )
    return membership


def enter(
    user: User, organisation: Organisation | None, category: str, role: str, at: datetime
) -> Membership:
    """The membership itself, for the acts that admit; they have asked whether they may."""
    hold_account(user)
    try:
        with transaction.atomic():
            return Membership.objects.create(
                user=user,
                organisation=organisation,
                category="" if organisation else category,
                role=role if organisation else Membership.Role.MEMBER,
                admitted_at=at,
            )
    except IntegrityError as standing:
        raise AlreadyAdmitted(user.pk) from standing


def hold_account(user: User) -> None:
    """Hold the row of a person who is about to get something; a closed account gets nothing any more.

    Before the ledger's end, as closing does.
    """
    held = User.objects.select_for_update(no_key=True).only("closed_at").get(pk=user.pk)
    require(refused(_("This account is closed.")) if held.closed_at else ALLOWED)


def voice_of(membership: Membership) -> dict[str, Any]:
    """Whom somebody speaks for, as the ledger says it."""
    if membership.organisation:
        return {"organisation": membership.organisation.slug, "role": membership.role}
    return {"category": membership.category, "role": membership.role}
