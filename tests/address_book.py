"""What stands in an address, and who sees what is there."""

from collections.abc import Mapping
from dataclasses import dataclass

PEOPLE = ("public", "Nils", "Olga", "Omar", "Mia", "Ravi", "Paul", "Chloé", "Sena", "Root")
EVERYBODY = frozenset(PEOPLE)
SIGNED_IN = EVERYBODY - {"public"}
AT_THE_DESK = frozenset({"Mia", "Paul", "Chloé", "Sena"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Page:
    """What stands in an address, who sees the page, and who is told why they do not (all others: not there)."""

    args: Mapping[str, object]
    seen_by: frozenset[str] = EVERYBODY
    told: frozenset[str] = NOBODY
    post_only: bool = False


type Pages = dict[str, list[Page]]
