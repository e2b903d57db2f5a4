"""Writing down what was said: who spoke as far as the rule lets it be known, on what, and the words."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultation.models import Attribution, Category
from drafts.models import Clause
from drafts.models.keys import KEY_LENGTH, new_key
from roundtables.actions.interventions import Attributed
from roundtables.models import AgendaItem, Attendance, Intervention, Session
from roundtables.reports.names_in_words import names_in
from roundtables.reports.notes import Note, Table, first_words

LONGEST_WORDS = 10_000
# Nobody is off line for longer.
_A_MONTH = 30 * 24 * 3600 * 1000
_KEY = re.compile(rf"[0-9a-z]{{{KEY_LENGTH}}}")
_NAMING = ("present", "speaker_name", "body")


class SpeakerSelect(forms.Select):
    """Those who are there; each says of which category they are, for an intervention that names only that."""

    categories: dict[str, str]

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        category = self.categories.get(str(option["value"]))
        if category:
            option["attrs"]["data-category"] = category
        return option


class ItemSelect(forms.Select):
    """The items of the agenda; each says which clauses it is about."""

    clauses: dict[str, str]

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        clauses = self.clauses.get(str(option["value"]))
        if clauses:
            option["attrs"]["data-clauses"] = clauses
        return option


class AskedField(forms.ChoiceField):
    """Asked for, though not under every rule: the form says where it is missing."""

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)


class ConfirmedForm(forms.Form):
    """Words that may have to name nobody: a name in them is asked about once."""

    confirmed = forms.BooleanField(
        label=_("This is not who spoke: keep the name in the words"), required=False
    )

    names: tuple[str, ...] = ()

    def ask_about_names(self, words: str, rule: Attribution, session: Session) -> None:
        """Where nobody is named, words with the name of somebody on the lists of the session are confirmed first."""
        if rule == Attribution.NAMED:
            return
        found = names_in(words, session)
        if found and not self.cleaned_data.get("confirmed"):
            self.names = tuple(found)
            why = _now("These words name somebody on the lists of this session: %(names)s.")
            self.add_error("confirmed", why % {"names": ", ".join(found)})

    @property
    def asks(self) -> bool:
        """Whether the tick is shown."""
        return bool(self.names or self["confirmed"].value())


class AttributionForm(ConfirmedForm):
    """Who spoke and on what. There is no field for what the rule forbids."""

    use_required_attribute = False

    item = forms.ChoiceField(label=_("Agenda item"), required=False, widget=ItemSelect)
    clause = forms.ChoiceField(label=_("Clause"), required=False)
    present = AskedField(label=_("Who spoke"), widget=SpeakerSelect)
    category = AskedField(label=_("Category that spoke"))
    rule = AskedField(label=_("How it may be attributed"))
    speaker_name = forms.CharField(
        label=_("Name of somebody who is not on the list"), required=False, max_length=120
    )
    body = forms.CharField(label=_("For whom they spoke"), required=False, max_length=200)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        table: Table,
        loosest: Attribution,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.table, self.loosest = table, loosest
        self._offer_items()
        self._offer_clauses()
        self._offer_speakers()
        self._offer_rules()

    def _offer_items(self) -> None:
        items = self.table.items
        numbered = [(item.key, f"{number}. {item}") for number, item in enumerate(items, 1)]
        self._choices("item", [("", _("none in particular")), *numbered])
        widget = self.fields["item"].widget
        widget.clauses = {item.key: " ".join(clause.key for clause in item.clauses.all()) for item in items}

    def _offer_clauses(self) -> None:
        self._choices("clause", [("", _("none in particular")), *self._clause_groups()])

    def _clause_groups(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Those of the item first, then all that are on the table."""
        item = self._item_chosen()
        mine = {clause.key for clause in item.clauses.all()} if item else set()
        everything = [clause for each in self.table.on_table for clause in each.clauses]
        of_item = [(each.key, first_words(each)) for each in everything if each.key in mine]
        if of_item:
            yield str(_("of this item")), of_item
        for each in self.table.on_table:
            yield str(each.version.text), [(clause.key, first_words(clause)) for clause in each.clauses]

    def _item_chosen(self) -> AgendaItem | None:
        return next((each for each in self.table.items if each.key == self["item"].value()), None)

    def _offer_speakers(self) -> None:
        if self.loosest == Attribution.NONE:
            self._leave_out(*_NAMING, "category")
            return
        digits = [(category.value, capfirst(category.label)) for category in Category]
        if self.loosest == Attribution.CATEGORY:
            self._leave_out(*_NAMING)
            self.fields["category"].widget = forms.RadioSelect()
        else:
            self._offer_present()
            self.fields["category"].required = False
            digits = [("", _("that of whoever spoke")), *digits]
        self._choices("category", digits)

    def _offer_present(self) -> None:
        present = [(each.key, called(each)) for each in self.table.present]
        self._choices("present", [("", _("choose")), *present])
        self.fields["present"].widget.categories = {each.key: each.category for each in self.table.present}

    def _offer_rules(self) -> None:
        """The rule it stands under, or a stricter one; where there is none, no question."""
        stricter = [each for each in Attribution if self.loosest.allows(each) and each != self.loosest]
        if not stricter:
            self._leave_out("rule")
            return
        said = {
            Attribution.CATEGORY: _("by category only: do not name"),
            Attribution.NONE: _("off the record: do not attribute"),
        }
        own = (self.loosest.value, capfirst(self.loosest.label))
        self._choices("rule", [own, *((each.value, capfirst(str(said[each]))) for each in stricter)])
        self.fields["rule"].initial = self.loosest.value

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def _leave_out(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        attributed = self.attributed()
        if attributed.rule == Attribution.CATEGORY and not attributed.category:
            self.add_error("category", _now("Say which category spoke."))
        if attributed.rule == Attribution.NAMED and not _says_who(attributed):
            self.add_error("present", _now("Say who spoke, or choose that it is not attributed."))
        return self.cleaned_data

    @property
    def chosen_rule(self) -> Attribution:
        return Attribution(self.cleaned_data.get("rule") or self.loosest)

    def attributed(self) -> Attributed:
        """As much of who spoke as the rule lets be written down; what is beside it is dropped here."""
        rule = self.chosen_rule
        if rule == Attribution.NONE:
            return Attributed(rule)
        there = self._there()
        category = self.cleaned_data.get("category") or (there.category if there else "")
        if rule == Attribution.CATEGORY:
            return Attributed(rule, category=category)
        if there is None:
            name, body = self.cleaned_data.get("speaker_name", ""), self.cleaned_data.get("body", "")
            return Attributed(rule, speaker_name=name, body=body, category=category)
        return Attributed(
            rule,
            speaker=there.user,
            speaker_name="" if there.user else there.name,
            organisation=there.organisation,
            body=there.body,
            category=category,
        )

    def _there(self) -> Attendance | None:
        key = self.cleaned_data.get("present")
        return next((each for each in self.table.present if each.key == key), None) if key else None

    def chosen_item(self) -> AgendaItem | None:
        key = self.cleaned_data.get("item")
        return next((each for each in self.table.items if each.key == key), None)

    def chosen_clause(self) -> Clause | None:
        key = self.cleaned_data.get("clause")
        return Clause.objects.get(key=key) if key else None


def _says_who(attributed: Attributed) -> bool:
    return bool(attributed.speaker or attributed.speaker_name or attributed.organisation or attributed.body)


def called(present: Attendance) -> str:
    """Somebody who is there, as the list of speakers has them: for whom they speak, and who they are."""
    person = str(present.user) if present.user else present.name
    body = present.organisation.name if present.organisation else present.body
    return " · ".join(part for part in (person, body) if part)


class NoteForm(AttributionForm):
    """An intervention as it is typed while it is made."""

    words = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 4}))
    language = forms.ChoiceField(label=_("Language"))
    # Made when the form is first shown, and by the browser for each that follows: sent twice, it is there once.
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    # How many milliseconds ago it was said, where the line had dropped.
    age = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, table: Table, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, table=table, loosest=table.session.attribution, initial=initial)
        known = dict(settings.LANGUAGES)
        self._choices("language", [(code, known.get(code, code)) for code in table.session.languages])

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else new_key()

    def clean_age(self) -> int:
        return min(max(self.cleaned_data["age"] or 0, 0), _A_MONTH)

    def clean_words(self) -> str:
        return checked_words(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.ask_about_names(self.cleaned_data.get("words", ""), self.chosen_rule, self.table.session)
        return self.cleaned_data


def checked_words(words: str) -> str:
    """Words of an intervention, not too many of them."""
    whole = words.replace("\r\n", "\n")
    if len(whole) > LONGEST_WORDS:
        why = _now("An intervention has %(limit)s characters at most; this one has %(length)s.")
        raise forms.ValidationError(why % {"limit": LONGEST_WORDS, "length": len(whole)})
    return whole


def form_after(table: Table, last: Intervention | None) -> NoteForm:
    """A form for what is said next: on the item and the clause of what somebody wrote down last."""
    language = get_language() or settings.LANGUAGE_CODE
    spoken = last.language if last else language
    return NoteForm(
        table=table,
        initial={
            "item": last.item.key if last and last.item else "",
            "clause": last.clause.key if last and last.clause else "",
            "language": spoken if spoken in table.session.languages else "",
            "rule": table.session.rule,
            "key": new_key(),
        },
    )


class WordsForm(ConfirmedForm):
    """Other words for an intervention, from the words that one has seen."""

    words = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 6}))
    basis = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, note: Note, table: Table) -> None:
        super().__init__(data, initial={"words": note.words, "basis": note.basis})
        self.note, self.table = note, table

    def clean_words(self) -> str:
        return checked_words(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        rule = Attribution(self.note.intervention.rule)
        self.ask_about_names(self.cleaned_data.get("words", ""), rule, self.table.session)
        return self.cleaned_data


class SpeakerForm(AttributionForm):
    """Who spoke and on what, put right afterwards."""

    def __init__(self, data: QueryDict | None = None, *, note: Note, table: Table) -> None:
        self.note = note
        loosest = Attribution(note.intervention.rule)
        super().__init__(data, table=table, loosest=loosest, initial=_stands(note, table))

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.chosen_rule != self.loosest:
            self.ask_about_names(self.note.words, self.chosen_rule, self.table.session)
        return self.cleaned_data


def _stands(note: Note, table: Table) -> dict[str, Any]:
    """Who is written down as having spoken, in the form's own terms."""
    said = note.intervention
    listed = {(each.user_id, each.name, each.organisation_id, each.body): each.key for each in table.present}
    name = "" if said.speaker_id else said.speaker_name
    present = listed.get((said.speaker_id, name, said.organisation_id, said.body), "")
    return {
        "item": said.item.key if said.item else "",
        "clause": said.clause.key if said.clause else "",
        "rule": said.rule,
        "present": present,
        "category": said.category,
        "speaker_name": "" if present else said.speaker_name,
        "body": "" if present else said.body,
    }


class StrikeForm(ConfirmedForm):
    """Why an intervention is taken out of the notes."""

    reason = forms.CharField(
        label=_("Why it is struck"),
        help_text=_("Those who read the notes see it: entered twice, or never said."),
        max_length=300,
    )

    def __init__(self, data: QueryDict | None = None, *, note: Note, table: Table) -> None:
        super().__init__(data)
        self.note, self.table = note, table

    def clean(self) -> dict[str, Any]:
        rule = Attribution(self.note.intervention.rule)
        self.ask_about_names(self.cleaned_data.get("reason", ""), rule, self.table.session)
        return self.cleaned_data
