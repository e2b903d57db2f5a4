"""What the chair chooses to look at, and what is signed or sent back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultation.reports.review import HEAVIEST, Review, ReviewedClause, Step, weight_name
from drafts.models import SignOff, Version, Weight
from drafts.templatetags.wording import language_name

_ALL = ("", _("all"))
_ALL_OF = {
    "person": ("", pgettext_lazy("people", "all")),
    "day": ("", pgettext_lazy("days", "all")),
    "language": ("", pgettext_lazy("languages", "all")),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is looked at, out of a review; an empty field asks for all."""

    person: str = ""
    weight: str = ""
    day: str = ""
    language: str = ""
    open: str = ""
    signed: str = ""
    show: str = ""
    group: str = ""
    view: str = ""

    @property
    def is_filtered(self) -> bool:
        return any((self.person, self.weight, self.day, self.language, self.open, self.signed))

    def rows(self, review: Review) -> list[tuple[ReviewedClause, str]]:
        """The clauses that are asked for, each with the name of its group, in the order asked for."""
        found = [(clause, self._group(clause)) for clause in review.clauses if self._asks_for(clause)]
        if not self.group:
            return found
        return sorted(found, key=lambda row: self._rank(row[0]))

    def _asks_for(self, clause: ReviewedClause) -> bool:
        if not (clause.is_shown or self.show):
            return False
        if self.open and not clause.open:
            return False
        if self.signed and not clause.is_unsigned:
            return False
        if self.language and self.language not in clause.languages:
            return False
        changed = self.person or self.weight or self.day
        return not changed or any(self._meant(step) for step in clause.steps)

    def _meant(self, step: Step) -> bool:
        return (
            self.person in ("", str(step.by))
            and self.weight in ("", step.weight)
            and self.day in ("", step.day.isoformat())
        )

    def _rank(self, clause: ReviewedClause) -> tuple[bool, str | int]:
        """Where its group stands; clauses without a tracked change come last."""
        if not clause.steps:
            return True, ""
        last = clause.steps[-1]
        if self.group == "weight":
            return False, [*HEAVIEST, ""].index(clause.weight)
        return False, last.name if self.group == "person" else last.day.isoformat()

    def _group(self, clause: ReviewedClause) -> str:
        if not self.group:
            return ""
        if not clause.steps:
            return gettext("no tracked change")
        last = clause.steps[-1]
        if self.group == "weight":
            return weight_name(clause.weight)
        return last.name if self.group == "person" else date_format(last.day, "DATE_FORMAT")


class ReviewForm(forms.Form):
    """Which versions, which of their changes, and how; what cannot be understood is taken for “all”."""

    person = forms.ChoiceField(label=_("Changed by"), required=False)
    weight = forms.ChoiceField(label=_("Weight"), required=False, choices=[_ALL, *Weight.choices])
    day = forms.ChoiceField(label=_("Day"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    open = forms.ChoiceField(
        label=_("Inputs"), required=False, choices=[_ALL, ("yes", _("only with unanswered inputs"))]
    )
    signed = forms.ChoiceField(
        label=_("Signature"), required=False, choices=[_ALL, ("no", _("only what is not signed"))]
    )
    show = forms.ChoiceField(
        label=_("Clauses"),
        required=False,
        choices=[("", _("only those that differ")), ("all", _("unchanged ones too"))],
    )
    group = forms.ChoiceField(
        label=_("In order of"),
        required=False,
        choices=[
            ("", _("the text")),
            ("person", _("person")),
            ("weight", _("weight")),
            ("day", pgettext_lazy("order", "day")),
        ],
    )
    view = forms.ChoiceField(
        label=_("Read as"),
        required=False,
        choices=[("", _("redline")), ("clean", _("clean text"))],
    )

    def __init__(self, data: Any, review: Review) -> None:
        super().__init__(data)
        steps = [step for clause in review.clauses if clause.is_shown for step in clause.steps]
        people = sorted({(str(step.by), step.name) for step in steps if step.by}, key=lambda each: each[1])
        # An import is one moment for hundreds of changes.
        moments = {step.at: step for step in steps}.values()
        days = sorted({step.day for step in moments}, reverse=True)
        self._offer("person", people)
        self._offer("day", [(day.isoformat(), date_format(day, "DATE_FORMAT")) for day in days])
        self._offer("language", [(each, capfirst(language_name(each))) for each in review.languages])

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        label = self.fields[name].label
        self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[_ALL_OF[name], *choices])

    @property
    def chosen(self) -> Chosen:
        """The fields that hold a known choice."""
        self.is_valid()
        return Chosen(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class SigningForm(forms.Form):
    """The clauses that are signed or sent back, each with the hash of the words that were shown."""

    act = forms.ChoiceField(choices=[("sign", ""), ("sign_shown", ""), ("send_back", "")])
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Note"),
        help_text=_("Needed to send clauses back: what is wanted. The committee reads it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sure = forms.BooleanField(label=_("I have read all of them"), required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("act") == "send_back" and not self.cleaned_data.get("note"):
            self.add_error("note", _("Say what is wanted. The committee reads it beside the clause."))
        if self.cleaned_data.get("act") == "sign_shown" and not self.cleaned_data.get("sure"):
            self.add_error("sure", _("Confirm that you have read all of them; nothing is signed yet."))
        if "act" in self.cleaned_data and not self.seen:
            self.add_error(None, _("Tick at least one clause."))
        return self.cleaned_data

    @property
    def verdict(self) -> SignOff.Verdict:
        """What is said of the clauses."""
        sent_back = self.cleaned_data.get("act") == "send_back"
        return SignOff.Verdict.SENT_BACK if sent_back else SignOff.Verdict.SIGNED

    @property
    def seen(self) -> dict[str, str]:
        """Clause key → the hash of its words as they were shown, of the ticked clauses or of all shown."""
        sent = cast("QueryDict", self.data)
        name = "shown" if sent.get("act") == "sign_shown" else "clause"
        return dict(_seen(sent.getlist(name)))


def _seen(values: Iterable[str]) -> Iterable[tuple[str, str]]:
    for value in values:
        key, dot, words = value.partition(".")
        if dot:
            yield key, words


def signing_form_for(version: Version) -> SigningForm:
    """An empty form for the version that is shown."""
    return SigningForm(initial={"version": version.number})
