"""Who does what with the record of a session, and who reads what of its corrections."""

from datetime import datetime

from django.utils.translation import gettext as _

from consultation.models import Attribution
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor
from roundtables.models import Correction, Office, Record, RecordSignature
from roundtables.permissions.sessions import attended, parts_in, runs_programme, sees_notes, sees_record

_OUT = (Record.State.CIRCULATED, Record.State.CORRECTED)


def _keeps(user: Visitor, record: Record) -> Decision:
    """The rapporteurs keep the record of a session that was not cancelled."""
    if Office.Part.RAPPORTEUR not in parts_in(user, record.session):
        return refused(_("Only the rapporteurs of this session do this."))
    if record.session.cancelled_at:
        return refused(_("This session was cancelled."))
    return ALLOWED


def _stands(record: Record) -> Decision:
    """Whether the record is with those who attended: it went out, and is not adopted."""
    if record.state == Record.State.NOTES:
        return refused(_("The record has not been circulated yet."))
    if record.state == Record.State.ADOPTED:
        return refused(_("The record is adopted: nothing of it changes any more."))
    return ALLOWED


def is_taking_corrections(record: Record, at: datetime) -> bool:
    """Whether corrections can be asked for now."""
    return record.state in _OUT and record.corrections_until is not None and at < record.corrections_until


def can_circulate(user: Visitor, record: Record, at: datetime) -> Decision:
    """Its rapporteurs, once the session has begun and something is in the notes."""
    if not (keeps := _keeps(user, record)):
        return keeps
    if record.state != Record.State.NOTES:
        return refused(_("The record has been circulated already."))
    session = record.session
    if at < session.starts_at:
        return refused(_("The session has not begun yet."))
    if not session.interventions.filter(struck_at=None).exists() and not (
        session.outcomes.filter(struck_at=None).exists()
    ):
        return refused(_("There is nothing in the notes yet."))
    return ALLOWED


def can_ask_correction(user: Visitor, record: Record, at: datetime) -> Decision:
    """Those with an account who were there, until the day that was set."""
    if not attended(user, record.session):
        return refused(_("Only those who attended ask for corrections."))
    if not (stands := _stands(record)):
        return stands
    if not is_taking_corrections(record, at):
        return refused(_("The time for corrections is over."))
    return ALLOWED


def can_withdraw_correction(user: Visitor, correction: Correction) -> Decision:
    """Its author, while nobody has decided on it."""
    if correction.proposed_by_id != user.pk:
        return refused(_("Only its author withdraws a correction."))
    if correction.state != Correction.State.OPEN:
        return refused(_("This correction was decided on already."))
    return ALLOWED


def can_decide_corrections(user: Visitor, record: Record) -> Decision:
    """The rapporteurs, until the record is adopted."""
    return _keeps(user, record) and _stands(record)


def can_correct(user: Visitor, record: Record, at: datetime) -> Decision:
    """The rapporteurs close a round of corrections once its time is over."""
    if not (keeps := _keeps(user, record)):
        return keeps
    if not (stands := _stands(record)):
        return stands
    if is_taking_corrections(record, at):
        return refused(_("Corrections can still be asked for: those who attended were given the time."))
    return ALLOWED


def capacities_of(user: Visitor, record: Record) -> tuple[RecordSignature.Capacity, ...]:
    """In which capacities somebody may sign the record of a session."""
    held = parts_in(user, record.session)
    return tuple(each for each in RecordSignature.Capacity if Office.Part(each) in held)


def can_sign(user: Visitor, record: Record, capacity: RecordSignature.Capacity, at: datetime) -> Decision:
    """The chair of the session and its rapporteurs, once the corrections are in it."""
    if capacity not in capacities_of(user, record):
        return refused(_("Only the chair of the session and its rapporteurs sign the record."))
    if not (stands := _stands(record)):
        return stands
    if record.state != Record.State.CORRECTED or is_taking_corrections(record, at):
        return refused(_("The record is signed once the time for corrections is over and they are in it."))
    return ALLOWED


def can_adopt(user: Visitor, record: Record) -> Decision:
    """The chair of the session, or the secretariat."""
    chairs = Office.Part.CHAIR in parts_in(user, record.session)
    if not chairs and not runs_programme(user, record.session.programme_id):
        return refused(_("Only the chair of the session or the secretariat adopts the record."))
    return _stands(record)


def can_publish_record(user: Visitor, record: Record) -> Decision:
    """The secretariat, once it is adopted and the session is on the public agenda."""
    if not runs_programme(user, record.session.programme_id):
        return refused(_("Only the secretariat publishes a record."))
    if record.state != Record.State.ADOPTED:
        return refused(_("A record is published once it is adopted."))
    if record.published_at:
        return refused(_("The record is published already."))
    if record.session.announced_at is None:
        return refused(_("The session is not on the public agenda: nobody would find its record."))
    return ALLOWED


def is_of_the_record(user: Visitor, record: Record) -> bool:
    """Whether somebody reads every version and the corrections: not the public, which reads what was adopted."""
    if sees_notes(user, record.session):
        return True
    return record.state != Record.State.NOTES and attended(user, record.session)


def sees_version(user: Visitor, record: Record, number: int, last: int) -> bool:
    """Everybody who sees the record sees its last version; those it was circulated to see each."""
    return sees_record(user, record) and (number == last or is_of_the_record(user, record))


def sees_who_asked(user: Visitor, record: Record, rule: str = Attribution.NAMED) -> bool:
    """Whether somebody knows who asked for a correction of what was said under a rule.

    Where it, or the session, names nobody, nobody does, the rapporteurs neither: whoever asks is, as a rule, who
    spoke, and a correction is decided on by what it says.
    """
    return record.session.rule == rule == Attribution.NAMED and is_of_the_record(user, record)
