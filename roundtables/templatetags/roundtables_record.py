"""What pages of a record ask of values that stand in its content."""

from collections.abc import Mapping

from django import template
from django.utils.translation import pgettext

from consultation.models import Category
from roundtables.models import SessionOutcome
from roundtables.reports.record_compare import Fate

register = template.Library()


@register.filter
def outcome_name(kind: str) -> str:
    """What sort of outcome it is, in the reader's words."""
    return str(SessionOutcome.Kind(kind).label)


@register.filter
def category_name(key: str) -> str:
    """A category of participants in the reader's words."""
    return str(Category(key).label)


@register.filter
def fate_name(fate: Fate) -> str:
    """What became of an entry between two versions of a record."""
    return {
        Fate.SAME: pgettext("entry of a record", "unchanged"),
        Fate.CHANGED: pgettext("entry of a record", "changed"),
        Fate.ADDED: pgettext("entry of a record", "added"),
        Fate.REMOVED: pgettext("entry of a record", "removed"),
    }[fate]


@register.filter
def of_key(numbers: Mapping[str, int], key: str) -> int | None:
    """The number of the entry with this key; None where the version has it not."""
    return numbers.get(key)
