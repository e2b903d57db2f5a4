"""Clauses whose text is the same on both sides: the certain part of an alignment.

A text found once on each side, in its order, settles itself. Repeated texts (boilerplate, "Option 2") are settled by
their neighbours, or in order where as many stand between two settled clauses on both sides. All else waits until the
rewritten clauses are settled too: they narrow down where a repeated clause was put in or taken out, and an equal text
out of order may be the twin of the clause it seems to be.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from drafts.text.align.chain import Backbone, Pair
from drafts.text.align.matching import Matching
from drafts.text.align.reading import Side

_SHORT = 4  # words; a shorter repeated text says nothing about a clause far away


def settle_certain(old: Side, new: Side, matching: Matching) -> None:
    """Pair clauses with equal texts where there is no choice; bare numbers never: "Article 9" may be another today."""
    olds, news = _telling(old), _telling(new)
    for pair in Backbone(_unique(old, new, olds, news)).pairs:
        matching.pair(*pair)
    spread(old, new, matching)
    by_gap = _by_gap(old, new, matching)
    _pair_in_order(
        {key: places for key, places in by_gap[0].items() if len(places) == len(by_gap[1].get(key, ()))},
        by_gap[1],
        matching,
    )
    spread(old, new, matching)


def settle_repeated(old: Side, new: Side, matching: Matching) -> None:
    """Pair what is left of equal texts: single ones, then between settled clauses, then, if long, anywhere."""
    olds = [place for place in _telling(old) if place not in matching.new_of]
    news = [place for place in _telling(new) if place not in matching.old_of]
    for pair in _unique(old, new, olds, news):
        matching.pair(*pair)
    spread(old, new, matching)
    _pair_in_order(*_by_gap(old, new, matching), matching)
    long_olds = [place for place in _telling(old) if len(old.words[place]) >= _SHORT]
    _pair_in_order(
        _grouped(long_olds, matching.new_of, old.keys.__getitem__),
        _grouped(_telling(new), matching.old_of, new.keys.__getitem__),
        matching,
    )


def _telling(side: Side) -> list[int]:
    return [place for place, bare in enumerate(side.bare) if not bare]


type _Groups[Key] = dict[Key, list[int]]


def _by_gap(
    old: Side, new: Side, matching: Matching
) -> tuple[_Groups[tuple[str, int]], _Groups[tuple[str, int]]]:
    """Free places of both sides by text and by the gap of the settled order they lie in."""
    backbone = Backbone(matching.pairs)
    return (
        _grouped(_telling(old), matching.new_of, lambda place: (old.keys[place], backbone.old_gap(place))),
        _grouped(_telling(new), matching.old_of, lambda place: (new.keys[place], backbone.new_gap(place))),
    )


def _unique(old: Side, new: Side, olds: list[int], news: list[int]) -> list[Pair]:
    old_places = _grouped(olds, {}, old.keys.__getitem__)
    new_places = _grouped(news, {}, new.keys.__getitem__)
    return [
        (places[0], new_places[key][0])
        for key, places in old_places.items()
        if len(places) == len(new_places.get(key, ())) == 1
    ]


def spread(old: Side, new: Side, matching: Matching) -> None:
    """Pair equal neighbours of pairs, forwards and then backwards, from the ends of the draft too."""
    for place in range(-1, len(old)):
        partner = matching.new_of.get(place, -1 if place < 0 else None)
        if partner is not None:
            _pair_if_equal(old, new, place + 1, partner + 1, matching)
    for place in range(len(old), -1, -1):
        partner = matching.new_of.get(place, len(new) if place == len(old) else None)
        if partner is not None:
            _pair_if_equal(old, new, place - 1, partner - 1, matching)


def _pair_if_equal(old: Side, new: Side, old_place: int, new_place: int, matching: Matching) -> None:
    inside = 0 <= old_place < len(old) and 0 <= new_place < len(new)
    if inside and old.keys[old_place] == new.keys[new_place] and not old.bare[old_place]:
        matching.pair(old_place, new_place)


def _grouped[Key](places: Iterable[int], taken: dict[int, int], key: Callable[[int], Key]) -> _Groups[Key]:
    groups: _Groups[Key] = defaultdict(list)
    for place in places:
        if place not in taken:
            groups[key(place)].append(place)
    return dict(groups)


def _pair_in_order[Key](olds: _Groups[Key], news: _Groups[Key], matching: Matching) -> None:
    for key, places in olds.items():
        for old_place, new_place in zip(places, news.get(key, ()), strict=False):
            matching.pair(old_place, new_place)
