"""What costs may be done so often: allauth's limits, on our own forms."""

from hashlib import sha256
from time import time

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.core.cache import cache
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


def is_fetched_too_often(act: str, by: str, most: int, seconds: int = 3600) -> bool:
    """The same for what is fetched, which allauth's limits let pass; counted in the cache, window by window.

    Two at the very same time may count as one: it is a brake, not a lock.
    """
    window = int(time() // seconds)
    name = f"fetched:{sha256(repr((act, by, window)).encode()).hexdigest()}"
    fetched = cache.get(name, 0) + 1
    cache.set(name, fetched, seconds)
    return bool(fetched > most)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from, behind a proxy too."""
    return str(get_adapter().get_client_ip(request))
