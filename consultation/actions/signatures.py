"""Signing a comment of another organisation, and withdrawing the signature."""

from datetime import datetime

from django.db import IntegrityError, transaction

from consultation.models import Comment, Organisation, Signature, Standing, User
from consultation.permissions.organisations import house_of
from consultation.permissions.signatures import can_cosign, can_unsign
from drafts.access import require
from drafts.actions.ledger import Verb, record


class AlreadySigned(Exception):
    """Another coordinator signed for the same organisation a moment earlier."""


class AlreadyUnsigned(Exception):
    """Another coordinator withdrew the signature a moment earlier."""


@transaction.atomic
def cosign(*, by: User, comment: Comment, at: datetime) -> Signature:
    """Say for one's organisation what another has said: one comment, several signatories."""
    held = _held(comment)
    require(can_cosign(by, held, at))
    organisation = Organisation.objects.get(pk=house_of(by) or 0)
    try:
        with transaction.atomic():
            signature = Signature.objects.create(
                comment=held, organisation=organisation, signed_by=by, signed_at=at
            )
    except IntegrityError as standing:
        raise AlreadySigned(organisation.pk) from standing
    _record(by, Verb.COSIGNED, signature, at)
    return signature


@transaction.atomic
def unsign(*, by: User, signature: Signature, at: datetime) -> None:
    """Withdraw a signature: that it was there, and until when, stays for everybody to read."""
    comment = _held(signature.comment)
    held = Signature.objects.select_related("organisation").get(pk=signature.pk)
    held.comment = comment
    if held.withdrawn_at is not None:
        raise AlreadyUnsigned(held.pk)
    require(can_unsign(by, held))
    held.withdrawn_by, held.withdrawn_at = by, at
    held.save(update_fields=["withdrawn_by", "withdrawn_at"])
    _record(by, Verb.UNSIGNED, held, at)


def _held(comment: Comment) -> Comment:
    """The comment as it stands now; it is not answered, hidden or withdrawn before this is done."""
    standing = Standing.objects.select_for_update(of=("self",)).select_related(
        "comment__consultation__version__text", "comment__clause"
    )
    found = standing.get(comment=comment)
    found.comment.standing = found
    return found.comment


def _record(by: User, verb: Verb, signature: Signature, at: datetime) -> None:
    record(
        by=by,
        verb=verb,
        about=signature,
        key=signature.comment.reference,
        at=at,
        text=signature.comment.consultation.version.text,
        organisation=signature.organisation.slug,
    )
