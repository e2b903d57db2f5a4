"""Pairing the clauses of a translation with those of its source: by structure, since the words differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Shape:
    """What a clause and its translation have in common."""

    kind: str
    depth: int
    label: str = ""


def pair(source: Sequence[Shape], translation: Sequence[Shape]) -> dict[int, int]:
    """Index in the translation → index in the source, increasing; what has no counterpart is left out.

    Where both have the same kinds in the same order they are paired one to one. Else the longest
    runs of equal shapes are paired (Ratcliff and Obershelp, as in `difflib`, without its shortcut
    for frequent items, which would drop every plain paragraph).
    """
    if [shape.kind for shape in source] == [shape.kind for shape in translation]:
        return {index: index for index in range(len(source))}
    runs = SequenceMatcher(None, source, translation, autojunk=False).get_matching_blocks()
    return {run.b + step: run.a + step for run in runs for step in range(run.size)}
