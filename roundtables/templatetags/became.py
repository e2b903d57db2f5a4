"""What became of an intervention, for the page that shows it."""

from django import template
from django.template import Context
from django.utils import timezone

from roundtables.models import Intervention
from roundtables.reports.inputs import Became, became_of

register = template.Library()


@register.simple_tag(takes_context=True)
def became(context: Context, intervention: Intervention) -> Became:
    """Its inputs as the reader of the page may know them, and whether they may take it in."""
    return became_of(context["request"].user, intervention, timezone.now())
