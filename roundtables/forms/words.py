"""Words in each language of the interface: a field a language, one of them at least filled where it matters."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

type Label = str | Promise


class InLanguages:
    """Fields for the same words in several languages."""

    fields: dict[str, Any]
    cleaned_data: dict[str, Any]
    errors: Any

    def add_words(self, name: str, label: Label, *, length: int, rows: int = 0, needed: bool = False) -> None:
        """One field a language; none of them is needed alone, since the other may be filled."""
        for code, _name in settings.LANGUAGES:
            widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
            widget.attrs["lang"] = code
            self.fields[f"{name}_{code}"] = forms.CharField(
                label=format_lazy("{} ({})", label, get_language_info(code)["name_translated"]),
                required=False,
                max_length=length,
                widget=widget,
            )
            if needed:
                # The page calls neither of them optional.
                self.fields[f"{name}_{code}"].one_is_needed = True

        if needed:
            first = f"{name}_{settings.LANGUAGES[0][0]}"
            self.fields[first].help_text = _("In one of the languages at least.")

    def words(self, name: str) -> dict[str, str]:
        """The words that were given, by language."""
        given = {code: self.cleaned_data.get(f"{name}_{code}", "") for code, _name in settings.LANGUAGES}
        return {code: words for code, words in given.items() if words}

    def need_words(self, name: str) -> None:
        """Say beside the first of the fields that none was filled."""
        first = f"{name}_{settings.LANGUAGES[0][0]}"
        fields = [f"{name}_{code}" for code, _name in settings.LANGUAGES]
        if not self.words(name) and not any(field in self.errors for field in fields):
            self.add_error(first, _("Give it in at least one language."))

    def add_error(self, field: str | None, error: Any) -> None:
        """Of the form this belongs to."""
        super().add_error(field, error)  # type: ignore[misc]

    @staticmethod
    def first_words(name: str, words: dict[str, str]) -> dict[str, str]:
        """What the fields show at first."""
        return {f"{name}_{code}": words.get(code, "") for code, _name in settings.LANGUAGES}
