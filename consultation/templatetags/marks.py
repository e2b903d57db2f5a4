"""What a redline of words does not show: emphasis and note marks that came, went or differ."""

from collections.abc import Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from consultation.reports.redlines import Redline
from drafts.templatetags.wording import render_words
from drafts.text.diff import Change

register = template.Library()


@register.simple_tag
def marks_beside(before: str, after: str, changes: Sequence[Change]) -> SafeString:
    """The words before and now in one line each, below their redline; nothing where their marks are the same."""
    line = Redline("", before, after, tuple(changes))
    if not line.is_of_marks:
        return mark_safe("")
    said = (
        gettext("Typography or note marks changed as well. Before, and now:")
        if line.is_of_words
        else gettext("Only typography or note marks changed. Before, and now:")
    )
    both = "".join(f'<p class="review-marks">{render_words(each)}</p>' for each in (before, after))
    help_ = f'<p class="help" lang="{escape(get_language() or "")}">{escape(said)}</p>'
    return mark_safe(f"{help_}{both}")  # noqa: S308  # every piece was escaped
