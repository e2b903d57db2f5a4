"""The line of links between the pages of a session: those that its reader may open."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import RequestContext
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from drafts.permissions import Visitor
from roundtables.models import Record, Session
from roundtables.permissions.sessions import (
    is_asked_or_there,
    parts_in,
    runs_programme,
    sees_record,
)

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
    """The same for somebody. Four queries at most, and two for the public."""
    works = bool(parts_in(user, session)) or runs_programme(user, session.programme_id)
    is_inside = works or is_asked_or_there(user, session)
    kept = Record.objects.filter(session=session).select_related("session").first()
    shown = {
        OVERVIEW: True,
        DOCUMENTS: True,
        NOTES: works,
        RECORD: kept is not None and sees_record(user, kept),
        OUTCOMES: kept is not None and sees_record(user, kept),
        INVITED: works,
        ATTENDANCE: works,
        EVALUATION: is_inside,
    }
    return [link for link, is_shown in shown.items() if is_shown]
