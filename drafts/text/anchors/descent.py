"""Which clauses of the new version each old clause became, and which of them belong together."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Family:
    """Old clauses and the new clauses they became, in document order; a split or merge joins several."""

    olds: tuple[str, ...]
    news: tuple[str, ...]


class Descent:
    """The lineage of two successive versions, asked clause by clause."""

    def __init__(
        self, old: Mapping[str, str], new: Mapping[str, str], heirs: Mapping[str, Sequence[str]]
    ) -> None:
        self._old_rank = {key: rank for rank, key in enumerate(old)}
        self._new_rank = {key: rank for rank, key in enumerate(new)}
        self._heirs = {key: tuple(heir for heir in heirs.get(key, (key,)) if heir in new) for key in old}
        self._parents: dict[str, list[str]] = defaultdict(list)
        for key, found in self._heirs.items():
            for heir in found:
                self._parents[heir].append(key)
        self._expected = self._expectations()
        self.untouched = frozenset(
            key for key, text in old.items() if self._is_alone(key) and new[key] == text
        )

    def heirs(self, key: str) -> tuple[str, ...]:
        return self._heirs[key]

    def family(self, key: str) -> Family:
        """Everything an old clause is tied to by lineage, itself included."""
        olds, news, waiting = {key}, set[str](), [key]
        while waiting:
            for heir in self._heirs[waiting.pop()]:
                news.add(heir)
                relatives = set(self._parents[heir]) - olds
                olds |= relatives
                waiting += relatives
        in_order = sorted(olds, key=self._old_rank.__getitem__), sorted(news, key=self._new_rank.__getitem__)
        return Family(tuple(in_order[0]), tuple(in_order[1]))

    def distance(self, old: str, new: str) -> int:
        """Clauses between a new clause and the place where the old one would stand."""
        return abs(self._new_rank[new] - self._expected[old])

    def _expectations(self) -> dict[str, int]:
        """Where each old clause would stand: where its first heir does, or after its neighbour's."""
        expected: dict[str, int] = {}
        last = 0
        for key, heirs in self._heirs.items():
            last = self._new_rank[heirs[0]] if heirs else last
            expected[key] = last
        return expected

    def _is_alone(self, key: str) -> bool:
        return self._heirs[key] == (key,) and len(self._parents[key]) == 1
