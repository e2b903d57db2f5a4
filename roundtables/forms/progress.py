"""The day that a progress report is about."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundtables.forms.commitments import Day


class ReportForm(forms.Form):
    """A day that has come."""

    on = forms.DateField(label=_("As of"), widget=Day)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial={"on": today})
        self._today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self._today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day
