"""Who signed a comment with its author, and what a reader may do about that."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from consultation.models import Comment, Signature
from consultation.permissions.organisations import house_of
from consultation.permissions.signatures import can_cosign, can_unsign
from consultation.reports.drafting import Contributions, read_contributions
from drafts.permissions import Visitor


def signatures_of(comment: str = "") -> "Prefetch[str, QuerySet[Signature], str]":
    """With the comments of a list, everybody who signed them, in that order. One query."""
    signed = Signature.objects.select_related("organisation").order_by("pk")
    return Prefetch(f"{comment}signatures", signed)


def standing_signature(comment: Comment, organisation: int | None) -> Signature | None:
    """The signature of an organisation that is not withdrawn."""
    return comment.signatures.filter(organisation=organisation, withdrawn_at=None).first()


@dataclass(frozen=True, slots=True)
class Together:
    """Everybody behind a comment beside its author, and whether the reader may sign it or withdraw from it."""

    signatures: tuple[Signature, ...]
    contributions: Contributions
    may_cosign: bool
    may_unsign: bool


def read_together(user: Visitor, comment: Comment, at: datetime) -> Together:
    """For the page of one comment. The number of queries does not grow with the signatures."""
    signatures = tuple(comment.signatures.select_related("organisation").order_by("pk"))
    house = house_of(user)
    own = [each for each in signatures if each.organisation_id == house and each.withdrawn_at is None]
    for each in own:
        each.comment = comment
    return Together(
        signatures=signatures,
        contributions=read_contributions(user, comment),
        may_cosign=house is not None and not own and bool(can_cosign(user, comment, at)),
        may_unsign=any(can_unsign(user, each) for each in own),
    )
