"""Who may see, say, moderate and answer what, and when. Lists, buttons and gates all ask here."""

from consultation.permissions.amendments import (
    OUT_OF_SIGHT,
    amendments_out_of_sight,
    can_accept,
    can_accept_each,
    can_decide_on,
    can_decide_on_each,
    shown_amendments,
)
from consultation.permissions.answers import can_dispose, can_dispose_each, can_see_desk
from consultation.permissions.comments import (
    SIDE_OF_THE_TABLE,
    can_let_through,
    can_moderate,
    can_moderate_each,
    can_withdraw,
    comments_seen_by,
    moderated_comments,
    own_comments,
    own_drafts,
    visible_comments,
)
from consultation.permissions.people import Speaker, can_admit, membership_of, speaker_of
from consultation.permissions.rounds import (
    can_comment,
    can_keep_draft,
    can_open_consultation,
    can_submit_more,
    visible_consultations,
)

__all__ = [
    "OUT_OF_SIGHT",
    "SIDE_OF_THE_TABLE",
    "Speaker",
    "amendments_out_of_sight",
    "can_accept",
    "can_accept_each",
    "can_admit",
    "can_comment",
    "can_decide_on",
    "can_decide_on_each",
    "can_dispose",
    "can_dispose_each",
    "can_keep_draft",
    "can_let_through",
    "can_moderate",
    "can_moderate_each",
    "can_open_consultation",
    "can_see_desk",
    "can_submit_more",
    "can_withdraw",
    "comments_seen_by",
    "membership_of",
    "moderated_comments",
    "own_comments",
    "own_drafts",
    "shown_amendments",
    "speaker_of",
    "visible_comments",
    "visible_consultations",
]
