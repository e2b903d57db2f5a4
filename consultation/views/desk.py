"""The committee's desk: the texts one works on, and the clauses of one with their inputs."""

from collections.abc import Hashable
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from consultation.forms.desk import CriteriaForm
from consultation.permissions import can_admit, can_open_consultation
from consultation.reports.closing import adoption_of, running_silence
from consultation.reports.desk import (
    Criteria,
    DeskReading,
    DeskRow,
    organisations_on,
    read_desk,
    read_desks,
)
from consultation.views.requests import SignedInRequest
from drafts.actions.presences import be_present
from drafts.models import Clause, Text
from drafts.permissions import can_grant, can_import, can_publish, can_revise, granted_texts
from drafts.reports.presences import others_at
from drafts.reports.translations import waiting_in
from drafts.views.requests import signed_in

_A_DAY = 24 * 3600


def text_at_desk(request: SignedInRequest, slug: str) -> Text:
    """The text, for those who work on it; for everybody else it has no desk."""
    return get_object_or_404(granted_texts(request.user).select_related("programme", "pillar"), slug=slug)


def criteria_asked(request: SignedInRequest, text: Text) -> Criteria:
    """Which inputs of a text the address asks for."""
    return CriteriaForm(request.GET, organisations_on(text)).criteria


@signed_in
@require_safe
def desks(request: SignedInRequest) -> HttpResponse:
    """The texts somebody works on, and what waits on each."""
    context = {"desks": read_desks(request.user, timezone.now()), "may_admit": can_admit(request.user)}
    return render(request, "consultation/desks.html", context)


@signed_in
@require_safe
def desk(request: SignedInRequest, text: str) -> HttpResponse:
    """The clauses of a text in work, with the inputs that stand on each."""
    found = text_at_desk(request, text)
    form = CriteriaForm(request.GET, organisations_on(found))
    reading = read_desk(found, found.language, form.criteria)
    user, latest = request.user, reading.latest
    context = {
        "text": found,
        "form": form,
        "is_filtered": bool(form.criteria),
        "desk": reading,
        "rows": _set_rows(found, reading, form.criteria, may_revise=bool(can_revise(user, found))),
        "waiting": waiting_in(reading.working) if reading.working else (),
        "now": timezone.now(),
        "may_import": can_import(user, found),
        "may_publish": can_publish(user, found),
        "may_grant": can_grant(user),
        "may_consult": can_open_consultation(user, latest) if latest and not reading.is_consulted else None,
        "silence": running_silence(found),
        "adoption": None if reading.working else adoption_of(found),
    }
    return render(request, "consultation/desk.html", context)


def _set_rows(text: Text, desk: DeskReading, criteria: Criteria, *, may_revise: bool) -> list[str]:
    """Each clause as HTML; that of a clause on which nothing has changed is kept from the last time."""
    place = (text.pk, get_language() or "", may_revise, bool(desk.latest), criteria.query or "all")
    name = ":".join(("desk", *map(str, place)))
    kept: dict[str, tuple[Hashable, str]] = cache.get(name, {})
    template = get_template("consultation/desk.html#row")
    shared: dict[str, Any] = {
        "text": text,
        "latest": desk.latest,
        "may_revise": may_revise,
        "query": criteria.query,
    }
    rows = {}
    for row in desk.rows:
        says, (said, html) = _said_in(row), kept.get(row.clause.key, (None, ""))
        rows[row.clause.key] = (says, html if said == says else template.render({"row": row, **shared}))
    if rows != kept:
        cache.set(name, rows, _A_DAY)
    return [html for _says, html in rows.values()]


def _said_in(row: DeskRow) -> Hashable:
    """All that the HTML of a row says."""
    signature = row.signature
    signed = (signature.state, bool(signature.signoff)) if signature else None
    return (row.clause, row.count, row.fate, row.amendments, signed)


@signed_in
@require_POST
def presence(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Say that one has a clause open; the answer says who else has."""
    clause = get_object_or_404(
        Clause.objects.filter(text=text_at_desk(request, text)).select_related("text"), key=key
    )
    now = timezone.now()
    be_present(by=request.user, clause=clause, is_writing="writing" in request.POST, at=now)
    context = {"others": others_at(clause, request.user, now)}
    return render(request, "consultation/presence.html", context)
