"""Consultations: who is asked about which version, until when, and under which rule."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultation.models import Consultation, User
from consultation.permissions import can_comment, can_see_desk, visible_consultations
from consultation.permissions.figures import can_read_report
from consultation.permissions.opening import can_ask, can_change, can_extend
from consultation.permissions.registrations import can_apply
from consultation.reports.front import all_rounds, next_turn, read_rounds, with_counts
from consultation.reports.questions import read_questions
from consultation.reports.reopening import read_reopened
from consultation.reports.sets import count_half_written
from drafts.permissions import Visitor
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """Every consultation, the open ones first."""
    stamp, now = latest_act(), timezone.now()
    context = {"rounds": all_rounds(request.user, now)}
    html = render_to_string("consultation/consultations.html", context, request)
    return PublicPage(html, stamp=stamp, until=next_turn(request.user, now))


@require_safe
def consultation(request: HttpRequest, key: str) -> HttpResponse:
    """One consultation: who is asked, from when to when, how inputs are moderated, and whether you may answer."""
    stamp, now = latest_act(), timezone.now()
    found = get_object_or_404(with_counts(visible_consultations(request.user), now), key=key)
    (reading,) = read_rounds([found], now)
    context = {
        "round": reading,
        "text": found.version.text,
        "may_comment": can_comment(request.user, found, now),
        "reopened": read_reopened(found),
        "questions": read_questions(found),
        "extensions": found.extensions.order_by("pk"),
        "may_read_report": can_read_report(request.user, found),
        "may_register": request.user.is_authenticated and can_apply(request.user),
        **_own(request.user, found, now),
    }
    html = render_to_string("consultation/consultation.html", context, request)
    return PublicPage(html, stamp=stamp, until=next_turn(request.user, now))


def _own(user: Visitor, found: Consultation, at: datetime) -> dict[str, object]:
    """What somebody with an account has half-written here, and what they may do with the terms."""
    if not isinstance(user, User):
        return {}
    return {
        "sees_desk": can_see_desk(user, found.version.text),
        "half_written": count_half_written(user, found),
        "may_change": can_change(user, found, at),
        "may_extend": can_extend(user, found, at),
        "may_ask": can_ask(user, found, at),
    }
