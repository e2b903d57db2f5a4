"""When a meeting is, by the clock of its own place: whoever reads it may be in another zone."""

from django import template

from consultation.reports.sittings import hours_of, starts_of, times_of

register = template.Library()

register.filter("sitting_starts", starts_of)
register.filter("sitting_hours", hours_of)
register.filter("sitting_times", times_of)
