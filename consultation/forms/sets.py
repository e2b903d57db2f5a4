"""Choosing which half-written comments are submitted together."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.reports.sets import DraftReading
from drafts.models.keys import KEY_LENGTH, new_key

_KEY = re.compile(rf"[0-9a-z]{{{KEY_LENGTH}}}")


class SetForm(forms.Form):
    """Which ones, and the key that makes sending it twice one set."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    references = forms.MultipleChoiceField(
        label=_("Comments to submit"),
        required=False,
        error_messages={
            "invalid_choice": _("One of these is submitted, thrown away or not finished by now: look again.")
        },
    )

    def __init__(self, data: Any = None, *, drafts: Sequence[DraftReading]) -> None:
        whole = [each.draft.key for each in drafts if not each.missing]
        super().__init__(data, initial={"key": new_key(), "references": whole})
        self.fields["references"] = forms.MultipleChoiceField(
            label=_("Comments to submit"),
            choices=[(key, key) for key in whole],
            required=False,
            error_messages=self.fields["references"].error_messages,
        )

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else new_key()

    def clean_references(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["references"]
        if not chosen:
            raise forms.ValidationError(_("Choose at least one comment."))
        return chosen
