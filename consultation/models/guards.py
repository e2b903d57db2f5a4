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
# Until it opens nobody has spoken under the rule.
_LOOSENED = (
    "OLD.opens_at <= CURRENT_TIMESTAMP AND ("
    "(OLD.moderation = 'closing' AND NEW.moderation <> 'closing')"
    " OR (OLD.moderation = 'before' AND NEW.moderation = 'after'))"
)
_REPLY_CHANGED = (
    "OLD.body <> NEW.body OR OLD.author_id <> NEW.author_id OR OLD.comment_id <> NEW.comment_id"
    " OR OLD.kind <> NEW.kind OR OLD.replied_at <> NEW.replied_at"
)
HEARD_GUARDS = (
    Guard("consultation_consultation", ("UPDATE",), "visibility is never loosened", _LOOSENED),
    Guard("consultation_consultation", ("DELETE",), "a consultation is never deleted"),
    Guard("consultation_guidingquestion", ADD_ONLY, "a question is never changed"),
    Guard("consultation_extension", ADD_ONLY, "an extension stays on record"),
    Guard("consultation_release", ADD_ONLY, "what was released stays released"),
    Guard("consultation_submission", ADD_ONLY, "a set that was submitted is never changed"),
    Guard("consultation_contribution", ADD_ONLY, "what a member contributed is never changed"),
    Guard("consultation_signature", ("DELETE",), "a signature is withdrawn, never deleted"),
    Guard(
        "consultation_signature",
        ("UPDATE",),
        "a signature withdrawn stays so",
        "OLD.withdrawn_at IS NOT NULL",
    ),
    Guard("consultation_endorsement", ("DELETE",), "an endorsement is taken back, never deleted"),
    Guard(
        "consultation_endorsement",
        ("UPDATE",),
        "an endorsement taken back stays so",
        "OLD.withdrawn_at IS NOT NULL",
    ),
    Guard("consultation_reply", ("DELETE",), "a reply is never lost"),
    Guard("consultation_reply", ("UPDATE",), "the words of a reply are never changed", _REPLY_CHANGED),
    Guard("consultation_duplicate", ("DELETE",), "duplicates are parted, never deleted"),
    Guard(
        "consultation_duplicate", ("UPDATE",), "duplicates parted stay on record", "OLD.parted_at IS NOT NULL"
    ),
    Guard("consultation_reaction", ADD_ONLY, "what an author said to an answer is never changed"),
    Guard("consultation_moderationanswer", ADD_ONLY, "the log of moderation only grows"),
    Guard("consultation_membership", ("DELETE",), "a membership is ended, never deleted"),
    Guard("consultation_spokenfor", ("DELETE",), "who was spoken for stays on record"),
    Guard("consultation_registration", ("DELETE",), "a registration is never deleted"),
    Guard("consultation_vetting", ("DELETE",), "the log of vetting only grows"),
    # Closing an account empties what somebody wrote of themselves, and changes nothing else.
    Guard("consultation_vetting", ("UPDATE",), "the log of vetting only grows", "NEW.words <> ''"),
    Guard("consultation_invitation", ("DELETE",), "an invitation is revoked, never deleted"),
)
# Whatever the clock says: where somebody has spoken, the rule they spoke under stands, and so does its beginning.
_LOOSER = (
    "((OLD.moderation = 'closing' AND NEW.moderation <> 'closing')"
    " OR (OLD.moderation = 'before' AND NEW.moderation = 'after'))"
)
_UNFAIR = (
    f"({_LOOSER} AND OLD.opens_at <= CURRENT_TIMESTAMP)"
    f" OR (({_LOOSER} OR OLD.opens_at <> NEW.opens_at) AND %s)"
)
UNLOOSENED_GUARD = Guard(
    "consultation_consultation",
    ("UPDATE",),
    "visibility is never loosened",
    _UNFAIR % "EXISTS (SELECT 1 FROM consultation_comment WHERE consultation_id = OLD.id)",
    postgresql_condition=_UNFAIR % "guard_exists('consultation_comment', 'consultation_id', OLD.id)",
)
GUARDS = (
    *VOICE_GUARDS,
    *REOPENING_GUARDS,
    *(each for each in HEARD_GUARDS if each.name(each.acts[0]) != UNLOOSENED_GUARD.name("UPDATE")),
    UNLOOSENED_GUARD,
)
