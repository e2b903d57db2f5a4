"""Writing a comment: what is said, about which words, and what they should become."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultation.actions.comments import Words
from consultation.models import CommentDraft, CommentKind, GuidingQuestion
from drafts.models import AmendmentKind
from drafts.models.keys import KEY_LENGTH, new_key
from drafts.reports.reading import ClauseReading
from drafts.text.anchors import Anchor, locate_selection
from drafts.text.inline import plain
from drafts.text.markup import normalise

LONGEST_BODY = 10_000
# What the proposed words are for; nobody need choose.
PROPOSALS = [
    (AmendmentKind.REPLACE.value, _("In place of the clause")),
    (AmendmentKind.INSERT.value, _("As a new clause after it")),
    (AmendmentKind.DELETE.value, _("The clause goes; no words are needed")),
]
_LONGEST_WORDING = 50_000
_KEY = re.compile(rf"[0-9a-z]{{{KEY_LENGTH}}}")


class CommentForm(forms.Form):
    """A comment on a clause, or on words in it; in a draft everything may stay empty."""

    quote = forms.CharField(
        label=_("Words you comment on"),
        help_text=_("Leave this empty to comment on the whole clause."),
        required=False,
        max_length=_LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 2, "class": "words"}),
    )
    # No `maxlength` in the page: a browser would cut a long paste short without a word.
    body = forms.CharField(
        label=_("Your comment"),
        help_text=_("Leave this empty only where the words you propose speak for themselves."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    proposal = forms.ChoiceField(
        label=_("What you propose"),
        choices=PROPOSALS,
        initial=AmendmentKind.REPLACE,
        required=False,
        widget=forms.RadioSelect,
    )
    proposed_wording = forms.CharField(
        label=_("How the clause should read"),
        help_text=_("These are the clause’s own words. Change them here; unchanged, they propose nothing."),
        required=False,
        max_length=_LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 5, "class": "words"}),
    )
    kind = forms.ChoiceField(
        label=_("Kind of comment"),
        choices=[(kind.value, capfirst(kind.label)) for kind in CommentKind],
        initial=CommentKind.GENERAL,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    # Where the browser saw the selection; what decides is whether the words stand in the clause.
    quote_prefix = forms.CharField(required=False, strip=False, max_length=200, widget=forms.HiddenInput)
    quote_suffix = forms.CharField(required=False, strip=False, max_length=200, widget=forms.HiddenInput)
    quote_start = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    # Made when the form is first shown, so that sending it twice says it once.
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    anchor: Anchor | None = None

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        clause: ClauseReading,
        initial: dict[str, Any] | None = None,
        questions: Sequence[GuidingQuestion] = (),
    ) -> None:
        super().__init__(data, initial=initial)
        self.clause = clause
        self._ask(questions)

    def _ask(self, questions: Sequence[GuidingQuestion]) -> None:
        """Offer the guiding questions to choose from; where there are none, the field is not there."""
        if not questions:
            return
        asked = {each.key: each for each in questions}
        none = ("", _("none in particular"))
        self.fields["question"] = forms.TypedChoiceField(
            label=_("The question you answer"),
            choices=[none, *((each.key, f"{each.number}. {each}") for each in questions)],
            coerce=asked.get,
            empty_value=None,
            required=False,
        )

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else new_key()

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        if len(body) > LONGEST_BODY:
            raise forms.ValidationError(
                _("A comment has %(limit)s characters at most; this one has %(length)s."),
                params={"limit": LONGEST_BODY, "length": len(body)},
            )
        return body

    def clean_proposed_wording(self) -> str:
        """Words that read as the clause does propose nothing."""
        proposed = normalise(self.cleaned_data["proposed_wording"])
        return "" if plain(proposed) == plain(self.clause.source) else proposed

    def clean_proposal(self) -> AmendmentKind:
        return AmendmentKind(self.cleaned_data["proposal"] or AmendmentKind.REPLACE)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("proposal") == AmendmentKind.DELETE:
            self.cleaned_data["proposed_wording"] = ""
        quote = self.cleaned_data.get("quote")
        if quote:
            self.anchor = self._located(quote)
            if self.anchor is None:
                self.add_error("quote", self._not_found())
        return self.cleaned_data

    def _located(self, quote: str) -> Anchor | None:
        around = (self.cleaned_data.get("quote_prefix", ""), self.cleaned_data.get("quote_suffix", ""))
        return locate_selection(self.clause.plain, quote, *around, self.cleaned_data.get("quote_start"))

    def _not_found(self) -> str:
        return str(
            _(
                "These words do not stand in the clause, or stand in it more than once. Correct them or quote"
                " more of it; or empty this field to comment on the whole clause."
            )
        )

    def says_something(self) -> bool:
        """Whether there is enough to submit; says what is missing where there is not."""
        if self.is_valid() and not (self.cleaned_data["body"] or self.words().proposes):
            self.add_error("body", _("Write your comment, or propose other words for the clause."))
        return self.is_valid()

    def words(self) -> Words:
        """What was written, as the actions take it."""
        question = self.cleaned_data.get("question")
        return Words(
            body=self.cleaned_data.get("body", ""),
            language=self.cleaned_data.get("language", settings.LANGUAGE_CODE),
            kind=CommentKind(self.cleaned_data.get("kind", CommentKind.GENERAL)),
            proposed_wording=self.cleaned_data.get("proposed_wording", ""),
            wording_language=self.clause.language,
            anchor=self.anchor,
            proposal=self.cleaned_data.get("proposal", AmendmentKind.REPLACE),
            question=question.pk if question else None,
        )


def form_from_selection(
    clause: ClauseReading, selection: QueryDict, questions: Sequence[GuidingQuestion] = ()
) -> CommentForm:
    """An empty form on a clause, with the words that were selected in the browser."""
    known = dict(settings.LANGUAGES)
    language = get_language()
    return CommentForm(
        clause=clause,
        questions=questions,
        initial={
            "question": selection.get("question", ""),
            "quote": selection.get("exact", ""),
            "quote_prefix": selection.get("prefix", ""),
            "quote_suffix": selection.get("suffix", ""),
            "quote_start": selection.get("start", ""),
            "proposed_wording": clause.source,
            "language": language if language in known else settings.LANGUAGE_CODE,
            "key": new_key(),
        },
    )


def form_from_draft(
    clause: ClauseReading, draft: CommentDraft, questions: Sequence[GuidingQuestion] = ()
) -> CommentForm:
    """A form with what was half-written."""
    asked = next((each.key for each in questions if each.pk == draft.question_id), "")
    return CommentForm(
        clause=clause,
        questions=questions,
        initial={
            "question": asked,
            "quote": draft.quote,
            "quote_prefix": draft.prefix,
            "quote_suffix": draft.suffix,
            "quote_start": _in_utf16(clause.plain, draft.start),
            "body": draft.body,
            "proposed_wording": draft.proposed_wording or clause.source,
            "proposal": draft.proposal,
            "kind": draft.kind,
            "language": draft.language,
            "key": draft.key,
        },
    )


def _in_utf16(words: str, start: int | None) -> int | None:
    """A place in the words as browsers count it: signs beyond the basic plane count twice."""
    return None if start is None else len(words[:start].encode("utf-16-le")) // 2
