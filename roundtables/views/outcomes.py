"""What a session concluded: the list, one outcome with what became of it, and what is done with it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.views.requests import SignedInRequest
from drafts.actions.amendments import ClauseGone, ProposesNothing
from drafts.models.keys import new_key
from drafts.views.requests import signed_in
from roundtables.actions.inputs import take_in_recommendation
from roundtables.actions.outcomes import AgreedElsewhere, put_agreed, strike_outcome
from roundtables.actions.outcomes import conclude as record_outcome
from roundtables.forms.outcomes import OutcomeForm, StrikeOutcomeForm
from roundtables.models import Session, SessionOutcome
from roundtables.permissions.outcomes import (
    can_conclude,
    can_put_agreed,
    can_recommend,
    can_strike_outcome,
    visible_outcomes,
)
from roundtables.permissions.sessions import sees_notes, visible_sessions
from roundtables.reports.outcomes import page_of_outcomes, read_outcome, read_outcomes, to_conclude_from
from roundtables.reports.tables import read_table


@never_cache
@require_safe
def outcomes(request: HttpRequest, key: str) -> HttpResponse:
    """What a session concluded, as far as the reader may know it."""
    session = get_object_or_404(visible_sessions(request.user), key=key)
    now, language = timezone.now(), get_language() or "en"
    page = page_of_outcomes(visible_outcomes(request.user, session, now), request.GET.get("page", ""))
    context = {
        "session": session,
        "outcomes": read_outcomes(request.user, session, list(page.object_list), language, now),
        "page_obj": page,
        "may_conclude": can_conclude(request.user, session),
        "sees_notes": sees_notes(request.user, session),
    }
    return render(request, "roundtables/outcomes.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def conclude(request: SignedInRequest, key: str) -> HttpResponse:
    """Record an outcome, from the interventions that are ticked."""
    session = get_object_or_404(visible_sessions(request.user), key=key)
    may = can_conclude(request.user, session)
    if not may:
        raise PermissionDenied(may.reason)
    if request.method != "POST":
        ticked = request.GET.getlist("from")
        form = _form(session, ticked, initial={"key": new_key(), **_begun(session, ticked)})
        return _form_page(request, session, form)
    form = _form(session, request.POST.getlist("interventions"), request.POST)
    if not form.is_valid():
        return _form_page(request, session, form, 422)
    outcome = record_outcome(
        by=request.user,
        session=session,
        conclusion=form.conclusion,
        key=form.cleaned_data["key"],
        at=timezone.now(),
    )
    messages.success(request, _("The outcome is recorded."))
    return redirect(outcome)


def _form(session: Session, ticked: Sequence[str], data: Any = None, *, initial: Any = None) -> OutcomeForm:
    table = read_table(session, get_language() or "en")
    return OutcomeForm(
        data, session=session, table=table, said=to_conclude_from(session, ticked), initial=initial
    )


def _begun(session: Session, ticked: Sequence[str]) -> dict[str, object]:
    """What the form begins with: the interventions ticked and the clauses they are about."""
    said = session.interventions.filter(key__in=ticked)
    clauses = said.exclude(clause=None).values_list("clause__key", flat=True)
    language = get_language() or "en"
    return {"interventions": ticked, "clauses": sorted(set(clauses)), "language": language}


def _form_page(
    request: SignedInRequest, session: Session, form: OutcomeForm, status: int = 200
) -> HttpResponse:
    return render(request, "roundtables/conclude.html", {"session": session, "form": form}, status=status)


@never_cache
@require_safe
def outcome(request: HttpRequest, key: str, outcome: str) -> HttpResponse:
    """What was concluded, from what, and what became of it."""
    return _page(request, _outcome(request, key, outcome))


def _outcome(request: HttpRequest, key: str, outcome: str) -> SessionOutcome:
    """One that the reader may see; the session itself need not be on the agenda for them."""
    session = get_object_or_404(Session, key=key)
    seen = visible_outcomes(request.user, session, timezone.now())
    return get_object_or_404(seen.select_related("session", "item", "commitment"), key=outcome)


def _page(
    request: HttpRequest,
    found: SessionOutcome,
    *,
    refusal: str = "",
    strike: StrikeOutcomeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    user = request.user
    may_strike = can_strike_outcome(user, found)
    context = {
        "session": found.session,
        "about": read_outcome(user, found, get_language() or "en", timezone.now()),
        "is_on_agenda": visible_sessions(user).filter(pk=found.session_id).exists(),
        "may_recommend": can_recommend(user, found),
        "may_agree": can_put_agreed(user, found),
        "sees_notes": sees_notes(user, found.session),
        "strike": (strike or StrikeOutcomeForm()) if may_strike else None,
        "refusal": refusal,
    }
    return render(request, "roundtables/outcome.html", context, status=status)


@signed_in
@require_POST
def recommend(request: SignedInRequest, key: str, outcome: str) -> HttpResponse:
    """Take a recommendation in, on each of its clauses."""
    found = _outcome(request, key, outcome)
    try:
        made = take_in_recommendation(by=request.user, outcome=found, at=timezone.now())
    except PermissionDenied as why:
        return _page(request, found, refusal=str(why), status=403)
    told = ngettext(
        "Taken in: it is an input of the consultation.",
        "Taken in on each clause: they are %(number)s inputs of the consultation.",
        len(made),
    )
    messages.success(request, told % {"number": len(made)})
    return redirect(found)


@signed_in
@require_POST
def agree(request: SignedInRequest, key: str, outcome: str) -> HttpResponse:
    """Put the words that were agreed on before the committee."""
    found = _outcome(request, key, outcome)
    try:
        amendment = put_agreed(by=request.user, outcome=found, at=timezone.now())
    except PermissionDenied as why:
        return _page(request, found, refusal=str(why), status=403)
    except (ProposesNothing, ClauseGone):
        refusal = _("The clause reads like this already, or does not stand in this language.")
        return _page(request, found, refusal=refusal, status=409)
    except AgreedElsewhere:
        refusal = _("These very words were put forward before, as agreed by another outcome.")
        return _page(request, found, refusal=refusal, status=409)
    messages.success(request, _("It is amendment %(key)s before the committee.") % {"key": amendment.key})
    return redirect(found)


@signed_in
@require_POST
def strike(request: SignedInRequest, key: str, outcome: str) -> HttpResponse:
    """Take an outcome out of the notes."""
    found = _outcome(request, key, outcome)
    may = can_strike_outcome(request.user, found)
    if not may:
        return _page(request, found, refusal=may.reason, status=403)
    form = StrikeOutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, strike=form, status=422)
    strike_outcome(by=request.user, outcome=found, reason=form.cleaned_data["reason"], at=timezone.now())
    messages.success(request, _("The outcome is struck; whoever reads the notes sees that it was, and why."))
    return redirect("roundtables:outcomes", key)
