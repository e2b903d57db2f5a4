"""Who is invited so far against who is registered, by category and by region: seen before anything is sent."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import Exists, OuterRef
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultation.models import Category, Membership, Organisation
from consultation.reports.regions import Region, region_of_body, region_of_person
from consultation.reports.statistics import Figure, Table
from roundtables.models import Seat, Session


@dataclass(frozen=True, slots=True)
class Voice:
    """One that takes part: an organisation, or a person in their own name; `key` tells them apart."""

    key: tuple[str, int]
    category: str
    region: str


@dataclass(frozen=True, slots=True)
class Share:
    """One category or region: how many of its registered voices are invited."""

    label: str
    invited: int
    registered: int
    # Whoever gave no country is of no region that could be missing.
    is_known: bool = True

    @property
    def is_missing(self) -> bool:
        return self.is_known and self.registered > 0 and self.invited == 0


@dataclass(frozen=True, slots=True)
class View:
    """The shares of one question, and their chart."""

    table: Table
    shares: tuple[Share, ...]

    @property
    def missing(self) -> list[str]:
        return [share.label for share in self.shares if share.is_missing]


@dataclass(frozen=True, slots=True)
class Balance:
    """Both views, and how many are invited who are not registered as taking part."""

    views: tuple[View, ...]
    unregistered: int


def read_balance(session: Session) -> Balance:
    """The balance of everything that stands on the list, sent or not. The queries do not grow with it."""
    registered = {voice.key: voice for voice in _registered()}
    asked = _asked(session)
    invited = [registered[key] for key in asked if key in registered]
    return Balance(
        views=tuple(_view(question, registered.values(), invited) for question in _questions()),
        unregistered=len(asked) - len(invited),
    )


def _registered() -> Iterable[Voice]:
    """Organisations that have somebody, and people who speak in their own name. Two queries."""
    voices = Membership.objects.standing().filter(organisation=OuterRef("pk"))
    houses = Organisation.objects.filter(Exists(voices)).values_list("pk", "category", "country")
    for key, category, country in houses:
        yield Voice(("organisation", key), category, str(region_of_body(country).value))
    alone = Membership.objects.standing().filter(organisation=None)
    for key, category, country in alone.values_list("user", "category", "user__country"):
        yield Voice(("person", key), category, str(region_of_person(country).value))


def _asked(session: Session) -> set[tuple[str, int]]:
    """Whom the invitations ask: an organisation, be it through one of its members, or a person. Two queries."""
    rows = list(Seat.objects.standing().filter(session=session).values_list("organisation", "user"))
    people = [user for _house, user in rows if user is not None]
    houses = dict(
        Membership.objects.standing()
        .filter(user__in=people, organisation__isnull=False)
        .values_list("user", "organisation")
    )
    return {_key_of(house, user, houses) for house, user in rows}


def _key_of(house: int | None, user: int | None, houses: Mapping[int, int | None]) -> tuple[str, int]:
    speaks_for = house or houses.get(user or 0)
    return ("organisation", speaks_for) if speaks_for else ("person", user or 0)


@dataclass(frozen=True, slots=True)
class _Question:
    """What voices are told apart by: the name of the view, and every answer in words, in their order."""

    name: str
    title: str
    of: str
    key: Callable[[Voice], str]
    labels: Sequence[tuple[str, str]]


def _questions() -> tuple[_Question, _Question]:
    categories = [(str(each.value), str(each.label)) for each in Category]
    regions = [(str(each.value), str(each.label)) for each in Region]
    return (
        _Question("categories", _("By category"), _("category"), attrgetter("category"), categories),
        _Question("regions", _("By region"), _("region"), attrgetter("region"), regions),
    )


def _view(question: _Question, registered: Iterable[Voice], invited: Iterable[Voice]) -> View:
    all_of, asked = Counter(map(question.key, registered)), Counter(map(question.key, invited))
    shares = tuple(
        Share(capfirst(label), asked[code], all_of[code], code != Region.NOT_GIVEN)
        for code, label in question.labels
        if all_of[code]
    )
    figures = tuple(Figure(share.label, share.invited) for share in shares)
    return View(Table(question.name, question.title, question.of, _("invited"), figures), shares)
