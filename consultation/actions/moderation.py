"""Letting comments through, returning or hiding them, and bringing them back."""

from datetime import datetime

from django.db import transaction

from consultation.models import Comment, Consultation, Moderation, Standing, User
from consultation.permissions import can_let_through, can_moderate
from consultation.reports.hashes import said_by
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import digest
from drafts.reports.seals import seal

DECISIONS = frozenset({Standing.State.VISIBLE, Standing.State.RETURNED, Standing.State.HIDDEN})
NEEDS_REASON = frozenset({Standing.State.RETURNED, Standing.State.HIDDEN})


class ReasonMissing(Exception):
    """A comment is never kept back without saying why."""


class AlreadyModerated(Exception):
    """Somebody decided the same comment meanwhile; `state` is what it is now."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@transaction.atomic
def moderate_comment(
    *, by: User, comment: Comment, was: str, state: Standing.State, reason: str, at: datetime
) -> None:
    """Change a comment's standing from what the moderator saw to what they decided, with the reason."""
    if state not in DECISIONS:
        raise ValueError(state)
    # Who publishes or adopts holds the consultations: what is restored comes before it, and is answered, or not at all.
    held = Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.consultation_id)
    standing = Standing.objects.select_for_update().get(comment=comment)
    comment.standing = standing
    require(can_moderate(by, comment))
    if state == Standing.State.VISIBLE:
        require(can_let_through(comment))
    if standing.state != was:
        raise AlreadyModerated(standing.state)
    if state in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(state)
    standing.state = state
    standing.save(update_fields=["state"])
    Moderation.objects.create(comment=comment, state=state, reason=reason, decided_by=by, decided_at=at)
    record(
        by=by,
        verb=Verb.MODERATED,
        about=comment,
        key=comment.reference,
        at=at,
        text=comment.consultation.version.text,
        state=state,
        reason=seal(digest(reason), comment.reference),
        # What nobody else reads until it closes stays sealed: the answer opens it.
        **(said_by(comment) if state == Standing.State.VISIBLE and not held.holds_back(at) else {}),
    )
