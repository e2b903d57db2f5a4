"""Changing the structure: what clause, where to, into which words, how much it changes and why."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from drafts.models import Weight
from drafts.models.texts import CLAUSE_KINDS, NUMBERINGS
from drafts.reports.names import names_in
from drafts.reports.outlines import Outline
from drafts.text.markup import MAX_CLAUSE_CHARS, ClauseKind

DEEPEST = 8
_CUT = re.compile(r"\r?\n[ \t]*\r?\n\s*")
_LONGEST_LABEL = 80


class ActForm(forms.Form):
    """Any change of structure: how much it changes, why, and what the person saw when the form was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
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

    def at_the_top(self, **fields: forms.Field) -> None:
        """Fields of the one act, before those that all have."""
        self.fields = {**fields, **self.fields}

    @property
    def words(self) -> dict[str, str]:
        """Language → what was typed, in the fields for words."""
        typed = {name.removeprefix("words_"): str(value) for name, value in self.cleaned_data.items()}
        return {name: typed[name] for name in typed if f"words_{name}" in self.fields}

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What somebody wrote, field by field, to be shown where the form cannot be."""
        fields = [
            field for field in self if isinstance(field.field.widget, (forms.Textarea, forms.TextInput))
        ]
        return [(str(field.label), str(field.data)) for field in fields if field.data]


def words_field(language: str, *, required: bool, help_text: Any = "") -> forms.CharField:
    """A field for a clause's words in one language, called by it."""
    return forms.CharField(
        label=_("Words, %(language)s") % {"language": get_language_info(language)["name_translated"]},
        help_text=help_text,
        required=required,
        max_length=MAX_CLAUSE_CHARS,
        widget=forms.Textarea(attrs={"rows": 5, "class": "words", "lang": language}),
    )


def _kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Kind"), choices=[(kind, capfirst(str(name))) for kind, name in CLAUSE_KINDS]
    )


def _depth_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Depth"),
        help_text=_("0 stands at the margin; a point under a paragraph has 1."),
        min_value=0,
        max_value=DEEPEST,
    )


def _label_field(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, max_length=_LONGEST_LABEL)


def _place_field(outline: Outline, without: Iterable[str] = ()) -> forms.CharField:
    """After which clause. A choice names the clause that followed too, as the person saw it."""
    held = set(without)
    choices = [(outline.seam(""), gettext("at the beginning"))]
    choices += [(outline.seam(key), entry) for key, entry in _entries(outline) if key not in held]
    return forms.CharField(label=_("After"), widget=forms.Select(choices=choices))


def _entries(outline: Outline) -> list[tuple[str, str]]:
    """Each clause in a list to choose from: its name and how it begins, set in as deep as it stands."""
    names = names_in(outline)
    return [
        (spot.key, f"{'\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}' * spot.depth}{names[spot.key].entry}")
        for spot in outline.spots
    ]


class InsertForm(ActForm):
    """A new clause: its words, its kind and depth, and its label where labels are printed."""

    def __init__(
        self, data: Any, languages: Iterable[str], *, negotiated: str, printed: bool, initial: Any
    ) -> None:
        super().__init__(data, initial=initial)
        fields: dict[str, forms.Field] = {"kind": _kind_field(), "depth": _depth_field()}
        if printed:
            fields["label"] = _label_field(
                _("Label"), _("As it is printed before the words; it may be empty.")
            )
        for language in languages:
            fields[f"words_{language}"] = words_field(language, required=language == negotiated)
        self.at_the_top(**fields)


class MoveForm(ActForm):
    """Where a clause goes, and whether what it holds goes along."""

    def __init__(self, data: Any, outline: Outline, key: str, *, initial: Any) -> None:
        super().__init__(data, initial=initial)
        fields: dict[str, forms.Field] = {"after": _place_field(outline, [key])}
        held = len(outline.section(key)) - 1
        if held:
            fields["with_section"] = with_section_field(held)
        self.at_the_top(**fields)


def with_section_field(held: int) -> forms.BooleanField:
    """Whether what a clause holds goes along with it."""
    label = ngettext("With the clause under it", "With the %(number)s clauses under it", held)
    return forms.BooleanField(label=label % {"number": held}, required=False)


class IndentForm(ActForm):
    """How deep a clause stands, and what it is."""

    def __init__(self, data: Any, outline: Outline, key: str, *, initial: Any) -> None:
        super().__init__(data, initial=initial)
        fields: dict[str, forms.Field] = {"kind": _kind_field(), "depth": _depth_field()}
        held = len(outline.section(key)) - 1
        if held:
            fields["with_section"] = with_section_field(held)
        self.at_the_top(**fields)


class SplitForm(ActForm):
    """A clause's words with an empty line at each cut; a translation without one stays whole."""

    def __init__(
        self, data: Any, words: Mapping[str, str], *, negotiated: str, printed: bool, initial: Any
    ) -> None:
        super().__init__(data, initial={f"words_{each}": words[each] for each in words} | initial)
        self._negotiated = negotiated
        fields: dict[str, forms.Field] = {}
        for language in sorted(words, key=lambda each: (each != negotiated, each)):
            hint = _("Put an empty line where the clause is cut.")
            if language != negotiated:
                hint = _(
                    "Cut it at the same places, or leave it: it then stays whole, to be translated again."
                )
            fields[f"words_{language}"] = words_field(language, required=True, help_text=hint)
        if printed:
            fields["labels"] = _label_field(
                _("Labels of the new clauses"), _("One for each further part, with a semicolon between two.")
            )
        self.at_the_top(**fields)

    @property
    def parts(self) -> dict[str, list[str]]:
        """Language → parts; translations that were left whole are left out."""
        cut = {
            language: [part for part in _CUT.split(text.strip()) if part]
            for language, text in self.words.items()
        }
        return {each: parts for each, parts in cut.items() if each == self._negotiated or len(parts) > 1}

    @property
    def labels(self) -> list[str]:
        return [label.strip() for label in self.cleaned_data.get("labels", "").split(";")]

    def clean(self) -> dict[str, Any]:
        name = f"words_{self._negotiated}"
        if self.cleaned_data.get(name) and len(self.parts.get(self._negotiated, ())) == 1:
            self.add_error(name, _("Nothing is cut yet. Put an empty line where the second clause begins."))
        return self.cleaned_data


class MergeForm(ActForm):
    """The words of two clauses as one: joined as they stand, to be edited."""

    other = forms.SlugField(widget=forms.HiddenInput)

    def __init__(self, data: Any, joined: Mapping[str, str], *, negotiated: str, initial: Any) -> None:
        super().__init__(data, initial={f"words_{each}": joined[each] for each in joined} | initial)
        self._joined, self._negotiated = joined, negotiated
        fields: dict[str, forms.Field] = {}
        for language in sorted(joined, key=lambda each: (each != negotiated, each)):
            hint = _("The words of both, joined. Make one clause of them.")
            if language != negotiated:
                hint = _("Left as it is joined here, it waits to be translated again.")
            fields[f"words_{language}"] = words_field(language, required=True, help_text=hint)
        self.at_the_top(**fields)

    @property
    def given(self) -> dict[str, str]:
        """The words somebody wrote; a translation left as it was joined is nobody's."""
        return {
            language: text
            for language, text in self.words.items()
            if language == self._negotiated
            or " ".join(text.split()) != " ".join(self._joined[language].split())
        }


class OtherForm(forms.Form):
    """Which clause is merged into the one at hand."""

    other = forms.ChoiceField(label=_("Clause that goes into this one"))

    def __init__(self, outline: Outline, key: str, *, other: str) -> None:
        super().__init__(initial={"other": other})
        choices = [each for each in _entries(outline) if each[0] != key]
        self.fields["other"] = forms.ChoiceField(label=self.fields["other"].label, choices=choices)


class NumberingForm(forms.Form):
    """How the clauses of the version in work are numbered."""

    scheme = forms.ChoiceField(
        label=_("Numbering"), choices=[(name, capfirst(str(text))) for name, text in NUMBERINGS]
    )
    basis = forms.CharField(widget=forms.HiddenInput, required=False)


class UndoForm(forms.Form):
    """Why a revision is undone; behind which clause, where the old place is gone."""

    basis = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Everyone reads it beside the changed words."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any, outline: Outline | None, *, initial: Any) -> None:
        super().__init__(data, initial=initial)
        if outline is not None:
            self.fields = {"after": _place_field(outline), **self.fields}


class ByHandForm(forms.Form):
    """Words that a person puts together where undoing meets other changes."""

    basis = forms.CharField(widget=forms.HiddenInput)
    words = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 6, "class": "words"}))
    weight = ActForm.base_fields["weight"]
    reason = ActForm.base_fields["reason"]


def kind_of(form: forms.Form) -> ClauseKind:
    """The kind that was chosen."""
    return ClauseKind(form.cleaned_data["kind"])
