"""Who speaks in an input, in words: of what was said in a session as much as its rule lets be known."""

from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from consultation.models import Category, Comment, Sitting


def speaker_name(comment: Comment) -> str:
    """The organisation, or whoever speaks in their own name; never who took it in from a session."""
    if comment.organisation:
        return str(comment.organisation)
    return spoken_by(comment) if comment.is_from_session else str(comment.author)


def person_name(comment: Comment) -> str:
    """The person, where they may be named: beside an organisation only with their consent."""
    if comment.is_from_session:
        return "" if comment.organisation_id else spoken_by(comment)
    return comment.author.shown_name if comment.organisation_id else str(comment.author)


def spoken_by(comment: Comment) -> str:
    """Who said it aloud, where no organisation is named."""
    if comment.category:
        return capfirst(str(Category(comment.category).label))
    return _("a participant in a session")


def said_in(comment: Comment) -> str:
    """The session it was said in and its day there; of one that is not on the agenda only that there was one."""
    sitting = comment.spoken.sitting
    if sitting.announced_at is None:
        return _("said in a session")
    return _("said in %(sitting)s, %(day)s") % {"sitting": sitting, "day": day_of(sitting)}


def day_of(sitting: Sitting) -> str:
    """The day a sitting began, where it was held."""
    return date_format(sitting.starts_at.astimezone(ZoneInfo(sitting.time_zone)), "DATE_FORMAT")
