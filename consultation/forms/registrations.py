"""Asking to take part, and vetting who asks."""

from typing import Any

from django import forms
from django.utils.text import capfirst, slugify
from django.utils.translation import gettext_lazy as _

from consultation.actions.registrations import NewOrganisation, Place, Wish, seen_as
from consultation.forms.people import country_field
from consultation.models import Category, Membership, Organisation, Registration

_CATEGORIES = [(each.value, capfirst(each.label)) for each in Category]
_LONGEST_WORDS = 4000
OWN_NAME = Registration.Mandate.OWN_NAME


class RegistrationForm(forms.Form):
    """How somebody would take part."""

    mandate = forms.ChoiceField(
        label=_("You speak"),
        choices=[(each.value, capfirst(each.label)) for each in Registration.Mandate],
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(label=_("Category"), choices=_CATEGORIES)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        help_text=_("Where it takes part already. Leave this open if you speak in your own name."),
        queryset=Organisation.objects.order_by("name"),
        required=False,
        empty_label="–",
    )
    proposed = forms.CharField(
        label=_("Or the name of one that does not take part yet"), max_length=200, required=False
    )
    country = country_field(required=False)
    function = forms.CharField(
        label=_("Your function"),
        help_text=_("What you do there, or what you work on."),
        max_length=120,
        required=False,
    )
    statement = forms.CharField(
        label=_("What the secretariat should know"),
        help_text=_("Only the secretariat reads it: who asked you to speak, where it can look you up."),
        max_length=_LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].help_text = _(
            "Of the organisation, or yours if you speak in your own name; leave it open for a body of several."
        )

    @classmethod
    def of(cls, registration: Registration) -> "RegistrationForm":
        """As it was last sent."""
        sent = {name: getattr(registration, name) for name in cls.base_fields if name != "seen"}
        return cls(initial={**sent, "seen": seen_as(registration)})

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("mandate") == OWN_NAME:
            # What was filled in before changing one's mind is not sent along.
            return {**given, "organisation": None, "proposed": ""}
        if given.get("organisation") and given.get("proposed"):
            self.add_error("proposed", _("Choose an organisation of the list or name another, not both."))
        elif not given.get("organisation") and not given.get("proposed"):
            self.add_error("organisation", _("Choose the organisation you speak for, or name it below."))
        return given

    @property
    def wish(self) -> Wish:
        """What was filled in, checked."""
        return Wish(**{name: value for name, value in self.cleaned_data.items() if name != "seen"})


class WordsForm(forms.Form):
    """A question to the applicant, their answer, or the reason of a refusal."""

    words = forms.CharField(max_length=_LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 6}))
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = label


class AcceptanceForm(forms.Form):
    """Where somebody is put who asked to speak for an organisation; the secretariat corrects what was said."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        help_text=_("One that takes part already; leave it open to enter the new one below."),
        queryset=Organisation.objects.order_by("name"),
        required=False,
        empty_label="–",
    )
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    slug = forms.SlugField(
        label=_("Name in addresses"),
        help_text=_("Small letters, digits and hyphens; it never changes."),
        required=False,
    )
    category = forms.ChoiceField(label=_("Category"), choices=_CATEGORIES)
    country = country_field(required=False)
    role = forms.ChoiceField(
        label=_("Role"), choices=[(each.value, capfirst(each.label)) for each in Membership.Role]
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("organisation"):
            return given
        for field in ("name", "slug"):
            if not given.get(field) and field not in self.errors:
                self.add_error(field, _("Choose an organisation above, or fill this in for the new one."))
        if Organisation.objects.filter(slug=given.get("slug", "")).exists():
            self.add_error("slug", _("Another organisation has this name. Choose another."))
        return given

    @property
    def place(self) -> Place:
        given = self.cleaned_data
        role = Membership.Role(given["role"])
        if given["organisation"]:
            return Place(organisation=given["organisation"], role=role)
        new = NewOrganisation(given["slug"], given["name"], given["category"], given["country"])
        return Place(new=new, role=role)


class OwnNameForm(forms.Form):
    """The category of somebody who speaks in their own name."""

    category = forms.ChoiceField(label=_("Category"), choices=_CATEGORIES)
    seen = forms.CharField(widget=forms.HiddenInput)

    @property
    def place(self) -> Place:
        return Place(category=self.cleaned_data["category"])


def acceptance_form(registration: Registration, data: Any = None) -> AcceptanceForm | OwnNameForm:
    """What the secretariat sets to accept a registration, as its sender proposed it."""
    initial: dict[str, Any] = {"seen": seen_as(registration), "category": registration.category}
    if registration.mandate == OWN_NAME:
        return OwnNameForm(data, initial=initial, prefix="accept")
    new = registration.proposed
    initial |= {
        "organisation": registration.organisation,
        "name": new,
        "slug": slugify(new)[:50],
        "country": registration.country,
        # Somebody has to gather the voices of an organisation that begins.
        "role": Membership.Role.COORDINATOR if new else Membership.Role.MEMBER,
    }
    return AcceptanceForm(data, initial=initial, prefix="accept")
