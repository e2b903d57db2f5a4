"""People, the organisations they speak for, and the tie between the two."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from drafts.models.keys import KEY_LENGTH, new_key


class UserManager(BaseUserManager["User"]):
    """Makes accounts that are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Pace(models.TextChoices):
    """How often somebody is written to."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day, together")
    NEVER = "never", _("never")


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; what they may do is in grants and memberships."""

    key = models.CharField(max_length=KEY_LENGTH, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    # Consent: without it nobody reads the name but its owner, the secretariat that vets and the own organisation.
    shows_name = models.BooleanField(_("my name may be shown"), default=False)
    language = models.CharField(_("language"), max_length=12, default="en")
    # Codes of the languages somebody reads and writes.
    languages = models.JSONField(_("languages you read and write"), default=list, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True, default="")
    # Letters: how often; and since when and why the address is switched off, because what was sent came back.
    pace = models.CharField(_("e-mails"), max_length=8, choices=Pace, default=Pace.AT_ONCE)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce = models.CharField(max_length=200, blank=True, default="")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(auto_now_add=True)
    # Once it is closed nothing personal is left in the row; what was said keeps its author's key.
    closed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        """How others read of this person: by name with their consent, by key without it."""
        if self.closed_at:
            return now_("former participant %(key)s") % {"key": self.key}
        return self.shown_name or now_("participant %(key)s") % {"key": self.key}

    @property
    def shown_name(self) -> str:
        """The name, where its owner lets it be shown; else nothing."""
        return self.name if self.shows_name else ""

    @property
    def own_name(self) -> str:
        """How the person themselves, their organisation and the secretariat that vets them read it."""
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.shown_name

    def get_short_name(self) -> str:
        return str(self)


class Category(models.TextChoices):
    """The kinds of participant, as the dialogue counts them."""

    CIVIL_SOCIETY = "civil_society", _("civil society")
    ACADEMIA = "academia", _("academia")
    DIASPORA = "diaspora", _("diaspora")
    INTERNATIONAL_ORGANISATION = "international_organisation", _("international organisation")
    OTHER = "other", _("other")


class Organisation(models.Model):
    """A body that takes part through its members."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    category = models.CharField(max_length=32, choices=Category)
    # ISO 3166-1 alpha-2, empty for a body of several countries.
    country = models.CharField(max_length=2, blank=True)
    # Members draft, and only a coordinator submits.
    one_voice = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("consultation:organisation", args=[self.slug])


class SpokenFor(models.Model):
    """A body that a platform says it speaks for: one that takes part too, or one that is only named."""

    platform = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="speaks_for")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="spoken_for_by"
    )
    name = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    listed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    listed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, name="")
                | models.Q(models.Q(organisation__isnull=True), ~models.Q(name="")),
                name="who_is_spoken_for_is_named_once",
            ),
            models.UniqueConstraint(
                fields=["platform", "organisation"],
                condition=models.Q(ended_at__isnull=True, organisation__isnull=False),
                name="a_platform_lists_an_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["platform", "name"],
                condition=models.Q(ended_at__isnull=True, organisation__isnull=True),
                name="a_platform_lists_a_name_once",
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name if self.organisation else self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, described by whether they count."""

    def standing(self) -> Self:
        return self.filter(admitted_at__isnull=False, ended_at__isnull=True)


class Membership(models.Model):
    """A voice: of an organisation, or of a person in their own name; it counts once the secretariat has admitted it."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        COORDINATOR = "coordinator", _("coordinator")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    # Empty for whoever speaks in their own name; the category is then theirs, else their organisation's.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    category = models.CharField(max_length=32, choices=Category, blank=True, default="")
    role = models.CharField(max_length=12, choices=Role, default=Role.MEMBER)
    admitted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(ended_at__isnull=True),
                name="a_person_speaks_for_one_organisation",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False, category="")
                | models.Q(models.Q(organisation__isnull=True, role="member"), ~models.Q(category="")),
                name="a_voice_has_an_organisation_or_a_category",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}"
