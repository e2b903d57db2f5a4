"""Recording what a session concluded, and striking it."""

import re
from collections.abc import Sequence
from textwrap import shorten
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from consultation.models import Attribution, Organisation, User
from drafts.models import Clause
from drafts.models.keys import KEY_LENGTH, new_key
from drafts.text.markup import normalise
from roundtables.actions.outcomes import Conclusion, Task
from roundtables.forms.notes import ConfirmedForm
from roundtables.models import Attendance, Intervention, Office, Session, SessionOutcome
from roundtables.reports.tables import OnTheTable, clause_choices

Kind = SessionOutcome.Kind
_LONGEST = 10_000
_FIRST_WORDS = 90
_KEY = re.compile(rf"[0-9a-z]{{{KEY_LENGTH}}}")


class OutcomeForm(ConfirmedForm):
    """An outcome: what it says, about which clauses, from which interventions, and who does what by when."""

    kind = forms.ChoiceField(
        label=_("What was concluded"),
        choices=[(kind.value, capfirst(kind.label)) for kind in Kind],
        initial=Kind.RECOMMENDATION,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In words"),
        help_text=_("What was recommended, what was not agreed, what is to be done; of agreed wording, why."),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    language = forms.ChoiceField(label=_("Language of these words"), choices=settings.LANGUAGES)
    wording = forms.CharField(
        label=_("The clause as it was agreed"),
        help_text=_("Of agreed wording: the whole clause, in the language chosen above."),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
    )
    due_on = forms.DateField(
        label=_("Due on"),
        help_text=_("Of an action point."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    body = forms.CharField(
        label=_("Or another body, by its name"),
        help_text=_("A state, a ministry, somebody who has no account here."),
        required=False,
        max_length=200,
    )
    others = forms.CharField(
        label=_("Keys of other interventions"),
        help_text=_("Where what it was concluded from is not listed above."),
        required=False,
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session,
        table: Sequence[OnTheTable],
        said: Sequence[Intervention],
        initial: Any = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self._session = session
        self.fields["clauses"] = forms.MultipleChoiceField(
            label=_("About these clauses"),
            required=False,
            choices=clause_choices(list(table)),
            widget=forms.SelectMultiple(attrs={"size": 8}),
        )
        self.fields["item"] = forms.ModelChoiceField(
            session.items.filter(removed_at=None),
            label=_("Item of the agenda"),
            required=False,
            to_field_name="key",
        )
        self.fields["interventions"] = forms.MultipleChoiceField(
            label=_("Concluded from"),
            required=False,
            choices=[(each.key, _line(each)) for each in said],
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields |= _owners(session)

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else new_key()

    def clean_wording(self) -> str:
        return normalise(self.cleaned_data["wording"])

    def clean_others(self) -> list[str]:
        keys = {key.strip() for key in self.cleaned_data["others"].split(",")} - {""}
        known = self._session.interventions.filter(key__in=keys, struck_at=None)
        unknown = sorted(keys - set(known.values_list("key", flat=True)))
        if unknown:
            raise forms.ValidationError(
                _("No intervention of this session has the key %(key)s."), params={"key": ", ".join(unknown)}
            )
        return sorted(keys)

    def clean(self) -> dict[str, Any]:
        checks = {
            Kind.RECOMMENDATION.value: self._check_recommendation,
            Kind.AGREED_WORDING.value: self._check_agreed,
            Kind.ACTION_POINT.value: self._check_task,
        }
        check = checks.get(self.cleaned_data.get("kind", ""))
        if check:
            check()
        written = f"{self.cleaned_data.get('words', '')}\n{self.cleaned_data.get('wording', '')}"
        self.ask_about_names(written, self._session.attribution, self._session)
        return self.cleaned_data

    def _check_recommendation(self) -> None:
        if not self.cleaned_data.get("clauses"):
            self.add_error("clauses", _("A recommendation is to one or more clauses: choose them."))

    def _check_agreed(self) -> None:
        if len(self.cleaned_data.get("clauses", ())) != 1:
            self.add_error("clauses", _("Agreed wording is for one clause: choose it."))
        if not self.cleaned_data.get("wording"):
            self.add_error("wording", _("Write the words that were agreed on."))

    def _check_task(self) -> None:
        if not self.cleaned_data.get("due_on"):
            self.add_error("due_on", _("Say by when it is to be done."))
        owners = [self.cleaned_data.get(name) for name in ("owner", "organisation", "body")]
        if sum(map(bool, owners)) != 1:
            self.add_error(
                "owner", _("Say who does it: a person, an organisation or another body, one of them.")
            )

    @property
    def conclusion(self) -> Conclusion:
        """What was concluded, with the rows that the fields name."""
        given = self.cleaned_data
        kind = Kind(given["kind"])
        keys = {*given["interventions"], *given["others"]}
        return Conclusion(
            kind=kind,
            words=given["words"],
            language=given["language"],
            wording=given["wording"] if kind == Kind.AGREED_WORDING else "",
            clauses=list(Clause.objects.filter(key__in=given["clauses"])),
            interventions=list(self._session.interventions.filter(key__in=keys)),
            item=given["item"],
            task=self._task() if kind == Kind.ACTION_POINT else None,
        )

    def _task(self) -> Task:
        given = self.cleaned_data
        return Task(given["due_on"], given["owner"], given["organisation"], given["body"].strip())


class StrikeOutcomeForm(forms.Form):
    """Why an outcome is taken out of the notes."""

    reason = forms.CharField(
        label=_("Why it is struck"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


def _line(said: Intervention) -> str:
    """An intervention as a line to tick: how it begins."""
    return f"{shorten(getattr(said, 'words', ''), _FIRST_WORDS, placeholder='…')} ({said.key})"


def _owners(session: Session) -> dict[str, forms.Field]:
    """Who may be chosen to do something; typed where a list of who was there would stand beside what was said."""
    people, bodies = _people_of(session), _organisations_of(session)
    if session.attribution == Attribution.NAMED:
        return {
            "owner": forms.ModelChoiceField(
                people, label=_("Who does it: a person"), required=False, to_field_name="key"
            ),
            "organisation": forms.ModelChoiceField(
                bodies, label=_("Or an organisation"), required=False, to_field_name="slug"
            ),
        }
    return {
        "owner": forms.ModelChoiceField(
            people,
            label=_("Who does it: the e-mail address of somebody who was there"),
            required=False,
            to_field_name="email",
            widget=forms.EmailInput,
            error_messages={"invalid_choice": _("Nobody with this address was there.")},
        ),
        "organisation": forms.ModelChoiceField(
            bodies,
            label=_("Or the name of an organisation that was there"),
            required=False,
            to_field_name="name",
            widget=forms.TextInput,
            error_messages={"invalid_choice": _("No organisation of this name was there.")},
        ),
    }


def _people_of(session: Session) -> QuerySet[User]:
    """Those who were there and have an account, and those who hold an office in the session."""
    there = Attendance.objects.standing().filter(session=session).exclude(user=None)
    offices = Office.objects.filter(session=session, ended_at=None)
    found = User.objects.filter(pk__in=there.values("user")) | User.objects.filter(
        pk__in=offices.values("user")
    )
    return found.filter(closed_at=None).order_by("pk")


def _organisations_of(session: Session) -> QuerySet[Organisation]:
    """The organisations that were there."""
    there = Attendance.objects.standing().filter(session=session)
    return Organisation.objects.filter(pk__in=there.values("organisation")).order_by("name")
