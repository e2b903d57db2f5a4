"""Replying, moderating a reply, merging what says the same, and what an author says to an answer."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultation.models import Comment, Reaction, Reply
from drafts.models.keys import KEY_LENGTH, new_key

LONGEST_BODY = 5_000
_KEY = re.compile(rf"[0-9a-z]{{{KEY_LENGTH}}}")
_REFERENCES = re.compile(r"[\s,;]+")


def _language() -> str:
    language = get_language()
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class ReplyForm(forms.Form):
    """What somebody says to a comment, or to a question about theirs."""

    # No `maxlength` in the page: a browser would cut a long paste short without a word.
    body = forms.CharField(label=_("Your words"), widget=forms.Textarea(attrs={"rows": 5}))
    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    # Made when the form is first shown, so that sending it twice says it once.
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else new_key()

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"].replace("\r\n", "\n")
        if len(body) > LONGEST_BODY:
            raise forms.ValidationError(
                _("A reply has %(limit)s characters at most; this one has %(length)s."),
                params={"limit": LONGEST_BODY, "length": len(body)},
            )
        return body


def empty_reply() -> ReplyForm:
    """A form for a reply that nobody has begun."""
    return ReplyForm(initial={"language": _language(), "key": new_key()})


class ScreenForm(forms.Form):
    """One decision on a reply, from the state its moderator saw it in."""

    state = forms.ChoiceField(
        choices=[(Reply.State.VISIBLE, ""), (Reply.State.HIDDEN, "")],
        error_messages={
            "required": _("Choose what becomes of the reply."),
            "invalid_choice": _("A reply is made visible or hidden."),
        },
    )
    was = forms.ChoiceField(choices=Reply.State, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason, shown to the author"),
        help_text=_("Needed to hide it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        state = self.cleaned_data.get("state")
        if state == Reply.State.HIDDEN and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why; a reply is never hidden without a reason."))
        if state and state == self.cleaned_data.get("was"):
            self.add_error("state", _("That is what the reply is already."))
        return self.cleaned_data


class MergeForm(forms.Form):
    """Which comments say the same as one: ticked, or by their references."""

    comments = forms.MultipleChoiceField(label=_("Inputs that say the same"), required=False)
    references = forms.CharField(
        label=_("References of others on this text"),
        help_text=_("As they stand beside each input: 7k2m9qa, 4tq81zd."),
        required=False,
    )

    def __init__(self, data: Any = None, *, candidates: Sequence[Comment]) -> None:
        super().__init__(data)
        choices = [(each.reference, each.reference) for each in candidates]
        self.fields["comments"] = forms.MultipleChoiceField(
            label=_("Inputs that say the same"), required=False, choices=choices
        )

    def clean(self) -> dict[str, Any]:
        if not self.errors and not self.named:
            raise forms.ValidationError(_("Tick the inputs that say the same, or type their references."))
        return self.cleaned_data

    @property
    def named(self) -> list[str]:
        """Every reference, ticked or typed."""
        typed = _REFERENCES.split(self.cleaned_data.get("references", "").strip().lower())
        return sorted({*self.cleaned_data.get("comments", []), *typed} - {""})

    @property
    def ticked(self) -> set[str]:
        """What is ticked in the form as it is shown."""
        return set(self["comments"].value() or ())


class ReactionForm(forms.Form):
    """Whether the author accepts an answer."""

    kind = forms.ChoiceField(
        label=_("What do you say to it?"),
        choices=[(kind.value, capfirst(kind.label)) for kind in Reaction.Kind],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Needed to contest it. The committee and everybody else will read it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language you write in"), choices=settings.LANGUAGES)
    # The answer its writer read.
    answer = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, may_contest: bool, initial: Any = None) -> None:
        super().__init__(data, initial={"language": _language(), **(initial or {})})
        if not may_contest:
            accepted = Reaction.Kind.ACCEPTED
            self.fields["kind"] = forms.ChoiceField(
                label=_("What do you say to it?"),
                choices=[(accepted.value, capfirst(accepted.label))],
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        contests = self.cleaned_data.get("kind") == Reaction.Kind.CONTESTED
        if contests and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Say why you contest it."))
        return self.cleaned_data
