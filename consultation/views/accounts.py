"""One's own account: taking everything along that is kept of oneself, and closing it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from consultation.actions.accounts import close_account
from consultation.permissions.accounts import can_close_account, can_keep_account
from consultation.reports.export import kept_of, packed
from consultation.views.requests import SignedInRequest
from drafts.access import require
from drafts.views.requests import signed_in


@signed_in
@require_safe
def export(request: SignedInRequest) -> HttpResponse:
    """What can be taken along, and where."""
    return render(request, "consultation/export.html", {"decision": can_keep_account(request.user)})


@signed_in
@require_safe
@never_cache
@reauthentication_required  # type: ignore[untyped-decorator]  # published without types
def export_file(request: SignedInRequest) -> HttpResponse:
    """Everything kept about the person, as one archive; the password is asked for again first."""
    require(can_keep_account(request.user))
    now = timezone.now()
    return HttpResponse(
        packed(kept_of(request.user, now)),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="concertation-{now:%Y-%m-%d}.zip"'},
    )


@signed_in
@require_safe
def close(request: SignedInRequest) -> HttpResponse:
    """What goes and what stays when the account is closed, or what has to be done first."""
    return render(request, "consultation/account_close.html", {"decision": can_close_account(request.user)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: SignedInRequest) -> HttpResponse:
    """The last question before closing; whoever may not is told why before any password is asked for."""
    require(can_close_account(request.user))
    answer: HttpResponse = _certain(request)
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # published without types
def _certain(request: SignedInRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "consultation/account_close_confirm.html")
    close_account(by=request.user, at=timezone.now())
    logout(request)
    messages.success(request, _("Your account is closed, and what was personal is gone."))
    return redirect("consultation:home")
