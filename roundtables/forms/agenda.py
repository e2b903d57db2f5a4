"""What somebody looks for on the agenda."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultation.models import Sitting
from drafts.models import Pillar, Text
from roundtables.reports.agenda import Asked, pillar_code

# No agenda is as old, and every day since can be told in every zone.
_FIRST_DAY = date(1900, 1, 1)


class AgendaForm(forms.Form):
    """Meetings of one kind, or about one pillar; what is not to be chosen is as if it was not asked for."""

    kind = forms.ChoiceField(label=_("Kind of meeting"), required=False)
    pillar = forms.ChoiceField(label=_("Pillar"), required=False)
    on = forms.DateField(
        label=_("As it stood on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=[MinValueValidator(_FIRST_DAY)],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    view = forms.ChoiceField(choices=[("", ""), ("past", "past")], required=False, widget=forms.HiddenInput)

    def __init__(
        self, asked: Mapping[str, Any], *, kinds: Sequence[Sitting.Kind], pillars: Sequence[Pillar]
    ) -> None:
        super().__init__(asked)
        self._pillars = {pillar_code(pillar): pillar for pillar in pillars}
        several = len({pillar.programme_id for pillar in pillars}) > 1
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _("every kind")),
            *((kind.value, str(kind.label).capitalize()) for kind in kinds),
        ]
        self.fields["pillar"].choices = [  # type: ignore[attr-defined]
            ("", _("every pillar")),
            *((code, _named(pillar, several=several)) for code, pillar in self._pillars.items()),
        ]

    def asked(self, page: str, text: Text | None) -> Asked:
        """What is looked for."""
        self.is_valid()
        found = self.cleaned_data
        return Asked(
            kind=found.get("kind", ""),
            pillar=self._pillars.get(found.get("pillar", "")),
            is_past=found.get("view", "") == "past",
            page=page,
            text=text,
            on=_day_before(found.get("on"), timezone.localdate()),
        )


def _day_before(day: date | None, today: date) -> date | None:
    """Today's agenda is the one that is shown anyway, and nobody knows a later one."""
    return day if day and day < today else None


def _named(pillar: Pillar, *, several: bool) -> str:
    """With its number, and with its programme where there are pillars of several."""
    named = f"{pillar.number}. {pillar}"
    return f"{named} ({pillar.programme})" if several else named
