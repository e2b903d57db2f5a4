"""Who speaks for whom, and who admits them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultation.models import (
    Membership,
)
from drafts.access import ALLOWED, Decision, refused
from drafts.models.prepared import Prepared
from drafts.permissions import (
    Visitor,
    is_secretariat,
)


def membership_of(user: Visitor) -> Membership | None:
    """Somebody's voice, once admitted: of an organisation, or in their own name."""
    if user.pk is None:
        return None
    standing = Membership.objects.standing().select_related("organisation")
    return standing.filter(user=user.pk).first()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whom somebody speaks for, as far as a permission asks: an organisation, or themselves in a category."""

    organisation: int | None
    category: str
    slug: str
    role: str
    one_voice: bool


def speaker_of(user: Visitor) -> Speaker | None:
    """The same without the rows behind it: what every page of an open consultation asks."""
    found = _SPEAKER.rows(user.pk)
    if not found:
        return None
    organisation, theirs, own, slug, role, one_voice = found[0]
    # Of the two categories one is always empty.
    return Speaker(organisation, theirs or own, slug or "", role, bool(one_voice))


_ASKED_OF_A_SPEAKER = (
    "organisation",
    "organisation__category",
    "category",
    "organisation__slug",
    "role",
    "organisation__one_voice",
)
_SPEAKER = Prepared(
    lambda user: Membership.objects.standing().filter(user=user).values_list(*_ASKED_OF_A_SPEAKER),
    int,
)


def can_admit(user: Visitor) -> Decision:
    """The secretariat vets participants."""
    if is_secretariat(user):
        return ALLOWED
    return refused(_("Only the secretariat admits participants."))
