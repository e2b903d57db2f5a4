"""Words that crossed a sentence much like their own, so that nobody can tell which of the two was moved.

"Participation is voluntary. Participation is mandatory." with the sentences exchanged reads as two edits of a word as
well. An edit that the other side made to the first of them then belongs in the first or in the last.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from drafts.text.merge.words import Hunk, Words, is_word, new_words, old_words, span
from drafts.text.tokens import split_words

# So many words and marks in a row that stand twice are a formula and no chance.
_FORMULA = 5
# How near a change the formula around it is looked for: one more, for words that are uncertain belong to the change.
_NEAR = 6

type Run = tuple[str, ...]
type Zone = tuple[int, int]


def join_twins(base: Words, side: Words, hunks: list[Hunk]) -> list[Hunk]:
    """One side's changes, with all from a formula to its twin as one where words went from the one to the other."""
    zones = list(_united(_zones(base, side, hunks)))
    repeated = _repeated(base.tokens) if zones else set()
    for zone in zones:
        first, last = _grown(zone, repeated)
        inside = [hunk for hunk in hunks if hunk.last >= first and hunk.first <= last]
        at = hunks.index(inside[0])
        hunks = [*hunks[:at], _widened(base, span(inside), first, last), *hunks[at + len(inside) :]]
    return hunks


def _zones(base: Words, side: Words, hunks: list[Hunk]) -> Iterator[Zone]:
    """From each change of a formula to the last change of a twin of it that has the words in exchange."""
    olds = [_words(old_words(base, hunk)) for hunk in hunks]
    news = [_words(new_words(side, hunk)) for hunk in hunks]
    for i, hunk in enumerate(hunks):
        for j in range(len(hunks) - 1, i, -1):
            exchanged = _went(olds[i], news[j]) or _went(olds[j], news[i])
            if exchanged and _are_twins(base.tokens, hunk, hunks[j]):
                yield hunk.first, hunks[j].last
                break


def _united(zones: Iterable[Zone]) -> Iterator[Zone]:
    """Zones that overlap, as one; they come in the order of their beginnings."""
    first = last = -1
    for zone in zones:
        if zone[0] > last >= 0:
            yield first, last
            first = last = -1
        first, last = zone[0] if first < 0 else first, max(last, zone[1])
    if last >= 0:
        yield first, last


def _words(text: str) -> set[str]:
    return {token for token in split_words(text) if is_word(token)}


def _went(gone: set[str], come: set[str]) -> bool:
    """Whether all the words that left one place, or all that came to another, may be the other's."""
    return bool(gone and come) and (gone <= come or come <= gone)


def _are_twins(tokens: list[str], one: Hunk, other: Hunk) -> bool:
    """Whether two changes have the same formula before them, or after them."""
    befores = (tokens[max(hunk.first - _NEAR, 0) : hunk.first] for hunk in (one, other))
    afters = (tokens[hunk.last : hunk.last + _NEAR] for hunk in (one, other))
    return any(not set(_runs(here)).isdisjoint(_runs(there)) for here, there in (befores, afters))


def _runs(tokens: list[str]) -> list[Run]:
    return list(zip(*(tokens[skip:] for skip in range(_FORMULA)), strict=False))


def _repeated(tokens: list[str]) -> set[int]:
    """The places of all tokens in formulas that stand more than once."""
    runs = _runs(tokens)
    counted = Counter(runs)
    return {place + step for place, run in enumerate(runs) if counted[run] > 1 for step in range(_FORMULA)}


def _grown(zone: Zone, repeated: set[int]) -> Zone:
    """A zone with all of the formulas at its ends."""
    first, last = zone
    while first - 1 in repeated:
        first -= 1
    while last in repeated:
        last += 1
    return first, last


def _widened(base: Words, hunk: Hunk, first: int, last: int) -> Hunk:
    """A change with the unchanged words around it, as far as a zone goes."""
    first, last = min(hunk.first, first), max(hunk.last, last)
    start = base.starts[first] if first < hunk.first else hunk.start
    end = base.ends[last - 1] if last > hunk.last else hunk.end
    side_start, side_end = hunk.side_start - (hunk.start - start), hunk.side_end + (end - hunk.end)
    return Hunk(first, last, start, end, side_start, side_end)
