"""Who was asked and has not spoken yet: organisations and categories, never people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultation.models import (
    Category,
    Comment,
    Consultation,
    Membership,
    Organisation,
    Signature,
    Standing,
)

# What a page lists; the file lists all.
LISTED = 60


@dataclass(frozen=True, slots=True)
class Silent:
    """Organisations and categories that were asked and submitted nothing."""

    organisations: tuple[Organisation, ...]
    categories: tuple[str, ...]
    # Whether all of these consultations are closed: nobody can speak yet.
    is_final: bool = False

    def __bool__(self) -> bool:
        return bool(self.organisations or self.categories)

    @property
    def listed(self) -> tuple[Organisation, ...]:
        return self.organisations[:LISTED]

    @property
    def more(self) -> int:
        return max(0, len(self.organisations) - LISTED)


def read_silent(consultations: Sequence[Consultation], at: datetime) -> Silent:
    """Who was asked in these consultations, since they opened, and said nothing in any. Two queries.

    What awaits moderation was said: nobody is called silent whose input is not shown yet. Who signed what another
    organisation said has spoken too.
    """
    begun = [each for each in consultations if each.opens_at <= at]
    if not begun:
        return Silent((), ())
    said = Comment.objects.filter(consultation__in=begun).exclude(standing__state=Standing.State.WITHDRAWN)
    is_final = all(each.closes_at <= at for each in consultations)
    return Silent(tuple(_organisations(begun, said)), _categories(begun, said), is_final)


def _organisations(begun: Sequence[Consultation], said: QuerySet[Comment]) -> QuerySet[Organisation]:
    signed = Signature.objects.filter(comment__in=said, withdrawn_at__isnull=True)
    asked = Organisation.objects.filter(_asked(begun))
    silent = asked.exclude(Exists(said.filter(organisation=OuterRef("pk"))))
    return silent.exclude(Exists(signed.filter(organisation=OuterRef("pk")))).order_by("name", "pk")


def _asked(begun: Sequence[Consultation]) -> Q:
    """Those named; and those of a category that was asked, or all, for whom somebody could speak before its closing."""
    by_name = Consultation.organisations.through.objects.filter(
        consultation__in=begun,
        consultation__audience=Consultation.Audience.NAMED,
        organisation=OuterRef("pk"),
    )
    asked = Q(Exists(by_name))
    for each in begun:
        asked |= _could_speak(each)
    return asked


def _could_speak(consultation: Consultation) -> Q:
    """Those of a category that was asked, or all, with somebody admitted while it could still be spoken in."""
    admitted = Membership.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=consultation.opens_at),
        organisation=OuterRef("pk"),
        admitted_at__lt=consultation.closes_at,
    )
    if consultation.audience != Consultation.Audience.NAMED:
        return Q(Exists(admitted))
    return Q(Exists(admitted), category__in=consultation.categories)


def _named_categories(named: Sequence[Consultation]) -> set[str]:
    return {code for each in named for code in each.categories}


def _categories(begun: Sequence[Consultation], said: QuerySet[Comment]) -> tuple[str, ...]:
    spoke = {
        theirs or own
        for theirs, own in said.order_by().values_list("organisation__category", "category").distinct()
    }
    everybody = any(each.audience != Consultation.Audience.NAMED for each in begun)
    asked = set(Category.values) if everybody else _named_categories(begun)
    return tuple(str(category.label) for category in Category if category in asked - spoke)
