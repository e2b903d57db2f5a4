"""The form that is filled in after a session, and asking for it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from roundtables.actions.evaluations import Filled
from roundtables.reports.evaluations import MARKS, QUESTIONS

_DAYS = (7, 14, 30)
LONGEST_WORDS = 4000


class EvaluationForm(forms.Form):
    """Five questions with a mark each, one with words, and whether one signs."""

    words = forms.CharField(
        label=_("What should we do otherwise next time?"),
        help_text=_("In any language. Do not name anybody who spoke."),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signed = forms.BooleanField(label=_("I sign my answer"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [(str(mark), capfirst(str(words))) for mark, words in MARKS.items()]
        asked = {
            name: forms.ChoiceField(label=words, choices=choices, required=False, widget=forms.RadioSelect)
            for name, words in QUESTIONS.items()
        }
        self.fields = {**asked, **self.fields}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and not given.get("words") and not any(given.get(name) for name in QUESTIONS):
            raise forms.ValidationError(gettext("Answer at least one question."))
        return given

    def filled(self, language: str) -> Filled:
        """What was filled in, for the action."""
        given = self.cleaned_data
        return Filled(
            marks={name: int(given[name]) for name in QUESTIONS if given.get(name)},
            words=given["words"],
            language=language,
            signed=given["signed"],
        )


class AskForm(forms.Form):
    """For how many days the evaluation is open."""

    days = forms.TypedChoiceField(
        label=_("Open for"),
        choices=[
            (days, ngettext_lazy("%(number)s day", "%(number)s days", days) % {"number": days})
            for days in _DAYS
        ],
        coerce=int,
        initial=14,
    )

    def closes_at(self, at: datetime) -> datetime:
        return at + timedelta(days=self.cleaned_data["days"])
