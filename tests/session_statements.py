"""Bare SQL that the database has to refuse of a session: each statement breaks one rule, on rows of `tests/held.py`."""

ADOPTED = "(SELECT session_id FROM roundtables_record WHERE state = 'adopted')"
# Of the session whose record is in notes: what is refused there is refused for itself, not for the adopted record.
NOTES = "(SELECT session_id FROM roundtables_record WHERE state = 'notes')"
SAID = f"(SELECT id FROM roundtables_intervention WHERE session_id IN {NOTES})"
_INTERVENTION = (
    "session_id, language, rule, speaker_id, speaker_name, organisation_id, body, category, said_at, recorded_by_id,"
    " recorded_at, struck_because, item_id"
)
_OUTCOME = "session_id, kind, words, language, wording, recorded_by_id, recorded_at, struck_because"
REWRITES = [
    "UPDATE consultation_sitting SET key = 'other'",
    "UPDATE consultation_sitting SET programme_id = programme_id + 1",
    "UPDATE consultation_sitting_versions SET version_id = version_id",
    "UPDATE consultation_spoken SET rule = 'category'",
    "UPDATE consultation_agreedwording SET outcome = 'other'",
    "UPDATE roundtables_office SET ended_at = given_at, part = 'chair' WHERE part = 'rapporteur'",
    "UPDATE roundtables_office SET user_id = user_id + 1",
    "UPDATE roundtables_office SET session_id = session_id + 1",
    "UPDATE roundtables_agendaitem SET key = 'x' || id",
    f"UPDATE roundtables_agendaitem SET session_id = {ADOPTED} WHERE session_id IN {NOTES}",
    "UPDATE roundtables_sessiondocument SET link = 'https://example.org/other'",
    "UPDATE roundtables_sessiondocument SET file = 'other'",
    "UPDATE roundtables_sessiondocument SET sha256 = 'other'",
    "UPDATE roundtables_sessiondocument SET content_type = 'other'",
    "UPDATE roundtables_seat SET user_id = user_id + 1 WHERE user_id IS NOT NULL",
    "UPDATE roundtables_seat SET organisation_id = organisation_id + 1 WHERE organisation_id IS NOT NULL",
    "UPDATE roundtables_seat SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
    "UPDATE roundtables_seat SET answer = 'no' WHERE withdrawn_at IS NOT NULL",
    "UPDATE roundtables_seat SET note = 'other' WHERE withdrawn_at IS NOT NULL",
    "UPDATE roundtables_attendance SET user_id = user_id + 1 WHERE user_id IS NOT NULL",
    "UPDATE roundtables_attendance SET taken_by_id = taken_by_id + 1",
    "UPDATE roundtables_attendance SET removed_at = NULL WHERE removed_at IS NOT NULL",
    "UPDATE roundtables_attendance SET name = 'other' WHERE removed_at IS NOT NULL",
    f"UPDATE roundtables_intervention SET key = 'other' WHERE session_id IN {NOTES}",
    f"UPDATE roundtables_intervention SET session_id = {ADOPTED} WHERE session_id IN {NOTES}",
    f"UPDATE roundtables_intervention SET recorded_by_id = recorded_by_id + 1 WHERE session_id IN {NOTES}",
    f"UPDATE roundtables_intervention SET language = 'fr' WHERE session_id IN {NOTES}",
    f"UPDATE roundtables_intervention SET speaker_name = 'other' WHERE session_id IN {NOTES}",
    f"""UPDATE roundtables_intervention SET item_id =
        (SELECT id FROM roundtables_agendaitem WHERE session_id IN {ADOPTED}) WHERE session_id IN {NOTES}""",
    # It is an input already: under another rule its row would only seem to forget who spoke.
    f"""UPDATE roundtables_intervention SET rule = 'none', speaker_id = NULL, organisation_id = NULL, category = ''
        WHERE session_id IN {NOTES}""",
    f"UPDATE roundtables_intervention SET struck_at = said_at WHERE session_id IN {ADOPTED}",
    "UPDATE roundtables_interventionwording SET words = 'other'",
    f"UPDATE roundtables_sessionoutcome SET words = 'other' WHERE session_id IN {NOTES}",
    f"UPDATE roundtables_sessionoutcome SET kind = 'disagreement' WHERE session_id IN {NOTES} AND wording = ''",
    f"UPDATE roundtables_sessionoutcome SET struck_at = recorded_at WHERE session_id IN {ADOPTED}",
    "UPDATE roundtables_sessionoutcome_clauses SET clause_id = clause_id",
    "UPDATE roundtables_sessionoutcome_interventions SET intervention_id = intervention_id",
    "UPDATE roundtables_outcomewording SET words = 'other'",
    "UPDATE roundtables_record SET state = 'corrected', adopted_at = NULL, published_at = NULL WHERE state = 'adopted'",
    "UPDATE roundtables_record SET published_at = NULL WHERE state = 'adopted'",
    "UPDATE roundtables_recordversion SET content = '[]'",
    "UPDATE roundtables_recordsignature SET signed_by_id = signed_by_id",
    "UPDATE roundtables_correction SET words = 'other' WHERE state = 'open'",
    "UPDATE roundtables_correction SET intervention_id = NULL WHERE state = 'open'",
    "UPDATE roundtables_correction SET proposed_by_id = proposed_by_id + 1 WHERE state = 'open'",
    "UPDATE roundtables_correction SET answer = 'other' WHERE state = 'accepted'",
    "UPDATE roundtables_evaluationanswer SET words = 'other'",
    "UPDATE roundtables_commitment SET key = 'other'",
    "UPDATE roundtables_commitment SET outcome_id = NULL",
    "UPDATE roundtables_commitmentstep SET evidence = 'other'",
    "UPDATE roundtables_progressreport SET released_at = NULL WHERE released_at IS NOT NULL",
    "UPDATE roundtables_progressreport SET content_hash = 'other' WHERE released_at IS NULL",
]
REMOVALS = [
    f"DELETE FROM {table}"
    for table in (
        "consultation_sitting",
        "consultation_sitting_versions",
        "consultation_spoken",
        "consultation_agreedwording",
        "roundtables_session",
        "roundtables_office",
        "roundtables_agendaitem",
        "roundtables_sessiondocument",
        "roundtables_seat",
        "roundtables_attendance",
        "roundtables_intervention",
        "roundtables_interventionwording",
        "roundtables_sessionoutcome",
        "roundtables_sessionoutcome_clauses",
        "roundtables_sessionoutcome_interventions",
        "roundtables_outcomewording",
        "roundtables_record",
        "roundtables_recordversion",
        "roundtables_recordsignature",
        "roundtables_correction",
        "roundtables_evaluation",
        "roundtables_evaluationanswer",
        "roundtables_commitment",
        "roundtables_commitmentstep",
        "roundtables_progressreport",
    )
]
ADDITIONS = [
    f"""INSERT INTO roundtables_intervention (key, {_INTERVENTION}) SELECT 'other', {_INTERVENTION}
        FROM roundtables_intervention WHERE session_id IN {ADOPTED}""",
    f"""INSERT INTO roundtables_sessionoutcome (key, {_OUTCOME}) SELECT 'other', {_OUTCOME}
        FROM roundtables_sessionoutcome WHERE session_id IN {ADOPTED}""",
    f"""INSERT INTO roundtables_interventionwording (intervention_id, words, written_by_id, written_at)
        SELECT id, 'other', recorded_by_id, recorded_at
        FROM roundtables_intervention WHERE session_id IN {ADOPTED}""",
    f"""INSERT INTO roundtables_outcomewording (outcome_id, words, written_by_id, written_at)
        SELECT id, 'other', recorded_by_id, recorded_at
        FROM roundtables_sessionoutcome WHERE session_id IN {ADOPTED}""",
    f"""INSERT INTO roundtables_sessionoutcome_clauses (sessionoutcome_id, clause_id)
        SELECT id, (SELECT min(id) FROM drafts_clause)
        FROM roundtables_sessionoutcome WHERE session_id IN {ADOPTED}""",
    f"""INSERT INTO roundtables_sessionoutcome_interventions (sessionoutcome_id, intervention_id)
        SELECT id, {SAID} FROM roundtables_sessionoutcome WHERE session_id IN {ADOPTED}""",
    """INSERT INTO roundtables_recordsignature (version_id, capacity, content_hash, signed_by_id, signed_at)
        SELECT version_id, 'another', 'other', signed_by_id, signed_at FROM roundtables_recordsignature""",
    """INSERT INTO consultation_sitting_versions (sitting_id, version_id)
        SELECT sitting_id, (SELECT id FROM drafts_version WHERE state = 'working' LIMIT 1)
        FROM consultation_sitting_versions""",
]
