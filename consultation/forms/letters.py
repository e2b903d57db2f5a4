"""How often somebody wants to be written to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.models import Pace


class PaceForm(forms.Form):
    """At once, once a day, or never."""

    pace = forms.TypedChoiceField(
        label=_("How often we write to you"), choices=Pace, coerce=Pace, widget=forms.RadioSelect
    )
