"""The page of a session, and of a series of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from consultation.views.requests import SignedInRequest
from drafts.models import Programme
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage
from roundtables.models import Series, Session
from roundtables.permissions.convening import can_add_documents
from roundtables.permissions.evaluations import compares_evaluations
from roundtables.permissions.sessions import can_convene, runs_programme
from roundtables.reports.own import invitation_to
from roundtables.reports.programme_sessions import sessions_of_programme
from roundtables.reports.sessions import next_turn_of, read_session, sessions_of, sessions_to_read


def session_to_run(request: SignedInRequest, key: str) -> Session:
    """A session, for the secretariat of its programme; for all others the page is not there."""
    found = get_object_or_404(sessions_to_read(request.user), key=key)
    if not runs_programme(request.user, found.programme_id):
        raise Http404
    return found


@require_safe
def session(request: HttpRequest, key: str) -> HttpResponse:
    """What a session is about, when and where, under which rule, its agenda and its documents."""
    stamp, now = latest_act(), timezone.now()
    found = get_object_or_404(sessions_to_read(request.user), key=key)
    context = {
        "session": found,
        "reading": read_session(request.user, found, now, get_language() or "en"),
        "runs": runs_programme(request.user, found.programme_id),
        "may_add_documents": can_add_documents(request.user, found),
        "invitation": invitation_to(request.user, found, now),
    }
    html = render_to_string("roundtables/session.html", context, request)
    return PublicPage(html, stamp=stamp, until=next_turn_of(found, now))


@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions that belong together, the first one first."""
    stamp, now = latest_act(), timezone.now()
    found = get_object_or_404(Series.objects.select_related("programme"), slug=slug)
    lines = sessions_of(request.user, found, now)
    turns = [turn for line in lines if (turn := next_turn_of(line.session, now))]
    context = {
        "series": found,
        "lines": lines,
        "may_convene": can_convene(request.user, found.programme),
        "compares": compares_evaluations(request.user, found, now),
    }
    html = render_to_string("roundtables/series.html", context, request)
    return PublicPage(html, stamp=stamp, until=min(turns, default=None))


@require_safe
def of_programme(request: HttpRequest, slug: str) -> HttpResponse:
    """The sessions of a programme and their series."""
    stamp = latest_act()
    programme = get_object_or_404(Programme, slug=slug)
    held = sessions_of_programme(request.user, programme, request.GET.get("page", ""))
    context = {
        "programme": programme,
        "held": held,
        "may_convene": can_convene(request.user, programme),
    }
    html = render_to_string("roundtables/programme_sessions.html", context, request)
    return PublicPage(html, stamp=stamp, asked={"page": str(held.page.number)})
