"""Publishing a version, and putting it out for input."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultation.models import Category, Consultation


class PublishForm(forms.Form):
    """What the chair saw when signing: the version's number and the hash of its content."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    basis = forms.CharField(widget=forms.HiddenInput)


class Moment(forms.DateTimeInput):
    """A day and a time of day, as the browser lets people choose them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ConsultationForm(forms.Form):
    """From when to when, moderated how, and who is asked."""

    opens_at = forms.DateTimeField(label=_("Opens"), widget=Moment)
    closes_at = forms.DateTimeField(label=_("Closes"), widget=Moment)
    moderation = forms.ChoiceField(
        label=_("Moderation"),
        choices=[(when.value, capfirst(when.label)) for when in Consultation.Moderation],
        initial=Consultation.Moderation.BEFORE,
        widget=forms.RadioSelect,
    )
    categories = forms.MultipleChoiceField(
        label=_("Who is asked"),
        help_text=_("Tick none to ask every registered participant."),
        choices=[(category.value, capfirst(category.label)) for category in Category],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, now: datetime, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._now = now

    def clean(self) -> dict[str, Any]:
        opens_at, closes_at = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It closes before it opens. Choose a later time."))
        elif closes_at and closes_at <= self._now:
            self.add_error("closes_at", _("This time has passed. Choose a later one."))
        return self.cleaned_data
