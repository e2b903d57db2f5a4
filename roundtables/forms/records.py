"""The record of a session: until when it is corrected, what is asked for, and what a rapporteur decides."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from consultation.forms.rounds import Moment
from consultation.models import Attribution, Category
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.actions.corrections import Ruling, Wanted
from roundtables.actions.interventions import Attributed
from roundtables.forms.notes import ConfirmedForm
from roundtables.models import Attendance, Correction

LONGEST_WORDS = 20_000
LONGEST_REASON = 2000
_KEY = re.compile(rf"[0-9a-z]{{{KEY_LENGTH}}}")
State = Correction.State


def _within(words: str, limit: int) -> str:
    words = words.replace("\r\n", "\n").strip()
    if len(words) > limit:
        raise forms.ValidationError(
            _("At most %(limit)s characters; these are %(length)s."),
            params={"limit": limit, "length": len(words)},
        )
    return words


class RoundForm(forms.Form):
    """Until when those who attended ask for corrections."""

    until = forms.DateTimeField(
        label=_("Corrections until"),
        help_text=_("Until then those who attended ask for corrections. It is not shortened afterwards."),
        widget=Moment,
    )


class AnotherRoundForm(RoundForm):
    """The same for another round, which need not be."""

    until = forms.DateTimeField(
        label=_("Another round of corrections until"),
        help_text=_("Leave it empty to have the record signed as it is then."),
        widget=Moment,
        required=False,
    )


class ContentForm(forms.Form):
    """The fingerprint of the version that somebody has before them."""

    content = forms.CharField(widget=forms.HiddenInput)


class SignForm(ContentForm):
    """The same, and in which capacity it is signed."""

    capacity = forms.CharField(widget=forms.HiddenInput)


class CorrectionForm(forms.Form):
    """What somebody wants to read instead, or misses, and why."""

    number = forms.IntegerField(min_value=1, max_value=32767, widget=forms.HiddenInput)
    target = forms.CharField(required=False, widget=forms.HiddenInput)
    # Made when the form is first shown, so that sending it twice asks once.
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("What the record should say"), widget=forms.Textarea(attrs={"rows": 6, "class": "words"})
    )
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args: Any, language: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Words that are corrected stay in their language.
        self._language = language
        if language:
            del self.fields["language"]
        else:
            self.fields["language"].initial = get_language()

    def clean_words(self) -> str:
        return _within(self.cleaned_data["words"], LONGEST_WORDS)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else new_key()

    def wanted(self) -> Wanted:
        """What is asked for."""
        given = self.cleaned_data
        language = self._language or given.get("language") or settings.LANGUAGE_CODE
        return Wanted(given["words"], language, given["target"], given["reason"])


class RulingForm(ConfirmedForm):
    """What becomes of a correction."""

    state = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            (State.ACCEPTED.value, _("Accept it")),
            (State.CHANGED.value, _("Accept it with changes: the words below stand")),
            (State.REFUSED.value, _("Refuse it, for the reason below")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Words that are to stand"),
        help_text=_("Read only where you accept it with changes."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "words"}),
    )
    answer = forms.CharField(
        label=_("What you say to it"),
        help_text=_("Its author reads this. Whoever refuses says why."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, correction: Correction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._correction = correction

    def clean_words(self) -> str:
        return _within(self.cleaned_data["words"], LONGEST_WORDS)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("state") == State.REFUSED and not given.get("answer", "").strip():
            self.add_error("answer", _("Say why it is refused."))
        if given.get("state") == State.CHANGED and not given.get("words"):
            self.add_error("words", _("Write the words that are to stand."))
        if given.get("state") in {State.ACCEPTED, State.CHANGED}:
            written = given.get("words") if given["state"] == State.CHANGED else self._correction.words
            self.ask_about_names(written or "", self._rule(), self._correction.version.record.session)
        return given

    def _rule(self) -> Attribution:
        """What the words that are to stand were said under."""
        said = self._correction.intervention
        return Attribution(said.rule if said else self._correction.version.record.session.rule)

    def ruling(self) -> Ruling:
        """What is decided."""
        given = self.cleaned_data
        return Ruling(State(given["state"]), given["seen"], given["words"], given["answer"])


class SupplyForm(RulingForm):
    """The same of what is missing: where it belongs, and to whom it is attributed."""

    after = forms.IntegerField(
        label=_("After the intervention number"),
        help_text=_("Leave it empty to have it stand first."),
        min_value=1,
        required=False,
    )
    attributed = forms.ChoiceField(label=_("Attributed to"), choices=())
    field_order = ("state", "after", "attributed", "words", "answer", "seen")

    def __init__(self, *args: Any, keys: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keys = keys
        there = self._attendance()
        choices = _attributions(self._correction, there)
        self.fields["attributed"].choices = choices  # type: ignore[attr-defined]
        self.fields["attributed"].initial = _first_choice(choices, there)
        self.fields["after"].max_value = len(keys)  # type: ignore[attr-defined]

    def _attendance(self) -> Attendance | None:
        session = self._correction.version.record.session
        there = Attendance.objects.standing().filter(session=session, user=self._correction.proposed_by)
        return there.select_related("organisation").first()

    def clean_after(self) -> int:
        after: int = self.cleaned_data["after"] or 0
        if after > len(self._keys):
            raise forms.ValidationError(_("The record has no intervention of this number."))
        return after

    def ruling(self) -> Ruling:
        given, made = self.cleaned_data, super().ruling()
        after = self._keys[given["after"] - 1] if given["after"] else ""
        return Ruling(made.state, made.seen, made.words, made.answer, after, self._attributed())

    def _rule(self) -> Attribution:
        kind = self.cleaned_data.get("attributed", "").partition(":")[0]
        return Attribution(kind) if kind else super()._rule()

    def _attributed(self) -> Attributed:
        kind, _sign, category = self.cleaned_data["attributed"].partition(":")
        if kind != Attribution.NAMED:
            return Attributed(Attribution(kind), category=category)
        there = self._attendance()
        return Attributed(
            Attribution.NAMED,
            speaker=self._correction.proposed_by,
            organisation=there.organisation if there else None,
            body=there.body if there else "",
            category=there.category if there else "",
        )


def _attributions(correction: Correction, there: Attendance | None) -> list[tuple[str, str]]:
    """To whom what is missing may be attributed under the rule of its session, the loosest first."""
    rule = correction.version.record.session.attribution
    choices = [(Attribution.NONE.value, str(capfirst(Attribution.NONE.label)))]
    if rule.allows(Attribution.CATEGORY) and rule != Attribution.NONE:
        named = [(f"{Attribution.CATEGORY}:{key}", str(capfirst(label))) for key, label in Category.choices]
        choices = [*named, *choices]
    if rule == Attribution.NAMED:
        who = str(correction.proposed_by)
        shown = f"{there.organisation} ({who})" if there and there.organisation else who
        choices = [(Attribution.NAMED.value, shown), *choices]
    return choices


def _first_choice(choices: list[tuple[str, str]], there: Attendance | None) -> str:
    """The speaker themselves, else the category they were entered under, else nobody."""
    known = f"{Attribution.CATEGORY}:{there.category}" if there else ""
    values = [value for value, _label in choices]
    return values[0] if values[0] == Attribution.NAMED or known not in values else known
