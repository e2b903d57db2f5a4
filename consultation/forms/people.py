"""Who somebody is: asking for an account, coming in by an invitation, and the profile."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from consultation.mails.composing import account_html
from consultation.models import Pace, User
from consultation.permissions.registrations import is_newcomer
from consultation.reports.countries import country_choices, language_choices

CONSENT = _("My name may be shown")
WHAT_CONSENT_MEANS = _(
    "Without it nobody reads your name beside what you write but you, the secretariat and your organisation’s "
    "coordinators; others read a number, or your organisation. You can change this at any time."
)


def name_field() -> forms.CharField:
    """How somebody is called."""
    return forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )


def written_language() -> forms.ChoiceField:
    """The language of the letters to somebody."""
    return forms.ChoiceField(label=_("Language we write to you in"), choices=settings.LANGUAGES)


def country_field(*, required: bool = True) -> forms.ChoiceField:
    """A country by its name in the reader's language."""
    return forms.ChoiceField(
        label=_("Country"), required=required, choices=lambda: [("", "–"), *country_choices()]
    )


def languages_field() -> forms.MultipleChoiceField:
    """The languages somebody can be read and asked in."""
    return forms.MultipleChoiceField(
        label=_("Languages you read and write"),
        required=False,
        choices=language_choices,
        widget=forms.CheckboxSelectMultiple,
    )


def consent_field() -> forms.BooleanField:
    """Whether a name may be shown, never ticked beforehand."""
    return forms.BooleanField(label=CONSENT, help_text=WHAT_CONSENT_MEANS, required=False)


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # published without types
    """Allauth's own form, which never tells whether an address is known, with who somebody is."""

    name = name_field()
    country = country_field()
    language = written_language()
    languages = languages_field()
    shows_name = consent_field()
    field_order = (
        "name",
        "email",
        "country",
        "language",
        "languages",
        "password1",
        "password2",
        "shows_name",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # published without types
    """Puts our own fields of the form on the account before allauth saves it."""

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # allauth's own signature
        given = form.cleaned_data
        user.name = given.get("name", "")
        user.language = given.get("language", settings.LANGUAGE_CODE)
        user.country = given.get("country", "")
        user.languages = given.get("languages", [])
        user.shows_name = given.get("shows_name", False)
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page to begin with, in the language of whoever signed in; who may still ask to take part, there."""
        user = cast("User", request.user)
        page = "consultation:register" if is_newcomer(user) else "consultation:home"
        with override(user.language):
            return reverse(page)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of whoever has the address; where nobody has, in that of the page it was asked on."""
        reader = User.objects.filter(email=email.lower()).only("language").first()
        language = reader.language if reader else get_language() or settings.LANGUAGE_CODE
        links = {
            name: translate_url(link, language) for name, link in context.items() if name.endswith("_url")
        }
        with override(language):
            super().send_mail(template_prefix, email, {**context, **links})

    def render_mail(self, *args: Any, **kwargs: Any) -> EmailMultiAlternatives:
        """Allauth's message, with the same words as HTML beside its plain text."""
        message: EmailMultiAlternatives = super().render_mail(*args, **kwargs)
        language = get_language() or settings.LANGUAGE_CODE
        html = account_html(str(message.subject), str(message.body), language)
        message.attach_alternative(html, "text/html")
        return message


class NewcomerForm(forms.Form):
    """Who follows an invitation and has no account yet."""

    name = name_field()
    language = written_language()
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    shows_name = consent_field()

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """The password is held against the rest, as at any sign-up."""
        given = self.cleaned_data
        if given.get("password"):
            try:
                validate_password(given["password"], User(email=self._email, name=given.get("name", "")))
            except forms.ValidationError as weak:
                self.add_error("password", weak)
        return given


class ProfileForm(forms.Form):
    """What somebody says of themselves, and how they want to be written to."""

    name = name_field()
    shows_name = consent_field()
    country = country_field(required=False)
    languages = languages_field()
    language = written_language()
    pace = forms.ChoiceField(
        label=_("E-mails about what you take part in"),
        choices=[(each.value, capfirst(each.label)) for each in Pace],
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, user: User) -> "ProfileForm":
        """As it stands."""
        return cls(initial={name: getattr(user, name) for name in cls.base_fields})
