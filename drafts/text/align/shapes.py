"""What goes into an alignment and what comes out of it."""

from dataclasses import dataclass
from enum import StrEnum


class LinkKind(StrEnum):
    """What became of an old clause in a new one."""

    SAME = "same"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Unit:
    """One clause of a draft: its plain text; printed number and kind are hints and may be empty."""

    text: str
    label: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Old clause `old` lives on, wholly or in part, in new clause `new` (places in their drafts).

    `score` is 0 to 1, for showing to a person: the part of both clauses' words that are shared; for a link that is
    not primary the part of the shorter one's words. `primary` says that the new clause keeps the old one's identity;
    a clause has at most one such link on either side. `moved` is set on primary links only.
    """

    old: int
    new: int
    kind: LinkKind
    score: float
    primary: bool
    moved: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """All links, by new then old place, and the places without any: `added` of the new draft, `removed` of the old."""

    links: tuple[Link, ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]
