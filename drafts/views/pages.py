"""Pages that cost little: the same for everybody who is not signed in, or with one large part prepared.

A page has a frame (who is signed in, messages) around a body that many readers share. The body is rendered
and compressed once and kept; for each reader only the frame is rendered, compressed and put around it.
The frame holds no secret and no token, so that compressing it beside known words gives nothing away.
"""

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import HttpResponse, QueryDict
from django.utils import timezone

_AN_HOUR = 3600
_A_DAY = 24 * 3600
_GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_RAW_DEFLATE = -15


class PublicPage(HttpResponse):
    """A page that is the same for everybody who is not signed in, until the next act.

    `stamp` is the last act on the text (without one: on anything) before the page was made, `until` the
    moment from which it would say something else although nobody did anything. `asked` is the query as the
    page understood it: under any other query it is shown and not kept, or strangers could have it kept for ever.
    """

    def __init__(
        self,
        content: object = b"",
        *,
        stamp: str,
        text: str = "",
        until: datetime | None = None,
        asked: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(content)
        self._asked = asked or {}
        self.stamp = stamp
        self.about = text
        self.until = until

    def answers(self, query: QueryDict) -> bool:
        """Whether everything in the query is asked for once, and is what the page shows."""
        return all(values == [self._asked.get(name)] for name, values in query.lists())

    def lifetime(self) -> int:
        """Seconds for which it may be kept; an hour at most, since nobody may ask for this address again."""
        if self.until is None:
            return _AN_HOUR
        return min(_AN_HOUR, int((self.until - timezone.now()).total_seconds()))


@dataclass(frozen=True, slots=True)
class Body:
    """The large part of a page, deflated so that it may stand in the middle of a gzip stream.

    `checksum` is its CRC-32, `shift` what turns the checksum of words before it into that of both together.
    """

    name: str
    stamp: str
    deflated: bytes
    length: int
    checksum: int
    shift: int

    @property
    def raw(self) -> bytes:
        return zlib.decompressobj(_RAW_DEFLATE).decompress(self.deflated)


def kept_body(name: str, stamp: str, render: Callable[[], str]) -> Body:
    """The body kept under a name, rendered anew when its stamp is not the one given."""
    kept: Body | None = cache.get(name)
    if kept is None or kept.stamp != stamp:
        raw = render().encode()
        deflated = _deflate(raw, zlib.Z_FULL_FLUSH, level=6)
        kept = Body(name, stamp, deflated, len(raw), zlib.crc32(raw), _shift_by(len(raw)))
        cache.set(name, kept, _A_DAY)
    return kept


def gzip_ends(head: bytes, body: Body, tail: bytes) -> tuple[bytes, bytes]:
    """What to put before and after a body's deflated words for one gzip member (RFC 1952).

    The member is three runs of deflate blocks, each ending on a whole byte.
    """
    before_tail = _times(body.shift, zlib.crc32(head)) ^ body.checksum
    length = len(head) + body.length + len(tail)
    ending = struct.pack("<LL", zlib.crc32(tail, before_tail), length & 0xFFFFFFFF)
    return _GZIP_HEADER + _deflate(head, zlib.Z_FULL_FLUSH), _deflate(tail, zlib.Z_FINISH) + ending


# The checksum of joined bytes from the checksums of the parts, as zlib's crc32_combine does it (Mark Adler):
# polynomials over GF(2), the highest power in the lowest bit, modulo that of CRC-32.
_POLYNOMIAL = 0xEDB88320
_ONE = 1 << 31


def _times(left: int, right: int) -> int:
    """The product of two polynomials."""
    product = 0
    for power in range(31, -1, -1):
        if left >> power & 1:
            product ^= right
        right = right >> 1 ^ (_POLYNOMIAL if right & 1 else 0)
    return product


def _shift_by(length: int) -> int:
    """What a checksum is multiplied by when so many bytes follow: x to the power of eight times the length."""
    factor, square = _ONE, _ONE >> 8
    while length:
        if length & 1:
            factor = _times(square, factor)
        square = _times(square, square)
        length >>= 1
    return factor


def _deflate(raw: bytes, ending: int, level: int = 4) -> bytes:
    """Deflate blocks that look back to nothing before them; a full flush makes the next run independent too."""
    run = zlib.compressobj(level, zlib.DEFLATED, _RAW_DEFLATE)
    return run.compress(raw) + run.flush(ending)
