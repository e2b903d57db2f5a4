"""What the committee fills in: which inputs to list, a clause's new words, the answer to an input."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.models import Category, CommentKind, Organisation, Outcome, Sitting
from consultation.models.dispositions import NEEDS_REASON, NEEDS_REVISION
from consultation.reports.deciding import Places
from consultation.reports.desk import Criteria
from consultation.reports.inputs import ClauseInputs, InputReading, later_revisions
from consultation.reports.speakers import day_of, speaker_name
from drafts.models import Weight
from drafts.models.ledger import digest

_TOO_LONG = 10  # signs of a number that no revision will ever have
NOWHERE = Places()


class CriteriaForm(forms.Form):
    """Which inputs to list; what cannot be understood is taken for “all”."""

    answered = forms.ChoiceField(
        label=pgettext_lazy("noun", "Answer"),
        required=False,
        choices=[
            ("", _("all")),
            ("open", _("not answered")),
            ("answered", _("answered")),
            ("contested", _("contested")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", pgettext_lazy("kinds of comment", "all")), *CommentKind.choices],
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("all")), *Category.choices]
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    weight = forms.ChoiceField(
        label=_("Clause changed"),
        required=False,
        choices=[("", pgettext_lazy("weights of changes", "or not")), *Weight.choices],
    )

    def __init__(self, data: Any, organisations: Sequence[Organisation]) -> None:
        super().__init__(data)
        names = [(organisation.slug, organisation.name) for organisation in organisations]
        self.fields["organisation"] = forms.ChoiceField(
            label=_("Organisation"), required=False, choices=[("", _("all")), *names]
        )

    @property
    def criteria(self) -> Criteria:
        """The fields that hold a known choice."""
        self.is_valid()
        return Criteria(**{name: self.cleaned_data.get(name, "") for name in self.fields})


class WordingForm(forms.Form):
    """A clause's new words, how much they change, why, and which inputs they answer."""

    words = forms.CharField(
        label=_("Words"), strip=False, widget=forms.Textarea(attrs={"class": "words", "rows": 6})
    )
    weight = forms.ChoiceField(
        label=_("Weight"),
        choices=[(each.value, capfirst(each.label)) for each in Weight],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everyone reads it beside the changed words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    answers = forms.MultipleChoiceField(
        label=_("It answers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    # Hash of the words the editor started from, and the version they stood in.
    basis = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    # Hash of the negotiated words beside a translation; empty for those themselves.
    source_basis = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, inputs: Sequence[InputReading], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["answers"] = forms.MultipleChoiceField(
            label=_("It answers"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(each.comment.reference, _name(each)) for each in inputs],
        )


def _name(answered: InputReading) -> str:
    comment = answered.comment
    return f"{comment.reference}, {speaker_name(comment)}"


def wording_form_for(
    found: ClauseInputs, language: str, *, basis: str, version: int, use: str = ""
) -> WordingForm:
    """The editor with the words as they stand, or with those that the input `use` proposes."""
    wording = found.wording(language)
    initial = {"words": wording.text if wording else "", "basis": basis, "version": version}
    initial["source_basis"] = source_basis_of(found, language)
    for each in found.inputs:
        if use and each.comment.reference == use and each.rewords:
            initial |= {"words": each.comment.proposed_wording, "answers": [use]}
    return WordingForm(inputs=found.inputs, initial=initial)


def source_basis_of(found: ClauseInputs, language: str) -> str:
    """Hash of the words that a translation translates, as they stand; empty for those words themselves."""
    negotiated = found.clause.text.language
    source = found.wording(negotiated)
    return digest(source.text) if source and language != negotiated else ""


class DispositionForm(forms.Form):
    """The committee's answer to one input."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("noun", "Answer"),
        choices=[(outcome.value, capfirst(outcome.label)) for outcome in Outcome],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Public reason"),
        help_text=_("Needed to reject an input or to find it out of scope."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=_("Language of the reason"), choices=settings.LANGUAGES)
    sitting = forms.CharField(
        label=_("Decided at"),
        help_text=_("A sitting, a date, a written procedure. Everybody reads it."),
        required=False,
        max_length=200,
    )
    revisions = forms.TypedMultipleChoiceField(
        label=_("Revisions that answer it"), coerce=int, required=False
    )
    others = forms.CharField(
        label=_("Numbers of other revisions"),
        help_text=_("Where the change was made in another clause: 118, 121."),
        required=False,
    )
    # The answer its writer saw in force; empty where there was none.
    supersedes = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, about: InputReading, places: Places = NOWHERE, initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial, auto_id=f"id_{about.comment.reference}_%s")
        self._about = about.comment
        self._offer(places)
        self.fields["revisions"] = forms.TypedMultipleChoiceField(
            label=_("Revisions that answer it"),
            coerce=int,
            required=False,
            choices=[(str(revision.id), str(revision.id)) for revision in about.revisions],
        )

    def _offer(self, places: Places) -> None:
        """Offer the sittings to choose from; where there are none, the field is not there."""
        self._places = places
        if not places.sittings:
            return
        self.fields["decided_in"] = forms.ChoiceField(
            label=_("Decided in"),
            help_text=_("The sitting of the drafting committee that decided it. Everybody reads it."),
            required=False,
            choices=[
                ("", _("no sitting, or another")),
                *((each.key, _dated(each)) for each in places.sittings),
            ],
        )

    @property
    def sitting_chosen(self) -> Sitting | None:
        """The sitting that decided it."""
        return self._places.sitting(self.cleaned_data.get("decided_in", ""))

    def clean_others(self) -> list[int]:
        numbers = {number.strip() for number in self.cleaned_data["others"].split(",")} - {""}
        known = later_revisions(
            self._about, [int(number) for number in numbers if number.isdecimal() and len(number) < _TOO_LONG]
        )
        unknown = sorted(numbers - {str(number) for number in known})
        if unknown:
            raise forms.ValidationError(
                _("No change to this text since the input was made has the number %(number)s."),
                params={"number": ", ".join(unknown)},
            )
        return known

    def clean(self) -> dict[str, Any]:
        outcome = self.cleaned_data.get("outcome")
        if outcome in NEEDS_REVISION and "others" in self.cleaned_data and not self.named_revisions:
            self.add_error(
                "revisions",
                _(
                    "Tick the revision that took it in. If there is none yet, change the words of the clause first."
                ),
            )
        if outcome in NEEDS_REASON and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why. Its author and everybody else will read it."))
        return self.cleaned_data

    @property
    def named_revisions(self) -> list[int]:
        """Every revision that is said to answer the input, ticked or by its number."""
        ticked: list[int] = self.cleaned_data.get("revisions", [])
        named: list[int] = self.cleaned_data.get("others", [])
        return sorted({*ticked, *named})

    @property
    def ticked(self) -> set[str]:
        """The revisions that are ticked in the form as it is shown."""
        return {str(each) for each in self["revisions"].value() or ()}


def _dated(sitting: Sitting) -> str:
    """A sitting as it is chosen: its title and its day, where it was held."""
    return f"{sitting}, {day_of(sitting)}"


def disposition_form_for(about: InputReading, language: str, places: Places = NOWHERE) -> DispositionForm:
    """An empty answer, with the revisions named that said they answer the input, whichever clause they changed."""
    known = dict(settings.LANGUAGES)
    here = {revision.id for revision in about.revisions}
    initial = {
        "language": language if language in known else settings.LANGUAGE_CODE,
        "revisions": sorted(about.ticked & here),
        "others": ", ".join(str(number) for number in sorted(about.ticked - here)),
        "supersedes": about.disposition.pk if about.disposition else None,
        "sitting": places.last_words,
        "decided_in": places.last_sitting,
    }
    return DispositionForm(about=about, places=places, initial=initial)
