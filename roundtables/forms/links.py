"""A link that somebody gives for others to follow."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _


class LinkField(forms.URLField):
    """An address that begins with https, and shows where it leads: no name stands before that of the site."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, assume_scheme="https", max_length=200, **kwargs)

    def clean(self, value: Any) -> str:
        link = str(super().clean(value))
        if link and not link.startswith("https://"):
            raise forms.ValidationError(_("A link begins with https."))
        if "@" in urlsplit(link).netloc:
            raise forms.ValidationError(_("Leave the name and the password out of the link."))
        return link
