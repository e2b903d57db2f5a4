"""Closing a text: the silence, its breaking, the adoption, and what is reserved against it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from consultation.forms.rounds import Moment
from drafts.reports.names import ClauseName


class BasisForm(forms.Form):
    """The hash of the words that the chair was shown."""

    basis = forms.CharField(widget=forms.HiddenInput, max_length=64)


class SilenceForm(BasisForm):
    """Until when the committee is asked to keep silent."""

    ends_at = forms.DateTimeField(label=_("Ends"), widget=Moment)

    def __init__(self, data: Any = None, *, now: datetime, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._now = now

    def clean_ends_at(self) -> datetime:
        ends_at: datetime = self.cleaned_data["ends_at"]
        if ends_at <= self._now:
            raise forms.ValidationError(_("This time has passed. Choose a later one."))
        return ends_at


class LiftForm(forms.Form):
    """Why the chair takes a version out from under silence."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class _OnClause(forms.Form):
    """On which clause, if not on the whole text."""

    clause = forms.ChoiceField(label=_("Clause"), required=False)

    def __init__(self, data: Any = None, *, names: Mapping[str, ClauseName], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        named = [(key, name.entry) for key, name in names.items()]
        self.fields["clause"].choices = [("", _("the whole text")), *named]  # type: ignore[attr-defined]


class BreakForm(_OnClause):
    """Why, and on which clause, a member does not keep silent."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class ReservationForm(_OnClause):
    """What a delegation holds against the adopted text."""

    words = forms.CharField(label=_("Reservation"), widget=forms.Textarea(attrs={"rows": 4}))
    language = forms.ChoiceField(label=_("Written in"), choices=settings.LANGUAGES)
    delegation = forms.CharField(label=_("Delegation"), max_length=120, required=False)

    def __init__(
        self, data: Any = None, *, names: Mapping[str, ClauseName], for_others: bool, initial: Any = None
    ) -> None:
        super().__init__(data, names=names, initial=initial)
        if not for_others:
            del self.fields["delegation"]
        else:
            self.fields["delegation"].help_text = _("Leave it empty to record your own delegation’s.")
