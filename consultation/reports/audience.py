"""Whom a consultation asks, as people who can be written to."""

from django.db.models import Q, QuerySet

from consultation.models import Comment, Consultation, Membership, User
from drafts.models import Grant, Text
from drafts.permissions import COMMITTEE


def asked_people(consultation: Consultation) -> QuerySet[User]:
    """The admitted people whom a consultation asks; all of them where everybody may speak. One query."""
    memberships = Membership.objects.standing()
    if consultation.audience == Consultation.Audience.NAMED:
        memberships = memberships.filter(_is_named(consultation))
    asked = User.objects.filter(pk__in=memberships.values("user"), is_active=True, closed_at__isnull=True)
    return asked.order_by("pk")


def readers_of(text: Text) -> QuerySet[User]:
    """Who is told that a version of a text is out: its committee, and everybody who commented on it. One query."""
    committee = Grant.objects.standing().covering(text).filter(role__in=COMMITTEE)
    authors = Comment.objects.filter(consultation__version__text=text)
    readers = Q(pk__in=committee.values("user")) | Q(pk__in=authors.values("author"))
    return User.objects.filter(readers, is_active=True, closed_at__isnull=True).order_by("pk")


def _is_named(consultation: Consultation) -> Q:
    """Memberships of a category that is named, their own or their organisation's, or of an organisation that is."""
    categories = consultation.categories
    of_a_category = Q(category__in=categories) | Q(organisation__category__in=categories)
    return of_a_category | Q(organisation__in=consultation.organisations.values("pk"))
