"""What the database holds of sessions: nothing said is lost, no rule loosened, no adopted record changed."""

from drafts.models.guards import ADD_ONLY, Guard

# A person, a name or a body may stand in the row only where the session's rule is to name; a category where it is to
# give categories. The column `rule` says under which of them something was said: the session's, or a stricter one.
_LOOSER_THAN = "(%(rule)s = 'none' AND NEW.rule <> 'none') OR (%(rule)s = 'category' AND NEW.rule = 'named')"
_RULE_HERE = "(SELECT rule FROM consultation_sitting WHERE id = NEW.session_id)"
_RULE_THERE = "guard_value('consultation_sitting', 'rule', 'id', NEW.session_id)"
# Whether the record of a session is adopted; `session` is SQL for its number.
_ADOPTED_HERE = "{session} IN (SELECT session_id FROM roundtables_record WHERE state = 'adopted')"
_STATE_THERE = "guard_value('roundtables_record', 'state', 'session_id', {session})"
_ADOPTED_THERE = f"{_STATE_THERE} IS NOT DISTINCT FROM 'adopted'"
# The same of rows that name their session: as they come in, and as they were.
_LATE_HERE, _LATE_THERE = (each.format(session="NEW.session_id") for each in (_ADOPTED_HERE, _ADOPTED_THERE))
_OVER_HERE, _OVER_THERE = (each.format(session="OLD.session_id") for each in (_ADOPTED_HERE, _ADOPTED_THERE))
# Of a person with an account the account alone says who it is: closing it, or not consenting, takes the name away.
# And what was said under an item was said in the session of that item.
_ASTRAY = (
    "(NEW.speaker_id IS NOT NULL AND NEW.speaker_name <> '')"
    " OR (NEW.item_id IS NOT NULL AND %s <> NEW.session_id%s)"
)
_ASTRAY_HERE = _ASTRAY % ("(SELECT session_id FROM roundtables_agendaitem WHERE id = NEW.item_id)", "")
_ASTRAY_THERE = _ASTRAY % ("guard_value('roundtables_agendaitem', 'session_id', 'id', NEW.item_id)", "::text")
# What was said stays: its key, its session, its time, and who wrote it down. Once struck it stays struck, and a
# stricter rule stays stricter.
_INTERVENTION_CHANGED = (
    "OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id OR OLD.said_at <> NEW.said_at"
    " OR OLD.recorded_by_id <> NEW.recorded_by_id OR OLD.recorded_at <> NEW.recorded_at"
    " OR OLD.language <> NEW.language OR OLD.struck_at IS NOT NULL"
    " OR (OLD.rule = 'none' AND NEW.rule <> 'none') OR (OLD.rule = 'category' AND NEW.rule = 'named')"
)
# The input that came of it keeps the rule it was submitted under: a stricter one would only seem to hold.
_SUBMITTED_HERE = (
    "(OLD.rule <> NEW.rule AND EXISTS (SELECT 1 FROM consultation_spoken WHERE intervention = OLD.key))"
)
_SUBMITTED_THERE = (
    "(OLD.rule <> NEW.rule"
    " AND guard_value('consultation_spoken', 'rule', 'intervention', OLD.key) IS NOT NULL)"
)
# An input says no more of who spoke than the intervention does that it was made from.
_SPOKEN_OTHERWISE = (
    "(NEW.intervention <> '' AND ("
    "{session} <> NEW.sitting_id{text}"
    " OR ({rule} = 'none' AND NEW.rule <> 'none') OR ({rule} = 'category' AND NEW.rule = 'named')"
    " OR (NEW.speaker_id IS NOT NULL AND COALESCE({speaker}, {nobody}) <> NEW.speaker_id{text})"
    " OR ({organisation} IS NOT NULL AND COALESCE({body}, {nobody}) <> {organisation})))"
    " OR (NEW.outcome <> '' AND (NEW.speaker_id IS NOT NULL OR {concluded} <> NEW.sitting_id{text}))"
)
_SAID_HERE = "(SELECT {column} FROM roundtables_intervention WHERE key = NEW.intervention)"
_SAID_THERE = "guard_value('roundtables_intervention', '{column}', 'key', NEW.intervention)"
_SPOKEN_HERE = _SPOKEN_OTHERWISE.format(
    session=_SAID_HERE.format(column="session_id"),
    rule=_SAID_HERE.format(column="rule"),
    speaker=_SAID_HERE.format(column="speaker_id"),
    body=_SAID_HERE.format(column="organisation_id"),
    organisation="(SELECT organisation_id FROM consultation_comment WHERE id = NEW.comment_id)",
    concluded="(SELECT session_id FROM roundtables_sessionoutcome WHERE key = NEW.outcome)",
    nobody="0",
    text="",
)
_SPOKEN_THERE = _SPOKEN_OTHERWISE.format(
    session=_SAID_THERE.format(column="session_id"),
    rule=_SAID_THERE.format(column="rule"),
    speaker=_SAID_THERE.format(column="speaker_id"),
    body=_SAID_THERE.format(column="organisation_id"),
    organisation="guard_value('consultation_comment', 'organisation_id', 'id', NEW.comment_id)",
    concluded="guard_value('roundtables_sessionoutcome', 'session_id', 'key', NEW.outcome)",
    nobody="'0'",
    text="::text",
)
_OUTCOME_CHANGED = (
    "OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id OR OLD.kind <> NEW.kind OR OLD.words <> NEW.words"
    " OR OLD.wording <> NEW.wording OR OLD.language <> NEW.language"
    " OR OLD.recorded_by_id <> NEW.recorded_by_id OR OLD.struck_at IS NOT NULL"
)
# What a person wrote of themselves may still be emptied, when they leave: nothing else of a row that is over.
_SEAT_CHANGED = (
    "OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id"
    " OR COALESCE(OLD.organisation_id, 0) <> COALESCE(NEW.organisation_id, 0)"
    " OR COALESCE(OLD.user_id, 0) <> COALESCE(NEW.user_id, 0)"
    " OR (OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at IS NULL OR OLD.withdrawn_at <> NEW.withdrawn_at"
    " OR OLD.answer <> NEW.answer OR COALESCE(OLD.attends_id, 0) <> COALESCE(NEW.attends_id, 0)"
    " OR (NEW.attends_name <> '' AND OLD.attends_name <> NEW.attends_name)"
    " OR (NEW.note <> '' AND OLD.note <> NEW.note)))"
)
_ATTENDANCE_CHANGED = (
    "OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id"
    " OR COALESCE(OLD.user_id, 0) <> COALESCE(NEW.user_id, 0) OR OLD.taken_by_id <> NEW.taken_by_id"
    " OR (OLD.removed_at IS NOT NULL AND (NEW.removed_at IS NULL OR OLD.removed_at <> NEW.removed_at"
    " OR OLD.category <> NEW.category OR OLD.body <> NEW.body"
    " OR COALESCE(OLD.organisation_id, 0) <> COALESCE(NEW.organisation_id, 0)"
    " OR (NEW.name <> '' AND OLD.name <> NEW.name)))"
)
_ITEM_MOVED = "OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id"
_CORRECTION_CHANGED = (
    "OLD.state <> 'open' OR OLD.key <> NEW.key OR OLD.words <> NEW.words OR OLD.reason <> NEW.reason"
    " OR OLD.basis <> NEW.basis OR OLD.version_id <> NEW.version_id OR OLD.proposed_by_id <> NEW.proposed_by_id"
    " OR COALESCE(OLD.intervention_id, 0) <> COALESCE(NEW.intervention_id, 0)"
    " OR COALESCE(OLD.outcome_id, 0) <> COALESCE(NEW.outcome_id, 0)"
)
_DOCUMENT_CHANGED = (
    "OLD.removed_at IS NOT NULL OR OLD.key <> NEW.key OR OLD.session_id <> NEW.session_id"
    " OR OLD.sha256 <> NEW.sha256 OR OLD.file <> NEW.file OR OLD.link <> NEW.link"
    " OR OLD.content_type <> NEW.content_type"
)
_OFFICE_CHANGED = (
    "OLD.ended_at IS NOT NULL OR OLD.session_id <> NEW.session_id OR OLD.user_id <> NEW.user_id"
    " OR OLD.part <> NEW.part"
)
_RECORD_CHANGED = (
    "(OLD.state = 'adopted' AND (NEW.state <> 'adopted' OR OLD.adopted_at <> NEW.adopted_at"
    " OR OLD.published_at IS NOT NULL))"
    " OR (OLD.state <> 'notes' AND NEW.state = 'notes')"
)
_COMMITMENT_CHANGED = (
    "OLD.key <> NEW.key OR OLD.programme_id <> NEW.programme_id"
    " OR COALESCE(OLD.outcome_id, 0) <> COALESCE(NEW.outcome_id, 0)"
)


def _session_of(table: str, number: str, named: str = "session_id") -> tuple[str, str]:
    """SQL for the session that a row of a table belongs to, on SQLite and on PostgreSQL; `number` is the row's."""
    here = f"(SELECT {named} FROM {table} WHERE {table}.id = {number})"  # noqa: S608  # our own tables
    return here, f"CAST(guard_value('{table}', '{named}', 'id', {number}) AS bigint)"


def _once_adopted(table: str, act: str, session: tuple[str, str], more: tuple[str, str] = ("", "")) -> Guard:
    """Refuses an act once the record of the session is adopted, or where more conditions hold."""
    here, there = (
        told.format(session=each) + extra
        for told, each, extra in zip((_ADOPTED_HERE, _ADOPTED_THERE), session, more, strict=True)
    )
    message = "nothing is added to an adopted record, or taken from it"
    return Guard(table, (act,), message, here, postgresql_condition=there)


_SAID_ON = "EXISTS (SELECT 1 FROM roundtables_intervention WHERE session_id = {row}.sitting_id)"
_SAID_ON_THERE = "guard_exists('roundtables_intervention', 'session_id', {row}.sitting_id)"
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
        f"{_LOOSER_THAN % {'rule': _RULE_HERE}} OR {_LATE_HERE} OR {_ASTRAY_HERE}",
        postgresql_condition=(f"{_LOOSER_THAN % {'rule': _RULE_THERE}} OR {_LATE_THERE} OR {_ASTRAY_THERE}"),
    ),
    Guard(
        "roundtables_intervention",
        ("UPDATE",),
        "what was said stays as it was said",
        f"{_INTERVENTION_CHANGED} OR {_OVER_HERE} OR {_ASTRAY_HERE} OR {_SUBMITTED_HERE}",
        postgresql_condition=(
            f"{_INTERVENTION_CHANGED} OR {_OVER_THERE} OR {_ASTRAY_THERE} OR {_SUBMITTED_THERE}"
        ),
    ),
    Guard("roundtables_intervention", ("DELETE",), "nothing said is ever lost"),
    Guard("roundtables_interventionwording", ADD_ONLY, "words are written anew, never over"),
    Guard("roundtables_sessionoutcome", ("DELETE",), "an outcome is struck, never deleted"),
    Guard(
        "roundtables_sessionoutcome",
        ("UPDATE",),
        "an outcome stays as it was concluded",
        f"{_OUTCOME_CHANGED} OR {_OVER_HERE}",
        postgresql_condition=f"{_OUTCOME_CHANGED} OR {_OVER_THERE}",
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


def _words(table: str, of: str, by: str) -> Guard:
    """Words are refused as soon as the record has gone out, but those of a correction until it is adopted."""
    here, there = _session_of(of, f"NEW.{by}")
    out = "(SELECT session_id FROM roundtables_record WHERE state <> 'notes')"
    more = (
        f" OR (NEW.correction_id IS NULL AND {here} IN {out})",
        f" OR (NEW.correction_id IS NULL AND {_STATE_THERE.format(session=there)} <> 'notes')",
    )
    return _once_adopted(table, "INSERT", (here, there), more)


_OF_VERSION = _session_of("roundtables_recordversion", "NEW.version_id", "record_id")
_SIGNED = (
    " OR NEW.content_hash <> (SELECT content_hash FROM roundtables_recordversion WHERE id = NEW.version_id)",
    " OR NEW.content_hash <> guard_value('roundtables_recordversion', 'content_hash', 'id', NEW.version_id)",
)
# Nothing comes late to an adopted record, and a signature is on what its version says.
RECORD_GUARDS = (
    _words("roundtables_interventionwording", "roundtables_intervention", "intervention_id"),
    _words("roundtables_outcomewording", "roundtables_sessionoutcome", "outcome_id"),
    _once_adopted("roundtables_correction", "INSERT", _OF_VERSION),
    _once_adopted("roundtables_recordversion", "INSERT", ("NEW.record_id", "NEW.record_id")),
    _once_adopted("roundtables_recordsignature", "INSERT", _OF_VERSION, _SIGNED),
)
# An adopted record takes nothing in by a back door, what is on the table stays there once somebody has spoken on it,
# and an input from a session says no more than its intervention.
BACK_DOOR_GUARDS = (
    Guard("roundtables_agendaitem", ("UPDATE",), "an item stays in its session", _ITEM_MOVED),
    Guard("roundtables_evaluation", ("DELETE",), "who was asked stays on record"),
    _once_adopted("roundtables_sessionoutcome", "INSERT", ("NEW.session_id", "NEW.session_id")),
    *(
        guard
        for table in ("roundtables_sessionoutcome_clauses", "roundtables_sessionoutcome_interventions")
        for guard in (
            Guard(table, ("UPDATE",), "what an outcome is about is never exchanged"),
            *(
                _once_adopted(
                    table, act, _session_of("roundtables_sessionoutcome", f"{row}.sessionoutcome_id")
                )
                for act, row in (("INSERT", "NEW"), ("DELETE", "OLD"))
            ),
        )
    ),
    Guard("consultation_sitting_versions", ("UPDATE",), "what is on the table is never exchanged"),
    Guard(
        "consultation_sitting_versions",
        ("INSERT",),
        "something was said on what was on the table",
        _SAID_ON.format(row="NEW"),
        postgresql_condition=_SAID_ON_THERE.format(row="NEW"),
    ),
    Guard(
        "consultation_sitting_versions",
        ("DELETE",),
        "something was said on what was on the table",
        _SAID_ON.format(row="OLD"),
        postgresql_condition=_SAID_ON_THERE.format(row="OLD"),
    ),
    Guard(
        "consultation_spoken",
        ("INSERT",),
        "an input says no more of who spoke than its intervention",
        _SPOKEN_HERE,
        postgresql_condition=_SPOKEN_THERE,
        above="roundtables",
    ),
)
GUARDS = (*SESSION_GUARDS, *RECORD_GUARDS, *BACK_DOOR_GUARDS)
