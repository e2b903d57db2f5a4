"""Asking to take part: one's own registration, sent, changed, answered for and taken back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consultation.actions.registrations import (
    AlreadyApplied,
    AlreadyVetted,
    answer_question,
    apply,
    change_registration,
    seen_as,
    withdraw_registration,
)
from consultation.forms.registrations import RegistrationForm, WordsForm
from consultation.models import Registration
from consultation.permissions import membership_of
from consultation.permissions.registrations import can_apply, can_change_registration, own_registrations
from consultation.views.limits import is_too_often
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.views.requests import signed_in

PAGE = "consultation/register.html"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SignedInRequest) -> HttpResponse:
    """How one's request to take part stands; a first one is sent from here."""
    if request.method != "POST":
        return _own_page(request)
    require(can_apply(request.user))
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _own_page(request, form=form, status=422)
    if is_too_often(request, "register", form):
        return _own_page(request, form=form, status=429)
    try:
        apply(by=request.user, wish=form.wish, at=timezone.now())
    except AlreadyApplied:
        form.add_error(
            None, _("You have sent a registration already, from another window: it is shown above.")
        )
        return _own_page(request, form=form, status=409)
    messages.success(request, _("Your registration is sent. The secretariat reads it and writes to you."))
    return redirect("consultation:register")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedInRequest) -> HttpResponse:
    """Change what was sent, until it is decided."""
    registration = _open_registration(request)
    if request.method != "POST":
        return _form_page(request, RegistrationForm.of(registration))
    form = RegistrationForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, 422)
    if is_too_often(request, "register", form):
        return _form_page(request, form, 429)
    seen, now = form.cleaned_data["seen"], timezone.now()
    try:
        change_registration(by=request.user, registration=registration, wish=form.wish, seen=seen, at=now)
    except AlreadyVetted:
        return _form_page(request, _once_more(RegistrationForm, request, registration), 409)
    messages.success(request, _("Your registration is changed. The secretariat reads it as it is now."))
    return redirect("consultation:register")


@signed_in
@require_POST
def answer(request: SignedInRequest) -> HttpResponse:
    """Answer the secretariat's question."""
    registration = _open_registration(request)
    form = WordsForm(request.POST, label=_("Your answer"))
    if not form.is_valid():
        return _own_page(request, answer=form, status=422)
    words, seen = form.cleaned_data["words"], form.cleaned_data["seen"]
    try:
        answer_question(by=request.user, registration=registration, words=words, seen=seen, at=timezone.now())
    except AlreadyVetted:
        again = _once_more(WordsForm, request, registration, label=_("Your answer"))
        return _own_page(request, answer=again, status=409)
    messages.success(request, _("Your answer is sent."))
    return redirect("consultation:register")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest) -> HttpResponse:
    """Take one's request back, after being asked whether one means it."""
    registration = _open_registration(request)
    if request.method == "POST":
        withdraw_registration(by=request.user, registration=registration, at=timezone.now())
        messages.success(request, _("Your registration is withdrawn."))
        return redirect("consultation:register")
    return render(request, "consultation/register_withdraw.html", {"registration": registration})


def _latest(request: SignedInRequest) -> Registration | None:
    own = own_registrations(request.user).select_related("organisation")
    return own.order_by("-submitted_at", "-pk").first()


def _open_registration(request: SignedInRequest) -> Registration:
    registration = _latest(request)
    if registration is None:
        raise Http404
    require(can_change_registration(request.user, registration))
    return registration


def _once_more[Form: (RegistrationForm, WordsForm)](
    form: type[Form], request: SignedInRequest, registration: Registration, **words: str
) -> Form:
    """What was typed, ready to be sent again now that the page shows what happened meanwhile."""
    now = request.POST.copy()
    registration.refresh_from_db()
    now["seen"] = seen_as(registration)
    again = form(now, **words)
    again.add_error(
        None, _("The registration was changed meanwhile. Look at it again; what you wrote is kept.")
    )
    return again


def _form_page(request: SignedInRequest, form: RegistrationForm, status: int = 200) -> HttpResponse:
    return render(request, "consultation/register_change.html", {"form": form}, status=status)


def _own_page(
    request: SignedInRequest,
    *,
    form: RegistrationForm | None = None,
    answer: WordsForm | None = None,
    status: int = 200,
) -> HttpResponse:
    registration = _latest(request)
    is_open = registration is not None and registration.state in Registration.OPEN
    may = can_apply(request.user)
    context: dict[str, Any] = {
        "registration": registration,
        "steps": registration.vettings.order_by("pk") if registration else [],
        "is_open": is_open,
        "membership": membership_of(request.user),
        "may": may,
        "form": form or (_blank(request) if may and not is_open else None),
        "answer": answer or (_blank_answer(registration) if registration else None),
    }
    return render(request, PAGE, context, status=status)


def _blank(request: SignedInRequest) -> RegistrationForm:
    return RegistrationForm(initial={"country": request.user.country})


def _blank_answer(registration: Registration) -> WordsForm | None:
    if registration.state != Registration.State.ASKED:
        return None
    return WordsForm(initial={"seen": seen_as(registration)}, label=_("Your answer"))
