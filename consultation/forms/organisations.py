"""Acting for an organisation: who follows a coordinator, whom it speaks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.actions.drafting import OtherWords
from consultation.forms.comments import LONGEST_BODY
from consultation.models import Membership, Organisation
from consultation.reports.countries import country_choices
from drafts.text.inline import plain
from drafts.text.markup import normalise

_LONGEST_NOTE = 2_000


class SuccessorForm(forms.Form):
    """Who coordinates once the only coordinator goes; asked only where others remain."""

    def __init__(self, *args: Any, members: dict[str, tuple[str, Membership]], **kwargs: Any) -> None:
        """Key → the name that the reader knows a member by, and the member."""
        super().__init__(*args, **kwargs)
        self._members = members
        if members:
            self.fields["successor"] = _choice_of([(key, found[0]) for key, found in members.items()])

    @property
    def successor(self) -> Membership | None:
        """Whom the form names; nobody where it does not ask."""
        found = self._members.get(self.cleaned_data.get("successor", ""))
        return found[1] if found else None


def _choice_of(choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Who coordinates from now on"),
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who coordinates from now on.")},
    )


class SpokenForForm(forms.Form):
    """One that takes part too, or the name of one that does not."""

    organisation = forms.ModelChoiceField(
        label=_("An organisation that takes part"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="–",
    )
    name = forms.CharField(label=_("Or the name of another"), max_length=200, required=False)
    country = forms.ChoiceField(label=_("Its country"), required=False)

    def __init__(self, *args: Any, platform: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Organisation.objects.exclude(pk=platform.pk).order_by("name")
        self.fields["organisation"].queryset = others  # type: ignore[attr-defined]  # of a choice of rows
        self.fields["country"].choices = [("", "–"), *country_choices()]  # type: ignore[attr-defined]  # of a choice

    def clean(self) -> dict[str, Any]:
        if bool(self.cleaned_data.get("organisation")) == bool(self.cleaned_data.get("name")):
            self.add_error("name", _("Choose an organisation that takes part, or give the name of another."))
        return self.cleaned_data


class SuggestionForm(forms.Form):
    """Other words for a member's draft, and why."""

    body = forms.CharField(
        label=_("How the comment could read"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    proposed_wording = forms.CharField(
        label=_("How the clause could read"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "words"}),
    )
    note = forms.CharField(
        label=_("Why, to its author"),
        required=False,
        max_length=_LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    # The draft as it was read: other words are not put beside a draft that reads otherwise by now.
    basis = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, clause: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._clause = clause

    def clean_body(self) -> str:
        body = str(self.cleaned_data["body"]).replace("\r\n", "\n")
        if len(body) > LONGEST_BODY:
            raise forms.ValidationError(
                _("A comment has %(limit)s characters at most; this one has %(length)s."),
                params={"limit": LONGEST_BODY, "length": len(body)},
            )
        return body

    def clean_proposed_wording(self) -> str:
        """Words that read as the clause does propose nothing."""
        proposed = normalise(self.cleaned_data["proposed_wording"])
        return "" if plain(proposed) == plain(self._clause) else proposed

    def words(self) -> OtherWords:
        """What was written, as the actions take it."""
        cleaned = self.cleaned_data
        return OtherWords(cleaned["body"], cleaned["proposed_wording"], cleaned["note"])
