"""What costs may be done so often: allauth's limits, on our own forms."""

from allauth.core import ratelimit
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _


def is_too_often(request: HttpRequest, act: str, form: forms.Form | None = None) -> bool:
    """Whether this is once too often; the form then says so, and keeps what was typed."""
    if ratelimit.consume(request, action=act):
        return False
    if form is not None:
        form.add_error(None, too_often())
    return True


def too_often() -> str:
    """What somebody is told then."""
    return _("You have done this many times within an hour. Wait a while, then send it again.")
