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
_CONSULTATION_MOVED = (
    "OLD.key <> NEW.key OR OLD.version_id <> NEW.version_id OR (OLD.scope = 'whole' AND NEW.scope <> 'whole')"
)
# What may be empty is compared through COALESCE: the two databases spell "differs, or is empty" differently.
_REPLY_CHANGED = (
    "OLD.body <> NEW.body OR OLD.author_id <> NEW.author_id OR OLD.comment_id <> NEW.comment_id"
    " OR OLD.kind <> NEW.kind OR OLD.replied_at <> NEW.replied_at"
    " OR OLD.key <> NEW.key OR OLD.language <> NEW.language"
    " OR COALESCE(OLD.organisation_id, 0) <> COALESCE(NEW.organisation_id, 0)"
    " OR COALESCE(OLD.request_id, 0) <> COALESCE(NEW.request_id, 0)"
)
_SIGNATURE_CHANGED = (
    "OLD.withdrawn_at IS NOT NULL OR OLD.comment_id <> NEW.comment_id"
    " OR OLD.organisation_id <> NEW.organisation_id"
    " OR OLD.signed_by_id <> NEW.signed_by_id OR OLD.signed_at <> NEW.signed_at"
)
_ENDORSEMENT_CHANGED = (
    "OLD.withdrawn_at IS NOT NULL OR OLD.comment_id <> NEW.comment_id"
    " OR OLD.endorsed_by_id <> NEW.endorsed_by_id OR OLD.endorsed_at <> NEW.endorsed_at"
    " OR COALESCE(OLD.organisation_id, 0) <> COALESCE(NEW.organisation_id, 0)"
)
_DUPLICATE_CHANGED = (
    "OLD.parted_at IS NOT NULL OR OLD.comment_id <> NEW.comment_id OR OLD.original_id <> NEW.original_id"
    " OR OLD.merged_by_id <> NEW.merged_by_id OR OLD.merged_at <> NEW.merged_at"
)
# Whether somebody coordinates may change as long as the membership lasts.
_MEMBERSHIP_CHANGED = (
    "OLD.ended_at IS NOT NULL OR OLD.user_id <> NEW.user_id OR OLD.category <> NEW.category"
    " OR COALESCE(OLD.organisation_id, 0) <> COALESCE(NEW.organisation_id, 0)"
)
_SPOKEN_FOR_CHANGED = (
    "OLD.ended_at IS NOT NULL OR OLD.platform_id <> NEW.platform_id"
    " OR COALESCE(OLD.organisation_id, 0) <> COALESCE(NEW.organisation_id, 0)"
    " OR OLD.name <> NEW.name OR OLD.country <> NEW.country"
    " OR OLD.listed_by_id <> NEW.listed_by_id OR OLD.listed_at <> NEW.listed_at"
)
_VETTING_CHANGED = (
    "NEW.words <> '' OR OLD.registration_id <> NEW.registration_id OR OLD.step <> NEW.step"
    " OR OLD.taken_by_id <> NEW.taken_by_id OR OLD.taken_at <> NEW.taken_at"
)
HEARD_GUARDS = (
    Guard(
        "consultation_consultation",
        ("UPDATE",),
        "visibility is never loosened",
        f"({_LOOSENED}) OR {_CONSULTATION_MOVED}",
    ),
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
        "a signature is withdrawn once, and changed in nothing else",
        _SIGNATURE_CHANGED,
    ),
    Guard("consultation_endorsement", ("DELETE",), "an endorsement is taken back, never deleted"),
    Guard(
        "consultation_endorsement",
        ("UPDATE",),
        "an endorsement is taken back once, and changed in nothing else",
        _ENDORSEMENT_CHANGED,
    ),
    Guard("consultation_reply", ("DELETE",), "a reply is never lost"),
    Guard("consultation_reply", ("UPDATE",), "the words of a reply are never changed", _REPLY_CHANGED),
    Guard("consultation_duplicate", ("DELETE",), "duplicates are parted, never deleted"),
    Guard("consultation_duplicate", ("UPDATE",), "duplicates stay on record", _DUPLICATE_CHANGED),
    Guard("consultation_reaction", ADD_ONLY, "what an author said to an answer is never changed"),
    Guard("consultation_moderationanswer", ADD_ONLY, "the log of moderation only grows"),
    Guard("consultation_membership", ("DELETE",), "a membership is ended, never deleted"),
    Guard("consultation_membership", ("UPDATE",), "a membership that ended stays so", _MEMBERSHIP_CHANGED),
    Guard("consultation_spokenfor", ("UPDATE",), "who was spoken for stays on record", _SPOKEN_FOR_CHANGED),
    Guard("consultation_spokenfor", ("DELETE",), "who was spoken for stays on record"),
    Guard("consultation_registration", ("DELETE",), "a registration is never deleted"),
    Guard("consultation_vetting", ("DELETE",), "the log of vetting only grows"),
    # Closing an account empties what somebody wrote of themselves, and changes nothing else.
    Guard("consultation_vetting", ("UPDATE",), "the log of vetting only grows", _VETTING_CHANGED),
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
    f" OR {_CONSULTATION_MOVED}"
)
UNLOOSENED_GUARD = Guard(
    "consultation_consultation",
    ("UPDATE",),
    "visibility is never loosened",
    _UNFAIR % "EXISTS (SELECT 1 FROM consultation_comment WHERE consultation_id = OLD.id)",
    postgresql_condition=_UNFAIR % "guard_exists('consultation_comment', 'consultation_id', OLD.id)",
)
# A rule is never loosened, whether anybody spoke under it already or not.
_RULE_LOOSENED = (
    "(OLD.rule = 'none' AND NEW.rule <> 'none') OR (OLD.rule = 'category' AND NEW.rule = 'named')"
    " OR OLD.key <> NEW.key OR OLD.programme_id <> NEW.programme_id"
)
_LOOSER_THAN_THE_SITTING = (
    "(%(rule)s = 'none' AND NEW.rule <> 'none') OR (%(rule)s = 'category' AND NEW.rule = 'named')"
)
SITTING_GUARDS = (
    Guard("consultation_sitting", ("UPDATE",), "an attribution rule is never loosened", _RULE_LOOSENED),
    Guard("consultation_sitting", ("DELETE",), "a sitting is cancelled, never deleted"),
    Guard("consultation_spoken", ADD_ONLY, "where an input was said stays on record"),
    Guard(
        "consultation_spoken",
        ("INSERT",),
        "the attribution rule forbids it",
        "(NEW.rule <> 'named' AND (SELECT organisation_id FROM consultation_comment"
        " WHERE id = NEW.comment_id) IS NOT NULL) OR (NEW.rule = 'none' AND (SELECT category"
        " FROM consultation_comment WHERE id = NEW.comment_id) <> '') OR "
        + _LOOSER_THAN_THE_SITTING
        % {"rule": "(SELECT rule FROM consultation_sitting WHERE id = NEW.sitting_id)"},
        postgresql_condition=(
            "(NEW.rule <> 'named' AND"
            " guard_value('consultation_comment', 'organisation_id', 'id', NEW.comment_id) IS NOT NULL) OR "
            "(NEW.rule = 'none' AND"
            " guard_value('consultation_comment', 'category', 'id', NEW.comment_id) <> '') OR "
            + _LOOSER_THAN_THE_SITTING
            % {"rule": "guard_value('consultation_sitting', 'rule', 'id', NEW.sitting_id)"}
        ),
    ),
    Guard("consultation_agreedwording", ADD_ONLY, "where words were agreed stays on record"),
)
GUARDS = (
    *VOICE_GUARDS,
    *SITTING_GUARDS,
    *REOPENING_GUARDS,
    *(each for each in HEARD_GUARDS if each.name(each.acts[0]) != UNLOOSENED_GUARD.name("UPDATE")),
    UNLOOSENED_GUARD,
)
