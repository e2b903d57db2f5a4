"""Closing a text: what stands in the way, the silence procedure, the adoption, and the reservations after it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.actions.adoption import Hindered
from consultation.actions.adoption import adopt as declare_adopted
from consultation.actions.silence import (
    SilenceOver,
    break_silence,
    conclude_silence,
    lift_silence,
    open_silence,
)
from consultation.forms.closing import BasisForm, BreakForm, LiftForm, ReservationForm, SilenceForm
from consultation.reports.closing import read_closing
from consultation.views.desk import text_at_desk
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.actions.publishing import UnseenWords
from drafts.actions.reservations import record_reservation
from drafts.actions.wordings import VersionPublished
from drafts.models import Clause, Silence, Text, Version
from drafts.permissions import (
    can_adopt,
    can_break_silence,
    can_open_silence,
    can_reserve,
    speaks_for_others,
)
from drafts.views.requests import signed_in

type Forms = dict[str, Any]


@signed_in
@require_safe
def closing(request: SignedInRequest, text: str) -> HttpResponse:
    """How far a text is from being closed, and, once it is, what is reserved against it."""
    return _closing_page(request, text_at_desk(request, text))


def _closing_page(
    request: SignedInRequest, text: Text, *, status: int = 200, template: str = "closing", **filled: Any
) -> HttpResponse:
    """The page with its forms; `filled` are those that were sent and have to be put right."""
    now, user = timezone.now(), request.user
    found = read_closing(text, now)
    forms: Forms = {
        "silence_form": SilenceForm(now=now, initial={"basis": found.basis}),
        "break_form": BreakForm(names=found.names),
        "lift_form": LiftForm(),
        "adopt_form": BasisForm(initial={"basis": found.basis}),
        "reservation_form": ReservationForm(
            names=found.names,
            for_others=speaks_for_others(user, text),
            initial={"language": get_language()},
        ),
        **filled,
    }
    context = {
        "text": text,
        "found": found,
        "now": now,
        "may_silence": can_open_silence(user, text),
        "may_break": can_break_silence(user, text),
        "may_adopt": can_adopt(user, text),
        "may_reserve": can_reserve(user, text),
        **forms,
    }
    return render(request, f"consultation/{template}.html", context, status=status)


def _seen_words(request: SignedInRequest, text: Text, refusal: Exception) -> HttpResponse:
    """The page anew after somebody was faster, or something stands in the way."""
    if isinstance(refusal, Hindered):
        messages.error(request, _("Something stands in the way; it is listed below."))
    else:
        messages.warning(request, _("The text changed since you opened this page. Look at it again."))
    return _closing_page(request, text, status=409)


@signed_in
@require_POST
def silence(request: SignedInRequest, text: str) -> HttpResponse:
    """Put the version in work under silence until a time."""
    found, now = text_at_desk(request, text), timezone.now()
    require(can_open_silence(request.user, found))
    form = SilenceForm(request.POST, now=now)
    if not form.is_valid():
        return _closing_page(request, found, status=422, silence_form=form)
    try:
        opened = open_silence(
            by=request.user,
            version=_working(found),
            ends_at=form.cleaned_data["ends_at"],
            basis=form.cleaned_data["basis"],
            at=now,
        )
    except (Hindered, UnseenWords, VersionPublished) as refusal:
        return _seen_words(request, found, refusal)
    said = _("%(version)s is under silence. Every member of the committee is told by e-mail.")
    messages.success(request, said % {"version": opened.version})
    return redirect("consultation:closing", found.slug)


def _working(text: Text) -> Version:
    """The version in work; none where it was adopted meanwhile."""
    working = Version.objects.working().select_related("text").filter(text=text).first()
    if working is None:
        raise VersionPublished(text.pk)
    return working


@signed_in
@require_POST
def break_(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Speak up, on a clause or on the whole text."""
    found = text_at_desk(request, text)
    require(can_break_silence(request.user, found))
    running = _silence(found, key)
    form = BreakForm(request.POST, names=read_closing(found, timezone.now()).names)
    if not form.is_valid():
        return _closing_page(request, found, status=422, break_form=form)
    try:
        break_silence(
            by=request.user,
            silence=running,
            clause=Clause.objects.filter(text=found, key=form.cleaned_data["clause"]).first(),
            reason=form.cleaned_data["reason"],
            at=timezone.now(),
        )
    except SilenceOver:
        return _too_late(request, found, break_form=form)
    messages.success(request, _("The silence is broken. The text is open for work again."))
    return redirect("consultation:closing", found.slug)


@signed_in
@require_POST
def lift(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Take the version out from under silence."""
    found = text_at_desk(request, text)
    require(can_open_silence(request.user, found))
    running = _silence(found, key)
    form = LiftForm(request.POST)
    if not form.is_valid():
        return _closing_page(request, found, status=422, lift_form=form)
    try:
        lift_silence(by=request.user, silence=running, reason=form.cleaned_data["reason"], at=timezone.now())
    except SilenceOver:
        return _too_late(request, found, lift_form=form)
    messages.success(request, _("The silence is lifted. The text is open for work again."))
    return redirect("consultation:closing", found.slug)


@signed_in
@require_POST
def conclude(request: SignedInRequest, text: str, key: str) -> HttpResponse:
    """Conclude a silence whose time is up, where the machine that does it has not; for anybody of the committee."""
    found = text_at_desk(request, text)
    require(can_break_silence(request.user, found))
    over = _silence(found, key)
    adoption = conclude_silence(by=over.opened_by, silence=over, at=timezone.now())
    if adoption is not None:
        messages.success(request, _("%(version)s is adopted.") % {"version": adoption.version})
    else:
        over.refresh_from_db()
        messages.info(
            request,
            _("This silence procedure is concluded: %(state)s.") % {"state": over.get_state_display()},
        )
    return redirect("consultation:closing", found.slug)


def _silence(text: Text, key: str) -> Silence:
    found: Silence = get_object_or_404(
        Silence.objects.filter(version__text=text).select_related("version__text", "opened_by"), key=key
    )
    return found


def _too_late(request: SignedInRequest, text: Text, **filled: Any) -> HttpResponse:
    messages.error(request, _("This silence procedure has ended already."))
    return _closing_page(request, text, status=409, **filled)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: SignedInRequest, text: str) -> HttpResponse:
    """Ask once more, then declare the version in work adopted."""
    found = text_at_desk(request, text)
    require(can_adopt(request.user, found))
    if request.method != "POST":
        return _closing_page(request, found, template="adopt")
    form = BasisForm(request.POST)
    basis = form.cleaned_data["basis"] if form.is_valid() else "none was sent"
    try:
        adoption = declare_adopted(by=request.user, version=_working(found), basis=basis, at=timezone.now())
    except (Hindered, UnseenWords, VersionPublished) as refusal:
        return _seen_words(request, found, refusal)
    messages.success(request, _("%(version)s is adopted.") % {"version": adoption.version})
    return redirect("consultation:closing", found.slug)


@signed_in
@require_POST
def reserve(request: SignedInRequest, text: str) -> HttpResponse:
    """Put on public record what a delegation holds against the adopted text."""
    found = text_at_desk(request, text)
    require(can_reserve(request.user, found))
    state = read_closing(found, timezone.now())
    for_others = speaks_for_others(request.user, found)
    form = ReservationForm(request.POST, names=state.names, for_others=for_others)
    if state.adoption is None or not form.is_valid():
        return _closing_page(request, found, status=422, reservation_form=form)
    record_reservation(
        by=request.user,
        adoption=state.adoption,
        clause=Clause.objects.filter(text=found, key=form.cleaned_data["clause"]).first(),
        words=form.cleaned_data["words"],
        language=form.cleaned_data["language"],
        delegation=form.cleaned_data.get("delegation", ""),
        at=timezone.now(),
    )
    messages.success(request, _("The reservation is on record."))
    return redirect("consultation:closing", found.slug)
