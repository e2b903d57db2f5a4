"""What a change of structure would make of the version in work: the clauses around it, and the labels."""

from collections.abc import Collection
from dataclasses import dataclass

from drafts.reports.outlines import Outline, Spot
from drafts.text.inline import plain
from drafts.text.numbering import Scheme

_AROUND = 2


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A clause as it would stand; `touched` are those the change is about."""

    spot: Spot
    words: str
    touched: bool


@dataclass(frozen=True, slots=True)
class Relabelled:
    """A clause that gets another label."""

    spot: Spot
    words: str
    was: str


@dataclass(frozen=True, slots=True)
class Preview:
    """The clauses that change with their neighbours, as they would stand, and the other labels that would follow."""

    rows: tuple[PreviewRow, ...]
    relabelled: tuple[Relabelled, ...]


def preview_structure(
    was: Outline,
    then: Outline,
    touched: Collection[str],
    words: dict[str, str] | None = None,
    *,
    around: str = "",
) -> Preview:
    """Show `touched` in `then`, or the place behind the clause `around` where they are gone.

    `words` are those of clauses that would be written.
    """
    written = words or {}
    rows = tuple(
        PreviewRow(spot, plain(written.get(spot.key) or then.first_words(spot)), spot.key in touched)
        for spot in _near(then, touched, around)
    )
    return Preview(rows, relabelled(was, then, touched))


def _near(then: Outline, touched: Collection[str], around: str) -> tuple[Spot, ...]:
    places = [at for at, spot in enumerate(then.spots) if spot.key in touched]
    if not places:
        at = next((at for at, spot in enumerate(then.spots) if spot.key == around), -1)
        return then.spots[max(at + 1 - _AROUND, 0) : at + 1 + _AROUND]
    return then.spots[max(places[0] - _AROUND, 0) : places[-1] + 1 + _AROUND]


def relabelled(was: Outline, then: Outline, aside: Collection[str] = ()) -> tuple[Relabelled, ...]:
    """The clauses whose labels differ, some left aside."""
    before = {spot.key: spot.label for spot in was.spots}
    return tuple(
        Relabelled(spot, then.first_words(spot), before[spot.key])
        for spot in then.spots
        if spot.key in before and spot.key not in aside and before[spot.key] != spot.label
    )


def preview_numbering(was: Outline, scheme: Scheme) -> tuple[Relabelled, ...]:
    """Old label → new label, for every clause that a scheme would number otherwise."""
    return relabelled(was, was.numbered(scheme))
