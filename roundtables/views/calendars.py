"""One's own calendar: its secret address, and what stands at it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_POST, require_safe

from consultation.views.limits import address_of as sent_from
from consultation.views.limits import is_fetched_too_often, is_too_often, too_often
from consultation.views.requests import SignedInRequest
from drafts.views.requests import signed_in
from roundtables.actions.calendars import make_calendar_address, revoke_calendar_address
from roundtables.permissions.calendars import sessions_of
from roundtables.reports.addresses import address_of, owner_of, token_of
from roundtables.reports.calendars import Feed, calendar_file, in_calendar_order
from roundtables.reports.subscribing import Subscription
from roundtables.views.agenda import CALENDAR

# Within an hour: calendars come back every few minutes at most, and nobody mistypes an address so often.
_FETCHES, _GUESSES = 60, 30


@signed_in
@require_safe
def own_calendar(request: SignedInRequest) -> HttpResponse:
    """The address of one's own calendar, if there is one, and what it is good for."""
    return _page(request)


def _page(request: SignedInRequest, *, refused: str = "") -> HttpResponse:
    made = address_of(request.user)
    path = reverse("roundtables:own-calendar-feed", args=[token_of(made)]) if made else ""
    context = {
        "made": made,
        "subscription": Subscription(path) if path else None,
        "sessions": sessions_of(request.user).count(),
        "refused": refused,
    }
    return render(request, "roundtables/own_calendar.html", context, status=429 if refused else 200)


@signed_in
@require_POST
def make_address(request: SignedInRequest) -> HttpResponse:
    """Make the address, or a new one in place of the old."""
    if is_too_often(request, "calendar_address"):
        return _page(request, refused=too_often())
    make_calendar_address(by=request.user, at=timezone.now())
    messages.success(request, _("Your calendar has a new address."))
    return redirect("roundtables:own-calendar")


@signed_in
@require_POST
def revoke_address(request: SignedInRequest) -> HttpResponse:
    """Take the address back."""
    revoke_calendar_address(by=request.user)
    messages.success(request, _("The address of your calendar leads nowhere any more."))
    return redirect("roundtables:own-calendar")


@conditional_page
@require_safe
def own_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings of whoever made this address, to whoever knows it; it names nobody."""
    user = owner_of(token)
    if user is None and not is_fetched_too_often("guessed calendar", sent_from(request), _GUESSES):
        raise Http404
    if user is None or is_fetched_too_often("own calendar", token, _FETCHES):
        return _later()
    feed = Feed(_("My meetings"), reverse("roundtables:own-calendar"), is_own=True)
    content = calendar_file(feed, in_calendar_order(sessions_of(user)))
    response = HttpResponse(content, content_type=CALENDAR)
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


def _later() -> HttpResponse:
    """Too often within the hour; programs know the status and wait."""
    response = HttpResponse(too_often(), status=429, content_type="text/plain; charset=utf-8")
    # Django notes the address of what it refuses, and here the address is the secret.
    response._has_been_logged = True  # type: ignore[attr-defined]  # noqa: SLF001  # there is no other way to say so
    return response
