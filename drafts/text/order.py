"""Which items of a list were really moved when it comes back in another order."""

from bisect import bisect_left
from collections.abc import Hashable, Sequence


def relocated[K: Hashable](old: Sequence[K], new: Sequence[K]) -> frozenset[K]:
    """The fewest items that must have been moved to turn one order into the other.

    Both sequences hold the same distinct items. The items outside one longest increasing
    subsequence have moved; everything else only made room for them (patience sorting, after
    Schensted 1961). O(n log n); deterministic.
    """
    was_at = {item: place for place, item in enumerate(old)}
    places = [was_at[item] for item in new]
    tails: list[int] = []  # the place that ends the best run of each length
    ends: list[int] = []  # and where in `places` it stands
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(tails, place)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    kept = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        kept.add(new[index])
        index = before[index]
    return frozenset(new) - kept
