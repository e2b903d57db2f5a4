"""Supporting what another said, and taking the support back."""

from datetime import datetime

from django.db import transaction

from consultation.models import Comment, Endorsement, Standing, User
from consultation.permissions import speaker_of
from consultation.permissions.threads import can_endorse, can_take_back
from drafts.access import require
from drafts.actions.ledger import Verb, record


@transaction.atomic
def endorse(*, by: User, comment: Comment, at: datetime) -> Endorsement:
    """Support a comment; two clicks at once are one endorsement."""
    comment.standing = Standing.objects.select_for_update(no_key=True).get(comment=comment)
    require(can_endorse(by, comment, at))
    standing = Endorsement.objects.filter(comment=comment, endorsed_by=by, withdrawn_at=None).first()
    if standing is not None:
        return standing
    speaker = speaker_of(by)
    endorsement = Endorsement.objects.create(
        comment=comment,
        endorsed_by=by,
        organisation_id=speaker.organisation if speaker else None,
        endorsed_at=at,
    )
    record(
        by=by,
        verb=Verb.ENDORSED,
        about=endorsement,
        key=comment.reference,
        at=at,
        text=comment.consultation.version.text,
        endorsement=endorsement.pk,
        organisation=speaker.slug if speaker else "",
    )
    return endorsement


@transaction.atomic
def take_endorsement_back(*, by: User, comment: Comment, at: datetime) -> None:
    """Support it no more; that one did stays on record. Where one does not, nothing happens."""
    Standing.objects.select_for_update(no_key=True).get(comment=comment)
    endorsement = Endorsement.objects.filter(comment=comment, endorsed_by=by, withdrawn_at=None).first()
    if endorsement is None:
        return
    endorsement.comment = comment
    require(can_take_back(by, endorsement, at))
    endorsement.withdrawn_at = at
    endorsement.save(update_fields=["withdrawn_at"])
    record(
        by=by,
        verb=Verb.UNENDORSED,
        about=endorsement,
        key=comment.reference,
        at=at,
        text=comment.consultation.version.text,
        endorsement=endorsement.pk,
    )
