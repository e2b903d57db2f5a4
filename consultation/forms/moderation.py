"""Letting a comment through, returning or hiding it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.actions.moderation import NEEDS_REASON
from consultation.models import Category, Standing
from consultation.reports.queue import ANY_STATE, Asked, Choices
from drafts.models import Text

State = Standing.State
DECIDED = [(State.VISIBLE, ""), (State.RETURNED, ""), (State.HIDDEN, "")]


class ModerationForm(forms.Form):
    """One decision on a comment, from the state its moderator saw it in."""

    state = forms.ChoiceField(
        choices=DECIDED,
        error_messages={
            "required": _("Choose what becomes of the comment."),
            "invalid_choice": _("A comment is made visible, returned or hidden."),
        },
    )
    was = forms.ChoiceField(choices=State, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, shown to the author"),
        help_text=_("Needed to return or to hide it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        state = self.cleaned_data.get("state")
        if state in NEEDS_REASON and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why; a comment is never kept back without a reason."))
        if state and state == self.cleaned_data.get("was"):
            self.add_error("state", _("That is what the comment is already."))
        return self.cleaned_data


class SeveralForm(forms.Form):
    """One decision on several comments, with one reason for all."""

    state = forms.ChoiceField(
        choices=DECIDED,
        error_messages={"invalid_choice": _("A comment is made visible, returned or hidden.")},
    )
    reason = forms.CharField(
        label=_("Reason, shown to each author"),
        help_text=_("One reason for all: every author reads it under their own comment."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_reason(self) -> str:
        reason = str(self.cleaned_data["reason"]).strip()
        if self.cleaned_data.get("state") in NEEDS_REASON and not reason:
            raise forms.ValidationError(_("Say why; a comment is never kept back without a reason."))
        return reason


class AnswerForm(forms.Form):
    """What an author says to a decision that keeps their comment back."""

    body = forms.CharField(
        label=_("Your answer"),
        help_text=_("The moderators read it. You can answer this decision once."),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class QueueForm(forms.Form):
    """Which comments the moderator looks at; what cannot be understood is taken for “all”."""

    state = forms.ChoiceField(
        label=_("State"), choices=[*State.choices, (ANY_STATE, _("all"))], required=False
    )
    text = forms.ChoiceField(label=_("Text"), required=False)
    consultation = forms.ChoiceField(label=_("Consultation"), required=False)
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("all")), *Category.choices]
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    alike = forms.SlugField(required=False, widget=forms.HiddenInput)
    answered = forms.BooleanField(label=_("the author answered"), required=False)

    def __init__(self, data: Any, texts: Iterable[Text], choices: Choices) -> None:
        # Without a state those that wait are meant, and the form says so.
        given = data.copy()
        if given.get("state") not in {*State.values, ANY_STATE}:
            given["state"] = State.PENDING.value
        super().__init__(given)
        every = {
            "text": [(text.slug, str(text)) for text in texts],
            "consultation": choices.consultations,
            "organisation": choices.organisations,
        }
        for name, found in every.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *found]

    @property
    def asked(self) -> Asked:
        """The fields that hold a known choice."""
        self.is_valid()
        known = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return Asked(**(known | {"state": "" if known["state"] == ANY_STATE else known["state"]}))
