"""Letting a comment through, returning or hiding it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.actions.moderation import NEEDS_REASON
from consultation.models import Standing

State = Standing.State


class ModerationForm(forms.Form):
    """One decision on a comment, from the state its moderator saw it in."""

    state = forms.ChoiceField(
        choices=[(State.VISIBLE, ""), (State.RETURNED, ""), (State.HIDDEN, "")],
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


class QueueForm(forms.Form):
    """Which comments the moderator looks at."""

    state = forms.ChoiceField(label=_("State"), choices=State, required=False, initial=State.PENDING)

    text = forms.SlugField(required=False)

    @property
    def asked(self) -> tuple[str, str]:
        """The state to list, those that wait unless another is asked for, and the slug of a text or nothing."""
        self.is_valid()
        return self.cleaned_data.get("state") or State.PENDING, self.cleaned_data.get("text", "")
