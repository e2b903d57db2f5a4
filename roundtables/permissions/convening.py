"""What may still be changed of a session, and who adds documents to it and reads them."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor
from roundtables.models import Intervention, Record, Session, SessionDocument, SessionOutcome
from roundtables.permissions.sessions import can_run, is_asked_or_there, parts_in, runs_programme


def is_said_in(session: Session) -> bool:
    """Whether something was said or concluded in a session: from then on its rule and its versions stand."""
    said = Intervention.objects.filter(session=session).exists()
    return said or SessionOutcome.objects.filter(session=session).exists()


def can_change(user: Visitor, session: Session) -> Decision:
    """The secretariat changes the terms and the agenda of a session, until its record is adopted."""
    decision = can_run(user, session)
    if not decision:
        return decision
    if Record.objects.filter(session=session, state=Record.State.ADOPTED).exists():
        return refused(_("The record of this session is adopted: nothing of it changes any more."))
    return ALLOWED


def can_cancel(user: Visitor, session: Session) -> Decision:
    """The secretariat, while nothing has been said."""
    decision = can_run(user, session)
    if not decision:
        return decision
    if is_said_in(session):
        return refused(_("Something was said in this session: it was held, and is not cancelled any more."))
    return ALLOWED


def can_add_documents(user: Visitor, session: Session) -> Decision:
    """The secretariat, the chair and the rapporteurs add documents and remove them, after the session too."""
    if runs_programme(user, session.programme_id) or parts_in(user, session):
        return ALLOWED
    return refused(_("Only the secretariat, the chair and the rapporteurs add documents to this session."))


def is_inside(user: Visitor, session: Session) -> bool:
    """Whether somebody organises, chairs, takes the record, was invited or attended: the link is for them."""
    if user.pk is None:
        return False
    runs = runs_programme(user, session.programme_id) or bool(parts_in(user, session))
    return runs or is_asked_or_there(user, session)


def visible_documents(user: Visitor, session: Session) -> QuerySet[SessionDocument]:
    """The documents of a session that somebody may have; those that were removed are among them, by their rows."""
    audience = Q() if is_inside(user, session) else Q(audience=SessionDocument.Audience.PUBLIC)
    return SessionDocument.objects.filter(audience, session=session).order_by("added_at", "pk")
