"""Who invites to a session, who answers an invitation, and who reads the lists of who was invited and who came."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from consultation.models import Attribution, Membership, User
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor
from roundtables.models import Attendance, Seat, Session
from roundtables.models.seats import SeatQuerySet
from roundtables.permissions.sessions import can_run, sees_notes

COORDINATOR = Membership.Role.COORDINATOR


def can_invite(user: Visitor, session: Session, at: datetime) -> Decision:
    """The secretariat, until the session is over."""
    may = can_run(user, session)
    if may and at >= session.ends_at:
        return refused(_("This session is over: nobody is invited to it any more."))
    return may


def sees_invited(user: Visitor, session: Session) -> bool:
    """The secretariat, the chair of the session and its rapporteurs read who was invited."""
    return sees_notes(user, session)


def sees_who_attended(user: Visitor, session: Session, at: datetime) -> Decision:
    """Those who hold the session; the others once it is over, where its rule is to name."""
    if sees_notes(user, session):
        return ALLOWED
    if session.attribution != Attribution.NAMED:
        return refused(_("Under the attribution rule of this session its list of names is not shown."))
    if at < session.ends_at:
        return refused(_("Who attended can be read after the session."))
    return ALLOWED


def own_seats(user: Visitor) -> SeatQuerySet:
    """Invitations that somebody was sent, in person, through their organisation, or as who comes for another."""
    if user.pk is None:
        return Seat.objects.none()
    voice = Membership.objects.standing().filter(user=user.pk, organisation=OuterRef("organisation"))
    mine = Q(user=user.pk) | Q(attends=user.pk) | Exists(voice)
    return Seat.objects.filter(mine, sent_at__isnull=False)


def who_answers(seats: Iterable[Seat]) -> dict[int, list[User]]:
    """Who answers each of these invitations: the person; of an organisation its coordinators, else its members."""
    seats = list(seats)
    houses = {seat.organisation_id for seat in seats} - {None}
    voices: dict[int | None, list[Membership]] = {house: [] for house in houses}
    found = Membership.objects.standing().filter(organisation__in=houses)
    for voice in found.select_related("user").order_by("pk"):
        voices[voice.organisation_id].append(voice)
    return {seat.pk: [seat.user] if seat.user else _spokesmen(voices[seat.organisation_id]) for seat in seats}


def _spokesmen(voices: list[Membership]) -> list[User]:
    coordinators = [voice.user for voice in voices if voice.role == COORDINATOR]
    return coordinators or [voice.user for voice in voices]


def can_answer(user: Visitor, seat: Seat, at: datetime) -> Decision:
    """Who was invited, or answers for an organisation, until the session begins."""
    if all(each.pk != user.pk for each in who_answers([seat])[seat.pk]):
        return refused(_("Whoever was invited answers; for an organisation its coordinators do."))
    if seat.withdrawn_at:
        return refused(_("This invitation was withdrawn."))
    if seat.sent_at is None:
        return refused(_("This invitation has not been sent."))
    if seat.session.cancelled_at:
        return refused(_("This session was cancelled."))
    if at >= seat.session.starts_at:
        return refused(_("The session has begun: answers are not changed any more."))
    return ALLOWED


def own_attendance(user: Visitor, session: Session) -> Attendance | None:
    """The entry that says that somebody was there."""
    if user.pk is None:
        return None
    return Attendance.objects.standing().filter(session=session, user=user.pk).first()


def can_have_certificate(user: Visitor, session: Session, at: datetime) -> Decision:
    """Whoever is on the list of those who attended, once the session is over."""
    if own_attendance(user, session) is None:
        return refused(_("You are not on the list of those who attended this session."))
    if session.cancelled_at:
        return refused(_("This session was cancelled."))
    if at < session.ends_at:
        return refused(_("Certificates are issued once the session is over."))
    return ALLOWED
