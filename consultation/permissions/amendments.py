"""Who sees and decides on what comments propose."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultation.models import (
    Comment,
    Standing,
)
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Amendment, AmendmentKind, Text
from drafts.permissions import (
    Visitor,
    can_decide,
    can_restructure,
    visible_amendments,
)

# Comments that are kept from view, with what they propose.
OUT_OF_SIGHT = (Standing.State.HIDDEN, Standing.State.RETURNED, Standing.State.WITHDRAWN)


def shown_amendments(user: Visitor, text: Text) -> QuerySet[Amendment]:
    """The amendments to a text, for those who work on it; without those of comments that are kept from view."""
    return visible_amendments(user, text).exclude(pk__in=amendments_out_of_sight(text))


def amendments_out_of_sight(text: Text) -> QuerySet[Comment, int | None]:
    """What hidden, returned and withdrawn comments on a text propose."""
    kept_back = Comment.objects.filter(standing__state__in=OUT_OF_SIGHT, amendment__isnull=False)
    return kept_back.filter(consultation__version__text=text).values_list("amendment", flat=True)


def can_decide_on(user: Visitor, amendment: Amendment) -> Decision:
    """Those who edit the working version, once the comment that proposes it has been let through."""
    return can_decide_on_each(user, amendment.version.text, [amendment])[amendment.pk]


def can_decide_on_each(user: Visitor, text: Text, amendments: Iterable[Amendment]) -> dict[int, Decision]:
    """The same answer for each amendment to a text; no query for each where their comments are read already."""
    decision = can_decide(user, text)
    return {each.pk: _may_be_decided(each) if decision else decision for each in amendments}


def _may_be_decided(amendment: Amendment) -> Decision:
    states = {comment.standing.state for comment in amendment.comments.all()}
    if Standing.State.PENDING in states:
        return refused(_("Moderate the comment that proposes it before it is decided on."))
    if states & set(OUT_OF_SIGHT):
        return refused(_("The comment that proposes it is not before the committee."))
    return ALLOWED


def can_accept(user: Visitor, amendment: Amendment) -> Decision:
    """The same for taking it in: what changes the structure is the penholder's to do."""
    return can_accept_each(user, amendment.version.text, [amendment])[amendment.pk]


def can_accept_each(user: Visitor, text: Text, amendments: Iterable[Amendment]) -> dict[int, Decision]:
    """The same answer for each amendment to a text; no query for each where their comments are read already."""
    asked = list(amendments)
    structure = can_restructure(user, text) or refused(
        _("Only the penholder changes the structure. It is theirs to take this in.")
    )
    decisions = can_decide_on_each(user, text, asked)
    return {
        each.pk: structure
        if decisions[each.pk] and each.kind != AmendmentKind.REPLACE
        else decisions[each.pk]
        for each in asked
    }
