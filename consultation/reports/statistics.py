"""Consultations in figures: who spoke, on what, how, and how they were answered; and who has not spoken yet."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import quantiles
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils.dateformat import format as format_date
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from consultation.models import Category, Comment, Consultation, Outcome
from consultation.permissions.figures import can_see_silent, counted_for
from consultation.reports.consultation_report import clause_title
from consultation.reports.regions import Region, region_of_body, region_of_person
from consultation.reports.silent import Silent, read_silent
from consultation.reports.small_groups import Group, Grouping, part_of, shown_apart, shown_of_whole
from drafts.models import Version
from drafts.permissions import Visitor
from drafts.reports.names import names_of
from drafts.reports.reading import read_version

MOST_COMMENTED = 10
# A chart of more bars than these is read no better than a table.
_BARS = 30
_WHOLE_DAYS = 10
_A_DAY = timedelta(days=1)
# The key of what was said in a session without a word of who or whence.
NOT_ATTRIBUTED = "unattributed"
# Every input says of itself that it belongs to these, so that nobody is found out by their figures.
OPEN_GROUPS = frozenset({NOT_ATTRIBUTED, Comment.Channel.SESSION.value})


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a table: what is counted, how many inputs, and of how many people where people are counted."""

    label: str
    value: int | float
    people: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One question about a consultation and its answer in figures; `unit` is what the figures count."""

    name: str
    title: str
    of: str
    unit: str
    figures: tuple[Figure, ...]
    counts_people: bool = False
    # Groups in an order of their own stand as columns, so that one sees what follows what.
    is_over_time: bool = False
    is_in_days: bool = False

    @property
    def compares(self) -> bool:
        """Whether there is a difference to look at: bars of one length, or one bar, say less than a sentence."""
        return len({figure.value for figure in self.figures}) > 1


@dataclass(frozen=True, slots=True)
class Statistics:
    """Everything that is counted of some consultations, as one reader may know it."""

    inputs: int
    people: int
    organisations: int
    consultations: int
    tables: tuple[Table, ...]
    silent: Silent
    # Key of a consultation → its inputs.
    inputs_of: Mapping[int, int]

    def table(self, name: str) -> Table | None:
        return next((table for table in self.tables if table.name == name), None)


@dataclass(frozen=True, slots=True)
class _Voice:
    """How many inputs somebody made in one consultation, language and channel, for one organisation or themselves."""

    consultation: int
    text: int
    # Who said it; of what was said in a session only where its rule is that speakers are named.
    person: int | None
    organisation: int | None
    organisation_name: str | None
    category: str
    region: str
    language: str
    channel: str
    inputs: int


def read_statistics(user: Visitor, consultations: Sequence[Consultation], at: datetime) -> Statistics:
    """The figures of these consultations at one moment.

    The number of queries does not grow with inputs, people or clauses; the words of a version are read once and kept.
    """
    comments = Comment.objects.filter(counted_for(user, at), consultation__in=consultations)
    voices = _voices(comments)
    tables = (
        _of_people(voices, "categories", _("Categories"), _("category"), _category),
        _of_people(voices, "regions", _("Regions"), _("region"), lambda voice: voice.region),
        _of_people(voices, "languages", _("Languages of the inputs"), _("language"), _language),
        _of_people(voices, "channels", _("Channels"), _("channel"), lambda voice: voice.channel),
        _organisations(voices),
        _over_time(comments),
        _clauses(comments),
        _answers(comments),
        _times_to_answer(comments),
    )
    return Statistics(
        inputs=sum(voice.inputs for voice in voices),
        people=len(_people(voices)),
        organisations=len({voice.organisation for voice in voices} - {None}),
        consultations=len(consultations),
        tables=tables,
        silent=read_silent([each for each in consultations if can_see_silent(user, each, at)], at),
        inputs_of=_inputs_of(voices),
    )


def _inputs_of(voices: Iterable[_Voice]) -> dict[int, int]:
    counts: dict[int, int] = defaultdict(int)
    for voice in voices:
        counts[voice.consultation] += voice.inputs
    return counts


def _voices(comments: QuerySet[Comment]) -> list[_Voice]:
    """Who spoke how often, in which way. One query."""
    rows = comments.order_by().values_list(
        "consultation",
        "consultation__version__text",
        "author",
        "organisation",
        "organisation__name",
        "organisation__category",
        "category",
        "organisation__country",
        "author__country",
        "language",
        "channel",
        "spoken__speaker",
    )
    return [_voice(*row) for row in rows.annotate(inputs=Count("pk"))]


def _voice(consultation: int, text: int, author: int, organisation: int | None, *more: Any) -> _Voice:
    name, theirs, own, country, own_country, language, channel, speaker, inputs = more
    # Whoever took in what was said in a session did not say it.
    aloud = channel == Comment.Channel.SESSION
    region = region_of_person(own_country) if organisation is None else region_of_body(country)
    return _Voice(
        consultation,
        text,
        speaker if aloud else author,
        organisation,
        name,
        category=theirs or own or (NOT_ATTRIBUTED if aloud else ""),
        region=NOT_ATTRIBUTED if aloud and organisation is None else str(region.value),
        language=language,
        channel=channel,
        inputs=inputs,
    )


def _people(voices: Iterable[_Voice]) -> frozenset[int]:
    """Those who spoke, as far as that is known."""
    return frozenset(voice.person for voice in voices if voice.person is not None)


def _category(voice: _Voice) -> str:
    return voice.category


def _language(voice: _Voice) -> str:
    return voice.language.split("-")[0]


def _of_people(
    voices: Sequence[_Voice], name: str, title: str, of: str, key: Callable[[_Voice], str]
) -> Table:
    """Inputs and people by something they have in common; groups of few people are not shown apart."""
    return Table(name, title, of, _("inputs"), _figures(_grouping(voices, key), name), counts_people=True)


def _grouping(voices: Sequence[_Voice], key: Callable[[_Voice], str]) -> Grouping:
    """Counted once over everything, with an eye on what its consultations and pillars show (a pillar is one text)."""
    groups = _groups(voices, key)
    consultations = _split(voices, lambda voice: voice.consultation)
    if len(consultations) < 2:
        return shown_apart(groups)
    layers = [consultations.values()]
    texts = _split(voices, lambda voice: voice.text)
    if len(texts) > 1:
        layers.append(texts.values())
    return shown_of_whole(
        groups, [[part_of(_groups(part, key), _grouping(part, key)) for part in parts] for parts in layers]
    )


def _groups(voices: Sequence[_Voice], key: Callable[[_Voice], str]) -> list[Group]:
    return [
        Group(name, sum(each.inputs for each in alike), _people(alike), is_open=name in OPEN_GROUPS)
        for name, alike in _split(voices, key).items()
    ]


def _split[Key: Hashable](voices: Iterable[_Voice], key: Callable[[_Voice], Key]) -> dict[Key, list[_Voice]]:
    parts: dict[Key, list[_Voice]] = defaultdict(list)
    for voice in voices:
        parts[key(voice)].append(voice)
    return parts


def _figures(grouping: Grouping, name: str) -> tuple[Figure, ...]:
    shown = [Figure(capfirst(_NAMES[name](group.key)), group.inputs, group.size) for group in grouping.apart]
    if grouping.together:
        hidden = grouping.together
        shown.append(Figure(_("Small groups, together"), hidden.inputs, hidden.size))
    return tuple(shown)


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _category_name(code: str) -> str:
    if code == NOT_ATTRIBUTED:
        return _not_attributed()
    return str(Category(code).label) if code else _("members of the public")


def _not_attributed() -> str:
    return _("said in a session, not attributed")


_NAMES: dict[str, Callable[[str], str]] = {
    "categories": _category_name,
    "regions": lambda code: _not_attributed() if code == NOT_ATTRIBUTED else str(Region(code).label),
    "languages": _language_name,
    "channels": lambda code: str(Comment.Channel(code).label),
}


def _organisations(voices: Iterable[_Voice]) -> Table:
    """Inputs by organisation. They are public bodies, so that they are named, however few people speak for them."""
    counts: dict[str, int] = defaultdict(int)
    for voice in voices:
        if voice.organisation_name:
            counts[voice.organisation_name] += voice.inputs
    figures = tuple(Figure(name, number) for name, number in _most_first(counts))
    return Table("organisations", _("Organisations"), _("organisation"), _("inputs"), figures)


def _most_first(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0].casefold()))


def _over_time(comments: QuerySet[Comment]) -> Table:
    """Inputs by day; by so many days together that they fit. One query."""
    counted = comments.order_by().annotate(day=TruncDate("submitted_at")).values_list("day")
    days = dict(counted.annotate(inputs=Count("pk")))
    figures = tuple(_spans(days)) if days else ()
    return Table("time", _("Inputs over time"), _("days"), _("inputs"), figures, is_over_time=True)


def _spans(days: dict[date, int]) -> Iterable[Figure]:
    """Every span of days between the first input and the last, those without an input too."""
    first, last = min(days), max(days)
    length = -(-((last - first).days + 1) // _BARS)
    for start in range(0, (last - first).days + 1, length):
        span = [first + _A_DAY * each for each in range(start, start + length)]
        yield Figure(_span_name(span[0], min(span[-1], last)), sum(days.get(day, 0) for day in span))


def _span_name(first: date, last: date) -> str:
    begins = format_date(first, "d.m.Y")
    return begins if first == last else f"{begins}–{format_date(last, 'd.m.Y')}"


def _clauses(comments: QuerySet[Comment]) -> Table:
    """The clauses with most inputs, as they were called in the version that was consulted on. One query."""
    rows = comments.order_by().values_list("consultation__version", "clause__key")
    most = list(rows.annotate(inputs=Count("pk")).order_by("-inputs", "clause")[:MOST_COMMENTED])
    versions = Version.objects.filter(pk__in={version for version, *_rest in most})
    names = {
        version.pk: (version, names_of(read_version(version, version.text.language).clauses))
        for version in versions.select_related("text")
    }
    one_text = len({version.text_id for version, _names in names.values()}) == 1
    figures = []
    for pk, key, inputs in most:
        version, called = names[pk]
        shown = clause_title(called[key])
        figures.append(Figure(shown if one_text else f"{version.text}, {shown}", inputs))
    return Table("clauses", _("Clauses most commented"), _("clause"), _("inputs"), tuple(figures))


def _answers(comments: QuerySet[Comment]) -> Table:
    """Inputs by what became of them. One query."""
    rows = comments.order_by().values_list("standing__disposition__outcome")
    counts = dict(rows.annotate(inputs=Count("pk")))
    figures = [
        Figure(capfirst(str(outcome.label)), counts[outcome]) for outcome in Outcome if outcome in counts
    ]
    if None in counts:
        figures.append(Figure(_("Not answered yet"), counts[None]))
    return Table("answers", _("Answers"), _("answer"), _("inputs"), tuple(figures))


def _times_to_answer(comments: QuerySet[Comment]) -> Table:
    """How many days passed before the first answer: the median, and the quartiles around it. One query."""
    first = Q(dispositions__isnull=False, dispositions__supersedes__isnull=True)
    times = comments.filter(first).order_by().values_list("submitted_at", "dispositions__decided_at")
    days = [(decided - said) / _A_DAY for said, decided in times]
    names = (
        _("a quarter within"),
        _("half within (the median)"),
        _("three quarters within"),
    )
    # One answer has no quartiles to speak of: it is all three.
    found = quantiles(days, n=4, method="inclusive") if len(days) > 1 else days * 3
    figures = tuple(
        Figure(capfirst(name), _in_days(value)) for name, value in zip(names, found, strict=False)
    )
    return Table("times", _("Time to answer"), _("inputs"), _("days"), figures, is_in_days=True)


def _in_days(value: float) -> float:
    """Whole days from ten on, tenths of a day below."""
    rounded = round(value, 1)
    return round(value) if rounded >= _WHOLE_DAYS or rounded.is_integer() else rounded
