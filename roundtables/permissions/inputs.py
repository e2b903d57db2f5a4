"""Who takes in what was said in a session as an input, and on which clauses."""

from datetime import datetime

from django.utils.translation import gettext as _

from consultation.models import Consultation
from consultation.permissions.spoken import can_be_taken_in
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Clause
from drafts.permissions import Visitor
from roundtables.models import Intervention, Office, Session
from roundtables.permissions.sessions import parts_in, runs_programme


def can_take_in(user: Visitor, session: Session) -> Decision:
    """The rapporteurs of the session and the secretariat, at any time: who waits for the record answers too late."""
    if Office.Part.RAPPORTEUR not in parts_in(user, session) and not runs_programme(
        user, session.programme_id
    ):
        return refused(_("Only the rapporteurs of this session and the secretariat take in what was said."))
    if session.cancelled_at:
        return refused(_("This session was cancelled."))
    return ALLOWED


def can_take_in_intervention(user: Visitor, intervention: Intervention) -> Decision:
    """The same, unless it was struck."""
    if intervention.struck_at:
        return refused(_("This intervention was struck from the notes."))
    return can_take_in(user, intervention.session)


def can_become_input(session: Session, clause: Clause, at: datetime) -> Decision:
    """Whether what was said on a clause finds a consultation to go into."""
    consultation = consultation_on(session, clause)
    if consultation is not None:
        return can_be_taken_in(consultation, clause, at)
    version = session.versions.filter(text=clause.text_id).select_related("text").first()
    if version is None:
        return refused(_("No version of this text was on the table."))
    return refused(
        _(
            "The version on the table (%(text)s, %(version)s) is not in consultation."
            " Once the secretariat has opened one on it, what was said can be taken in."
        )
        % {"text": version.text, "version": version}
    )


def consultation_on(session: Session, clause: Clause) -> Consultation | None:
    """The consultation on the version that was on the table, of the text of a clause. One query."""
    found = Consultation.objects.filter(version__sittings=session.pk, version__text=clause.text_id)
    return found.select_related("version__text").first()
