"""The framework: every programme since the first, and one of them with its pillars and texts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from drafts.permissions import can_open_programme
from drafts.reports.programmes import programmes as all_programmes
from drafts.reports.programmes import read_programme
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage


@require_safe
def programmes(request: HttpRequest) -> HttpResponse:
    """Every programme, the latest first."""
    stamp = latest_act()
    html = render_to_string("drafts/programmes.html", {"programmes": all_programmes()}, request)
    return PublicPage(html, stamp=stamp)


@require_safe
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: what it follows, its pillars, and its texts with their versions."""
    stamp = latest_act()
    found = get_object_or_404(all_programmes(), slug=slug)
    reading = read_programme(request.user, found)
    context = {"programme": found, "reading": reading, "may_open": can_open_programme(request.user)}
    html = render_to_string("drafts/programme.html", context, request)
    return PublicPage(html, stamp=stamp)
