"""Names that exist in several languages, kept in one column so that a language can be added."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

type Localized = dict[str, str]


def in_language(names: Mapping[str, str], language: str | None = None) -> str:
    """The name in the language asked for (the reader's by default), else in English, else in any."""
    wanted = (language or get_language() or "en").split("-")[0]
    return names.get(wanted) or names.get("en") or next(iter(names.values()), "")


def check_names(names: object) -> None:
    """Refuse anything but {language: name} with at least one name."""
    if not isinstance(names, dict) or not any(names.values()):
        raise ValidationError(_("Give the name in at least one language."))
    if not all(isinstance(part, str) for pair in names.items() for part in pair):
        raise ValidationError(_("Each name is a text, filed under the code of its language."))
