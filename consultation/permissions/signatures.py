"""Who signs a comment of another organisation, and until when the signature can be withdrawn."""

from datetime import datetime

from django.utils.translation import gettext as _

from consultation.models import Comment, Consultation, Signature, Standing
from consultation.permissions.organisations import house_of
from consultation.permissions.rounds import can_comment
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor


def can_cosign(user: Visitor, comment: Comment, at: datetime) -> Decision:
    """A coordinator of another organisation that is asked, while the consultation is open."""
    house = house_of(user)
    if house is None:
        return refused(_("Only a coordinator signs a comment, for their organisation."))
    if house == comment.organisation_id:
        return refused(_("This comment is your own organisation’s."))
    if not _is_shown(comment, at):
        return refused(_("Only a comment that everybody can read can be signed."))
    return can_comment(user, comment.consultation, at, comment.clause_id)


def _is_shown(comment: Comment, at: datetime) -> bool:
    """Whether everybody may read it: as `shown_publicly` has it, of one that has been read already."""
    asked = comment.consultation
    closed_off = asked.moderation == Consultation.Moderation.CLOSING and asked.closes_at > at
    return comment.standing.state == Standing.State.VISIBLE and not closed_off


def can_unsign(user: Visitor, signature: Signature) -> Decision:
    """A coordinator of the organisation that signed, until the comment is answered."""
    if house_of(user) != signature.organisation_id:
        return refused(_("Only a coordinator withdraws the signature of their organisation."))
    if signature.withdrawn_at is not None:
        return refused(_("This signature is withdrawn already."))
    if signature.comment.standing.disposition_id:
        return refused(_("This comment has been answered; the signature stays with its answer."))
    return ALLOWED
