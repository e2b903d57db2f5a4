"""Pages that cost little: the same for everybody who is not signed in, or with one large part prepared.

A page has a frame (who is signed in, messages) around a body that many readers share. The body is rendered
and compressed once and kept; for each request only the frame is rendered, compressed and put around it.
The frame holds no secret and no token, so that compressing it beside known words gives nothing away.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers

# A page's template holds this comment where its body goes; words are escaped, so none can read like it.
SEAM = "<!-- the body goes here -->"
_A_DAY = 24 * 3600
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_RAW_DEFLATE = -15


class PublicPage(HttpResponse):
    """A page that is the same for everybody who is not signed in, until the next act.

    `stamp` is the last act on the text (without one: on anything) before the page was made, `until` the
    moment from which it would say something else although nobody did anything.
    """

    def __init__(
        self, content: object = b"", *, stamp: str, text: str = "", until: datetime | None = None
    ) -> None:
        super().__init__(content)
        self.stamp = stamp
        self.text = text
        self.until = until


@dataclass(frozen=True, slots=True)
class Body:
    """The large part of a page: as it is, and deflated so that it may stand in the middle of a gzip stream."""

    stamp: str
    raw: bytes
    deflated: bytes


def kept_body(name: str, stamp: str, render: Callable[[], str]) -> Body:
    """The body kept under a name, rendered anew when its stamp is not the one given."""
    kept: Body | None = cache.get(name)
    if kept is None or kept.stamp != stamp:
        raw = render().encode()
        kept = Body(stamp, raw, _deflate(raw, zlib.Z_FULL_FLUSH, level=9))
        cache.set(name, kept, _A_DAY)
    return kept


def fill(page: HttpResponse, request: HttpRequest, frame: str, body: Body) -> HttpResponseBase:
    """Put the body into a page's frame where the seam is; "not modified" where the reader has it already."""
    head, tail = (part.encode() for part in frame.split(SEAM))
    page["Cache-Control"] = "private, no-cache"
    page["ETag"] = f'"{sha256(b"|".join((head, body.stamp.encode(), tail))).hexdigest()[:32]}"'
    patch_vary_headers(page, ("Accept-Encoding", "Cookie"))
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        page["Content-Encoding"] = "gzip"
        page.content = b"".join(_gzip(head, body, tail))
    else:
        page.content = head + body.raw + tail
    return get_conditional_response(request, etag=page["ETag"], response=page) or page


def _gzip(head: bytes, body: Body, tail: bytes) -> Iterator[bytes]:
    """One gzip member (RFC 1952) of three runs of deflate blocks, each ending on a whole byte."""
    yield _GZIP_HEADER
    yield _deflate(head, zlib.Z_FULL_FLUSH)
    yield body.deflated
    yield _deflate(tail, zlib.Z_FINISH)
    checksum = zlib.crc32(tail, zlib.crc32(body.raw, zlib.crc32(head)))
    length = len(head) + len(body.raw) + len(tail)
    yield struct.pack("<LL", checksum, length & 0xFFFFFFFF)


def _deflate(raw: bytes, ending: int, level: int = 4) -> bytes:
    """Deflate blocks that look back to nothing before them; a full flush makes the next run independent too."""
    run = zlib.compressobj(level, zlib.DEFLATED, _RAW_DEFLATE)
    return run.compress(raw) + run.flush(ending)
