"""The committee's desk: the texts one works on, and the clauses of one with their inputs."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consultation.forms.desk import CriteriaForm
from consultation.permissions import can_admit, can_open_consultation
from consultation.reports.closing import adoption_of, running_silence
from consultation.reports.desk import Criteria, organisations_on, read_desk, read_desks
from consultation.views.requests import SignedInRequest
from drafts.actions.presences import be_present
from drafts.models import Clause, Text
from drafts.permissions import can_grant, can_import, can_publish, can_revise, granted_texts
from drafts.reports.presences import others_at
from drafts.reports.translations import waiting_in
from drafts.views.requests import signed_in


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
        "waiting": waiting_in(reading.working) if reading.working else (),
        "now": timezone.now(),
        "may_import": can_import(user, found),
        "may_publish": can_publish(user, found),
        "may_revise": can_revise(user, found),
        "may_grant": can_grant(user),
        "may_consult": can_open_consultation(user, latest) if latest and not reading.is_consulted else None,
        "silence": running_silence(found),
        "adoption": None if reading.working else adoption_of(found),
    }
    return render(request, "consultation/desk.html", context)


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
