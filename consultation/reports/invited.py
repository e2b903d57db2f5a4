"""A pasted list of people to invite, or a CSV, read and checked row by row. Nothing in it is believed.

A row is an address, then what is known: name, organisation (its name or its name in addresses), category, role,
language. Comma, semicolon or tab; a first line may name the columns, in another order too.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from consultation.models import Category, Invitation, Membership, Organisation
from consultation.reports.invitations import Invited

MOST_ROWS = 500
MOST_BYTES = 256 * 1024
_LONGEST_NAME = 120
_SEPARATORS = "\t;,"
COLUMNS = ("email", "name", "organisation", "category", "role", "language")
# What a first line may call the columns, in the languages of the interface.
_HEADINGS = {
    "email": ("email", "e-mail", "e-mail address", "address", "courriel", "adresse", "adresse électronique"),
    "name": ("name", "nom"),
    "organisation": ("organisation", "organization"),
    "category": ("category", "catégorie"),
    "role": ("role", "rôle"),
    "language": ("language", "langue"),
}
_COLUMN_OF = {heading: column for column, headings in _HEADINGS.items() for heading in headings}


class UnreadableList(Exception):
    """The list as a whole cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """One row of the list: its line, what was written, whom it invites, and what is wrong with it."""

    line: int
    written: Mapping[str, str]
    invited: Invited | None
    faults: tuple[str, ...] = ()


def read_list(words: str, language: str) -> list[ListedRow]:
    """Every row of the list, checked; letters go out in `language` where a row names none."""
    listed = list(_read(words))
    if not listed:
        raise UnreadableList(_("There is nobody on this list. Write one e-mail address on each line."))
    if len(listed) > MOST_ROWS:
        raise UnreadableList(
            _("This list has %(number)d rows, and %(most)d are the most at once. Cut it in parts.")
            % {"number": len(listed), "most": MOST_ROWS}
        )
    known = _known([written for _line, written in listed])
    return [_checked(line, written, known, language) for line, written in listed]


def _read(words: str) -> Iterator[tuple[int, dict[str, str]]]:
    lines = words.lstrip("\ufeff").splitlines()
    separator = max(_SEPARATORS, key=words.count)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    columns: tuple[str, ...] = COLUMNS
    try:
        for number, cells in enumerate(reader):
            tidy = [" ".join(cell.split()) for cell in cells]
            headings = [_COLUMN_OF.get(cell.casefold(), "") for cell in tidy]
            if number == 0 and headings and "email" in headings:
                columns = tuple(headings)
            elif any(tidy):
                yield reader.line_num, _by_column(columns, tidy)
    except csv.Error as broken:
        raise UnreadableList(
            _("Line %(line)d cannot be read as a row. Look for a quotation mark that is not closed.")
            % {"line": reader.line_num}
        ) from broken


def _by_column(columns: tuple[str, ...], cells: list[str]) -> dict[str, str]:
    """What stands in each column; what stands beyond the last is kept, to be complained about."""
    written = dict(zip(columns, cells, strict=False))
    beyond = [cell for cell in cells[len(columns) :] if cell]
    return {**written, "beyond": " ".join(beyond)} if beyond else written


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows are checked against, looked up once for the whole list."""

    organisations: Mapping[str, Organisation]
    twice: frozenset[str]
    invited: frozenset[str]
    speaking: frozenset[str]


def _known(rows: Iterable[Mapping[str, str]]) -> _Known:
    rows = list(rows)
    addresses = Counter(row.get("email", "").lower() for row in rows)
    return _Known(
        _organisations(),
        frozenset(address for address, times in addresses.items() if times > 1),
        frozenset(_open_invitations(addresses)),
        frozenset(_speaking(addresses)),
    )


def _organisations() -> dict[str, Organisation]:
    """Every organisation by its name in addresses, and by its name where no other has the same."""
    everybody = list(Organisation.objects.all())
    named = Counter(organisation.name.casefold() for organisation in everybody)
    by_name = {each.name.casefold(): each for each in everybody if named[each.name.casefold()] == 1}
    return by_name | {each.slug: each for each in everybody}


def _open_invitations(addresses: Iterable[str]) -> Iterator[str]:
    unused = Invitation.objects.filter(accepted_at=None, revoked_at=None, email__in=list(addresses))
    return iter(unused.values_list("email", flat=True))


def _speaking(addresses: Iterable[str]) -> Iterator[str]:
    standing = Membership.objects.filter(ended_at=None, user__email__in=list(addresses))
    return iter(standing.values_list("user__email", flat=True))


def _checked(line: int, written: Mapping[str, str], known: _Known, language: str) -> ListedRow:
    faults = [*_faults_of_address(written, known), *_faults_of_place(written, known)]
    if faults:
        return ListedRow(line, written, None, tuple(faults))
    organisation = known.organisations.get(written.get("organisation", "").casefold())
    invited = Invited(
        email=written["email"].lower(),
        name=written.get("name", ""),
        organisation=organisation,
        category="" if organisation else _categories()[written["category"].casefold()],
        role=_roles()[written.get("role", "").casefold()],
        language=_languages()[(written.get("language") or language).casefold()],
    )
    return ListedRow(line, written, invited)


def _faults_of_address(written: Mapping[str, str], known: _Known) -> Iterator[str]:
    address = written.get("email", "").lower()
    if not _is_address(address):
        yield _("“%(words)s” is no e-mail address. Write it first on the line.") % {"words": address}
    elif address in known.twice:
        yield _("This address is on the list twice. Leave one of the rows out.")
    elif address in known.invited:
        yield _("This address is invited already. Send that invitation again, or revoke it first.")
    elif address in known.speaking:
        yield _("Whoever has this address takes part already. Leave the row out.")
    if len(written.get("name", "")) > _LONGEST_NAME:
        yield _("This name is longer than %(most)d signs. Shorten it.") % {"most": _LONGEST_NAME}
    if written.get("beyond"):
        yield _("There is more on this line than there are columns: “%(words)s”.") % {
            "words": written["beyond"]
        }


def _faults_of_place(written: Mapping[str, str], known: _Known) -> Iterator[str]:
    organisation, category = written.get("organisation", ""), written.get("category", "")
    if organisation and organisation.casefold() not in known.organisations:
        yield _("No organisation is called “%(words)s”. Enter it among the participants first.") % {
            "words": organisation
        }
    if category and category.casefold() not in _categories():
        yield _("“%(words)s” is no category. Write one of: %(known)s.") % {
            "words": category,
            "known": ", ".join(str(label) for label in Category.labels),
        }
    if not organisation and not category:
        yield _("Say for which organisation, or in which category in their own name.")
    role, language = written.get("role", ""), written.get("language", "")
    if role.casefold() not in _roles():
        yield _("“%(words)s” is no role. Write “member” or “coordinator”.") % {"words": role}
    elif not organisation and _roles()[role.casefold()] != Membership.Role.MEMBER:
        yield _("Whoever speaks in their own name coordinates nobody. Leave the role out.")
    if language and language.casefold() not in _languages():
        yield _("“%(words)s” is no language of this site. Write one of: %(known)s.") % {
            "words": language,
            "known": ", ".join(code for code, _name in settings.LANGUAGES),
        }


def _is_address(words: str) -> bool:
    try:
        validate_email(words)
    except ValidationError:
        return False
    return True


@cache
def _categories() -> dict[str, str]:
    return _by_words(Category.choices)


@cache
def _roles() -> dict[str, str]:
    """The roles by their words; none said is a member."""
    return {"": str(Membership.Role.MEMBER), **_by_words(Membership.Role.choices)}


@cache
def _languages() -> dict[str, str]:
    return _by_words(settings.LANGUAGES)


def _by_words(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Each value under its own word and under what every language of the interface calls it."""
    found: dict[str, str] = {}
    for value, label in list(choices):
        found[value.casefold()] = value
        for language, _name in settings.LANGUAGES:
            with override(language):
                found[str(label).casefold()] = value
    return found
