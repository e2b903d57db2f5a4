"""Who records what a session concluded, and who reads it."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from consultation.models import AgreedWording, Spoken
from consultation.permissions.comments import shown_publicly
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor, can_propose, granted_texts
from roundtables.models import Commitment, Record, Session, SessionOutcome
from roundtables.permissions.inputs import can_take_in
from roundtables.permissions.sessions import parts_in, sees_notes, sees_record

Kind = SessionOutcome.Kind


def visible_outcomes(user: Visitor, session: Session, at: datetime) -> QuerySet[SessionOutcome]:
    """Those of a record one may read; else those that became an input, or an amendment, which one may read."""
    concluded = SessionOutcome.objects.filter(session=session)
    if sees_notes(user, session):
        return concluded
    if any(sees_record(user, record) for record in Record.objects.filter(session=session)):
        return concluded.filter(struck_at=None)
    inputs = Spoken.objects.filter(
        shown_publicly(at, "comment__"), sitting=session.pk, outcome=OuterRef("key")
    )
    seen = Q(Exists(inputs))
    if user.pk is not None:
        agreed = AgreedWording.objects.filter(amendment__version__text__in=granted_texts(user))
        seen |= Q(Exists(agreed.filter(outcome=OuterRef("key"))))
    return concluded.filter(seen, struck_at=None)


def can_conclude(user: Visitor, session: Session) -> Decision:
    """Its rapporteurs and its chair, until the record is adopted."""
    if not parts_in(user, session):
        return refused(_("Only the rapporteurs and the chair of this session record what it concluded."))
    if session.cancelled_at:
        return refused(_("This session was cancelled."))
    if Record.objects.filter(session=session, state=Record.State.ADOPTED).exists():
        return refused(_("The record of this session is adopted: nothing is added to it."))
    return ALLOWED


def can_strike_outcome(user: Visitor, outcome: SessionOutcome) -> Decision:
    """The same people, while the record is notes, and nothing has come of it yet."""
    may = can_conclude(user, outcome.session)
    if not may:
        return may
    if outcome.struck_at:
        return refused(_("This outcome was struck from the notes."))
    if not Record.objects.filter(session=outcome.session_id, state=Record.State.NOTES).exists():
        return refused(_("The record has been circulated: what is in it changes by a correction."))
    if came_of(outcome):
        return refused(_("Something has come of this outcome: it stays with what came of it."))
    return ALLOWED


def came_of(outcome: SessionOutcome) -> bool:
    """Whether an input, an amendment or a commitment was made of it."""
    if Spoken.objects.filter(outcome=outcome.key).exists():
        return True
    if AgreedWording.objects.filter(outcome=outcome.key).exists():
        return True
    return Commitment.objects.filter(outcome=outcome).exists()


def can_recommend(user: Visitor, outcome: SessionOutcome) -> Decision:
    """A recommendation is taken in by whoever takes in what was said."""
    if outcome.kind != Kind.RECOMMENDATION:
        return refused(_("Only a recommendation becomes an input."))
    if outcome.struck_at:
        return refused(_("This outcome was struck from the notes."))
    return can_take_in(user, outcome.session)


def can_put_agreed(user: Visitor, outcome: SessionOutcome) -> Decision:
    """Somebody of the committee who chaired the session or took its record; others ask one of them."""
    if outcome.kind != Kind.AGREED_WORDING:
        return refused(_("Only agreed wording becomes an amendment."))
    if outcome.struck_at:
        return refused(_("This outcome was struck from the notes."))
    if not parts_in(user, outcome.session):
        return refused(_("Only the rapporteurs and the chair of this session put forward what it agreed on."))
    return _can_propose_in(user, outcome)


def _can_propose_in(user: Visitor, outcome: SessionOutcome) -> Decision:
    clause = outcome.clauses.select_related("text").first()
    if clause is None:
        return refused(_("Agreed wording is for one clause."))
    if not outcome.session.versions.filter(text=clause.text_id).exists():
        return refused(_("No version of this text was on the table."))
    may = can_propose(user, clause.text)
    if may:
        return ALLOWED
    ask = _("%(why)s Ask the chair or the penholder of the text to put the words forward.")
    return refused(ask % {"why": may.reason})
