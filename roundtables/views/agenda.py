"""The public agenda, and what calendars and feed readers fetch of it."""

from dataclasses import replace

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from consultation.reports.sittings import next_sitting_over
from drafts.models import Pillar
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage
from roundtables.forms.agenda import AgendaForm
from roundtables.models import Session
from roundtables.permissions.sessions import visible_sessions
from roundtables.reports.agenda import Asked, agenda, kinds_held, pillar_code, pillars_met_on, text_asked
from roundtables.reports.calendars import Feed, calendar_file, in_calendar_order
from roundtables.reports.news import AgendaFeed, atom
from roundtables.reports.subscribing import Subscription

CALENDAR = "text/calendar; charset=utf-8"


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Coming and past meetings, to be looked through by kind and by pillar."""
    stamp, now, user = latest_act(), timezone.now(), request.user
    form = AgendaForm(request.GET, kinds=kinds_held(user), pillars=pillars_met_on(user))
    text = text_asked(user, request.GET.get("text", ""))
    asked = form.asked(request.GET.get("page", ""), text)
    found = agenda(user, asked, now)
    pillar = asked.pillar
    context = {
        "form": form,
        "asked": asked,
        "agenda": found,
        "page_obj": found.page,
        "query": _query(asked),
        "narrow": _query(replace(asked, is_past=False)),
        "today": _query(replace(asked, on=None)),
        "everything": _query(replace(asked, kind="", pillar=None, text=None)),
        "subscription": Subscription(_calendar_of(pillar), pillar),
    }
    html = render_to_string("roundtables/agenda.html", context, request)
    return PublicPage(html, stamp=stamp, until=next_sitting_over(now), asked=_understood(asked, found.page))


def _query(asked: Asked) -> str:
    """The conditions as they stand in an address, before other parameters."""
    pairs = _conditions(asked).items()
    return "".join(f"{name}={value}&" for name, value in pairs if value)


def _conditions(asked: Asked) -> dict[str, str]:
    return {
        "kind": asked.kind,
        "pillar": pillar_code(asked.pillar) if asked.pillar else "",
        "text": asked.text.slug if asked.text else "",
        "view": "past" if asked.is_past else "",
        "on": asked.on.isoformat() if asked.on else "",
    }


def _understood(asked: Asked, page: Page[Session]) -> dict[str, str]:
    return {**_conditions(asked), "page": str(page.number)}


def _calendar_of(pillar: Pillar | None) -> str:
    """The address of the calendar of a pillar, or of all meetings."""
    if pillar is None:
        return reverse("roundtables:calendar")
    return reverse("roundtables:pillar-calendar", args=[pillar.programme.slug, pillar.number])


@conditional_page
@require_safe
def calendar(_request: HttpRequest) -> HttpResponse:
    """The calendar of all announced meetings, the same for everybody."""
    stamp = latest_act()
    feed = Feed(_("Agenda of meetings"), reverse("roundtables:agenda"))
    return _public(calendar_file(feed, in_calendar_order(Session.objects.announced())), CALENDAR, stamp)


@conditional_page
@require_safe
def pillar_calendar(_request: HttpRequest, programme: str, number: int) -> HttpResponse:
    """The calendar of the announced meetings about one pillar."""
    stamp = latest_act()
    pillars = Pillar.objects.select_related("programme")
    pillar = get_object_or_404(pillars, programme__slug=programme, number=number)
    path = f"{reverse('roundtables:agenda')}?pillar={pillar_code(pillar)}"
    name = _("Meetings: %(pillar)s") % {"pillar": pillar}
    sessions = in_calendar_order(Session.objects.announced().filter(pillars=pillar))
    return _public(calendar_file(Feed(name, path), sessions), CALENDAR, stamp)


@conditional_page
@require_safe
def session_calendar(request: HttpRequest, key: str) -> HttpResponse:
    """One meeting, to be put into a calendar by hand."""
    stamp = latest_act()
    session = get_object_or_404(visible_sessions(request.user), key=key)
    content = calendar_file(Feed(str(session), session.get_absolute_url()), [session])
    response = _public(content, CALENDAR, stamp)
    response["Content-Disposition"] = f'attachment; filename="{session.key}.ics"'
    return response


@conditional_page
@require_safe
def news_feed(_request: HttpRequest) -> HttpResponse:
    """What is new on the agenda, for feed readers."""
    stamp = latest_act()
    content = atom(reverse("roundtables:agenda-feed"), reverse("roundtables:agenda"))
    return _public(content, AgendaFeed.content_type, stamp)


def _public(content: bytes, content_type: str, stamp: str) -> HttpResponse:
    """A file that the front cache may keep where its reader is nobody in particular."""
    response = PublicPage(content, stamp=stamp)
    response["Content-Type"] = content_type
    return response
