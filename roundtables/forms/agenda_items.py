"""An item of a session's agenda, and the clauses it is about."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from drafts.models import Clause
from drafts.models.keys import new_key
from roundtables.actions.agenda_items import Entry
from roundtables.forms.words import InLanguages
from roundtables.forms.zones import LocalTime, in_zone, local_time
from roundtables.models import AgendaItem, Session
from roundtables.reports.agenda_items import TabledVersion, stamp_of


class ItemForm(InLanguages, forms.Form):
    """What an item says; of each version on the table its clauses are chosen by their names."""

    starts_at = LocalTime(label=_("When it is called"), required=False)
    minutes = forms.IntegerField(label=_("Minutes it takes"), required=False, min_value=1, max_value=32767)
    # Made when the form is first shown, so that sending it twice makes one item.
    key = forms.SlugField(widget=forms.HiddenInput, max_length=7, required=False)
    # What the item said as the page was opened.
    was = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        session: Session,
        table: Sequence[TabledVersion],
        about: AgendaItem | None = None,
    ) -> None:
        super().__init__(data, initial=self._first(session, about))
        self._session, self._table = session, table
        self.add_words("title", _("Title"), length=200, needed=True)
        chosen = {clause.key for clause in about.clauses.all()} if about else set[str]()
        for tabled in table:
            self.fields[self._name(tabled)] = forms.MultipleChoiceField(
                label=f"{tabled.version.text}, {tabled.version}",
                choices=[(key, name.entry) for key, name in tabled.names.items()],
                initial=[key for key in tabled.names if key in chosen],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    @staticmethod
    def _name(tabled: TabledVersion) -> str:
        return f"clauses_{tabled.version.text.slug}"

    @classmethod
    def _first(cls, session: Session, about: AgendaItem | None) -> dict[str, Any]:
        if about is None:
            return {"key": new_key()}
        return {
            **cls.first_words("title", about.title),
            "starts_at": local_time(about.starts_at, session.time_zone),
            "minutes": about.minutes,
            "was": stamp_of(about),
        }

    def choices_of_clauses(self) -> list[forms.BoundField]:
        """The clauses of each version, for the page."""
        return [self[self._name(tabled)] for tabled in self._table]

    def clean(self) -> dict[str, Any]:
        self.need_words("title")
        self._place_in_session()
        return self.cleaned_data

    def _place_in_session(self) -> None:
        """Make of what clocks show the moment it is, within the session."""
        local = self.cleaned_data.get("starts_at")
        if not local:
            return
        try:
            moment = in_zone(local, self._session.time_zone)
        except forms.ValidationError as never:
            self.add_error("starts_at", never)
            return
        self.cleaned_data["starts_at"] = moment
        if not self._session.starts_at <= moment < self._session.ends_at:
            self.add_error("starts_at", _("This hour lies outside the session."))

    def entry(self) -> Entry:
        """What was typed, as the actions take it. One query."""
        keys = [key for tabled in self._table for key in self.cleaned_data[self._name(tabled)]]
        return Entry(
            title=self.words("title"),
            starts_at=self.cleaned_data["starts_at"],
            minutes=self.cleaned_data["minutes"],
            clauses=list(Clause.objects.filter(key__in=keys)),
        )
