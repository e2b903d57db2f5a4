"""Groups of people that are counted, and those too small to be shown apart."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from operator import attrgetter

# Four people of one category and region are soon found out by whoever knows them; official statistics commonly
# show no group of fewer than five.
SMALL_GROUP = 5
# A whole opens so many groups: every sum of them is looked at, and each more doubles the sums.
_OPENED = 10


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that have something in common, and who made them."""

    key: str
    inputs: int
    people: frozenset[int]
    # What everybody reads on every input in it, and nothing of a person: shown apart, however few there are.
    is_open: bool = False

    @property
    def size(self) -> int:
        return len(self.people)

    @property
    def is_small(self) -> bool:
        return self.size < SMALL_GROUP


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups as they may be shown, the largest first, and all the others put together."""

    apart: tuple[Group, ...]
    together: Group | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """The groups that one consultation or pillar puts together, and who is in each."""

    hidden: Mapping[str, frozenset[int]]


def shown_apart(groups: Iterable[Group]) -> Grouping:
    """Groups of enough people, and the others as one.

    What is put together is never one group alone, nor fewer people than a group must have while there are more:
    whoever knows the sum could take the others from it. So the next smallest goes with them.
    """
    opened, closed = _parted(groups)
    by_size = sorted(closed, key=lambda group: (group.size, group.inputs, group.key))
    small = [group for group in by_size if group.is_small]
    return _beside(opened, _with_the_next(small, by_size[len(small) :]))


def _parted(groups: Iterable[Group]) -> tuple[list[Group], list[Group]]:
    """The groups that are open, and those that may tell of a person."""
    every = list(groups)
    return [each for each in every if each.is_open], [each for each in every if not each.is_open]


def _beside(opened: Sequence[Group], grouping: Grouping) -> Grouping:
    return Grouping(_largest_first([*opened, *grouping.apart]), grouping.together)


def _with_the_next(kept: list[Group], apart: list[Group]) -> Grouping:
    """Those kept together, with as many of the smallest others as hide them."""
    while apart and kept and (len(kept) == 1 or together(kept).is_small):
        kept.append(apart.pop(0))
    return Grouping(_largest_first(apart), together(kept) if kept else None)


def part_of(groups: Sequence[Group], shown: Grouping) -> Part:
    """What a part does not show apart, for the whole to guard."""
    apart = {group.key for group in shown.apart}
    return Part({group.key: group.people for group in groups if group.key not in apart})


def shown_of_whole(groups: Iterable[Group], layers: Sequence[Sequence[Part]]) -> Grouping:
    """Groups of several consultations, counted once over all of them; a person in two of them is one.

    The rule of five people holds for the whole as for a part. Besides, a group that some part hides is shown apart
    only while no difference is left of one to four people: neither what the parts hide together less such groups,
    nor such groups less what the parts hide together. Every layer of parts (the consultations, the pillars) is held
    against the whole by itself. Differences tell whose inputs they are; numbers of people only tell how many came back.
    """
    open_ones, closed = _parted(groups)
    by_size = sorted(closed, key=lambda group: (group.size, group.inputs, group.key))
    opened: list[str] = []
    hidden = _hidden_keys(layers)
    for group in reversed(by_size):
        may = group.key in hidden and not group.is_small and len(opened) < _OPENED
        if may and _tells_nobody(group.key, opened, layers):
            opened.append(group.key)
    shut = hidden - set(opened)
    kept = [group for group in by_size if group.is_small or group.key in shut]
    shown = _with_the_next(kept, [group for group in by_size if group not in kept])
    return _beside(open_ones, shown)


def _hidden_keys(layers: Sequence[Sequence[Part]]) -> set[str]:
    return {key for parts in layers for part in parts for key in part.hidden}


def _tells_nobody(key: str, opened: Sequence[str], layers: Sequence[Sequence[Part]]) -> bool:
    """Whether this group can be shown beside those already opened: no sum of some of them isolates few people."""
    sums = [{key, *some} for number in range(len(opened) + 1) for some in combinations(opened, number)]
    return all(_are_enough(left) for parts in layers for some in sums for left in _left(some, parts))


def _left(keys: set[str], parts: Sequence[Part]) -> tuple[frozenset[int], frozenset[int]]:
    """Who is left of the parts that hide some of these groups, and who of the groups, less the parts of them alone."""
    touched = [part.hidden for part in parts if not keys.isdisjoint(part.hidden)]
    beside = [who for hidden in touched for key, who in hidden.items() if key not in keys]
    mixed = [hidden for hidden in touched if not keys.issuperset(hidden)]
    within = [who for hidden in mixed for key, who in hidden.items() if key in keys]
    return frozenset[int]().union(*beside), frozenset[int]().union(*within)


def _are_enough(people: frozenset[int]) -> bool:
    return not people or len(people) >= SMALL_GROUP


def together(groups: Sequence[Group], key: str = "") -> Group:
    """Several groups as one: whoever is in two of them is counted once."""
    people = frozenset[int]().union(*(group.people for group in groups))
    return Group(key, sum(group.inputs for group in groups), people)


def _largest_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    by_key = sorted(groups, key=attrgetter("key"))
    return tuple(sorted(by_key, key=attrgetter("inputs"), reverse=True))
