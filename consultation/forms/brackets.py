"""What delegations fill in: a position on words, which positions to list, and how a bracket is settled."""

from typing import Any

from django import forms
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.forms.desk import WordingForm
from consultation.reports.brackets import PositionCriteria, PositionTable
from drafts.models import Stance
from drafts.models.ledger import digest
from drafts.reports.reading import ClauseReading
from drafts.text.brackets import read_brackets
from drafts.text.inline import plain
from drafts.text.settlements import How, Settlement

WHOLE = "clause"
_SHOWN = 160  # signs of long words in brackets that are enough to know them by


class PositionForm(forms.Form):
    """A delegation's position on a clause, or on words of it in brackets."""

    on = forms.ChoiceField(label=_("Words"), widget=forms.RadioSelect)
    stance = forms.ChoiceField(
        label=pgettext_lazy("of a delegation", "Position"),
        choices=[(each.value, capfirst(each.label)) for each in Stance],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Only the committee reads it, unless you publish the position."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, clause: ClauseReading, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._quotes = {WHOLE: "", **{fingerprint(words): words for words in words_in_brackets(clause)}}
        self.fields["on"] = forms.ChoiceField(
            label=_("Words"),
            widget=forms.RadioSelect,
            choices=[(value, _shown(words)) for value, words in self._quotes.items()],
            error_messages={
                "invalid_choice": _(
                    "These words are not in brackets any more: somebody changed the clause meanwhile. Choose again."
                )
            },
        )

    @property
    def quote(self) -> str:
        """The words that are chosen; none for the whole clause."""
        return self._quotes[self.cleaned_data["on"]]


def words_in_brackets(clause: ClauseReading) -> list[str]:
    """The different words in brackets of a clause, in order; a bracket without words has none to speak on."""
    found = (bracket.words for bracket in read_brackets(clause.source).brackets)
    return list(dict.fromkeys(words for words in found if words.strip()))


def fingerprint(words: str) -> str:
    """What names words in a form, so that a choice made on a page that has grown old is known as such."""
    return digest(words)[:16]


def _shown(words: str) -> Any:
    return f"[{Truncator(plain(words)).chars(_SHOWN)}]" if words else _("the whole clause")


class PositionCriteriaForm(forms.Form):
    """Which rows to list; what cannot be understood is taken for “all”."""

    stance = forms.ChoiceField(
        label=pgettext_lazy("of a delegation", "Position"),
        required=False,
        choices=[("", _("all")), *Stance.choices],
    )
    delegation = forms.ChoiceField(label=_("Delegation"), required=False)
    mine = forms.BooleanField(label=_("without a position of mine"), required=False)

    def __init__(self, data: Any, table: PositionTable) -> None:
        super().__init__(data)
        self.fields["delegation"] = forms.ChoiceField(
            label=_("Delegation"),
            required=False,
            choices=[("", _("all")), *((each, each) for each in table.delegations)],
        )

    @property
    def criteria(self) -> PositionCriteria:
        """The fields that hold a known choice."""
        self.is_valid()
        return PositionCriteria(
            stance=self.cleaned_data.get("stance", ""),
            delegation=self.cleaned_data.get("delegation", ""),
            without_mine=self.cleaned_data.get("mine", False),
        )


class SettlementForm(forms.Form):
    """What is settled and how, as a link says it and the page after it sends it on."""

    how = forms.ChoiceField(choices=[(each.value, each.value) for each in How], widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    option = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    @property
    def settlement(self) -> Settlement:
        asked = self.cleaned_data
        return Settlement(How(asked["how"]), asked["number"], asked["option"] or 0)


class ResolutionForm(SettlementForm, WordingForm):
    """A settlement with its weight, its reason and the inputs it answers; the words follow from it."""

    words = None  # type: ignore[assignment]  # how Django leaves out a field
    # What the number was the number of, for when the words have changed meanwhile.
    seen = forms.CharField(widget=forms.HiddenInput)
