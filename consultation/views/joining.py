"""Following the link of an invitation. Looking at it does nothing; a link is good for one acceptance."""

from typing import Any

from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from consultation.actions.invitations import (
    AccountExists,
    InvitationOver,
    Newcomer,
    accept_invitation,
    join_by_invitation,
)
from consultation.actions.people import AlreadyAdmitted
from consultation.forms.people import NewcomerForm
from consultation.models import Invitation
from consultation.permissions.registrations import can_accept_invitation
from consultation.reports.invitations import Standing, has_account, invitation_of, standing_of
from consultation.views.limits import is_too_often
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in

PAGE = "consultation/invitation.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites to what; somebody without an account makes one and takes part."""
    found = invitation_of(token)
    if found is None or request.method != "POST" or request.user.pk is not None:
        return _page(request, token, found)
    form = NewcomerForm(request.POST, email=found.email)
    if not form.is_valid():
        return _page(request, token, found, form, 422)
    if is_too_often(request, "invitation", form):
        return _page(request, token, found, form, 429)
    given = form.cleaned_data
    newcomer = Newcomer(given["name"], given["password"], given["language"], given["shows_name"])
    try:
        user = join_by_invitation(by=request.user, invitation=found, newcomer=newcomer, at=timezone.now())
    except (InvitationOver, AccountExists):
        found.refresh_from_db()
        return _page(request, token, found, form, 409)
    messages.success(request, _("Welcome. You take part from now on."))
    response: HttpResponse = perform_login(request, user, redirect_url=reverse("consultation:consultations"))
    return response


@signed_in
@require_POST
def accept(request: SignedInRequest, token: str) -> HttpResponse:
    """Take part with the account one has."""
    found = invitation_of(token)
    if found is None:
        return _page(request, token, None)
    try:
        accept_invitation(by=request.user, invitation=found, at=timezone.now())
    except (InvitationOver, AlreadyAdmitted):
        found.refresh_from_db()
        return _page(request, token, found, status=409)
    messages.success(request, _("Welcome. You take part from now on."))
    return redirect("consultation:consultations")


def _page(
    request: HttpRequest,
    token: str,
    found: Invitation | None,
    form: NewcomerForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The invitation as it stands for whoever looks at it; of one that is over no more than that."""
    if found is None:
        return render(request, PAGE, {"standing": "unknown"}, status=404)
    standing = standing_of(found, timezone.now())
    if standing != Standing.OPEN:
        mine = found.accepted_by_id is not None and found.accepted_by_id == request.user.pk
        over = {"standing": standing, "is_mine": mine}
        return render(request, PAGE, over, status=max(status, 410))
    context: dict[str, Any] = {"standing": standing, "invitation": found, "token": token}
    if request.user.pk is not None:
        context["may"] = can_accept_invitation(request.user, found)
    elif has_account(found.email):
        context["has_account"] = True
    else:
        context["form"] = form or NewcomerForm(email=found.email, initial=_known_of(found))
    return render(request, PAGE, context, status=status)


def _known_of(found: Invitation) -> dict[str, str]:
    return {"name": found.name, "language": found.language}
