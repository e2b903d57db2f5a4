"""Asking for an account: who somebody is and in which language they are written to."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from consultation.mails.composing import account_html
from consultation.models import User


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # published without types
    """Allauth's own form, which never tells whether an address is known, with a name and a language."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(label=_("Language we write to you in"), choices=settings.LANGUAGES)
    field_order = ("name", "email", "language", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # published without types
    """Puts the two more fields of the form on the account before allauth saves it."""

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # allauth's own signature
        user.name = form.cleaned_data.get("name", "")
        user.language = form.cleaned_data.get("language", settings.LANGUAGE_CODE)
        saved: User = super().save_user(request, user, form, commit)
        return saved

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
