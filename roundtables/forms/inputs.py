"""Taking in what was said: on which clause, about which of its words, and what it proposes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultation.models import CommentKind
from drafts.models import Clause, Version
from drafts.reports.reading import ClauseReading, read_clause
from drafts.text.anchors import Anchor, locate_selection
from drafts.text.inline import plain
from drafts.text.markup import normalise
from roundtables.actions.inputs import TakenAs
from roundtables.reports.tables import OnTheTable, clause_choices

_LONGEST_WORDING = 50_000


class TakeInForm(forms.Form):
    """How an intervention becomes an input; on its own clause nothing need be filled in."""

    clause = forms.ChoiceField(label=_("Clause"))
    kind = forms.ChoiceField(
        label=_("Kind of comment"),
        choices=[(kind.value, capfirst(kind.label)) for kind in CommentKind],
        initial=CommentKind.GENERAL,
        required=False,
    )
    quote = forms.CharField(
        label=_("Words of the clause that it is about"),
        help_text=_("As they stand in the clause. Leave this empty where the whole clause is meant."),
        required=False,
        max_length=_LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 2, "class": "words"}),
    )
    proposed_wording = forms.CharField(
        label=_("How the clause should read"),
        help_text=_(
            "Only where whoever spoke proposed words: they are put before the committee as an amendment."
        ),
        required=False,
        max_length=_LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
    )
    wording_language = forms.ChoiceField(
        label=_("Language of these words"), choices=settings.LANGUAGES, required=False
    )

    anchor: Anchor | None = None

    def __init__(self, data: Any = None, *, table: Sequence[OnTheTable], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._table = table
        self.fields["clause"] = forms.ChoiceField(label=_("Clause"), choices=clause_choices(list(table)))

    def clean_proposed_wording(self) -> str:
        return normalise(self.cleaned_data["proposed_wording"])

    def clean(self) -> dict[str, Any]:
        version, clause = self._chosen()
        if version is None or clause is None:
            return self.cleaned_data
        language = self.cleaned_data.get("wording_language") or version.text.language
        reading = read_clause(version, clause, language)
        self.cleaned_data |= {"about": clause, "wording_language": language}
        if reading is not None:
            self._locate(reading)
            self._compare(reading)
        return self.cleaned_data

    def _chosen(self) -> tuple[Version | None, Clause | None]:
        key = self.cleaned_data.get("clause")
        version = next((each.version for each in self._table if key in dict(each.choices)), None)
        clause = Clause.objects.select_related("text").filter(key=key).first() if version else None
        return version, clause

    def _locate(self, reading: ClauseReading) -> None:
        quote = self.cleaned_data.get("quote")
        if not quote:
            return
        self.anchor = locate_selection(reading.plain, quote, "", "", None)
        if self.anchor is None:
            self.add_error(
                "quote",
                _(
                    "These words do not stand in the clause in this language, or stand in it more than once."
                    " Correct them or quote more of it; or empty this field."
                ),
            )

    def _compare(self, reading: ClauseReading) -> None:
        """Words that read as the clause does propose nothing."""
        if plain(self.cleaned_data.get("proposed_wording", "")) == plain(reading.source):
            self.cleaned_data["proposed_wording"] = ""

    @property
    def taken_as(self) -> TakenAs:
        return TakenAs(
            kind=CommentKind(self.cleaned_data["kind"] or CommentKind.GENERAL),
            anchor=self.anchor,
            proposed_wording=self.cleaned_data["proposed_wording"],
            wording_language=self.cleaned_data["wording_language"],
        )
