"""The page of an intervention: who spoke as far as the rule lets it be known, on which words, and what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roundtables.models import Record, Session
from roundtables.permissions.interventions import visible_interventions
from roundtables.permissions.sessions import sees_notes, sees_record, visible_sessions
from roundtables.reports.notes import read_note


@never_cache
@require_safe
def intervention(request: HttpRequest, key: str, intervention: str) -> HttpResponse:
    """Something that was said, for those who may read it; for everybody else it is not there."""
    session = get_object_or_404(Session, key=key)
    found = get_object_or_404(visible_interventions(request.user, session, timezone.now()), key=intervention)
    record = Record.objects.get(session=session)
    context = {
        "session": session,
        "note": read_note(session, found.key, get_language() or "en"),
        "is_on_agenda": visible_sessions(request.user).filter(pk=session.pk).exists(),
        "sees_notes": sees_notes(request.user, session),
        "sees_record": sees_record(request.user, record),
    }
    return render(request, "roundtables/intervention.html", context)
