"""The way in: what is being written, what is asked, and how this place works."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultation.reports.front import latest_versions, next_turn, open_rounds
from consultation.reports.sittings import next_sitting_over, next_sittings
from drafts.reports.programmes import programme_in_drafting, programmes, read_programme
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programme in drafting, the open consultations, and what came out last."""
    stamp, now = latest_act(), timezone.now()
    drafting = programme_in_drafting(request.user)
    rounds = open_rounds(request.user, now)
    context = {
        "programme": drafting,
        "reading": read_programme(request.user, drafting) if drafting else None,
        "rounds": rounds,
        "open_texts": {each.consultation.version.text_id for each in rounds},
        "versions": latest_versions(request.user),
        "programmes": programmes(),
        "sittings": next_sittings(now),
    }
    html = render_to_string("consultation/home.html", context, request)
    turns = [turn for turn in (next_turn(request.user, now), next_sitting_over(now)) if turn]
    return PublicPage(html, stamp=stamp, until=min(turns, default=None))


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this place is, how answers come about, and how anyone can check the ledger."""
    return _still(request, "consultation/about.html")


@require_safe
def keyboard_help(request: HttpRequest) -> HttpResponse:
    """The keys, all optional, and the switch that turns them off."""
    return _still(request, "consultation/keyboard_help.html")


def _still(request: HttpRequest, template: str) -> HttpResponse:
    """A page that shows nothing of the database."""
    return PublicPage(render_to_string(template, {}, request), stamp=latest_act())
