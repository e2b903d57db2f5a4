"""What stands before every page: finished pages for readers who are not signed in, and the second factor for some."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.gzip import re_accepts_gzip
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from consultation.permissions.factors import duty_of
from drafts.reports.stamps import latest_act
from drafts.views.pages import PublicPage

# Any other parameter is not ours: a page is made for it, not kept.
_PARAMETERS = frozenset({"language", "page", "view", "show", "kind", "pillar"})
# A page of more bytes than this, as it goes out, is made each time: a few of them would crowd out all others.
_KEPT_AT_MOST = 2_000_000


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A response as it went out, headers and compressed body, and the last act it takes into account."""

    about: str
    stamp: str
    headers: dict[str, str]
    body: bytes


class AnonymousPages:
    """Keeps whole responses, so that most readers cost one query; stands before every other middleware.

    A view says that a page may be kept by giving a `PublicPage`, and until when it holds if nothing is
    done (a consultation closes by itself). A page is served while its text's last act is the one it was
    made after. Never kept, and never answered from here: anything for somebody with a session or a
    message waiting, any method but GET, fragments, pages that set a cookie. A page with a form's token sets
    one, unless its reader has the token's cookie: what is made for such a reader is not kept. Readers'
    browsers keep the page too and ask whether it still holds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_share(request):
            return self.get_response(request)
        name = _name(request)
        kept: FinishedPage | None = cache.get(name)
        if kept is not None and kept.stamp == latest_act(kept.about):
            return _answer(request, kept)
        response = self.get_response(request)
        if not isinstance(response, PublicPage) or not _is_shareable(request, response):
            return response
        finished = _finish(response)
        if finished.stamp and len(finished.body) <= _KEPT_AT_MOST:
            cache.set(name, finished, response.lifetime())
        return _answer(request, finished)


def _may_share(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HX-Request" not in request.headers
        and request.GET.keys() <= _PARAMETERS
    )


def _is_shareable(request: HttpRequest, response: PublicPage) -> bool:
    made_for_one = response.cookies or settings.CSRF_COOKIE_NAME in request.COOKIES
    return response.status_code == 200 and not made_for_one and response.answers(request.GET)


def _name(request: HttpRequest) -> str:
    """Where a page is kept: its whole address, whether it is compressed, and the build of its style sheets."""
    build = getattr(staticfiles_storage, "manifest_hash", "")
    # As Django's own middleware asks, or one reader's "x-gzipped" would keep a large page for all others.
    compressed = bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
    address = (request.scheme, request.get_host(), request.get_full_path(), compressed, build)
    return f"page:{sha256(repr(address).encode()).hexdigest()}"


def _finish(response: PublicPage) -> FinishedPage:
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return FinishedPage(response.about, response.stamp, dict(response.items()), response.content)


def _answer(request: HttpRequest, page: FinishedPage) -> HttpResponseBase:
    response = HttpResponse(page.body, headers=page.headers)
    return get_conditional_response(request, etag=page.headers["ETag"], response=response) or response


class SecondFactor:
    """Whoever plays a part for a committee sets up a second factor before anything else opens.

    One query for people with an account, which the frame of the page asks no more then; none for all others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        if not settings.SECOND_FACTOR_REQUIRED or request.user.pk is None or _is_of_the_account(request):
            return None
        duty = duty_of(request.user)
        request.duty = duty  # type: ignore[attr-defined]  # read by the frame
        return _to_set_it_up(request) if duty.lacks_factor else None


def _is_of_the_account(request: HttpRequest) -> bool:
    """Allauth's pages: signing out, and setting up what is asked for."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name.startswith(("account_", "mfa_"))


def _to_set_it_up(request: HttpRequest) -> HttpResponseBase:
    """Pages lead to where it is set up; a form that was sent is refused with what was typed in it."""
    why = _(
        "Set up a passkey or an authenticator app first: your part in a committee asks for a second factor."
    )
    space = request.resolver_match.namespace if request.resolver_match else ""
    if space == "api":
        return JsonResponse({"detail": why}, status=403)
    if space == "admin" or request.method not in ("GET", "HEAD") or "HX-Request" in request.headers:
        raise PermissionDenied(why)
    messages.warning(request, why)
    return redirect("mfa_index")
