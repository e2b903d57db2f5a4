"""What a translator sends: which clauses to list, that a translation holds, a clause's first words."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drafts.models import Weight
from drafts.reports.translations import Waiting


class WaitingForm(forms.Form):
    """Which translations to list; what cannot be understood is taken for “all”."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    state = forms.ChoiceField(
        label=_("Which"),
        required=False,
        choices=[
            ("", pgettext_lazy("translations", "all")),
            ("stale", _("older than their source")),
            ("missing", _("not translated yet")),
        ],
    )

    def __init__(self, data: Any, languages: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            required=False,
            choices=[("", pgettext_lazy("languages", "all")), *languages],
        )
        self.is_valid()

    @property
    def language_asked(self) -> str:
        return str(self.cleaned_data.get("language", ""))

    def chosen(self, waiting: Sequence[Waiting]) -> list[Waiting]:
        """Those that meet the conditions."""
        state = self.cleaned_data.get("state", "")
        return [
            each
            for each in waiting
            if self.language_asked in ("", each.language) and state in ("", each.state)
        ]


class ConfirmForm(forms.Form):
    """That a translation holds: its language, and the hashes of it and of the source that its reader saw."""

    language = forms.CharField(max_length=12)
    basis = forms.CharField()
    source_basis = forms.CharField()
    # The list it was confirmed from, as the query of its address; empty on the clause's own page.
    listed = forms.CharField(required=False)


class TranslationForm(forms.Form):
    """A clause's first words in a language."""

    words = forms.CharField(
        label=_("Words"), strip=False, widget=forms.Textarea(attrs={"class": "words", "rows": 6})
    )
    weight = forms.ChoiceField(
        label=_("Weight"),
        choices=[(each.value, capfirst(each.label)) for each in Weight],
        initial=Weight.EDITORIAL,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everyone reads it beside the changed words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    # Hash of the source that the translator had before them.
    source_basis = forms.CharField(widget=forms.HiddenInput)
