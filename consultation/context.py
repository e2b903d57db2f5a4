"""What every page's frame shows beside the page itself."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

from consultation.models import User
from consultation.permissions.factors import Duty
from drafts.permissions import has_desk


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The same page in another language of the interface."""

    code: str
    name: str
    url: str


def frame(request: HttpRequest) -> dict[str, object]:
    """The language switcher, and whether the reader has a desk. One query for people with an account."""
    here = request.get_full_path()
    others = [
        OtherLanguage(code, get_language_info(code)["name_local"], translate_url(here, code))
        for code, _name in settings.LANGUAGES
        if code != get_language()
    ]
    user = getattr(request, "user", None)
    return {
        "other_languages": others,
        "show_desk": _has_desk(request, user),
    }


def _has_desk(request: HttpRequest, user: User | AnonymousUser | None) -> bool:
    """Known already where a second factor was asked for."""
    duty: Duty | None = getattr(request, "duty", None)
    if duty is not None:
        return duty.has_part
    return user is not None and has_desk(user)
