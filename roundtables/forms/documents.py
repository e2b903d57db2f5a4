"""A document of a session: a file that is looked into, or a link."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from drafts.models.keys import new_key
from roundtables.actions.documents import About, Content
from roundtables.forms.links import LinkField
from roundtables.forms.sessions import spoken_languages
from roundtables.models import SessionDocument
from roundtables.reports.file_types import TYPES, FileRefused, Why, type_of

_A_MEGABYTE = 1024 * 1024
_REFUSED: Mapping[Why, str | Promise] = {
    Why.EMPTY: _("This file is empty. Choose another."),
    Why.UNKNOWN: _(
        "This is not a file of a kind that is taken here, whatever its name says. Save it as a PDF and choose that."
    ),
    Why.MACROS: _(
        "This file holds macros, scripts or programs, or files within it. Save it without them, or as a plain PDF."
    ),
    Why.BROKEN: _(
        "This file cannot be read: it is damaged, locked with a password, or something is hung on to its end."
    ),
}


class DocumentForm(forms.Form):
    """What it is, in which language, for whom; and a file, or where it is to be found."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[(kind.value, capfirst(kind.label)) for kind in SessionDocument.Kind]
    )
    language = forms.ChoiceField(label=_("Language"), choices=spoken_languages)
    audience = forms.ChoiceField(
        label=_("For whom"),
        choices=[(each.value, capfirst(each.label)) for each in SessionDocument.Audience],
        initial=SessionDocument.Audience.ATTENDEES,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(label=_("File"), required=False, allow_empty_file=True, widget=forms.FileInput)
    link = LinkField(
        label=_("Or where it is to be found"),
        help_text=_("For a recording. It begins with https."),
    )
    # Made when the form is first shown, so that sending it twice makes one document.
    key = forms.SlugField(widget=forms.HiddenInput, max_length=7)

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"key": new_key(), "language": get_language()})
        self.fields["file"].help_text = _("%(types)s, up to %(limit)s MB.") % {
            "types": ", ".join(kind.name for kind in TYPES),
            "limit": settings.SESSION_FILE_MB,
        }
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind.extension}" for kind in TYPES)

    def clean_file(self) -> Content | None:
        """The file, once it is surely what it is taken for."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is None:
            return None
        limit = settings.SESSION_FILE_MB
        if (file.size or 0) > limit * _A_MEGABYTE:
            raise forms.ValidationError(
                _("This file is larger than %(limit)s MB. Make it smaller, or give a link."),
                params={"limit": limit},
            )
        try:
            return Content(file, type_of(file))
        except FileRefused as refusal:
            raise forms.ValidationError(str(_REFUSED[refusal.why])) from refusal

    def clean(self) -> dict[str, Any]:
        file, link = self.cleaned_data.get("file"), self.cleaned_data.get("link")
        if file and link:
            self.add_error("link", _("Choose a file or give a link, not both."))
        elif not file and not link and not {"file", "link"} & set(self.errors):
            self.add_error("file", _("Choose a file, or give a link below."))
        return self.cleaned_data

    def about(self) -> About:
        """What was said of it, as the actions take it."""
        chosen = self.cleaned_data
        return About(
            kind=SessionDocument.Kind(chosen["kind"]),
            title=chosen["title"],
            language=chosen["language"],
            audience=SessionDocument.Audience(chosen["audience"]),
        )
