"""Who says how often somebody is written to, and who looks after letters that did not arrive."""

from django.utils.translation import gettext as _

from consultation.models import User
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor, is_secretariat


def can_choose_pace(user: Visitor, person: User) -> Decision:
    """Everybody for themselves, while their account is open."""
    if user.pk != person.pk:
        return refused(_("Everybody chooses for themselves how often they are written to."))
    if person.closed_at:
        return refused(_("This account is closed: it is written to no more."))
    return ALLOWED


def can_see_letters(user: Visitor) -> Decision:
    """The secretariat looks after letters that did not arrive."""
    if is_secretariat(user):
        return ALLOWED
    return refused(_("Only the secretariat looks after letters that did not arrive."))


def can_revive(user: Visitor, person: User) -> Decision:
    """Whose address it is, and the secretariat."""
    return ALLOWED if user.pk == person.pk else can_see_letters(user)
