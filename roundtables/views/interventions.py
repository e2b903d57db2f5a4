"""The page of an intervention."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from roundtables.models import Session
from roundtables.permissions.interventions import visible_interventions


@never_cache
@require_safe
def intervention(request: HttpRequest, key: str, intervention: str) -> HttpResponse:
    """Something that was said, for those who may read it; for everybody else it is not there."""
    session = get_object_or_404(Session, key=key)
    found = get_object_or_404(visible_interventions(request.user, session, timezone.now()), key=intervention)
    words = found.wordings.order_by("pk").last()
    context = {"session": session, "intervention": found, "words": words.words if words else ""}
    return render(request, "roundtables/intervention.html", context)
