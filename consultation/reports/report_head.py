"""The first page of a consultation report: what it is about, in facts, and what it holds, by clause."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultation.models import Category, Comment, Consultation, Outcome, Release
from consultation.reports.consultation_report import clause_title
from drafts.reports.names import names_of
from drafts.reports.reading import read_version


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A clause of the report, how many inputs are on it, and the page on which they begin."""

    key: str
    name: str
    inputs: int
    page: int


def read_facts(consultation: Consultation, inputs: QuerySet[Comment]) -> tuple[tuple[str, str], ...]:
    """When was asked, who, what came of it, and whether everybody may read it. Five queries at most."""
    return (
        (_("Consultation period"), _period(consultation)),
        (_("Who was asked"), _who_was_asked(consultation)),
        (_("Inputs by answer"), "; ".join(_by_answer(inputs)) or "0"),
        (_("Organisations"), str(_organisations(inputs))),
        (_("Released on"), _released_on(consultation)),
    )


def _organisations(inputs: QuerySet[Comment]) -> int:
    spoke = inputs.order_by().filter(organisation__isnull=False)
    return spoke.values("organisation").distinct().count()


def _period(consultation: Consultation) -> str:
    return _("%(opens)s to %(closes)s") % {
        "opens": _moment(consultation, "opens_at"),
        "closes": _moment(consultation, "closes_at"),
    }


def _moment(consultation: Consultation, name: str) -> str:
    local = timezone.localtime(getattr(consultation, name))
    return f"{date_format(local, 'DATETIME_FORMAT')} ({date_format(local, 'T')})"


def _who_was_asked(consultation: Consultation) -> str:
    if consultation.audience != Consultation.Audience.NAMED:
        return capfirst(str(consultation.get_audience_display()))
    categories = [str(Category(code).label) for code in consultation.categories]
    names = consultation.organisations.order_by("name").values_list("name", flat=True)
    return capfirst(", ".join([*categories, *names]))


def _by_answer(inputs: QuerySet[Comment]) -> Iterator[str]:
    rows = inputs.order_by().values_list("standing__disposition__outcome")
    counts = dict(rows.annotate(number=Count("pk")))
    for outcome in Outcome:
        if outcome in counts:
            yield _("%(label)s: %(value)s") % {
                "label": capfirst(str(outcome.label)),
                "value": counts[outcome],
            }
    if None in counts:
        yield _("%(label)s: %(value)s") % {"label": _("Not answered yet"), "value": counts[None]}


def _released_on(consultation: Consultation) -> str:
    release = Release.objects.filter(consultation=consultation).first()
    if release is None:
        return _("Draft: not released")
    return date_format(timezone.localtime(release.released_at), "DATE_FORMAT")


def read_contents(
    consultation: Consultation, inputs: QuerySet[Comment], language: str, a_page: int
) -> list[ContentsLine]:
    """Clause by clause, in the order of the report. One query, and the names of the clauses."""
    counts = Counter(inputs.values_list("clause__key", flat=True))
    names = names_of(read_version(consultation.version, language).clauses)
    lines, before = [], 0
    for key, number in counts.items():
        lines.append(ContentsLine(key, clause_title(names[key]), number, before // a_page + 1))
        before += number
    return lines
