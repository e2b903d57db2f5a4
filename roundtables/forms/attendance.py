"""Entering somebody at the door, and a list of those who were there."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultation.models import Category, Organisation
from consultation.reports.countries import country_choices
from roundtables.models import Attendance
from roundtables.reports.present import Present

MOST_BYTES = 64 * 1024


class SomebodyForm(forms.Form):
    """Somebody who was not expected."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    body = forms.CharField(
        label=_("Organisation, state or body"),
        max_length=200,
        required=False,
    )
    category = forms.ChoiceField(
        label=_("Category"),
        choices=[("", "–"), *((each.value, capfirst(each.label)) for each in Category)],
        required=False,
    )
    country = forms.ChoiceField(label=_("Country"), required=False)
    mode = forms.ChoiceField(
        label=_("Where"),
        choices=[(each.value, capfirst(each.label)) for each in Attendance.Mode],
        initial=Attendance.Mode.ROOM,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        assert isinstance(country, forms.ChoiceField)
        country.choices = [("", "–"), *country_choices()]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not given.get("name") and not given.get("body") and not self.errors:
            self.add_error("name", _("Write a name, or an organisation."))
        return given

    def present(self) -> Present:
        """Who it is; an organisation that takes part is known by its name."""
        given = self.cleaned_data
        house = _house(given["body"])
        return Present(
            name=given["name"],
            organisation=house,
            body=given["body"],
            category=given["category"] or (house.category if house else ""),
            country=given["country"] or (house.country if house else ""),
            mode=Attendance.Mode(given["mode"]),
        )


def _house(name: str) -> Organisation | None:
    """The one organisation of this name, where there is one."""
    found = list(Organisation.objects.filter(name__iexact=name)[:2]) if name else []
    return found[0] if len(found) == 1 else None


class PastedForm(forms.Form):
    """The list; reading its lines is left to what checks them."""

    people = forms.CharField(
        label=_("Who was there"),
        help_text=_(
            "A line each: name; organisation; category; country. Or the e-mail address of an account. Only a name or "
            "an organisation is needed."
        ),
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    mode = forms.ChoiceField(
        label=_("Where"),
        choices=[(each.value, capfirst(each.label)) for each in Attendance.Mode],
        initial=Attendance.Mode.ROOM,
        widget=forms.RadioSelect,
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_people(self) -> str:
        """Browsers end lines in their own way: the same list has the same words, pasted or sent again."""
        return "\n".join(str(self.cleaned_data["people"]).splitlines())
