"""What the database holds of sessions: nothing said is lost, no rule loosened, no adopted record changed."""

from drafts.models.guards import ADD_ONLY, Guard

# A person, a name or a body may stand in the row only where the session's rule is to name; a category where it is to
# give categories. The column `rule` says under which of them something was said: the session's, or a stricter one.
_LOOSER_THAN_THE_SESSION = (
    "(%(rule)s = 'none' AND NEW.rule <> 'none') OR (%(rule)s = 'category' AND NEW.rule = 'named')"
)
_RULE_HERE = "(SELECT rule FROM consultation_sitting WHERE id = NEW.session_id)"
_RULE_THERE = "guard_value('consultation_sitting', 'rule', 'id', NEW.session_id)"
_ADOPTED_HERE = (
    "EXISTS (SELECT 1 FROM roundtables_record WHERE session_id = {row}.session_id AND state = 'adopted')"
)
_ADOPTED_THERE = (
    "guard_value('roundtables_record', 'state', 'session_id', {row}.session_id)"
    " IS NOT DISTINCT FROM 'adopted'"
)
# What was said stays: its key, its session, its time, and who wrote it down. Once struck it stays struck, and a
# stricter rule stays stricter.
_INTERVENTION_CHANGED = (
    "OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id OR OLD.said_at <> NEW.said_at"
    " OR OLD.recorded_by_id <> NEW.recorded_by_id OR OLD.recorded_at <> NEW.recorded_at"
    " OR OLD.language <> NEW.language OR OLD.struck_at IS NOT NULL"
    " OR (OLD.rule = 'none' AND NEW.rule <> 'none') OR (OLD.rule = 'category' AND NEW.rule = 'named')"
)
_OUTCOME_CHANGED = (
    "OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id OR OLD.kind <> NEW.kind OR OLD.words <> NEW.words"
    " OR OLD.wording <> NEW.wording OR OLD.recorded_by_id <> NEW.recorded_by_id OR OLD.struck_at IS NOT NULL"
)
_SEAT_CHANGED = (
    "OLD.withdrawn_at IS NOT NULL OR OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id"
    " OR COALESCE(OLD.organisation_id, 0) <> COALESCE(NEW.organisation_id, 0)"
    " OR COALESCE(OLD.user_id, 0) <> COALESCE(NEW.user_id, 0)"
)
_ATTENDANCE_CHANGED = (
    "OLD.removed_at IS NOT NULL OR OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id"
    " OR COALESCE(OLD.user_id, 0) <> COALESCE(NEW.user_id, 0) OR OLD.taken_by_id <> NEW.taken_by_id"
)
_CORRECTION_CHANGED = (
    "OLD.state <> 'open' OR OLD.key <> NEW.key OR OLD.words <> NEW.words OR OLD.reason <> NEW.reason"
    " OR OLD.basis <> NEW.basis OR OLD.version_id <> NEW.version_id OR OLD.proposed_by_id <> NEW.proposed_by_id"
)
_DOCUMENT_CHANGED = (
    "OLD.removed_at IS NOT NULL OR OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id"
    " OR OLD.sha256 <> NEW.sha256 OR OLD.link <> NEW.link OR OLD.content_type <> NEW.content_type"
)
_OFFICE_CHANGED = (
    "OLD.ended_at IS NOT NULL OR OLD.session_id <> NEW.session_id OR OLD.user_id <> NEW.user_id"
    " OR OLD.part <> NEW.part"
)
_RECORD_CHANGED = (
    "(OLD.state = 'adopted' AND (NEW.state <> 'adopted' OR OLD.published_at IS NOT NULL))"
    " OR (OLD.state <> 'notes' AND NEW.state = 'notes')"
)
_COMMITMENT_CHANGED = (
    "OLD.key <> NEW.key OR OLD.programme_id <> NEW.programme_id"
    " OR COALESCE(OLD.outcome_id, 0) <> COALESCE(NEW.outcome_id, 0)"
)
SESSION_GUARDS = (
    Guard("roundtables_session", ("DELETE",), "a session is cancelled, never deleted"),
    Guard("roundtables_office", ("DELETE",), "an office is ended, never deleted"),
    Guard("roundtables_office", ("UPDATE",), "who held an office stays on record", _OFFICE_CHANGED),
    Guard("roundtables_agendaitem", ("DELETE",), "an item is removed, never deleted"),
    Guard("roundtables_sessiondocument", ("DELETE",), "a document is removed, never deleted"),
    Guard("roundtables_sessiondocument", ("UPDATE",), "a document is never exchanged", _DOCUMENT_CHANGED),
    Guard("roundtables_seat", ("DELETE",), "an invitation is withdrawn, never deleted"),
    Guard("roundtables_seat", ("UPDATE",), "who was invited stays on record", _SEAT_CHANGED),
    Guard("roundtables_attendance", ("DELETE",), "an entry is removed, never deleted"),
    Guard("roundtables_attendance", ("UPDATE",), "who attended stays on record", _ATTENDANCE_CHANGED),
    Guard(
        "roundtables_intervention",
        ("INSERT",),
        "the attribution rule or the adopted record forbids it",
        f"{_LOOSER_THAN_THE_SESSION % {'rule': _RULE_HERE}} OR {_ADOPTED_HERE.format(row='NEW')}",
        postgresql_condition=(
            f"{_LOOSER_THAN_THE_SESSION % {'rule': _RULE_THERE}} OR {_ADOPTED_THERE.format(row='NEW')}"
        ),
    ),
    Guard(
        "roundtables_intervention",
        ("UPDATE",),
        "what was said stays as it was said",
        f"{_INTERVENTION_CHANGED} OR {_ADOPTED_HERE.format(row='OLD')}",
        postgresql_condition=f"{_INTERVENTION_CHANGED} OR {_ADOPTED_THERE.format(row='OLD')}",
    ),
    Guard("roundtables_intervention", ("DELETE",), "nothing said is ever lost"),
    Guard("roundtables_interventionwording", ADD_ONLY, "words are written anew, never over"),
    Guard("roundtables_sessionoutcome", ("DELETE",), "an outcome is struck, never deleted"),
    Guard(
        "roundtables_sessionoutcome",
        ("UPDATE",),
        "an outcome stays as it was concluded",
        f"{_OUTCOME_CHANGED} OR {_ADOPTED_HERE.format(row='OLD')}",
        postgresql_condition=f"{_OUTCOME_CHANGED} OR {_ADOPTED_THERE.format(row='OLD')}",
    ),
    Guard("roundtables_outcomewording", ADD_ONLY, "words are written anew, never over"),
    Guard("roundtables_record", ("DELETE",), "a record is never deleted"),
    Guard("roundtables_record", ("UPDATE",), "an adopted record stands", _RECORD_CHANGED),
    Guard("roundtables_recordversion", ADD_ONLY, "a version of a record is never changed"),
    Guard("roundtables_recordsignature", ADD_ONLY, "a signature is never changed"),
    Guard("roundtables_correction", ("DELETE",), "a correction is never lost"),
    Guard("roundtables_correction", ("UPDATE",), "a correction is decided on once", _CORRECTION_CHANGED),
    Guard("roundtables_evaluationanswer", ADD_ONLY, "what somebody answered is never changed"),
    Guard("roundtables_commitment", ("DELETE",), "a commitment is dropped, never deleted"),
    Guard("roundtables_commitment", ("UPDATE",), "a commitment stays what it was", _COMMITMENT_CHANGED),
    Guard("roundtables_commitmentstep", ADD_ONLY, "how a commitment fared stays on record"),
    Guard("roundtables_progressreport", ("DELETE",), "a progress report stays on record"),
    Guard(
        "roundtables_progressreport",
        ("UPDATE",),
        "a progress report is released, and changed in nothing else",
        "OLD.released_at IS NOT NULL OR OLD.content_hash <> NEW.content_hash OR OLD.key <> NEW.key",
    ),
)


_ADOPTED = "(SELECT session_id FROM roundtables_record WHERE state = 'adopted')"
_OUT = "(SELECT session_id FROM roundtables_record WHERE state <> 'notes')"


def _nothing_added(table: str, parent: str, column: str, session: str, *, words: bool = False) -> Guard:
    """Refuses a row of a record that is adopted; its session stands in the row that it belongs to.

    Words are refused as soon as the record has gone out, but those of a correction.
    """
    here = f"(SELECT {session} FROM {parent} WHERE {parent}.id = NEW.{column})"  # noqa: S608  # our own tables
    there = f"guard_value('{parent}', '{session}', 'id', NEW.{column})::bigint"
    state = f"guard_value('roundtables_record', 'state', 'session_id', {there})"
    condition, postgresql = f"{here} IN {_ADOPTED}", f"{state} IS NOT DISTINCT FROM 'adopted'"
    if words:
        condition += f" OR (NEW.correction_id IS NULL AND {here} IN {_OUT})"
        postgresql += f" OR (NEW.correction_id IS NULL AND {state} <> 'notes')"
    message = "a record that went out changes by a correction" if words else "an adopted record stands"
    return Guard(table, ("INSERT",), message, condition, postgresql_condition=postgresql)


RECORD_GUARDS = (
    _nothing_added(
        "roundtables_interventionwording",
        "roundtables_intervention",
        "intervention_id",
        "session_id",
        words=True,
    ),
    _nothing_added(
        "roundtables_outcomewording", "roundtables_sessionoutcome", "outcome_id", "session_id", words=True
    ),
    _nothing_added("roundtables_correction", "roundtables_recordversion", "version_id", "record_id"),
    _nothing_added("roundtables_recordsignature", "roundtables_recordversion", "version_id", "record_id"),
    Guard(
        "roundtables_recordversion",
        ("INSERT",),
        "nothing is added to an adopted record",
        "EXISTS (SELECT 1 FROM roundtables_record WHERE session_id = NEW.record_id AND state = 'adopted')",
        postgresql_condition=(
            "guard_value('roundtables_record', 'state', 'session_id', NEW.record_id)"
            " IS NOT DISTINCT FROM 'adopted'"
        ),
    ),
    Guard(
        "roundtables_sessionoutcome",
        ("INSERT",),
        "nothing is added to an adopted record",
        _ADOPTED_HERE.format(row="NEW"),
        postgresql_condition=_ADOPTED_THERE.format(row="NEW"),
    ),
)
GUARDS = (*SESSION_GUARDS, *RECORD_GUARDS)
