"""Recording a commitment, saying how it stands, and narrowing the list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from consultation.models import Organisation, User
from drafts.forms import NO_ACCOUNT, confirmed_account
from drafts.models import Clause, Programme
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.actions.commitments import Promise, Step
from roundtables.forms.links import LinkField
from roundtables.models import Commitment
from roundtables.reports.commitments import STANDINGS, clause_choices

State = Commitment.State
_LONGEST = 1000


class Day(forms.DateInput):
    """A day, as the browser lets people choose it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _words_name(language: str) -> str:
    return f"words_{language}"


class CommitmentForm(forms.Form):
    """What is to be done, in each language of the interface, by whom and by when."""

    key = forms.CharField(widget=forms.HiddenInput, min_length=KEY_LENGTH, max_length=KEY_LENGTH)
    due_on = forms.DateField(label=_("Due on"), widget=Day)
    organisation = forms.ModelChoiceField(
        label=_("An organisation does it"),
        queryset=Organisation.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        empty_label="–",
    )
    body = forms.CharField(
        label=_("Or a state or body"), help_text=_("By its name."), required=False, max_length=200
    )
    email = forms.EmailField(
        label=_("Or a person"),
        help_text=_("The e-mail address of their account. They are reminded before it is due."),
        required=False,
    )

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        super().__init__(data, initial={"key": new_key()})
        words = {_words_name(code): _words_field(code) for code, _name in settings.LANGUAGES}
        self.fields = {**words, **self.fields}
        self.fields["clause"] = forms.ChoiceField(
            label=_("The clause it carries out"),
            help_text=_("As the texts of the programme were published last."),
            required=False,
            choices=[("", "–"), *clause_choices(programme)],
        )

    def clean_email(self) -> User | None:
        if not self.cleaned_data["email"]:
            return None
        found = confirmed_account(self.cleaned_data["email"])
        if not isinstance(found, User):
            raise forms.ValidationError(NO_ACCOUNT)
        return found

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        owners = [name for name in ("organisation", "body", "email") if given.get(name)]
        if len(owners) != 1 and not {"organisation", "body", "email"} & self.errors.keys():
            self.add_error("organisation", _("Say who does it: one of the three."))
        return given

    def promise(self) -> Promise:
        """What was filled in, for the action."""
        given = self.cleaned_data
        clause = Clause.objects.get(key=given["clause"]) if given["clause"] else None
        return Promise(
            words={code: given[_words_name(code)] for code, _name in settings.LANGUAGES},
            due_on=given["due_on"],
            owner=given["email"],
            organisation=given["organisation"],
            body=given["body"],
            clause=clause,
        )


def _words_field(language: str) -> forms.CharField:
    name = get_language_info(language)["name_translated"]
    return forms.CharField(
        label=_("What is to be done (%(language)s)") % {"language": name},
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
    )


class StepForm(forms.Form):
    """How it stands from now on, and what shows it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    state = forms.ChoiceField(
        label=_("How it stands"),
        choices=[(state.value, capfirst(state.label)) for state in State],
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label=_("Due on"), help_text=_("The day before stays on record."), widget=Day)
    evidence = forms.CharField(
        label=_("What shows it, or why"),
        help_text=_("Everybody who sees the commitment reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    link = LinkField(label=_("Link"), help_text=_("It begins with https."))

    def clean(self) -> dict[str, Any]:
        if not self.errors and self.step("").lacks_evidence:
            message = (
                _("Say why it is dropped.")
                if self.cleaned_data["state"] == State.DROPPED
                else _("Say what shows that it is done, or give a link.")
            )
            self.add_error("evidence", message)
        return self.cleaned_data

    def step(self, language: str) -> Step:
        """What was filled in, for the action."""
        given = self.cleaned_data
        return Step(
            state=State(given["state"]),
            due_on=given["due_on"],
            language=language,
            evidence=given["evidence"],
            link=given["link"],
        )


class NarrowForm(forms.Form):
    """Which commitments are listed."""

    def __init__(self, data: Any = None, *, owners: Iterable[str]) -> None:
        super().__init__(data)
        standings = [(name, capfirst(str(label))) for name, label in STANDINGS.items()]
        self.fields["state"] = forms.ChoiceField(
            label=_("How they stand"), required=False, choices=[("", _("All")), *standings]
        )
        self.fields["owner"] = forms.ChoiceField(
            label=_("Whose they are"),
            required=False,
            choices=[("", _("All")), *((owner, owner) for owner in owners)],
        )
