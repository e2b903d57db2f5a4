"""Entering organisations, and admitting people to them."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultation.models import Category, Membership, Organisation, User
from drafts.forms import NO_ACCOUNT, confirmed_account


class OrganisationForm(forms.Form):
    """An organisation that takes part."""

    name = forms.CharField(label=_("Name"), max_length=200)
    slug = forms.SlugField(
        label=_("Name in addresses"), help_text=_("Small letters, digits and hyphens; it never changes.")
    )
    category = forms.ChoiceField(
        label=_("Category"), choices=[(each.value, capfirst(each.label)) for each in Category]
    )
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=_("Country"),
        help_text=_("Its code of two letters; leave empty for several countries."),
        required=False,
    )

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Organisation.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another organisation has this name. Choose another."))
        return slug


class AdmissionForm(forms.Form):
    """Somebody with an account, and the organisation they speak for."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Of somebody who has an account."))
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        help_text=_("Leave it open for somebody who speaks in their own name, and choose their category."),
        queryset=Organisation.objects.order_by("name"),
        required=False,
        empty_label="–",
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", "–"), *((each.value, capfirst(each.label)) for each in Category)],
        required=False,
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[(role.value, capfirst(role.label)) for role in Membership.Role]
    )

    def clean_email(self) -> User:
        user = confirmed_account(self.cleaned_data["email"])
        if not isinstance(user, User):
            raise forms.ValidationError(NO_ACCOUNT)
        standing = user.memberships.filter(ended_at=None).select_related("organisation").first()
        if standing is not None:
            speaks_for: dict[str, Any] = {"organisation": standing.organisation}
            raise forms.ValidationError(
                _("This person speaks for %(organisation)s already."), params=speaks_for
            )
        return user

    def clean(self) -> dict[str, Any]:
        """An organisation has its own category."""
        given = self.cleaned_data
        if "organisation" in given and not given["organisation"] and not given.get("category"):
            self.add_error("organisation", _("Choose an organisation, or the category of a person."))
        return given
