"""Organisations as everybody reads them, and as their own people do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from consultation.models import Comment, Membership, Organisation, Signature, SpokenFor, User
from consultation.permissions.comments import shown_publicly
from consultation.permissions.organisations import (
    COORDINATOR,
    can_coordinate,
    can_end_each,
    can_step_down_each,
)

_SAID = ("clause", "consultation__version__text", "standing__disposition", "organisation", "spoken__sitting")


def taking_part(at: datetime) -> QuerySet[Organisation]:
    """Every organisation by name, with how many comments of it everybody can read. One query."""
    inputs = Count("comments", filter=shown_publicly(at, "comments__"))
    return Organisation.objects.annotate(inputs=inputs).order_by("name", "pk")


@dataclass(frozen=True, slots=True)
class OrganisationReading:
    """An organisation, for whom it speaks and who speaks for it."""

    organisation: Organisation
    speaks_for: tuple[SpokenFor, ...]
    platforms: tuple[Organisation, ...]


def read_organisation(organisation: Organisation) -> OrganisationReading:
    """What everybody may know of it; none of its people. Two queries."""
    listed = SpokenFor.objects.filter(platform=organisation, ended_at=None).select_related("organisation")
    speaking = Exists(
        SpokenFor.objects.filter(platform=OuterRef("pk"), organisation=organisation, ended_at=None)
    )
    return OrganisationReading(
        organisation,
        tuple(sorted(listed, key=lambda each: (str(each).casefold(), each.pk))),
        tuple(Organisation.objects.filter(speaking).order_by("name")),
    )


def said_by(organisation: Organisation, at: datetime) -> QuerySet[Comment]:
    """Its comments that everybody may read, the last one first."""
    said = Comment.objects.filter(shown_publicly(at), organisation=organisation)
    return said.select_related(*_SAID).order_by("-submitted_at", "-pk")


def signed_by(organisation: Organisation, at: datetime) -> QuerySet[Signature]:
    """Its signatures under comments of others that everybody may read, those withdrawn too; the last one first."""
    signed = Signature.objects.filter(shown_publicly(at, "comment__"), organisation=organisation)
    return signed.select_related(*(f"comment__{name}" for name in _SAID)).order_by("-signed_at", "-pk")


@dataclass(frozen=True, slots=True)
class MemberReading:
    """A member as their own organisation reads of them, and what the reader may do about it."""

    membership: Membership
    name: str
    is_self: bool
    may_appoint: bool
    may_step_down: bool
    may_end: bool


@dataclass(frozen=True, slots=True)
class InsideReading:
    """The people of an organisation, and who may change what."""

    members: tuple[MemberReading, ...]
    may_coordinate: bool

    @property
    def has_coordinator(self) -> bool:
        return any(each.membership.role == COORDINATOR for each in self.members)

    @property
    def own(self) -> MemberReading | None:
        return next((each for each in self.members if each.is_self), None)


def members_of(organisation: Organisation) -> QuerySet[Membership]:
    """Its members, coordinators first."""
    standing = Membership.objects.standing().filter(organisation=organisation).select_related("user")
    return standing.order_by("role", "admitted_at", "pk")


def read_inside(user: User, organisation: Organisation) -> InsideReading:
    """Its members, by name where the reader coordinates them or vets them. Queries do not grow with them."""
    may = bool(can_coordinate(user, organisation))
    members = list(members_of(organisation))
    steps_down, ends = can_step_down_each(user, members), can_end_each(user, members)
    return InsideReading(
        tuple(
            MemberReading(
                membership=each,
                name=name_inside(user, each, may=may),
                is_self=each.user_id == user.pk,
                may_appoint=may and each.role != COORDINATOR,
                may_step_down=bool(steps_down[each.pk]),
                may_end=bool(ends[each.pk]),
            )
            for each in members
        ),
        may,
    )


def name_inside(user: User, membership: Membership, *, may: bool) -> str:
    """How a member is called: by name for their coordinators and themselves, for the others as they consent."""
    member = membership.user
    return member.own_name if may or member.pk == user.pk else str(member)


def needs_successor(membership: Membership, members: Sequence[Membership]) -> bool:
    """Whether somebody has to follow: the only coordinator goes while others remain."""
    others = [each for each in members if each.pk != membership.pk]
    return (
        membership.role == COORDINATOR
        and bool(others)
        and not any(each.role == COORDINATOR for each in others)
    )


def coordinators_of(user: User) -> list[Membership]:
    """Who reads what somebody shares."""
    mine = Membership.objects.standing().filter(user=user).values("organisation")
    standing = Membership.objects.standing().filter(organisation__in=mine, role=COORDINATOR)
    return list(standing.exclude(user=user).select_related("user").order_by("admitted_at", "pk"))
