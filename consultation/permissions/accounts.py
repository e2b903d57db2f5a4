"""What people may do with their own account, and what has to be handed over before one is closed."""

from django.utils.translation import gettext as _

from consultation.models import Membership
from drafts.access import ALLOWED, Decision, refused
from drafts.models import Grant
from drafts.permissions import Visitor


def can_keep_account(user: Visitor) -> Decision:
    """Whoever has an account reads what is kept about them, takes it along, and says how they are called."""
    if user.pk is None:
        return refused(_("Sign in first."))
    if getattr(user, "closed_at", None):
        return refused(_("This account is closed."))
    return ALLOWED


def can_close_account(user: Visitor) -> Decision:
    """One's own account, once nobody depends on it: roles and coordination are handed over first."""
    keeps = can_keep_account(user)
    if not keeps:
        return keeps
    if getattr(user, "is_superuser", False):
        return refused(
            _("This account keeps the site. Another one that does so has to take that away first.")
        )
    if Grant.objects.standing().filter(user=user.pk).exists():
        return refused(
            _(
                "You hold a role in a committee or in the secretariat. Ask the secretariat to give it to "
                "somebody else; then you can close your account."
            )
        )
    if leaves_without_coordinator(user):
        return refused(
            _(
                "You are the only coordinator of your organisation, and it has other members. Let one of "
                "them coordinate; then you can close your account."
            )
        )
    return ALLOWED


def leaves_without_coordinator(user: Visitor) -> bool:
    """Whether an organisation with other members would have nobody left to submit what they say."""
    standing = Membership.objects.standing()
    own = standing.filter(user=user.pk, role=Membership.Role.COORDINATOR).first()
    if own is None:
        return False
    others = set(
        standing.filter(organisation=own.organisation_id).exclude(pk=own.pk).values_list("role", flat=True)
    )
    return bool(others) and Membership.Role.COORDINATOR not in others
