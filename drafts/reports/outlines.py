"""A version in work as its structure is changed: the order of its clauses, and each one's words in every language."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from drafts.models import Version
from drafts.models.ledger import canonical, digest
from drafts.text.inline import plain
from drafts.text.numbering import Place, Scheme, number, section_end

_FIRST_WORDS = 90


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a clause stands in the order, and what is printed beside it."""

    clause_id: int
    key: str
    kind: str
    depth: int
    label: str

    @property
    def stood_as(self) -> dict[str, str | int]:
        """What a revision remembers of it, so that it can be put back."""
        return {"depth": self.depth, "kind": self.kind, "label": self.label}


@dataclass(frozen=True, slots=True)
class Outline:
    """The clauses of a version in order, and the words of each by clause and language."""

    spots: tuple[Spot, ...]
    words: Mapping[int, Mapping[str, str]]
    language: str
    _places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_places", {spot.key: at for at, spot in enumerate(self.spots)})

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def spot(self, key: str) -> Spot | None:
        return self.spots[self._places[key]] if key in self._places else None

    def before(self, key: str) -> str:
        """The key of the clause that it follows; empty for the first."""
        at = self._places[key]
        return self.spots[at - 1].key if at else ""

    def following(self, key: str) -> str:
        """The key of the clause that follows it; of the first clause for an empty key."""
        at = self._places[key] + 1 if key else 0
        return self.spots[at].key if at < len(self.spots) else ""

    def section(self, key: str) -> tuple[Spot, ...]:
        """The clause with everything it holds."""
        start = self._places[key]
        return self.spots[start : section_end(_places(self.spots), start)]

    def words_of(self, key: str) -> Mapping[str, str]:
        """Language → words of a clause."""
        spot = self.spot(key)
        return self.words[spot.clause_id] if spot else {}

    def first_words(self, spot: Spot) -> str:
        """How a clause begins, in the negotiated language."""
        words = plain(self.words[spot.clause_id].get(self.language, ""))
        return words if len(words) <= _FIRST_WORDS else f"{words[:_FIRST_WORDS].rsplit(' ', 1)[0]} …"

    def without(self, keys: Collection[str]) -> "Outline":
        return replace(self, spots=tuple(spot for spot in self.spots if spot.key not in keys))

    def placed(self, spots: Iterable[Spot], after: str) -> "Outline":
        """With clauses put in behind another, or at the beginning for an empty key."""
        at = self._places[after] + 1 if after else 0
        return replace(self, spots=(*self.spots[:at], *spots, *self.spots[at:]))

    def replaced(self, changed: Mapping[str, Spot]) -> "Outline":
        return replace(self, spots=tuple(changed.get(spot.key, spot) for spot in self.spots))

    def numbered(self, scheme: Scheme) -> "Outline":
        """With the labels that a scheme gives."""
        labels = number(scheme, _places(self.spots))
        together = zip(self.spots, labels, strict=True)
        return replace(self, spots=tuple(replace(spot, label=label) for spot, label in together))

    def structure_hash(self) -> str:
        """SHA-256 over the order of the clauses with their kinds, depths and labels."""
        return digest(canonical([[spot.key, *spot.stood_as.values()] for spot in self.spots]))

    def sight(self, *keys: str) -> str:
        """What somebody sees who is about to change clauses: which each one follows, how it stands, its words.

        Labels are left out: a scheme changes them wherever a clause comes or goes.
        """
        return digest(canonical([self._seen(key) for key in keys]))

    def _seen(self, key: str) -> list[object]:
        spot = self.spot(key)
        if spot is None:
            return [key]
        return [key, self.before(key), spot.kind, spot.depth, sorted(self.words_of(key).items())]

    def seam(self, after: str) -> str:
        """The two clauses between which something is put; nothing where the first is gone."""
        return f"{after}:{self.following(after)}" if not after or after in self else ""


def basis(sight: str, seam: str = "") -> str:
    """What an act on the structure started from: the clauses it is about, and the seam it puts them into."""
    return digest(f"{sight} {seam}") if seam else sight


def _places(spots: Sequence[Spot]) -> list[Place]:
    return [Place(spot.kind, spot.depth, spot.label) for spot in spots]


def read_outline(version: Version) -> Outline:
    """Two queries, however long the text is."""
    words: dict[int, dict[str, str]] = defaultdict(dict)
    for clause, language, text in version.wordings.values_list("clause", "language", "text"):
        words[clause][language] = text
    placed = version.placements.order_by("position")
    rows = placed.values_list("clause_id", "clause__key", "kind", "depth", "label")
    return Outline(tuple(Spot(*row) for row in rows), words, version.text.language)
