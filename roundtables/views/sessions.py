"""The page of a session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from roundtables.permissions.sessions import visible_sessions


def session(request: HttpRequest, key: str) -> HttpResponse:
    """What a session is about, when and where, and under which rule."""
    found = get_object_or_404(visible_sessions(request.user), key=key)
    return render(request, "roundtables/session.html", {"session": found})
