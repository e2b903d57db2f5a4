"""The one-to-one part of an alignment while it grows: which old clause is which new one."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from drafts.text.align.chain import Pair


@dataclass
class Matching:
    """Pairs of places, each place in one pair at most."""

    new_of: dict[int, int] = field(default_factory=dict)
    old_of: dict[int, int] = field(default_factory=dict)

    def pair(self, old: int, new: int) -> bool:
        """Pair two places and say so, unless one of them is taken."""
        free = old not in self.new_of and new not in self.old_of
        if free:
            self.new_of[old] = new
            self.old_of[new] = old
        return free

    @property
    def pairs(self) -> Iterable[Pair]:
        return self.new_of.items()


def by_worth(worth: dict[Pair, float]) -> list[Pair]:
    """The pairs, best first; among equals those that lie nearest to each other, then the first of the draft."""
    return sorted(worth, key=lambda pair: (-worth[pair], abs(pair[0] - pair[1]), pair))
