"""Attendance certificates, and the page where anybody checks the key of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultation.views.requests import SignedInRequest
from drafts.models.languages import in_language
from drafts.views.requests import signed_in
from roundtables.permissions.seats import can_have_certificate, own_attendance
from roundtables.permissions.sessions import visible_sessions
from roundtables.reports.certificates import session_certified, token_of


@signed_in
@require_safe
def certificate(request: SignedInRequest, key: str) -> HttpResponse:
    """That somebody attended, for themselves to print."""
    session = get_object_or_404(visible_sessions(request.user).select_related("programme"), key=key)
    entry = own_attendance(request.user, session)
    if entry is None:
        raise Http404
    may = can_have_certificate(request.user, session, timezone.now())
    token = token_of(entry) if may else ""
    length = session.ends_at - session.starts_at
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    context = {
        "session": session,
        "entry": entry,
        "may": may,
        "token": token,
        "url": request.build_absolute_uri(reverse("roundtables:certified", args=[token])) if token else "",
        "hours": hours,
        "minutes": f"{minutes:02d}",
        "place": in_language(session.place),
    }
    return render(request, "roundtables/certificate.html", context, status=200 if may else 403)


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Where a key is typed that stands on a certificate."""
    token = request.GET.get("key", "").strip()
    if token and "/" not in token:
        return redirect("roundtables:certified", token=token)
    return render(request, "roundtables/check_certificate.html", {"token": token})


@require_safe
def certified(request: HttpRequest, token: str) -> HttpResponse:
    """For which session and day a certificate with this key was issued; never whose it is."""
    session = session_certified(token)
    context = {"token": token, "session": session, "asked": True}
    return render(request, "roundtables/check_certificate.html", context, status=200 if session else 404)
