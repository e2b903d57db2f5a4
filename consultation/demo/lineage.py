"""Which clause continues which from one version of a demonstration text to the next, as its manifest says."""

from collections.abc import Sequence
from dataclasses import dataclass

from consultation.demo.records import Revision


class BrokenManifest(ValueError):
    """The manifest does not account for the two versions it stands between."""


@dataclass(frozen=True, slots=True)
class Words:
    """One clause of a version: its kind and its plain words in both languages."""

    kind: str
    en: str
    fr: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where one clause of the new version comes from, as positions in the old one.

    `continues` is the old clause whose identity it keeps, or None for an identity that starts
    here; `sources` are all it is made of; `revision` is None where not a word changed.
    """

    position: int
    continues: int | None
    sources: tuple[int, ...]
    revision: Revision | None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every clause of the new version in order, and the old positions that end, with why."""

    places: tuple[Place, ...]
    ended: tuple[tuple[int, Revision], ...]


def trace(old: Sequence[Words], new: Sequence[Words], revisions: Sequence[Revision]) -> Lineage:
    """Tie the clauses of two versions together by their manifest.

    `revisions` are those of the new version only. A clause of the new version that no entry
    names must stand in the old one with the same kind and the same words in both languages.
    Raises BrokenManifest where a clause is named by no entry or by words that are not its own.
    """
    named = {find(new, entry.starts): entry for entry in revisions if entry.starts}
    touched = {find(old, words) for entry in revisions for words in entry.was}
    kept = {clause: position for position, clause in enumerate(old) if position not in touched}
    places = tuple(
        _revised(old, position, named[position]) if position in named else _unchanged(kept, position, clause)
        for position, clause in enumerate(new)
    )
    going_on = {place.continues for place in places}
    _check_nothing_lost(kept, going_on)
    return Lineage(places, _ended(old, revisions, going_on))


def find(clauses: Sequence[Words], words: str) -> int:
    """The position of the one clause that begins with these words in English."""
    found = [position for position, clause in enumerate(clauses) if clause.en.startswith(words)]
    if len(found) != 1:
        raise BrokenManifest(f"{len(found)} clauses begin with “{words}”.")
    return found[0]


def _revised(old: Sequence[Words], position: int, entry: Revision) -> Place:
    sources = tuple(find(old, words) for words in entry.was)
    continues = sources[0] if sources and entry.continues else None
    return Place(position, continues, sources, entry)


def _unchanged(kept: dict[Words, int], position: int, clause: Words) -> Place:
    if clause not in kept:
        raise BrokenManifest(f"No entry accounts for “{clause.en[:60]}”.")
    return Place(position, kept[clause], (kept[clause],), None)


def _check_nothing_lost(kept: dict[Words, int], going_on: set[int | None]) -> None:
    lost = [clause.en[:60] for clause, position in kept.items() if position not in going_on]
    if lost:
        raise BrokenManifest(f"No entry says what became of “{lost[0]}”.")


def _ended(
    old: Sequence[Words], revisions: Sequence[Revision], going_on: set[int | None]
) -> tuple[tuple[int, Revision], ...]:
    sources = [(find(old, words), entry) for entry in revisions for words in entry.was]
    return tuple((position, entry) for position, entry in sources if position not in going_on)
