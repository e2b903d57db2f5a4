"""Vetting: the registrations that were sent, and one with what may be done about it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consultation.actions.people import AlreadyAdmitted, NameTaken
from consultation.actions.registrations import (
    AlreadyVetted,
    accept_registration,
    ask_applicant,
    refuse_registration,
    seen_as,
)
from consultation.forms.registrations import AcceptanceForm, OwnNameForm, WordsForm, acceptance_form
from consultation.models import Registration
from consultation.permissions.registrations import can_vet, visible_registrations
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.views.requests import signed_in

REGISTRATIONS_A_PAGE = 30
PENDING = Registration.State.PENDING


@signed_in
@require_safe
def registrations(request: SignedInRequest) -> HttpResponse:
    """Those that wait, unless others are asked for, oldest first."""
    _known(request)
    state = request.GET.get("state", PENDING)
    asked = state if state in Registration.State.values else str(PENDING)
    found = visible_registrations(request.user).filter(state=asked).select_related("user", "organisation")
    page = Paginator(found.order_by("submitted_at", "pk"), REGISTRATIONS_A_PAGE)
    context = {
        "page_obj": page.get_page(request.GET.get("page")),
        "states": Registration.State.choices,
        "asked": asked,
        "query": f"state={asked}&",
    }
    return render(request, "consultation/registrations.html", context)


@signed_in
@require_safe
def registration(request: SignedInRequest, key: str) -> HttpResponse:
    """One registration with its log, and the forms of the next step."""
    return _page(request, _asked_for(request, key))


@signed_in
@require_POST
def accept(request: SignedInRequest, key: str) -> HttpResponse:
    """Admit who asks; an organisation that is new is entered with them."""
    asked = _asked_for(request, key)
    require(can_vet(request.user, asked))
    form = acceptance_form(asked, request.POST)
    if not form.is_valid():
        return _page(request, asked, accept=form, status=422)
    seen, now = form.cleaned_data["seen"], timezone.now()
    try:
        accept_registration(by=request.user, registration=asked, place=form.place, seen=seen, at=now)
    except AlreadyVetted:
        return _faster(request, asked, accept=True)
    except NameTaken:
        form.add_error("slug", _("Another organisation has this name. Choose another."))
        return _page(request, asked, accept=form, status=409)
    except AlreadyAdmitted:
        form.add_error(None, _("This person was admitted a moment ago. Look at the list again."))
        return _page(request, asked, accept=form, status=409)
    messages.success(request, _("The participant is admitted and may comment from now on."))
    return redirect("consultation:registrations")


@signed_in
@require_POST
def ask(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask who wants to take part for what is missing."""
    asked = _asked_for(request, key)
    require(can_vet(request.user, asked))
    form = _question(request.POST)
    if not form.is_valid():
        return _page(request, asked, ask=form, status=422)
    words, seen = form.cleaned_data["words"], form.cleaned_data["seen"]
    try:
        ask_applicant(by=request.user, registration=asked, words=words, seen=seen, at=timezone.now())
    except AlreadyVetted:
        return _faster(request, asked)
    messages.success(request, _("Your question is sent to the applicant."))
    return redirect("consultation:registrations")


@signed_in
@require_POST
def refuse(request: SignedInRequest, key: str) -> HttpResponse:
    """Refuse, with a reason that the applicant reads."""
    asked = _asked_for(request, key)
    require(can_vet(request.user, asked))
    form = _reason(request.POST)
    if not form.is_valid():
        return _page(request, asked, refuse=form, status=422)
    words, seen = form.cleaned_data["words"], form.cleaned_data["seen"]
    try:
        refuse_registration(by=request.user, registration=asked, words=words, seen=seen, at=timezone.now())
    except AlreadyVetted:
        return _faster(request, asked, refuse=True)
    messages.success(request, _("The registration is refused; the applicant reads your reason."))
    return redirect("consultation:registrations")


def _known(request: SignedInRequest) -> None:
    """Only the secretariat knows that these pages exist."""
    if not can_vet(request.user):
        raise Http404


def _asked_for(request: SignedInRequest, key: str) -> Registration:
    _known(request)
    found = visible_registrations(request.user).select_related("user", "organisation")
    return get_object_or_404(found, key=key)


def _question(data: Any = None, seen: str = "") -> WordsForm:
    return WordsForm(data, label=_("Question to the applicant"), prefix="ask", initial={"seen": seen})


def _reason(data: Any = None, seen: str = "") -> WordsForm:
    return WordsForm(
        data, label=_("Reason, which the applicant reads"), prefix="refuse", initial={"seen": seen}
    )


def _faster(
    request: SignedInRequest, asked: Registration, *, accept: bool = False, refuse: bool = False
) -> HttpResponse:
    """Say who was faster; what was typed stays in its form, for the registration as it is now."""
    asked.refresh_from_db()
    last = asked.vettings.select_related("taken_by").order_by("pk").last()
    messages.warning(
        request,
        _("%(person)s was faster: %(step)s. What you wrote is kept below, and nothing of it is recorded.")
        % {"person": last.taken_by, "step": last.get_step_display()}
        if last
        else _("The applicant changed this meanwhile. What you wrote is kept below, and not recorded."),
    )
    now = request.POST.copy()
    for prefix in ("accept", "ask", "refuse"):
        now[f"{prefix}-seen"] = seen_as(asked)
    if accept:
        return _page(request, asked, accept=acceptance_form(asked, now), status=409)
    if refuse:
        return _page(request, asked, refuse=_reason(now), status=409)
    return _page(request, asked, ask=_question(now), status=409)


def _page(
    request: SignedInRequest,
    asked: Registration,
    *,
    accept: AcceptanceForm | OwnNameForm | None = None,
    ask: WordsForm | None = None,
    refuse: WordsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    seen = seen_as(asked)
    context = {
        "registration": asked,
        "steps": asked.vettings.select_related("taken_by").order_by("pk"),
        "is_open": asked.state in Registration.OPEN,
        "may": can_vet(request.user, asked),
        "accept": accept or acceptance_form(asked),
        "ask": ask or _question(seen=seen),
        "refuse": refuse or _reason(seen=seen),
        "faulty": [form for form in (accept, ask, refuse) if form is not None],
    }
    return render(request, "consultation/registration.html", context, status=status)
