"""Proposing an amendment, deciding on one, and choosing which to list."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultation.reports.amendments import AmendmentCriteria, AmendmentReading
from drafts.models import AmendmentKind, AmendmentStanding, Weight
from drafts.models.keys import KEY_LENGTH, new_key
from drafts.models.ledger import digest
from drafts.reports.amended import parts_of
from drafts.reports.names import names_of
from drafts.reports.reading import ClauseReading
from drafts.text.inline import plain
from drafts.text.markup import normalise

_LONGEST_WORDING = 50_000
# Kinds that carry words of their own, and those that name another clause.
WITH_WORDS = frozenset({AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.SPLIT})
WITH_ANOTHER = frozenset({AmendmentKind.MOVE, AmendmentKind.MERGE})
_MAKING = frozenset({AmendmentKind.INSERT, AmendmentKind.SPLIT})
_KINDS = [(kind.value, capfirst(kind.label)) for kind in AmendmentKind]
_KEY = re.compile(rf"[0-9a-z]{{{KEY_LENGTH}}}")


class AmendmentForm(forms.Form):
    """What somebody of the committee wants done with a clause."""

    kind = forms.ChoiceField(
        label=_("What you propose"),
        choices=_KINDS,
        error_messages={
            "invalid_choice": _(
                "New clauses are made, and clauses split, in the language that is negotiated."
            ),
        },
        initial=AmendmentKind.REPLACE,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Words"),
        help_text=_(
            "These are the clause’s own words. To replace them, change them here; to insert a clause, write its words"
            " instead; to split the clause, put an empty line at each cut."
        ),
        required=False,
        strip=False,
        max_length=_LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 6, "class": "words"}),
    )
    other = forms.ChoiceField(
        label=_("Other clause"),
        help_text=_("To move: the clause it is to follow. To merge: the clause whose words come in."),
        required=False,
    )
    rationale = forms.CharField(
        label=_("Rationale"),
        help_text=_("The committee reads it beside your proposal."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # Hash of the words that the proposal started from.
    basis = forms.CharField(widget=forms.HiddenInput)
    # Made when the form is first shown, so that sending it twice proposes it once.
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        clause: ClauseReading,
        others: Sequence[ClauseReading],
        makes_clauses: bool = True,
        initial: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Without `makes_clauses` the words are a translation, and kinds that make clauses are not to be had."""
        empty = {"words": clause.source, "basis": digest(clause.source), "key": new_key()}
        super().__init__(data, initial={**empty, **initial})
        if not makes_clauses:
            self.fields["kind"].choices = [each for each in _KINDS if each[0] not in _MAKING]  # type: ignore[attr-defined]
        self.clause = clause
        named = [(key, name.entry) for key, name in names_of(others).items() if key != clause.key]
        self.fields["other"].choices = [("", _("none: to the beginning of the text")), *named]  # type: ignore[attr-defined]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else ""

    def clean(self) -> dict[str, Any]:
        kind = self.cleaned_data.get("kind", "")
        checks = {
            AmendmentKind.REPLACE: self._check_replacing,
            AmendmentKind.INSERT: self._check_inserting,
            AmendmentKind.SPLIT: self._check_splitting,
            AmendmentKind.MERGE: self._check_merging,
        }
        if kind in checks and "words" in self.cleaned_data and "other" in self.cleaned_data:
            checks[AmendmentKind(kind)]()
        return self.cleaned_data

    def _check_replacing(self) -> None:
        words = normalise(self.cleaned_data["words"])
        if not words:
            self.add_error("words", _("Write how the clause should read, or propose to delete it."))
        elif words == self.clause.source:
            self.add_error("words", _("These are the words that stand there already."))

    def _check_inserting(self) -> None:
        if plain(normalise(self.cleaned_data["words"])) in ("", self.clause.plain):
            self.add_error("words", _("Write the words of the new clause."))

    def _check_splitting(self) -> None:
        if len(parts_of(self.cleaned_data["words"])) < 2:
            self.add_error("words", _("Put an empty line where the clause is to be cut."))

    def _check_merging(self) -> None:
        if not self.cleaned_data["other"]:
            self.add_error("other", _("Choose the clause whose words come in."))

    @property
    def proposed(self) -> tuple[AmendmentKind, str]:
        """The kind and the words so far, whether all is in order or not."""
        kind, words = str(self["kind"].value() or ""), str(self["words"].value() or "")
        known = AmendmentKind(kind) if kind in AmendmentKind else AmendmentKind.REPLACE
        return known, words if known in WITH_WORDS else ""


class AcceptForm(forms.Form):
    """Taking an amendment in: as it stands, or, with `words`, with changes."""

    words = forms.CharField(
        label=_("The words that are to stand"),
        strip=False,
        max_length=_LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 6, "class": "words"}),
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
    # Hash of the words in work, and the stamp of the amendment, as the decider read both.
    basis = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: AmendmentReading, with_words: bool) -> None:
        initial = {
            "words": about.proposal if with_words else "",
            "basis": about.basis,
            "seen": about.standing.stamp(),
        }
        super().__init__(data, initial=initial, auto_id="id_change_%s" if with_words else "id_accept_%s")
        if not with_words:
            del self.fields["words"]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if not normalise(words):
            raise forms.ValidationError(_("Write the words that are to stand."))
        return words


class RejectForm(forms.Form):
    """Turning an amendment down."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Its author reads it, and everybody else where a comment proposed it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: AmendmentReading) -> None:
        super().__init__(data, initial={"seen": about.standing.stamp()}, auto_id="id_reject_%s")


class AmendmentCriteriaForm(forms.Form):
    """Which amendments to list; what cannot be understood is taken for “all”."""

    state = forms.ChoiceField(
        label=pgettext_lazy("amendment", "State"),
        required=False,
        choices=[("", pgettext_lazy("amendments", "all")), *AmendmentStanding.State.choices],
    )
    fit = forms.ChoiceField(
        label=_("Against the words in work"),
        required=False,
        choices=[("", pgettext_lazy("amendments", "all")), *AmendmentStanding.Fit.choices],
    )
    source = forms.ChoiceField(label=_("Proposed by"), required=False)

    def __init__(self, data: Any, sources: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["source"] = forms.ChoiceField(
            label=_("Proposed by"),
            required=False,
            choices=[("", pgettext_lazy("amendments", "all")), *sources],
        )

    @property
    def criteria(self) -> AmendmentCriteria:
        """The fields that hold a known choice."""
        self.is_valid()
        return AmendmentCriteria(**{name: self.cleaned_data.get(name, "") for name in self.fields})
