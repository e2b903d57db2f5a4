"""Brackets of a whole version: how many, and which balance only across clauses."""

from collections.abc import Iterable
from dataclasses import dataclass

from drafts.text.brackets.reading import read_brackets


@dataclass(frozen=True, slots=True)
class Count:
    """Totals over the clauses of a version, in order.

    `unclosed` and `stray_closings` find no partner in their clause; `unclosed_in_text` and `stray_in_text` find none
    in the text either, where a bracket opened in one clause may be closed in a later one.
    """

    opening: int = 0
    choices: int = 0
    unclosed: int = 0
    stray_closings: int = 0
    unclosed_in_text: int = 0
    stray_in_text: int = 0


def count(sources: Iterable[str]) -> Count:
    """Count the brackets of a version's clauses, given in order."""
    opening = choices = unclosed = strays = waiting = unmatched = 0
    for source in sources:
        reading = read_brackets(source)
        closings = len(reading.stray_closings)
        openings = sum(not bracket.is_closed for bracket in reading.brackets)
        opening += reading.opening
        choices += len(reading.choices)
        unclosed += openings
        strays += closings
        # In a clause every stray closing stands before the first bracket that is never closed.
        unmatched += max(closings - waiting, 0)
        waiting = max(waiting - closings, 0) + openings
    return Count(opening, choices, unclosed, strays, waiting, unmatched)
