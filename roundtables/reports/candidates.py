"""Whom the secretariat may put on the list of a session: found by name, or all of a category."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultation.models import Membership, Organisation, User
from roundtables.models import Seat, Session

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Candidate[Body: (Organisation, User)]:
    """Somebody who was found, and whether they are on the list already."""

    found: Body
    is_listed: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """What a search found, the first of each."""

    organisations: tuple[Candidate[Organisation], ...]
    people: tuple[Candidate[User], ...]

    def __bool__(self) -> bool:
        return bool(self.organisations or self.people)


def candidates(session: Session, words: str) -> Candidates:
    """Organisations and people whose name (or address) holds these words."""
    houses = Organisation.objects.filter(name__icontains=words).order_by("name")[:MOST_FOUND]
    people = _accounts().filter(Q(name__icontains=words) | Q(email__icontains=words)).order_by("name", "pk")
    listed = _listed(session)
    return Candidates(
        tuple(Candidate(each, ("organisation", each.pk) in listed) for each in houses),
        tuple(Candidate(each, ("person", each.pk) in listed) for each in people[:MOST_FOUND]),
    )


def _accounts() -> QuerySet[User]:
    """People who can be written to: an address that nobody has confirmed may be anybody's."""
    confirmed = User.objects.filter(emailaddress__verified=True, is_active=True, closed_at=None)
    return confirmed.filter(is_superuser=False).distinct()


def _listed(session: Session) -> set[tuple[str, int | None]]:
    rows = Seat.objects.standing().filter(session=session).values_list("organisation", "user")
    return {("organisation", house) if house else ("person", user) for house, user in rows}


def organisations_called(slugs: Iterable[str]) -> list[Organisation]:
    """The organisations that a form chose, by their names in addresses."""
    return list(Organisation.objects.filter(slug__in=list(slugs)).order_by("name"))


def people_called(keys: Iterable[str]) -> list[User]:
    """The people that a form chose, by their keys."""
    return list(_accounts().filter(key__in=list(keys)).order_by("pk"))


def all_of(category: str) -> tuple[list[Organisation], list[User]]:
    """Every organisation of a category that has somebody, and whoever speaks in their own name in it."""
    voices = Membership.objects.standing()
    houses = Organisation.objects.filter(
        Exists(voices.filter(organisation=OuterRef("pk"))), category=category
    )
    alone = voices.filter(organisation=None, category=category)
    return list(houses.order_by("name")), list(_accounts().filter(pk__in=alone.values("user")).order_by("pk"))
