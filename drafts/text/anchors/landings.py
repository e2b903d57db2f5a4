"""Where the words of one quote come down in the new version, once every word has its image."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from drafts.text.anchors.images import Image, Images
from drafts.text.anchors.words import Words, weight

GAP = 8
"""Words that may stand between two words of a quote; a longer quote may be torn as far as it is long."""
SLACK = 3
STRETCH = 2.5
"""What replaces words may be this many times as long, and two words more."""


class Landing(NamedTuple):
    """Words of a quote that stand together: one new clause, its words `first` to `last` (included).

    `coverage` is the share of the quote they are, weighed; `whole` says that all stand there, in order, and nothing
    between them.
    """

    clause: str
    first: int
    last: int
    coverage: float
    whole: bool = False


def best_landing(images: Sequence[Image | None], keys: Sequence[str]) -> Landing | None:
    """The group of images that holds most of a quote; None where no word has one."""
    found = sorted((image, weight(key)) for image, key in zip(images, keys, strict=True) if image)
    total = sum(map(weight, keys))
    landings = [_landing(group, total, len(keys)) for group in _groups(found, max(GAP, len(keys)))]
    return max(landings, key=lambda landing: landing.coverage, default=None)


def _groups(found: list[tuple[Image, float]], gap: int) -> Iterator[list[tuple[Image, float]]]:
    """Images of one clause with no wide gap between them."""
    start = 0
    for place, ((one, _), (two, _)) in enumerate(pairwise(found), start=1):
        if one.clause != two.clause or two.place - one.place > gap:
            yield found[start:place]
            start = place
    if found:
        yield found[start:]


def _landing(group: list[tuple[Image, float]], total: float, length: int) -> Landing:
    first, last = group[0][0], group[-1][0]
    whole = len(group) == length == last.place - first.place + 1
    return Landing(first.clause, first.place, last.place, sum(worth for _, worth in group) / total, whole)


def mended(landing: Landing, images: Sequence[Image | None], keys: Sequence[str], new: Words) -> Landing:
    """The same landing, put right where the whole quote stands there and the alignment only missed a word."""
    shifts = Counter(
        image.place - k for k, image in enumerate(images) if image and image.clause == landing.clause
    )
    for shift, _ in shifts.most_common(2):
        if shift >= 0 and new.keys[shift : shift + len(keys)] == list(keys):
            return Landing(landing.clause, shift, shift + len(keys) - 1, 1.0, whole=True)
    return landing


def neighbours(kept: Images, quoted: range) -> tuple[int, int]:
    """The nearest words before and after a quote that have an image; -1 and the length where none has."""
    before = next((i for i in range(quoted.start - 1, -1, -1) if kept[i]), -1)
    after = next((i for i in range(quoted.stop, len(kept)) if kept[i]), len(kept))
    return before, after


def is_held(landing: Landing, kept: Images, quoted: range) -> bool:
    """Whether the words around a quote come down around the landing too, as near as they stood before."""
    before, after = neighbours(kept, quoted)
    room = len(quoted) + SLACK
    return _is_near(kept, before, landing, landing.first, quoted.start - before + room) or _is_near(
        kept, after, landing, landing.last, after - quoted.stop + 1 + room
    )


def _is_near(kept: Images, neighbour: int, landing: Landing, edge: int, room: int) -> bool:
    image = kept[neighbour] if 0 <= neighbour < len(kept) else None
    return image is not None and image.clause == landing.clause and abs(image.place - edge) <= room


def replacement(kept: Images, quoted: range, new: Mapping[str, Words]) -> Landing | None:
    """What stands between the words that stood right before and after a quote; None where that is unclear."""
    if neighbours(kept, quoted) != (quoted.start - 1, quoted.stop):
        return None
    before = kept[quoted.start - 1] if quoted.start else None
    after = kept[quoted.stop] if quoted.stop < len(kept) else None
    known = before or after
    if known is None or (before and after and before.clause != after.clause):
        return None
    first = before.place + 1 if before else 0
    last = (after.place if after else len(new[known.clause])) - 1
    if not 0 <= last - first < STRETCH * len(quoted) + 2:
        return None
    return Landing(known.clause, first, last, 0.0)


def widened(landing: Landing, images: Sequence[Image | None], kept: Images, quoted: range) -> Landing:
    """A landing with what replaced the first or last words of the quote, where their neighbours show it."""
    here = [k for k, image in enumerate(images) if image and image.clause == landing.clause]
    first, last = landing.first, landing.last
    before = kept[quoted.start - 1] if quoted.start else None
    after = kept[quoted.stop] if quoted.stop < len(kept) else None
    if before and before.clause == landing.clause and 0 < first - before.place - 1 <= here[0]:
        first = before.place + 1
    missing = len(quoted) - 1 - here[-1]
    if after and after.clause == landing.clause and 0 < after.place - last - 1 <= missing:
        last = after.place - 1
    return Landing(landing.clause, first, last, landing.coverage)
