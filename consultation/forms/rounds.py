"""Publishing a version, putting it out for input, and what becomes of the terms then."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from consultation.actions.rounds import Terms
from consultation.models import Category, Consultation, Organisation
from consultation.reports.terms import stamp_of

Audience, Moderation = Consultation.Audience, Consultation.Moderation

VISIBLE_WHEN = [
    (
        Moderation.AFTER.value,
        _("At once: everybody reads an input when it is submitted; it may be moderated later"),
    ),
    (
        Moderation.BEFORE.value,
        _("After moderation: everybody reads an input once a moderator has let it through"),
    ),
    (
        Moderation.CLOSING.value,
        _(
            "Once it has closed: until then only its author and the committee read an input, then everybody does"
        ),
    ),
]
WHO = [
    (Audience.REGISTERED.value, _("All registered participants")),
    (Audience.NAMED.value, _("The categories and organisations named below, and nobody else")),
    (Audience.PUBLIC.value, _("Everybody with an account and a confirmed e-mail address")),
]
LONGEST_REASON = 2000


class PublishForm(forms.Form):
    """What the chair saw when signing: the version's number and the hash of its content."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    basis = forms.CharField(widget=forms.HiddenInput)


class Moment(forms.DateTimeInput):
    """A day and a time of day, as the browser lets people choose them; seconds only where there are some."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, datetime) and value.second:
            return value.strftime("%Y-%m-%dT%H:%M:%S")
        return super().format_value(value)


class TermsForm(forms.Form):
    """From when to when, visible when, and who is asked."""

    opens_at = forms.DateTimeField(label=_("Opens"), widget=Moment)
    closes_at = forms.DateTimeField(label=_("Closes"), widget=Moment)
    moderation = forms.ChoiceField(
        label=_("When inputs become visible"),
        help_text=_("From its opening on this can be made stricter, never looser."),
        choices=VISIBLE_WHEN,
        initial=Moderation.BEFORE,
        widget=forms.RadioSelect,
    )
    audience = forms.ChoiceField(
        label=_("Who may speak"),
        help_text=_("From its opening on more people can be asked, never fewer."),
        choices=WHO,
        initial=Audience.REGISTERED,
        widget=forms.RadioSelect,
    )
    categories = forms.MultipleChoiceField(
        label=_("Categories asked"),
        choices=[(category.value, capfirst(category.label)) for category in Category],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    organisations = forms.ModelMultipleChoiceField(
        label=_("Organisations asked"),
        help_text=_("Beside those of the categories. Hold Ctrl or ⌘ to choose several."),
        queryset=Organisation.objects.order_by("name"),
        to_field_name="slug",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, data: Any = None, *, now: datetime, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self._now = now

    def clean(self) -> dict[str, Any]:
        opens_at, closes_at = self.cleaned_data.get("opens_at"), self.cleaned_data.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("It closes before it opens. Choose a later time."))
        elif closes_at and closes_at <= self._now:
            self.add_error("closes_at", _("This time has passed. Choose a later one."))
        self._check_audience()
        return self.cleaned_data

    def _check_audience(self) -> None:
        """Whoever asks only those named names somebody, and whoever asks more names nobody."""
        named = bool(self.cleaned_data.get("categories") or self.cleaned_data.get("organisations"))
        chosen = self.cleaned_data.get("audience")
        if chosen == Audience.NAMED and not named and not self.errors:
            self.add_error("audience", _("Name at least one category or organisation below."))
        elif named and chosen in {Audience.REGISTERED, Audience.PUBLIC}:
            self.add_error(
                "audience", _("You named some of them below: choose that only they are asked, or name none.")
            )

    def terms(self) -> Terms:
        """What was chosen, as the actions take it."""
        chosen = self.cleaned_data
        return Terms(
            opens_at=chosen["opens_at"],
            closes_at=chosen["closes_at"],
            moderation=Moderation(chosen["moderation"]),
            audience=Audience(chosen["audience"]),
            categories=[Category(each) for each in chosen["categories"]],
            organisations=list(chosen["organisations"]),
        )


def _questions_field(code: str) -> forms.CharField:
    return forms.CharField(
        label=_("Guiding questions (%(language)s)")
        % {"language": get_language_info(code)["name_translated"]},
        help_text=_("One question a line; the same ones, in the same order, in each language."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
    )


class QuestionFields:
    """Guiding questions in each language of the interface, one a line."""

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]

    def add_question_fields(self) -> None:
        for code, _name in settings.LANGUAGES:
            self.fields[f"questions_{code}"] = _questions_field(code)

    def check_questions(self) -> str:
        """What is wrong with them, or nothing: a question is asked in every language."""
        numbers = {len(lines) for lines in self._lines().values()}
        if len(numbers) > 1:
            return gettext("A question is missing in one of the languages: each has a line in every one.")
        return ""

    def questions(self) -> list[Mapping[str, str]]:
        """Each question with its words in each language."""
        lines = self._lines()
        return [dict(zip(lines, words, strict=True)) for words in zip(*lines.values(), strict=True)]

    def _lines(self) -> dict[str, list[str]]:
        typed = {code: self.cleaned_data.get(f"questions_{code}", "") for code, _name in settings.LANGUAGES}
        return {
            code: [line.strip() for line in words.splitlines() if line.strip()]
            for code, words in typed.items()
        }


class ConsultationForm(QuestionFields, TermsForm):
    """A new consultation: its terms, and what is asked."""

    def __init__(self, data: Any = None, *, now: datetime, initial: Any = None) -> None:
        super().__init__(data, now=now, initial=initial)
        self.add_question_fields()

    def clean(self) -> dict[str, Any]:
        super().clean()
        if wrong := self.check_questions():
            self.add_error(f"questions_{settings.LANGUAGES[-1][0]}", wrong)
        return self.cleaned_data


class ChangeForm(TermsForm):
    """Other terms for a consultation; once it is open its times are not among them."""

    was = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: Consultation, now: datetime) -> None:
        super().__init__(data, now=now, initial=_terms_of(about))
        self._about = about
        if about.opens_at <= now:
            del self.fields["opens_at"], self.fields["closes_at"]

    def clean(self) -> dict[str, Any]:
        for name in ("opens_at", "closes_at"):
            if name not in self.fields:
                self.cleaned_data[name] = getattr(self._about, name)
        return super().clean()


def _terms_of(consultation: Consultation) -> dict[str, object]:
    return {
        "opens_at": timezone.localtime(consultation.opens_at),
        "closes_at": timezone.localtime(consultation.closes_at),
        "moderation": consultation.moderation,
        "audience": consultation.audience,
        "categories": consultation.categories,
        "organisations": [each.slug for each in consultation.organisations.all()],
        "was": stamp_of(consultation),
    }


class QuestionsForm(QuestionFields, forms.Form):
    """More guiding questions, about the text or about one clause of it."""

    clause = forms.CharField(
        label=_("About the clause"),
        help_text=_("Its key, as it stands in its address. Leave this empty to ask about the whole text."),
        required=False,
        max_length=20,
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.add_question_fields()

    def clean(self) -> dict[str, Any]:
        if wrong := self.check_questions():
            self.add_error(f"questions_{settings.LANGUAGES[-1][0]}", wrong)
        elif not self.questions():
            self.add_error(f"questions_{settings.LANGUAGES[0][0]}", _("Write a question."))
        return self.cleaned_data


class ExtendForm(forms.Form):
    """A later closing time, and why."""

    closes_at = forms.DateTimeField(label=_("Closes now"), widget=Moment)
    reason = forms.CharField(
        label=_("Why there is more time"),
        help_text=_("Everybody reads it on the page of the consultation."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    # When it closed as the secretariat saw it.
    was = forms.DateTimeField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: Consultation, now: datetime) -> None:
        super().__init__(data, initial=_more_time(about))
        self._about, self._now = about, now

    def clean_closes_at(self) -> datetime:
        closes_at: datetime = self.cleaned_data["closes_at"]
        if closes_at <= max(self._about.closes_at, self._now):
            raise forms.ValidationError(_("More time is a later closing. Choose a later time."))
        return closes_at


def _more_time(consultation: Consultation) -> dict[str, object]:
    later = timezone.localtime(consultation.closes_at) + timedelta(weeks=1)
    return {"closes_at": later, "was": consultation.closes_at.isoformat()}
