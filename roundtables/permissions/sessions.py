"""Who sees a session, who holds an office in it, and who runs it."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from drafts.access import ALLOWED, Decision, refused
from drafts.models import Grant, Programme, Role
from drafts.permissions import Visitor
from roundtables.models import Attendance, Office, Record, Seat, Session, SessionQuerySet


def _secretariats(user: Visitor) -> QuerySet[Grant]:
    """Grants as secretariat, of everything or of a programme."""
    grants = Grant.objects.standing().filter(user=user.pk, role=Role.SECRETARIAT)
    return grants.filter(text=None, pillar=None)


def runs_programme(user: Visitor, programme: int) -> bool:
    """Whether somebody is of the secretariat of a programme, or of everything."""
    if user.pk is None:
        return False
    return _secretariats(user).filter(Q(programme=None) | Q(programme=programme)).exists()


def parts_in(user: Visitor, session: Session) -> frozenset[Office.Part]:
    """The offices somebody holds in a session."""
    if user.pk is None:
        return frozenset()
    held = Office.objects.filter(session=session, user=user.pk, ended_at=None)
    return frozenset(Office.Part(part) for part in held.values_list("part", flat=True))


def visible_sessions(user: Visitor) -> SessionQuerySet:
    """Sessions on the agenda; before that those one runs, holds an office in, or is invited to."""
    if user.pk is None:
        return Session.objects.announced()
    return Session.objects.filter(Q(announced_at__isnull=False) | involved_in(user))


def involved_in(user: Visitor) -> Q:
    """Sessions that somebody runs, holds an office in, is invited to or attended, as a condition on sessions."""
    run = _secretariats(user).filter(Q(programme=None) | Q(programme=OuterRef("programme")))
    offices = Office.objects.filter(session=OuterRef("pk"), user=user.pk, ended_at=None)
    return Q(Exists(run)) | Q(Exists(offices)) | asked_or_there(user)


def asked_or_there(user: Visitor) -> Q:
    """Sessions that somebody is invited to, in person or through their organisation, or attended."""
    organisations = Q(
        organisation__memberships__user=user.pk,
        organisation__memberships__admitted_at__isnull=False,
        organisation__memberships__ended_at=None,
    )
    seats = Seat.objects.sent().filter(Q(user=user.pk) | Q(attends=user.pk) | organisations)
    there = Attendance.objects.standing().filter(user=user.pk)
    return Q(Exists(seats.filter(session=OuterRef("pk")))) | Q(Exists(there.filter(session=OuterRef("pk"))))


def is_asked_or_there(user: Visitor, session: Session) -> bool:
    """The same about one session."""
    if user.pk is None:
        return False
    return Session.objects.filter(asked_or_there(user), pk=session.pk).exists()


def attended(user: Visitor, session: Session) -> bool:
    """Whether somebody with an account is on the list of those who were there."""
    if user.pk is None:
        return False
    return Attendance.objects.standing().filter(session=session, user=user.pk).exists()


def can_convene(user: Visitor, programme: Programme) -> Decision:
    """The secretariat of the programme, or of everything."""
    if runs_programme(user, programme.pk):
        return ALLOWED
    return refused(_("Only the secretariat convenes sessions."))


def can_run(user: Visitor, session: Session) -> Decision:
    """The secretariat runs a session that was not cancelled: its offices, and whatever else asks for more besides."""
    if not runs_programme(user, session.programme_id):
        return refused(_("Only the secretariat changes a session."))
    if session.cancelled_at:
        return refused(_("This session was cancelled."))
    return ALLOWED


def can_take_notes(user: Visitor, session: Session) -> Decision:
    """Its rapporteurs, until the record is circulated."""
    if Office.Part.RAPPORTEUR not in parts_in(user, session):
        return refused(_("Only the rapporteurs of this session take its notes."))
    if session.cancelled_at:
        return refused(_("This session was cancelled."))
    if Record.objects.filter(session=session).exclude(state=Record.State.NOTES).exists():
        return refused(_("The record has been circulated: what is in it changes by a correction."))
    return ALLOWED


def sees_notes(user: Visitor, session: Session) -> bool:
    """Rapporteurs, the chair of the session and the secretariat read the notes before they are circulated."""
    return bool(parts_in(user, session)) or runs_programme(user, session.programme_id)


def sees_record(user: Visitor, record: Record) -> bool:
    """Everybody once it is published; from its circulation on those who attended; those who see the notes always."""
    if record.published_at or sees_notes(user, record.session):
        return True
    return record.state != Record.State.NOTES and attended(user, record.session)


def can_take_attendance(user: Visitor, session: Session) -> Decision:
    """The rapporteurs and the secretariat, on the day and after."""
    if session.cancelled_at:
        return refused(_("This session was cancelled."))
    if runs_programme(user, session.programme_id) or Office.Part.RAPPORTEUR in parts_in(user, session):
        return ALLOWED
    return refused(_("Only the rapporteurs and the secretariat take the attendance."))
