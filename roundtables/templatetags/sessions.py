"""The line of links between the pages of a session: those that its reader may open."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import RequestContext
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drafts.permissions import Visitor
from roundtables.models import Record, Session
from roundtables.permissions.sessions import attended, sees_notes
from roundtables.reports.sessions import Turn, turn_of

register = template.Library()


@dataclass(frozen=True, slots=True)
class Link:
    """A page of a session: what templates know it by, and what people read."""

    name: str
    label: str | Promise

    @property
    def address(self) -> str:
        return f"roundtables:{self.name}"


OVERVIEW = Link("session", _("Overview"))
DOCUMENTS = Link("documents", _("Documents"))
NOTES = Link("notes", _("Notes"))
RECORD = Link("record", _("Record"))
OUTCOMES = Link("outcomes", _("Outcomes"))
INVITED = Link("invited", pgettext_lazy("session", "Invited"))
ATTENDANCE = Link("attendance", _("Attendance"))
EVALUATION = Link("evaluation", _("Evaluation"))


@register.simple_tag(takes_context=True)
def session_links(context: RequestContext, session: Session) -> list[Link]:
    """The pages of a session that its reader may open."""
    request: Any = context.request
    return links_for(request.user, session)


def links_for(user: Visitor, session: Session) -> list[Link]:
    """The same for somebody. Four queries at most, and one for the public."""
    works = sees_notes(user, session)
    was_there = works or attended(user, session)
    kept = Record.objects.filter(session=session).first()
    # Before the day there is nothing to read in them, and after a cancellation never.
    has_begun = turn_of(session, timezone.now()) in (Turn.TODAY, Turn.PAST)
    is_read = was_there or (kept is not None and kept.published_at is not None)
    shown = {
        OVERVIEW: True,
        DOCUMENTS: True,
        NOTES: works,
        RECORD: is_read,
        OUTCOMES: works or has_begun,
        INVITED: works,
        ATTENDANCE: works or has_begun,
        EVALUATION: was_there,
    }
    return [link for link, is_shown in shown.items() if is_shown]
