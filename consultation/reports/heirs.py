"""Where the words of clauses went that were split or merged: which clauses of the version in work hold them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from drafts.models import Descent, Placement, Text, Version


@dataclass(frozen=True, slots=True)
class Heirs:
    """Every descent of a text, followed to the clauses that stand."""

    # Clause → its key, in the order of the text.
    standing: Mapping[int, str]
    in_work: int
    # Ancestor → what came of it, and in which version.
    descents: Mapping[int, tuple[tuple[int, int], ...]]

    def holders(self, clause: int, since: int) -> tuple[int, ...]:
        """The clauses that its words went into since a version, in the order of the text.

        Of a clause that stands: those split off from it in the version in work.
        """
        first = self.in_work if clause in self.standing else since
        found, seen, waiting = set(), {clause}, self._came_of(clause, first)
        while waiting:
            each = waiting.pop()
            if each in self.standing:
                found.add(each)
            elif each not in seen:
                waiting += self._came_of(each, first)
            seen.add(each)
        return tuple(each for each in self.standing if each in found)

    def _came_of(self, clause: int, since: int) -> list[int]:
        return [descendant for number, descendant in self.descents.get(clause, ()) if number >= since]

    def ancestors(self, clause: int) -> frozenset[int]:
        """The clauses whose words, ever, went into one."""
        return frozenset(each for each in self.descents if clause in self.holders(each, 0))


def read_heirs(text: Text, working: Version | None) -> Heirs:
    """The descents of a text as they matter for its version in work. Two queries."""
    placed = Placement.objects.filter(version=working).order_by("position")
    descents: dict[int, tuple[tuple[int, int], ...]] = defaultdict(tuple)
    told = Descent.objects.filter(version__text=text).order_by("pk")
    for ancestor, number, descendant in told.values_list("ancestor", "version__number", "descendant"):
        descents[ancestor] += ((number, descendant),)
    return Heirs(
        standing=dict(placed.values_list("clause", "clause__key")),
        in_work=working.number if working else 0,
        descents=dict(descents),
    )
