"""Taking the record of a session from one state to the next: each act says what it means before it is done."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from consultation.views.requests import SignedInRequest
from drafts.access import Decision
from drafts.views.requests import signed_in
from roundtables.actions.records import (
    CorrectionsOpen,
    NothingCorrected,
    RecordChanged,
    SignaturesMissing,
    adopt_record,
    circulate_record,
    correct_record,
    publish_record,
    sign_record,
)
from roundtables.forms.records import AnotherRoundForm, ContentForm, RoundForm, SignForm
from roundtables.models import Record, RecordSignature
from roundtables.permissions.records import (
    can_adopt,
    can_circulate,
    can_correct,
    can_publish_record,
    can_sign,
    capacities_of,
)
from roundtables.reports.record_compare import compare_records
from roundtables.reports.record_content import content_now
from roundtables.reports.records import A_PAGE, signatures_of
from roundtables.views.records import address_of, record_at_work, versions_of, with_who

_CHAIR = RecordSignature.Capacity.CHAIR


def _act_page(
    request: HttpRequest, record: Record, act: str, decision: Decision, form: Form, **more: Any
) -> HttpResponse:
    """The page that says what an act means before it is done, or why it cannot be."""
    status = more.pop("status", 200)
    context = {"session": record.session, "record": record, "act": act, "decision": decision, "form": form}
    return render(request, "roundtables/record_act.html", {**context, **more}, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def circulate(request: SignedInRequest, key: str) -> HttpResponse:
    """Send the notes to those who attended."""
    found, now = record_at_work(request, key), timezone.now()
    decision = can_circulate(request.user, found, now)
    form = RoundForm(request.POST or None)
    if request.method != "POST":
        return _act_page(request, found, "circulate", decision, form)
    if form.is_valid() and form.cleaned_data["until"] <= now:
        form.add_error("until", _("Give those who attended some time for corrections."))
    if not form.is_valid():
        return _act_page(request, found, "circulate", decision, form, status=422)
    until = form.cleaned_data["until"]
    circulate_record(
        by=request.user, session=found.session, corrections_until=until, path=address_of(found), at=now
    )
    messages.success(request, _("The record is with those who attended. They were written to."))
    return redirect(address_of(found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: SignedInRequest, key: str) -> HttpResponse:
    """Close a round of corrections with a new version."""
    found, now = record_at_work(request, key), timezone.now()
    decision, form = can_correct(request.user, found, now), AnotherRoundForm(request.POST or None)
    if request.method != "POST":
        return _correct_page(request, found, decision, form)
    if form.is_valid() and form.cleaned_data["until"] and form.cleaned_data["until"] <= now:
        form.add_error("until", _("Give those who attended some time for corrections."))
    if not form.is_valid():
        return _correct_page(request, found, decision, form, status=422)
    until = form.cleaned_data["until"]
    try:
        version = correct_record(
            by=request.user, session=found.session, path=address_of(found), at=now, until=until
        )
    except CorrectionsOpen as waiting:
        form.add_error(None, _waiting(waiting.number))
        return _correct_page(request, found, decision, form, status=409)
    except NothingCorrected:
        form.add_error(None, _("Nothing changed since the last version."))
        return _correct_page(request, found, decision, form, status=409)
    messages.success(request, _("Version %(number)s of the record is there.") % {"number": version.number})
    return redirect(address_of(found))


def _correct_page(
    request: HttpRequest, found: Record, decision: Decision, form: Form, status: int = 200
) -> HttpResponse:
    """What the new version would change in the last."""
    versions = versions_of(found)
    changes = compare_records(versions[-1].content, content_now(found.session)).shown if versions else []
    shown = changes[:A_PAGE]
    more = {"rows": with_who(shown), "further": len(changes) - len(shown), "status": status}
    return _act_page(request, found, "correct", decision, form, **more)


def _waiting(number: int) -> str:
    return ngettext(
        "%(number)d correction waits for a decision.", "%(number)d corrections wait for a decision.", number
    ) % {"number": number}


def _last(record: Record) -> dict[str, Any]:
    """The last version, its fingerprint, and who signed it."""
    versions = versions_of(record)
    if not versions:
        return {"version": None, "content": "", "signatures": ()}
    last = versions[-1]
    return {"version": last, "content": last.content_hash, "signatures": signatures_of(last)}


def _trouble(act: Callable[[], object]) -> str:
    """Do it; or what stands in the way, in words."""
    try:
        act()
    except RecordChanged:
        return _("The record changed since you opened the page. Read it again first.")
    except CorrectionsOpen as waiting:
        return _waiting(waiting.number)
    except SignaturesMissing:
        return _("The chair and the rapporteur have not both signed this version.")
    return ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: SignedInRequest, key: str) -> HttpResponse:
    """Sign the last version of the record, as its chair or its rapporteur."""
    found, now = record_at_work(request, key), timezone.now()
    held = capacities_of(request.user, found)
    capacity = next((each for each in held if each == request.POST.get("capacity")), (*held, _CHAIR)[0])
    decision, form = can_sign(request.user, found, capacity, now), SignForm(request.POST or None)
    more: dict[str, Any] = {"capacities": held}
    if request.method != "POST" or not form.is_valid():
        return _act_page(request, found, "sign", decision, form, **_last(found), **more)
    content = form.cleaned_data["content"]
    act = {"by": request.user, "session": found.session, "capacity": capacity, "content": content, "at": now}
    if trouble := _trouble(lambda: sign_record(**act)):
        more = {**more, "trouble": trouble, "status": 409}
        return _act_page(request, found, "sign", decision, form, **_last(found), **more)
    messages.success(request, _("You have signed the record."))
    return redirect(address_of(found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def adopt(request: SignedInRequest, key: str) -> HttpResponse:
    """Adopt what both have signed."""
    found, now = record_at_work(request, key), timezone.now()
    decision, form = can_adopt(request.user, found), ContentForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _act_page(request, found, "adopt", decision, form, **_last(found))
    act = {"by": request.user, "session": found.session, "content": form.cleaned_data["content"], "at": now}
    if trouble := _trouble(lambda: adopt_record(**act)):
        more = {"trouble": trouble, "status": 409}
        return _act_page(request, found, "adopt", decision, form, **_last(found), **more)
    messages.success(request, _("The record is adopted."))
    return redirect(address_of(found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: SignedInRequest, key: str) -> HttpResponse:
    """Have everybody read an adopted record."""
    found = record_at_work(request, key)
    if request.method != "POST":
        return _act_page(request, found, "publish", can_publish_record(request.user, found), Form())
    publish_record(by=request.user, session=found.session, at=timezone.now())
    messages.success(request, _("Everybody reads the record now."))
    return redirect(address_of(found))
