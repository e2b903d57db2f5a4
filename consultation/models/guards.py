"""What the database holds of a consultation: what was said, decided and resolved is only ever added."""

from drafts.models.guards import ADD_ONLY, Guard

VOICE_GUARDS = (
    Guard("consultation_comment", ADD_ONLY, "a submitted comment is never changed"),
    Guard("consultation_standing", ("DELETE",), "a comment is never lost"),
    Guard("consultation_moderation", ADD_ONLY, "the log of moderation only grows"),
    Guard("consultation_resolvedanchor", ADD_ONLY, "an anchor is resolved once a version"),
    Guard("consultation_answered", ADD_ONLY, "what a revision answers is never changed"),
    Guard("consultation_disposition", ADD_ONLY, "a disposition is superseded, never changed"),
    Guard("consultation_disposition_revisions", ADD_ONLY, "a disposition is superseded, never changed"),
)
REOPENING_GUARDS = (Guard("consultation_reopenedclause", ADD_ONLY, "what was reopened stays on record"),)
GUARDS = (*VOICE_GUARDS, *REOPENING_GUARDS)
