"""Corrections of a circulated record: asked for, withdrawn, decided on one after the other."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consultation.reports.pages import A_PAGE
from consultation.views.limits import is_too_often
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.models.keys import new_key
from drafts.text.diff import diff_words
from drafts.views.requests import signed_in, typed_in
from roundtables.actions.corrections import (
    AlreadyDecided,
    CorrectsNothing,
    WordsChanged,
    WordsCollide,
    ask_correction,
    decide_correction,
    withdraw_correction,
)
from roundtables.actions.records import RecordChanged
from roundtables.forms.records import CorrectionForm, RulingForm, SupplyForm
from roundtables.models import Correction, Record
from roundtables.permissions.records import (
    can_ask_correction,
    can_decide_corrections,
    can_withdraw_correction,
)
from roundtables.reports.corrections import Asked, bring_over, corrections_of
from roundtables.reports.record_content import Entry, content_now, entry_in, last_version
from roundtables.reports.records import page_of, rows_of
from roundtables.views.records import record_at_work

State = Correction.State


@require_safe
@signed_in
def corrections(request: SignedInRequest, key: str) -> HttpResponse:
    """All corrections of a record, those that wait for a decision first."""
    found = record_at_work(request, key)
    asked = corrections_of(request.user, found)
    page = Paginator(asked, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "session": found.session,
        "record": found,
        "page": page,
        "waiting": sum(each.is_open for each in asked),
        "numbers": _numbers(found),
        "decides": can_decide_corrections(request.user, found),
        "asks": can_ask_correction(request.user, found, timezone.now()),
    }
    return render(request, "roundtables/corrections.html", context)


def _numbers(record: Record) -> dict[str, int]:
    """Key of an entry → its number in the last version."""
    version = last_version(record.pk)
    if version is None:
        return {}
    entries = (*version.content["interventions"],)
    return {said["key"]: number for number, said in enumerate(entries, start=1)}


# ---- asking ---------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, key: str) -> HttpResponse:
    """Ask for other words of an entry, or for what is missing."""
    found = record_at_work(request, key)
    version = last_version(found.pk)
    decision = can_ask_correction(request.user, found, timezone.now())
    if version is None:
        raise Http404
    target = request.POST.get("target", request.GET.get("entry", ""))
    entry = entry_in(version.content, target) if target else None
    if target and entry is None:
        raise Http404
    start = {
        "number": version.number,
        "target": target,
        "key": new_key(),
        "words": entry.words if entry else "",
    }
    form = CorrectionForm(request.POST or None, initial=start, language=entry.language if entry else "")
    if request.method != "POST" or request.POST.get("act") == "preview":
        return _ask_page(request, found, form, entry, decision=decision)
    require(decision)
    if not form.is_valid() or is_too_often(request, "correction", form):
        return _ask_page(request, found, form, entry, status=422, decision=decision)
    trouble = _ask(request, found, form)
    if trouble:
        form.add_error("words", trouble)
        return _ask_page(request, found, form, entry, status=422, decision=decision)
    sent = _("Your correction is with the rapporteur. You will be written to when it is decided on.")
    messages.success(request, sent, extra_tags=f"correction-{form.cleaned_data['key']}")
    return redirect("roundtables:corrections", found.session.key)


def _ask(request: SignedInRequest, record: Record, form: CorrectionForm) -> str:
    """Ask for it, or say what is wrong with it."""
    given = form.cleaned_data
    try:
        ask_correction(
            by=request.user,
            session=record.session,
            number=given["number"],
            wanted=form.wanted(),
            key=given["key"],
            at=timezone.now(),
        )
    except CorrectsNothing:
        return _("These are the words that stand there already.")
    except RecordChanged:
        return _("This entry is not in the version that you had before you.")
    return ""


def _ask_page(
    request: SignedInRequest, record: Record, form: CorrectionForm, entry: Entry | None, **more: Any
) -> HttpResponse:
    status, words = more.pop("status", 200), form["words"].value() or ""
    context = {
        "session": record.session,
        "record": record,
        "form": form,
        "entry": entry,
        "row": rows_of([entry.key]).get(entry.key) if entry else None,
        "kept_as": f"correction-{form['key'].value()}",
        "redline": diff_words(entry.words if entry else "", words.replace("\r\n", "\n")),
        **more,
    }
    name = "roundtables/correction_ask.html"
    if "HX-Request" in request.headers:
        return render(request, f"{name}#redline", context)
    return render(request, name, context, status=status)


# ---- one correction -------------------------------------------------------------------


def _one(request: SignedInRequest, record: Record, correction: str) -> tuple[Asked, list[Asked]]:
    """The correction of this key, as the reader knows it, and those that wait besides."""
    asked = corrections_of(request.user, record)
    found = next((each for each in asked if each.correction.key == correction), None)
    if found is None:
        raise Http404
    found.correction.version.record = record
    return found, [each for each in asked if each.is_open and each is not found]


def _ruling_form(asked: Asked, record: Record, data: Any = None) -> RulingForm:
    brought = bring_over(asked.correction)
    first = State.CHANGED if brought.merged is None else State.ACCEPTED
    start = {"state": first, "words": brought.start, "seen": brought.seen}
    if asked.correction.intervention or asked.correction.outcome:
        return RulingForm(data, initial=start, correction=asked.correction)
    keys = [said["key"] for said in content_now(record.session)["interventions"]]
    return SupplyForm(data, initial={**start, "after": len(keys)}, correction=asked.correction, keys=keys)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: SignedInRequest, key: str, correction: str) -> HttpResponse:
    """One correction: what was asked for and what became of it; the rapporteur decides here."""
    record = record_at_work(request, key)
    asked, others = _one(request, record, correction)
    if request.method != "POST":
        return _correction_page(request, record, asked, others, _ruling_form(asked, record))
    require(can_decide_corrections(request.user, record))
    form = _ruling_form(asked, record, request.POST)
    if not form.is_valid():
        return _correction_page(request, record, asked, others, form, status=422)
    trouble, told = _decide(request, asked, form)
    if trouble:
        form.add_error(None, trouble)
        form.data = {**form.data.dict(), "seen": bring_over(asked.correction).seen}  # type: ignore[attr-defined]
        now, _others = _one(request, record, correction)
        return _correction_page(request, record, now, others, form, status=409)
    messages.success(request, told)
    if others:
        return redirect("roundtables:correction", key, others[0].correction.key)
    return redirect("roundtables:corrections", key)


def _decide(request: SignedInRequest, asked: Asked, form: RulingForm) -> tuple[str, str]:
    """What stands in the way, or, decided on, what is told of it."""
    found, ruling = asked.correction, form.ruling()
    path = reverse("roundtables:correction", args=[found.version.record.session.key, found.key])
    try:
        words = decide_correction(
            by=request.user, correction=found, ruling=ruling, path=path, at=timezone.now()
        )
    except AlreadyDecided as faster:
        state = faster.correction.get_state_display()
        return _("It was decided on a moment ago: %(state)s. Nothing of yours is recorded.") % {
            "state": state
        }, ""
    except WordsChanged:
        return _("The words changed while you were deciding. Look at what it would do now."), ""
    except WordsCollide:
        return _("It collides with a later change. Accept it with changes, in words that hold both."), ""
    if ruling.state == State.ACCEPTED and words != found.words:
        return "", _("It is accepted, and was put together with what changed in the record since.")
    return "", _("It is decided. Its author is written to.")


def _correction_page(
    request: SignedInRequest, record: Record, asked: Asked, others: list[Asked], form: RulingForm, **more: Any
) -> HttpResponse:
    found, version = asked.correction, last_version(record.pk)
    target = found.intervention or found.outcome
    entry = entry_in(version.content, target.key) if version and target else None
    context = {
        "session": record.session,
        "record": record,
        "asked": asked,
        "correction": found,
        "entry": entry,
        "page": page_of(entry) if entry else 1,
        "row": rows_of([target.key]).get(target.key) if target else None,
        "brought": bring_over(found) if asked.is_open else None,
        "form": form,
        "decides": asked.is_open and can_decide_corrections(request.user, record),
        "withdraws": can_withdraw_correction(request.user, found),
        "following": others[0].correction if others else None,
        "typed": typed_in(request),
    }
    return render(request, "roundtables/correction.html", context, status=more.get("status", 200))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: SignedInRequest, key: str, correction: str) -> HttpResponse:
    """Take back what one asked for."""
    record = record_at_work(request, key)
    asked, _others = _one(request, record, correction)
    if not asked.is_own:
        raise Http404
    decision = can_withdraw_correction(request.user, asked.correction)
    if request.method != "POST":
        context = {"session": record.session, "record": record, "act": "withdraw", "decision": decision}
        more = {"asked": asked, "correction": asked.correction, "form": Form()}
        return render(request, "roundtables/record_act.html", {**context, **more})
    try:
        withdraw_correction(by=request.user, correction=asked.correction, at=timezone.now())
    except AlreadyDecided:
        messages.info(request, _("It was decided on a moment ago."))
    else:
        messages.success(request, _("The correction is withdrawn. That it was asked for stays on record."))
    return redirect("roundtables:correction", key, correction)
