"""Countries and languages by name, in the reader's own."""

from functools import cache
from unicodedata import normalize

from babel import Locale
from django.utils.translation import get_language

# What CLDR names beside the countries of ISO 3166-1: parts of one, unions, and stand-ins.
_NO_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())
_LETTERS = 2
# The languages that inputs are read in, then those that are widely spoken between the partners.
LANGUAGES = tuple("en fr ar pt es de it nl am ha so sw ti wo".split())


def country_choices() -> list[tuple[str, str]]:
    """Every country of ISO 3166-1 with its name in the reader's language, in the order of the alphabet."""
    return list(_countries(_reader()))


def country_name(code: str) -> str:
    """A country as the reader calls it; a code that is none stays as it is."""
    return dict(_countries(_reader())).get(code, code)


def language_choices() -> list[tuple[str, str]]:
    """The languages that somebody may say they read and write, by name in the reader's."""
    names = Locale.parse(_reader(), sep="-").languages
    return [(code, str(names[code])) for code in LANGUAGES]


def _reader() -> str:
    return get_language() or "en"


@cache
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = Locale.parse(language, sep="-").territories
    countries = [
        (code, str(name))
        for code, name in names.items()
        if len(code) == _LETTERS and code.isalpha() and code not in _NO_COUNTRIES
    ]
    return tuple(sorted(countries, key=lambda country: _plain(country[1])))


def _plain(name: str) -> str:
    """A name as an alphabet takes it: É stands with E."""
    return normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
