"""An attendance list as it was pasted, read and checked line by line. Nothing in it is believed.

A line is an e-mail address, or a name, an organisation, a category and a country with semicolons or tabs between them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from allauth.account.models import EmailAddress
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.models import Category, Membership, Organisation, User
from consultation.reports.countries import country_choices
from roundtables.models import Attendance, Session
from roundtables.reports.present import (
    Identity,
    Present,
    identity_of,
    present_for,
    present_with_account,
    voices_of,
)

MOST_LINES = 300
_COLUMNS = 4
_LONGEST_NAME, _LONGEST_BODY = 120, 200
_BETWEEN = re.compile(r"[;\t]")


class Known(models.TextChoices):
    """Whether the site knows who a line is about."""

    ACCOUNT = "account", gettext_lazy("known account")
    ORGANISATION = "organisation", gettext_lazy("known organisation")
    UNKNOWN = "unknown", gettext_lazy("not known here")


class UnreadableList(Exception):
    """The list as a whole cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line: what was written, who it is, how far that is known, and what is wrong with it."""

    number: int
    written: str
    present: Present | None = None
    known: Known = Known.UNKNOWN
    is_there: bool = False
    faults: tuple[str, ...] = ()


def read_pasted(session: Session, words: str) -> list[PastedLine]:
    """Every line of the list, checked. The queries do not grow with it."""
    lines = [(number, " ".join(line.split(" "))) for number, line in enumerate(words.splitlines(), start=1)]
    written = [(number, line.strip()) for number, line in lines if line.strip()]
    if not written:
        raise UnreadableList(_("There is nobody on this list. Write one person on each line."))
    if len(written) > MOST_LINES:
        raise UnreadableList(
            _("This list has %(number)d lines, and %(most)d are the most at once. Cut it in parts.")
            % {"number": len(written), "most": MOST_LINES}
        )
    looked_up = _looked_up([line for _number, line in written])
    read = [_read(number, line, looked_up) for number, line in written]
    return _with_doubles(read, _there(session))


@dataclass(frozen=True, slots=True)
class _LookedUp:
    """What lines are checked against, found once for the whole list."""

    people: Mapping[str, User]
    voices: Mapping[int, Membership]
    organisations: Mapping[str, Organisation]
    categories: Mapping[str, str]
    countries: Mapping[str, str]


def _looked_up(lines: Sequence[str]) -> _LookedUp:
    addresses = [line.lower() for line in lines if _is_address(line)]
    confirmed = EmailAddress.objects.filter(email__in=addresses, verified=True, user__is_active=True)
    people: dict[str, User] = {each.email.lower(): each.user for each in confirmed.select_related("user")}
    return _LookedUp(
        people=people,
        voices=voices_of(people.values()),
        organisations=_organisations(),
        categories=_by_words([(str(each.value), str(each.label)) for each in Category]),
        countries=_by_words(country_choices()),
    )


def _organisations() -> dict[str, Organisation]:
    """Every organisation by its name in addresses, and by its name where no other has the same."""
    everybody = list(Organisation.objects.all())
    named = Counter(each.name.casefold() for each in everybody)
    by_name = {each.name.casefold(): each for each in everybody if named[each.name.casefold()] == 1}
    return by_name | {each.slug: each for each in everybody}


def _by_words(choices: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Each value under its own word and as the reader calls it."""
    return {word.casefold(): value for value, label in choices for word in (value, label)}


def _is_address(line: str) -> bool:
    return "@" in line and not _BETWEEN.search(line) and " " not in line


def _read(number: int, line: str, known: _LookedUp) -> PastedLine:
    if _is_address(line):
        person = known.people.get(line.lower())
        if person is None:
            fault = _("No account has this address. Write the name and the organisation instead.")
            return PastedLine(number, line, faults=(fault,))
        return PastedLine(number, line, present_with_account(person, known.voices), Known.ACCOUNT)
    cells = [" ".join(cell.split()) for cell in _BETWEEN.split(line)]
    faults = tuple(_faults(cells, known))
    if faults:
        return PastedLine(number, line, faults=faults)
    return _named(number, line, cells, known)


def _named(number: int, line: str, cells: Sequence[str], known: _LookedUp) -> PastedLine:
    """Somebody without an account, as the list names them; an organisation that is known says the rest."""
    name, body, category, country = [*cells, "", "", "", ""][:_COLUMNS]
    house = known.organisations.get(body.casefold()) if body else None
    if house is not None:
        present = present_for(house)
        if name:
            present = replace(present, name=name, body="")
        return PastedLine(number, line, present, Known.ORGANISATION)
    present = Present(
        name=name,
        body=body,
        category=known.categories.get(category.casefold(), ""),
        country=known.countries.get(country.casefold(), ""),
    )
    return PastedLine(number, line, present, Known.UNKNOWN)


def _faults(cells: Sequence[str], known: _LookedUp) -> Iterator[str]:
    name, body, category, country = [*cells, "", "", "", ""][:_COLUMNS]
    if not name and not body:
        yield _("Write a name, or an organisation.")
    if len(name) > _LONGEST_NAME or len(body) > _LONGEST_BODY:
        yield _("This is longer than a name can be. Shorten it.")
    if category and category.casefold() not in known.categories:
        yield _("“%(words)s” is no category. Write one of: %(known)s.") % {
            "words": category,
            "known": ", ".join(str(label) for label in Category.labels),
        }
    if country and country.casefold() not in known.countries:
        yield _("“%(words)s” is no country. Write its name, or its code of two letters.") % {"words": country}
    if any(cells[_COLUMNS:]):
        yield _("There is more on this line than a name, an organisation, a category and a country.")


def _there(session: Session) -> set[Identity]:
    standing = Attendance.objects.standing().filter(session=session)
    return {identity_of(entry) for entry in standing.select_related("user", "organisation")}


def _with_doubles(lines: Sequence[PastedLine], there: set[Identity]) -> list[PastedLine]:
    """Mark who is entered already, and complain of who is on the list twice."""
    times = Counter(line.present.identity for line in lines if line.present)
    return [_with_double(line, times, there) for line in lines]


def _with_double(line: PastedLine, times: Counter[Identity], there: set[Identity]) -> PastedLine:
    if line.present is None:
        return line
    if times[line.present.identity] > 1:
        return replace(line, faults=(_("Somebody is on the list twice. Leave one of the lines out."),))
    return replace(line, is_there=line.present.identity in there)
