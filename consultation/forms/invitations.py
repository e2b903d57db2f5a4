"""A list of people to invite, pasted or as a file."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from consultation.reports.invited import MOST_BYTES


class InvitationsForm(forms.Form):
    """The list; reading its rows is left to what checks them."""

    people = forms.CharField(
        label=_("Whom to invite"),
        help_text=_(
            "A line each: e-mail address, name, organisation, category, role, language. Only the address and one of "
            "organisation and category are needed. Comma, semicolon or tab between them; a first line may name the "
            "columns."
        ),
        required=False,
        strip=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        help_text=_("In UTF-8, up to 256 kB and 500 rows."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv,text/plain"}),
    )
    checked = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        file, people = given.get("file"), given.get("people", "")
        if file is not None and people.strip():
            self.add_error("file", _("Paste the list or choose a file, not both. The pasted words are kept."))
        elif file is not None:
            given["people"] = self._read(file)
        elif not people.strip() and "people" not in self.errors:
            self.add_error("people", _("Paste the list, or choose the file that holds it."))
        # Browsers end lines in their own way: the same list has the same words, pasted, out of a file, sent again.
        return {**given, "people": "\n".join(given.get("people", "").splitlines())}

    def _read(self, file: "UploadedFile[bytes]") -> str:
        """The words of a file, where its size and its letters allow it."""
        if (file.size or 0) > MOST_BYTES:
            self.add_error("file", _("This file is larger than 256 kB. Cut it in parts."))
            return ""
        try:
            words: str = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not in UTF-8. Save it anew as “CSV UTF-8”."))
            return ""
        if "\0" in words:
            self.add_error("file", _("This is no file of words. Save the list as CSV."))
            return ""
        return words
