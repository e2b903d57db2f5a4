"""The names of countries in the reader's language."""

from collections.abc import Mapping

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language


def country_name(code: str) -> str:
    """The name of a country by its code of two letters; the code where nobody knows it, nothing for several."""
    return _names().get(code, code)


def countries() -> list[tuple[str, str]]:
    """Code and name of every country, by name."""
    named = [(code, name) for code, name in _names().items() if len(code) == _LETTERS and code not in _NONE]
    return sorted(named, key=lambda pair: pair[1])


_LETTERS = 2
# What CLDR names beside countries: groups of them, what is unknown and what is tried out.
_NONE = frozenset({"EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"})


def _names() -> Mapping[str, str]:
    try:
        return Locale.parse(get_language() or "en", sep="-").territories
    except UnknownLocaleError:
        return Locale.parse("en").territories
