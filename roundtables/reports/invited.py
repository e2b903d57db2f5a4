"""Whom a session's invitations reach."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from consultation.models import Membership, User
from roundtables.models import Seat, Session


def people_invited(session: Session) -> QuerySet[User]:
    """Everybody an invitation that was sent reaches: in person, as who attends, or as an organisation's coordinator.

    An organisation without a coordinator is reached through all its members. One query.
    """
    sent = Seat.objects.sent().filter(session=session)
    voices = Membership.objects.standing().filter(organisation__seats__in=sent)
    coordinators = Membership.objects.standing().filter(
        organisation=OuterRef("organisation"), role=Membership.Role.COORDINATOR
    )
    reached = voices.filter(Q(role=Membership.Role.COORDINATOR) | ~Exists(coordinators))
    who = Q(pk__in=sent.values("user")) | Q(pk__in=sent.values("attends")) | Q(pk__in=reached.values("user"))
    return User.objects.filter(who).order_by("pk")
