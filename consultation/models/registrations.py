"""Asking to take part: what somebody says of themselves, how the secretariat vets it, and whom it invites."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models.people import Category, Membership, Organisation, User
from drafts.models.keys import KEY_LENGTH, new_key


class Registration(models.Model):
    """Somebody's request to take part, as they last sent it; what was decided is in its vettings."""

    class Mandate(models.TextChoices):
        ORGANISATION = "organisation", _("on behalf of an organisation")
        OWN_NAME = "own_name", _("in your own name")

    class State(models.TextChoices):
        PENDING = "pending", _("awaiting the secretariat")
        ASKED = "asked", _("awaiting your answer")
        ACCEPTED = "accepted", pgettext_lazy("registration", "accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    OPEN = (State.PENDING, State.ASKED)

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="registrations")
    mandate = models.CharField(_("you speak"), max_length=12, choices=Mandate)
    category = models.CharField(_("category"), max_length=32, choices=Category)
    # One that takes part already, or the name of one that is proposed.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    proposed = models.CharField(_("name of the organisation"), max_length=200, blank=True)
    # The country of the organisation proposed, or of whoever speaks in their own name; ISO 3166-1 alpha-2.
    country = models.CharField(_("country"), max_length=2, blank=True)
    function = models.CharField(_("your function"), max_length=120, blank=True)
    statement = models.TextField(_("what the secretariat should know"), blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PENDING)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state__in=["pending", "asked"]),
                name="one_open_registration_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Vetting(models.Model):
    """One step of vetting: a question, its answer, acceptance, refusal. The row is never changed.

    Words that are personal are emptied when the account is closed: `words` alone may become empty.
    """

    class Step(models.TextChoices):
        ASKED = "asked", _("asked")
        REPLIED = "replied", _("replied")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDREW = "withdrew", _("withdrew")

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="vettings")
    step = models.CharField(max_length=12, choices=Step)
    words = models.TextField(blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.registration_id} {self.step}"


class Invitation(models.Model):
    """Somebody asked in by the secretariat; whoever opens its link once, before it expires, is admitted."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    # Of whoever is invited in their own name.
    category = models.CharField(max_length=32, choices=Category, blank=True)
    role = models.CharField(max_length=12, choices=Membership.Role, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_an_address",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, category="")
                | models.Q(models.Q(organisation__isnull=True), ~models.Q(category="")),
                name="an_invitation_has_an_organisation_or_a_category",
            ),
        ]

    def __str__(self) -> str:
        return self.key
