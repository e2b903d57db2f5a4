"""Convening a session, changing it, cancelling it, and giving its offices."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import get_language_info, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from consultation.models import Attribution, Sitting
from drafts.forms import NO_ACCOUNT, confirmed_account
from drafts.models import Pillar, Programme, Text, Version
from drafts.models.keys import new_key
from roundtables.actions.changing import terms_of
from roundtables.actions.sessions import Terms
from roundtables.forms.links import LinkField
from roundtables.forms.words import InLanguages
from roundtables.forms.zones import LocalTime, in_zone, local_time, zone_choices
from roundtables.models import Office, Series, Session
from roundtables.reports.rules import EXPLAINED, FOR_EVER

# Beside those of the interface, the languages that meetings of such programmes are held in.
_SPOKEN = ("pt", "es", "ar")
_LONGEST_TITLE, _LONGEST_TEXT = 200, 5000


def spoken_languages() -> list[tuple[str, str]]:
    """The languages a session may be held in, those of the interface first."""
    codes = [code for code, _name in settings.LANGUAGES]
    codes += [code for code in _SPOKEN if code not in codes]
    return [(code, capfirst(str(get_language_info(code)["name_translated"]))) for code in codes]


def tabled_choices(programme: Programme) -> dict[Text, list[Version]]:
    """The published versions of each text of a programme, the latest first. One query."""
    versions = Version.objects.published().filter(text__programme=programme).select_related("text")
    by_text: dict[Text, list[Version]] = {}
    for version in versions.order_by("text__pillar__number", "text__slug", "-number"):
        by_text.setdefault(version.text, []).append(version)
    return by_text


class PillarsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Pillars with their numbers, as everywhere else."""

    def label_from_instance(self, obj: Model) -> str:
        return f"{obj.number}. {obj}" if isinstance(obj, Pillar) else str(obj)


class TermsForm(InLanguages, forms.Form):
    """What a session is."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, capfirst(kind.label)) for kind in Sitting.Kind],
        widget=forms.RadioSelect,
    )
    starts_at = LocalTime(label=_("Starts"))
    ends_at = LocalTime(label=_("Ends"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("The times are those that clocks show there."), choices=zone_choices
    )
    link = LinkField(
        label=_("Link for those who take part from afar"),
        help_text=_("Shown only to those who are invited, attend or organise. It begins with https."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken"), choices=spoken_languages, widget=forms.CheckboxSelectMultiple
    )
    seats = forms.IntegerField(
        label=_("Seats in the room"),
        help_text=_("Leave this empty where there is room for all."),
        required=False,
        min_value=1,
        max_value=32767,
    )
    pillars = PillarsField(
        label=_("Pillars"),
        queryset=Pillar.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    series = forms.ModelChoiceField(
        label=_("Series"),
        help_text=_("Sessions that belong together have a page of their own."),
        queryset=Series.objects.none(),
        required=False,
        empty_label=pgettext_lazy("series", "none"),
        to_field_name="slug",
    )
    rule = forms.ChoiceField(
        label=_("Attribution rule"),
        help_text=FOR_EVER,
        choices=[(rule.value, words) for rule, words in EXPLAINED.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, programme: Programme, initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        self._tabled = tabled_choices(programme)
        self.add_words("title", _("Title"), length=_LONGEST_TITLE, needed=True)
        self.add_words("description", _("What it is about"), length=_LONGEST_TEXT, rows=3)
        self.add_words("place", _("Place"), length=_LONGEST_TITLE, needed=True)
        for text, versions in self._tabled.items():
            choices = [("", _("not on the table")), *((each.slug, str(each)) for each in versions)]
            field = forms.ChoiceField(label=str(text), choices=choices, required=False)
            self.fields[f"version_{text.slug}"] = field
        pillars = Pillar.objects.filter(programme=programme).order_by("number")
        self.fields["pillars"].queryset = pillars
        series = Series.objects.filter(programme=programme).order_by("slug")
        self.fields["series"].queryset = series

    def tabled(self) -> list[forms.BoundField]:
        """The choice of a version of each text, for the page."""
        return [self[name] for name in self.fields if name.startswith("version_")]

    def clean(self) -> dict[str, Any]:
        self.need_words("title")
        if not self.cleaned_data.get("link") and "link" not in self.errors:
            self.need_words("place")
        for name in ("starts_at", "ends_at"):
            self._place_in_zone(name)
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", _("It ends before it starts. Choose a later time."))
        return self.cleaned_data

    def _place_in_zone(self, name: str) -> None:
        """Make of what clocks show the moment it is."""
        local, zone = self.cleaned_data.get(name), self.cleaned_data.get("time_zone")
        if not local or not zone:
            self.cleaned_data.pop(name, None)
            return
        try:
            self.cleaned_data[name] = in_zone(local, zone)
        except forms.ValidationError as never:
            self.add_error(name, never)

    def versions(self) -> list[Version]:
        """What was chosen to be on the table, in the order of the texts' names."""
        chosen = {text.slug: self.cleaned_data.get(f"version_{text.slug}") for text in self._tabled}
        found = [
            version
            for text, versions in self._tabled.items()
            for version in versions
            if version.slug == chosen[text.slug]
        ]
        return sorted(found, key=lambda version: version.text.slug)

    def terms(self) -> Terms:
        """What was chosen, as the actions take it."""
        chosen = self.cleaned_data
        return Terms(
            kind=Sitting.Kind(chosen["kind"]),
            title=self.words("title"),
            starts_at=chosen["starts_at"],
            ends_at=chosen["ends_at"],
            time_zone=chosen["time_zone"],
            rule=Attribution(chosen["rule"]),
            place=self.words("place"),
            link=chosen["link"],
            description=self.words("description"),
            languages=chosen["languages"],
            seats=chosen["seats"],
            pillars=list(chosen["pillars"]),
            versions=self.versions(),
            series=chosen["series"],
        )


class ConveneForm(TermsForm):
    """A new session; its key is made when the form is first shown, so that sending it twice makes one."""

    key = forms.SlugField(widget=forms.HiddenInput, max_length=7)

    def __init__(self, data: Any = None, *, programme: Programme) -> None:
        initial = {
            "key": new_key(),
            "time_zone": "Europe/Brussels",
            "languages": [code for code, _name in settings.LANGUAGES],
        }
        super().__init__(data, programme=programme, initial=initial)


class ChangeForm(TermsForm):
    """Other terms for a session. Once something was said its rule and the versions on the table are not among them."""

    # How often it had been changed when the form was shown.
    was = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, about: Session, is_said: bool) -> None:
        self._about, self._terms = about, terms_of(about)
        super().__init__(data, programme=about.programme, initial=self._first(about, self._terms))
        self.is_said = is_said
        if is_said:
            del self.fields["rule"]
            for name in [name for name in self.fields if name.startswith("version_")]:
                del self.fields[name]
        else:
            stricter = [
                (rule.value, words) for rule, words in EXPLAINED.items() if about.attribution.allows(rule)
            ]
            self.fields["rule"].choices = stricter

    @classmethod
    def _first(cls, about: Session, terms: Terms) -> dict[str, Any]:
        return {
            **cls.first_words("title", about.title),
            **cls.first_words("description", about.description),
            **cls.first_words("place", about.place),
            "kind": about.kind,
            "starts_at": local_time(about.starts_at, about.time_zone),
            "ends_at": local_time(about.ends_at, about.time_zone),
            "time_zone": about.time_zone,
            "link": about.link,
            "languages": about.languages,
            "seats": about.seats,
            "pillars": [pillar.pk for pillar in terms.pillars],
            "series": about.series.slug if about.series else "",
            "rule": about.rule,
            "was": about.sequence,
            **{f"version_{each.text.slug}": each.slug for each in terms.versions},
        }

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.is_said:
            self.cleaned_data["rule"] = self._about.rule
        return self.cleaned_data

    def versions(self) -> list[Version]:
        return list(self._terms.versions) if self.is_said else super().versions()


class CancelForm(InLanguages, forms.Form):
    """Why a session is cancelled."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.add_words("because", _("Why it is cancelled"), length=_LONGEST_TEXT, rows=3, needed=True)

    def clean(self) -> dict[str, Any]:
        self.need_words("because")
        return self.cleaned_data


class OfficeForm(forms.Form):
    """Who chairs a session, or takes its record."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("Of somebody who has an account."))
    part = forms.ChoiceField(
        label=_("Office"),
        choices=[(part.value, capfirst(part.label)) for part in Office.Part],
        initial=Office.Part.RAPPORTEUR,
    )

    def clean_email(self) -> Any:
        user = confirmed_account(self.cleaned_data["email"])
        if user is None:
            raise forms.ValidationError(NO_ACCOUNT)
        return user


class SeriesForm(InLanguages, forms.Form):
    """A new series of a programme."""

    slug = forms.SlugField(
        label=_("Name in addresses"), help_text=_("Small letters, digits and hyphens; it never changes.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.add_words("title", _("Title"), length=_LONGEST_TITLE, needed=True)
        self.add_words("description", _("What it is about"), length=_LONGEST_TEXT, rows=3)
        self.order_fields([name for name in self.fields if name != "slug"])

    def clean(self) -> dict[str, Any]:
        self.need_words("title")
        return self.cleaned_data

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Series.objects.filter(slug=slug).exists():
            raise forms.ValidationError(_("Another series has this name. Choose another."))
        return slug
