"""Who asks to take part, who vets it, and who may follow an invitation."""

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from consultation.models import Invitation, Registration, User
from consultation.permissions.people import membership_of
from drafts.access import ALLOWED, Decision, refused
from drafts.permissions import Visitor, has_desk, is_secretariat


def can_apply(user: Visitor) -> Decision:
    """Whoever has an account, has confirmed its address and speaks for nobody yet."""
    if user.pk is None:
        return refused(_("Sign in to ask to take part."))
    if not _confirmed(user):
        return refused(_("Confirm your e-mail address first: we have sent you a link."))
    if membership_of(user) is not None:
        return refused(_("You take part already."))
    return ALLOWED


def is_newcomer(user: User) -> bool:
    """Whether somebody speaks for nobody, works on nothing and has never asked to take part."""
    return membership_of(user) is None and not has_desk(user) and not user.registrations.exists()


def can_change_registration(user: Visitor, registration: Registration) -> Decision:
    """Only who sent it, and until it is decided."""
    if registration.user_id != user.pk:
        return refused(_("Only the person who asked to take part changes their registration."))
    if registration.state not in Registration.OPEN:
        return refused(_("This registration is decided. You can send a new one if you do not take part yet."))
    return ALLOWED


def can_vet(user: Visitor, registration: Registration | None = None) -> Decision:
    """The secretariat vets whoever asks to take part; nobody vets themselves."""
    if not is_secretariat(user):
        return refused(_("Only the secretariat vets registrations."))
    if registration is not None and registration.user_id == user.pk:
        return refused(_("Another member of the secretariat vets your own registration."))
    return ALLOWED


def can_invite(user: Visitor) -> Decision:
    """The secretariat asks people in."""
    if is_secretariat(user):
        return ALLOWED
    return refused(_("Only the secretariat invites participants."))


def can_accept_invitation(user: Visitor, invitation: Invitation) -> Decision:
    """Who has confirmed that the address it went to is theirs, and speaks for nobody yet."""
    if user.pk is None or not _confirmed(user, invitation.email):
        return refused(_("This invitation went to another address than those of your account."))
    if membership_of(user) is not None:
        return refused(_("You take part already."))
    return ALLOWED


def can_join_by_invitation(user: Visitor) -> Decision:
    """Making an account on the way is for those who are not signed in to one."""
    if user.pk is None:
        return ALLOWED
    return refused(_("You are signed in: accept the invitation with your account, or sign out first."))


def can_keep_profile(user: Visitor) -> Decision:
    """Everybody keeps their own profile."""
    return ALLOWED if user.pk is not None else refused(_("Sign in to change your profile."))


def visible_registrations(user: Visitor) -> QuerySet[Registration]:
    """All of them for the secretariat, and to everybody their own."""
    return Registration.objects.all() if is_secretariat(user) else own_registrations(user)


def own_registrations(user: Visitor) -> QuerySet[Registration]:
    """What somebody has sent themselves."""
    return Registration.objects.filter(user=user.pk) if user.pk else Registration.objects.none()


def visible_invitations(user: Visitor) -> QuerySet[Invitation]:
    """Who was invited is before the secretariat."""
    return Invitation.objects.all() if is_secretariat(user) else Invitation.objects.none()


def _confirmed(user: Visitor, address: str = "") -> bool:
    """Whether an address, or any, is known to be this person's."""
    confirmed = EmailAddress.objects.filter(user=user.pk, verified=True)
    asked = confirmed.filter(email__iexact=address) if address else confirmed
    return bool(asked.exists())
