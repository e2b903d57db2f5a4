"""Commitments of a programme and action points of its sessions: the list, one of them, and saying how it stands."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consultation.views.requests import SignedInRequest
from drafts.models import Programme
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage
from drafts.views.requests import signed_in
from roundtables.actions.commitments import FollowedMeanwhile, follow_up, record_commitment
from roundtables.forms.commitments import CommitmentForm, NarrowForm, StepForm
from roundtables.models import Commitment
from roundtables.permissions.commitments import (
    can_follow_up,
    can_record_commitment,
    naming_for,
    visible_commitments,
)
from roundtables.permissions.sessions import visible_sessions
from roundtables.reports.commitments import (
    clause_line,
    narrowed,
    owner_of,
    owners_of,
    read_rows,
    read_story,
    standing_label,
    standing_of,
    with_corrections,
    words_of,
)

_A_PAGE = 25


def midnight() -> datetime:
    """When what is due today becomes late: until then a page may be kept."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=timezone.get_current_timezone())


@require_safe
def commitments(request: HttpRequest, slug: str) -> HttpResponse:
    """What was promised in a programme, by whom and by when, and what became of it."""
    stamp = latest_act()
    programme = get_object_or_404(Programme, slug=slug)
    rows = read_rows(request.user, programme, timezone.localdate())
    form = NarrowForm(request.GET or None, owners=owners_of(rows))
    asked = dict.fromkeys(("state", "owner"), "")
    if form.is_valid():
        asked = {name: form.cleaned_data[name] for name in asked}
    shown = narrowed(rows, asked["state"], asked["owner"])
    page = Paginator(shown, _A_PAGE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "programme": programme,
        "page_obj": page,
        "query": f"{query}&" if query else "",
        "form": form,
        "total": len(rows),
        "may_record": can_record_commitment(request.user, programme),
    }
    html = render_to_string("roundtables/commitments.html", context, request)
    return PublicPage(html, stamp=stamp, until=midnight(), asked={**asked, "page": str(page.number)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    """Record a commitment of the programme."""
    programme = get_object_or_404(Programme, slug=slug)
    if not can_record_commitment(request.user, programme):
        raise Http404
    form = CommitmentForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        made = record_commitment(
            by=request.user,
            programme=programme,
            promise=form.promise(),
            key=form.cleaned_data["key"],
            at=timezone.now(),
        )
        messages.success(request, _("The commitment is recorded."))
        return redirect("roundtables:commitment", made.key)
    status = 422 if request.method == "POST" else 200
    context = {"programme": programme, "form": form}
    return render(request, "roundtables/commitment_record.html", context, status=status)


def _visible(request: HttpRequest, key: str) -> Commitment:
    found: Commitment = get_object_or_404(with_corrections(visible_commitments(request.user)), key=key)
    return found


@require_safe
def commitment(request: HttpRequest, key: str) -> HttpResponse:
    """One commitment: whose it is, the clause or the session it comes from, and its story."""
    stamp = latest_act()
    found = _visible(request, key)
    form = StepForm(initial=_as_it_stands(found)) if can_follow_up(request.user, found) else None
    html = render_to_string("roundtables/commitment.html", _context(request, found, form), request)
    return PublicPage(html, stamp=stamp, until=midnight())


def _as_it_stands(found: Commitment) -> dict[str, object]:
    return {"seen": found.steps.count(), "state": found.state, "due_on": found.due_on}


def _context(request: HttpRequest, found: Commitment, form: StepForm | None) -> dict[str, object]:
    session = found.outcome.session if found.outcome else None
    standing = standing_of(found.state, found.due_on, timezone.localdate())
    return {
        "commitment": found,
        "words": words_of(found),
        "programme": found.programme,
        "owner": owner_of(found, naming_for(request.user, found.programme_id)),
        "standing": standing,
        "label": standing_label(standing),
        "story": read_story(request.user, found),
        "clause": clause_line(found),
        "session": session and visible_sessions(request.user).filter(pk=session.pk).first(),
        "form": form,
    }


@signed_in
@require_POST
def follow(request: SignedInRequest, key: str) -> HttpResponse:
    """Say how it stands."""
    found = _visible(request, key)
    if not (may := can_follow_up(request.user, found)):
        messages.error(request, may.reason)
        return redirect("roundtables:commitment", found.key)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _again(request, found, form, 422)
    try:
        follow_up(
            by=request.user,
            commitment=found,
            step=form.step(get_language() or "en"),
            seen=form.cleaned_data["seen"],
            at=timezone.now(),
        )
    except FollowedMeanwhile:
        form.add_error(None, _("Somebody else said how it stands a moment ago: read it below, then decide."))
        form.data = {**request.POST.dict(), "seen": str(found.steps.count())}
        return _again(request, found, form, 409)
    messages.success(request, _("It is on record how the commitment stands."))
    return redirect("roundtables:commitment", found.key)


def _again(request: HttpRequest, found: Commitment, form: StepForm, status: int) -> HttpResponse:
    """The page as it is now, with everything that was typed."""
    context = _context(request, _visible(request, found.key), form)
    return render(request, "roundtables/commitment.html", context, status=status)
