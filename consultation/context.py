"""What every page's frame shows beside the page itself."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

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
        "show_desk": user is not None and has_desk(user),
    }
