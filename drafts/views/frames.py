"""What stands around the prepared part of a page: made for one person, and kept for them until the next act.

Who may see and do what changes by acts, and every act is in the ledger; what changes without one (a name, a
message waiting) is part of where a frame is kept, or keeps it from being kept at all.
"""

from dataclasses import dataclass
from hashlib import sha256

from django.contrib.messages import get_messages
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

from drafts.reports.stamps import latest_act
from drafts.views.pages import Body, PublicPage, gzip_ends

# A page's template holds this comment where its body goes; words are escaped, so none can read like it.
SEAM = "<!-- the body goes here -->"


@dataclass(frozen=True, slots=True)
class Frame:
    """The two ends of a page as they go out, compressed or not, and the body that goes between them."""

    stamp: str
    headers: dict[str, str]
    head: bytes
    tail: bytes
    body: str
    body_stamp: str


class ReaderFrames:
    """The frame of the page that one request asks for; make it before anything else is read."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._compressed = "gzip" in request.headers.get("Accept-Encoding", "")
        self._name = _name(request, compressed=self._compressed)
        # Asked first: an act meanwhile makes the frame old, never wrong.
        self._stamp = latest_act() if self._name else ""

    def kept(self) -> HttpResponseBase | None:
        """The page, where its reader had it before and nothing was done since. Three queries."""
        frame: Frame | None = cache.get(self._name) if self._name else None
        if frame is None or frame.stamp != self._stamp:
            return None
        body: Body | None = cache.get(frame.body)
        if body is None or body.stamp != frame.body_stamp:
            return None
        return self._answer(HttpResponse(), frame, body)

    def fill(self, page: PublicPage, html: str, body: Body) -> HttpResponseBase:
        """Put the body into the frame where the seam is; "not modified" where the reader has it already."""
        head, tail = (part.encode() for part in html.split(SEAM))
        seal = sha256(b"|".join((head, body.stamp.encode(), tail))).hexdigest()[:32]
        headers = {"Cache-Control": "private, no-cache", "ETag": f'"{seal}"'}
        if self._compressed:
            headers["Content-Encoding"] = "gzip"
            head, tail = gzip_ends(head, body, tail)
        frame = Frame(self._stamp, headers, head, tail, body.name, body.stamp)
        if self._stamp:
            cache.set(self._name, frame, page.lifetime())
        return self._answer(page, frame, body)

    def _answer(self, page: HttpResponse, frame: Frame, body: Body) -> HttpResponseBase:
        between = body.deflated if self._compressed else body.raw
        page.content = b"".join((frame.head, between, frame.tail))
        for name, value in frame.headers.items():
            page[name] = value
        patch_vary_headers(page, ("Accept-Encoding", "Cookie"))
        return get_conditional_response(self._request, etag=page["ETag"], response=page) or page


def _name(request: HttpRequest, *, compressed: bool) -> str:
    """Where the frame is kept; nowhere for strangers (their whole page is) and while a message waits."""
    user = request.user
    if user.pk is None or len(get_messages(request)):
        return ""
    build = getattr(staticfiles_storage, "manifest_hash", "")
    reader = (user.pk, str(user), request.headers.get("Accept-Language", ""))
    place = (request.scheme, request.get_host(), request.get_full_path(), compressed, build)
    return f"frame:{sha256(repr((reader, place)).encode()).hexdigest()}"
