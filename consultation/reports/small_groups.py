"""Groups of people that are counted, and those too small to be shown apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

# Four people of one category and region are soon found out by whoever knows them; official statistics commonly
# show no group of fewer than five.
SMALL_GROUP = 5


@dataclass(frozen=True, slots=True)
class Group:
    """Inputs that have something in common, and who made them."""

    key: str
    inputs: int
    people: frozenset[int]

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


def shown_apart(groups: Iterable[Group]) -> Grouping:
    """Groups of enough people, and the others as one.

    What is put together is never one group alone, nor fewer people than a group must have while there are more:
    whoever knows the sum could take the others from it. So the next smallest goes with them.
    """
    by_size = sorted(groups, key=lambda group: (group.size, group.inputs, group.key))
    small = [group for group in by_size if group.is_small]
    apart = by_size[len(small) :]
    while apart and small and (len(small) == 1 or together(small).is_small):
        small.append(apart.pop(0))
    return Grouping(_largest_first(apart), together(small) if small else None)


def put_together(parts: Sequence[Grouping]) -> Grouping:
    """What several consultations show, added up; what one of them does not show apart stays so.

    Counted anew, a group that one consultation hides would be the difference between the sum and what the others show.
    """
    keys = sorted({group.key for part in parts for group in part.apart})
    apart = [
        together([group for part in parts for group in part.apart if group.key == key], key) for key in keys
    ]
    hidden = [part.together for part in parts if part.together]
    return Grouping(_largest_first(apart), together(hidden) if hidden else None)


def together(groups: Sequence[Group], key: str = "") -> Group:
    """Several groups as one: whoever is in two of them is counted once."""
    people = frozenset[int]().union(*(group.people for group in groups))
    return Group(key, sum(group.inputs for group in groups), people)


def _largest_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    by_key = sorted(groups, key=attrgetter("key"))
    return tuple(sorted(by_key, key=attrgetter("inputs"), reverse=True))
