"""What pages about people say: where somebody is from, and as what they take part, in words."""

from django import template

from consultation.models import Category, Membership
from consultation.reports.countries import country_name, language_choices
from consultation.reports.speakers import speaker_name

register = template.Library()
register.filter("country_name", country_name)


register.filter("speaker_name", speaker_name)


@register.filter
def category_name(category: str) -> str:
    """A category in words."""
    return str(Category(category).label)


@register.filter
def role_name(role: str) -> str:
    """A role in an organisation in words."""
    return str(Membership.Role(role).label)


@register.filter
def spoken_name(code: str) -> str:
    """A language that somebody reads and writes."""
    return dict(language_choices()).get(code, code)
