"""Statistics of a consultation, of a pillar and of a programme: charts, tables, and the tables as files."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultation.models import Consultation, ConsultationQuerySet
from consultation.permissions.figures import can_read_report
from consultation.permissions.rounds import visible_consultations
from consultation.reports.front import next_turn
from consultation.reports.spreadsheets import silent_file, table_file
from consultation.reports.statistics import Statistics, read_statistics
from drafts.models import Pillar, Programme
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage


@dataclass(frozen=True, slots=True)
class Scope:
    """What the figures are about: one consultation, those on a pillar, or all of a programme."""

    kind: str
    args: tuple[str | int, ...]
    consultations: Sequence[Consultation]
    programme: Programme
    pillar: Pillar | None = None

    @property
    def consultation(self) -> Consultation | None:
        return self.consultations[0] if self.kind == "consultation" else None

    @property
    def url(self) -> str:
        return reverse(_PAGES[self.kind], args=self.args)


@dataclass(frozen=True, slots=True)
class PillarRow:
    """A pillar among the others of its programme, and the way to its figures."""

    pillar: Pillar
    url: str
    consultations: int
    inputs: int


_PAGES = {
    "consultation": "consultation:statistics",
    "pillar": "consultation:pillar-statistics",
    "programme": "consultation:programme-statistics",
}


@require_safe
def of_consultation(request: HttpRequest, key: str) -> HttpResponse:
    """One consultation in figures."""
    return _page(request, _consultation(request, key))


@require_safe
def of_pillar(request: HttpRequest, programme: str, number: int) -> HttpResponse:
    """All consultations on a pillar in figures."""
    return _page(request, _pillar(request, programme, number))


@require_safe
def of_programme(request: HttpRequest, programme: str) -> HttpResponse:
    """All consultations on a programme in figures."""
    return _page(request, _programme(request, programme))


@require_safe
def file_of_consultation(request: HttpRequest, key: str, table: str) -> HttpResponse:
    """A table of one consultation, for a spreadsheet."""
    return _file(request, _consultation(request, key), table)


@require_safe
def file_of_pillar(request: HttpRequest, programme: str, number: int, table: str) -> HttpResponse:
    """A table of a pillar, for a spreadsheet."""
    return _file(request, _pillar(request, programme, number), table)


@require_safe
def file_of_programme(request: HttpRequest, programme: str, table: str) -> HttpResponse:
    """A table of a programme, for a spreadsheet."""
    return _file(request, _programme(request, programme), table)


def _visible(request: HttpRequest) -> ConsultationQuerySet:
    visible = visible_consultations(request.user).select_related("version__text__programme")
    return visible.order_by("opens_at", "pk")


def _consultation(request: HttpRequest, key: str) -> Scope:
    found = get_object_or_404(_visible(request), key=key)
    return Scope("consultation", (key,), [found], found.version.text.programme)


def _pillar(request: HttpRequest, programme: str, number: int) -> Scope:
    pillars = Pillar.objects.select_related("programme")
    pillar = get_object_or_404(pillars, programme__slug=programme, number=number)
    found = list(_visible(request).filter(version__text__pillar=pillar))
    return Scope("pillar", (programme, number), found, pillar.programme, pillar)


def _programme(request: HttpRequest, programme: str) -> Scope:
    found = get_object_or_404(Programme, slug=programme)
    consultations = list(_visible(request).filter(version__text__programme=found))
    return Scope("programme", (programme,), consultations, found)


def _page(request: HttpRequest, scope: Scope) -> HttpResponse:
    stamp, now = latest_act(), timezone.now()
    about, statistics = scope.consultation, _read(request, scope)
    context = {
        "scope": scope,
        "about": about,
        "text": about.version.text if about else None,
        "statistics": statistics,
        "pillars": _by_pillar(scope, statistics) if scope.kind == "programme" else (),
        "may_read_report": about and can_read_report(request.user, about),
    }
    html = render_to_string("consultation/statistics.html", context, request)
    return PublicPage(html, stamp=stamp, until=next_turn(request.user, now))


def _by_pillar(scope: Scope, statistics: Statistics) -> list[PillarRow]:
    """The pillars of a programme in their order. One query."""
    return [_pillar_row(scope, statistics, pillar) for pillar in scope.programme.pillars.order_by("number")]


def _pillar_row(scope: Scope, statistics: Statistics, pillar: Pillar) -> PillarRow:
    on_it = [each for each in scope.consultations if each.version.text.pillar_id == pillar.pk]
    inputs = sum(statistics.inputs_of.get(each.pk, 0) for each in on_it)
    url = reverse(_PAGES["pillar"], args=[scope.programme.slug, pillar.number])
    return PillarRow(pillar, url, len(on_it), inputs)


def _read(request: HttpRequest, scope: Scope) -> Statistics:
    return read_statistics(request.user, scope.consultations, timezone.now())


def _file(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    statistics = _read(request, scope)
    table = statistics.table(name)
    if table is None and name != "silent":
        raise Http404
    written = table_file(table) if table else silent_file(statistics.silent.organisations)
    response = HttpResponse(written, content_type="text/csv; charset=utf-8")
    called = "-".join(str(each) for each in (*scope.args, name))
    response["Content-Disposition"] = f'attachment; filename="{called}.csv"'
    return response
