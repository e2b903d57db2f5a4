"""The list of those who are invited to a session, as the secretariat makes and sends it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consultation.models import Category
from consultation.views.limits import is_too_often, too_often
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in
from roundtables.actions.inviting import (
    change_seats,
    list_for_session,
    send_invitations,
    withdraw_invitation,
)
from roundtables.forms.seats import CategoryForm, SeatsForm, WhomForm
from roundtables.models import Seat, Session
from roundtables.permissions.seats import can_invite, sees_invited
from roundtables.permissions.sessions import visible_sessions
from roundtables.reports.balance import read_balance
from roundtables.reports.candidates import all_of, candidates, organisations_called, people_called
from roundtables.reports.seats import count_seats, listed_seats, read_seats

SEATS_A_PAGE = 50


@signed_in
@require_safe
def invited(request: SignedInRequest, key: str) -> HttpResponse:
    """Who is on the list and how they answered; whom the secretariat may add, and how balanced it is."""
    return _page(request, _known(request, key))


@signed_in
@require_POST
def add(request: SignedInRequest, key: str) -> HttpResponse:
    """Put organisations and people on the list, one by one or all of a category. Nothing is sent."""
    session = _known(request, key)
    category = request.POST.get("category", "")
    if category in Category.values:
        houses, people = all_of(category)
    else:
        houses = organisations_called(request.POST.getlist("organisation"))
        people = people_called(request.POST.getlist("person"))
    made = list_for_session(
        by=request.user, session=session, organisations=houses, people=people, at=timezone.now()
    )
    added = ngettext(
        "One is added to the list. Nothing is sent yet.",
        "%(number)d are added to the list. Nothing is sent yet.",
        len(made),
    )
    if made:
        messages.success(request, added % {"number": len(made)})
    else:
        messages.info(request, _("Everybody you chose is on the list already."))
    return redirect("roundtables:invited", key=key)


@signed_in
@require_POST
def send(request: SignedInRequest, key: str) -> HttpResponse:
    """Send every invitation that has not been sent."""
    session = _known(request, key)
    if is_too_often(request, "call"):
        messages.error(request, too_often())
        return redirect("roundtables:invited", key=key)
    sent = send_invitations(by=request.user, session=session, at=timezone.now())
    words = ngettext("One invitation is sent.", "%(number)d invitations are sent.", len(sent))
    if sent:
        messages.success(request, words % {"number": len(sent)})
    else:
        messages.info(request, _("Every invitation on the list was sent before."))
    return redirect("roundtables:invited", key=key)


@signed_in
@require_POST
def withdraw(request: SignedInRequest, key: str) -> HttpResponse:
    """Withdraw one invitation."""
    session = _known(request, key)
    seat = get_object_or_404(
        Seat.objects.select_related("session"), session=session, key=request.POST.get("seat", "")
    )
    withdraw_invitation(by=request.user, seat=seat, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn; that it was there stays on the list."))
    return redirect("roundtables:invited", key=key)


@signed_in
@require_POST
def seats(request: SignedInRequest, key: str) -> HttpResponse:
    """Say how many seats the room has."""
    session = _known(request, key)
    form = SeatsForm(request.POST)
    if not form.is_valid():
        return _page(request, session, form, status=422)
    seated = change_seats(
        by=request.user, session=session, seats=form.cleaned_data["seats"], at=timezone.now()
    )
    messages.success(request, _("The number of seats is changed."))
    if seated:
        words = ngettext(
            "One who waited has a seat now.", "%(number)d who waited have a seat now.", len(seated)
        )
        messages.info(request, words % {"number": len(seated)})
    return redirect("roundtables:invited", key=key)


def _known(request: SignedInRequest, key: str) -> Session:
    """Only those who hold a session know of its list."""
    session = get_object_or_404(visible_sessions(request.user), key=key)
    if not sees_invited(request.user, session):
        raise Http404
    return session


def _page(
    request: SignedInRequest, session: Session, seats_form: SeatsForm | None = None, status: int = 200
) -> HttpResponse:
    may = can_invite(request.user, session, timezone.now())
    whom = WhomForm({"q": request.GET.get("q", "")})
    words = whom.cleaned_data["q"].strip() if may and whom.is_valid() else ""
    page = Paginator(listed_seats(session), SEATS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "session": session,
        "may": may,
        "whom": whom,
        "words": words,
        "found": candidates(session, words) if words else None,
        "category_form": CategoryForm(),
        "seats_form": seats_form or SeatsForm(initial={"seats": session.seats}),
        "counts": count_seats(session),
        "balance": read_balance(session),
        "page_obj": page,
        "seats": read_seats(request.user, session, page.object_list),
    }
    return render(request, "roundtables/invited.html", context, status=status)
