"""Words that stand for choice: brackets side by side, and words with a slash between them in one bracket."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from drafts.text.brackets.outline import Outline, Pair, Sign, Span

_GAP = re.compile(r"\s*+(?:/\s*+)?")
_INK = re.compile(r"\S")
# The words on the two sides of a slash; no longer word is looked at.
_REACH = 40
_LAST_WORD, _FIRST_WORD = re.compile(r"(\S+)(\s*)$"), re.compile(r"(\s*)(\S+)")
# "and/or" is one thought, in every language we meet.
_CONJUNCTIONS = frozenset(
    ["and", "or", "et", "ou", "y", "o", "e", "und", "oder", "и", "или", "و", "أو", "او"]
)
_WORD = re.compile(r"[^\W\d_]{2,}(?:[-'’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Which brackets make up a choice, and each alternative's words in the source and in the plain text."""

    numbers: tuple[int, ...]
    options: tuple[tuple[Span, Span], ...]


def alternatives(found: Outline) -> list[Alternatives]:
    """All choices of a clause, in order of place, the outer before the inner."""
    used: set[int] = set()
    choices = [_of_brackets(found, run) for run in _runs(found, used) if len(run) > 1]
    for number, pair in enumerate(found.pairs, 1):
        if pair.closing and (slashes := _separators(found.plain, pair, used)):
            choices += _of_slashes(found, number, slashes)
    return sorted(choices, key=lambda choice: choice.numbers[0] - (len(choice.numbers) > 1) / 2)


# Side by side


def _runs(found: Outline, used: set[int]) -> list[list[int]]:
    """Closed brackets with nothing between them but spaces and at most one slash, which is then used."""
    runs: list[list[int]] = []
    latest: dict[int | None, list[int]] = {}
    for number, pair in enumerate(found.pairs, 1):
        run = latest.get(pair.parent, [])
        if not _says_something(found, pair):
            latest[pair.parent] = []
        elif run and _adjoins(found, run[-1], pair, used):
            run.append(number)
        else:
            latest[pair.parent] = [number]
            runs.append(latest[pair.parent])
    return runs


def _says_something(found: Outline, pair: Pair) -> bool:
    return bool(pair.closing and _INK.search(found.plain, pair.opening.place + 1, pair.closing.place))


def _adjoins(found: Outline, before: int, pair: Pair, used: set[int]) -> bool:
    closing = found.pairs[before - 1].closing
    assert closing
    start, end = closing.place + 1, pair.opening.place
    if not _GAP.fullmatch(found.plain, start, end):
        return False
    used.add(found.plain.find("/", start, end))
    return True


def _of_brackets(found: Outline, numbers: Sequence[int]) -> Alternatives:
    options = []
    for number in numbers:
        pair = found.pairs[number - 1]
        (start, end), (first, last) = found.span(pair), found.place(pair)
        options.append(((start + 1, end - 1), (first + 1, last - 1)))
    return Alternatives(tuple(numbers), tuple(options))


# With a slash between them


def _separators(plain: str, pair: Pair, used: set[int]) -> list[Sign]:
    """The slashes of a bracket that part whole alternatives.

    With spaces on both sides a slash does, except in "and / or" and between short numbers; without them only
    where all there is in the bracket is one word on each side.
    """
    free = [slash for slash in pair.slashes if slash.place not in used]
    spaced = [slash for slash in free if _parts_thoughts(plain, slash.place)]
    if spaced or not free or not pair.is_leaf or not pair.closing:
        return spaced
    words = [word.strip() for word in plain[pair.opening.place + 1 : pair.closing.place].split("/")]
    single = all(_WORD.fullmatch(word) for word in words)
    return free if single and not _are_conjunctions(words) else []


def _are_conjunctions(words: Sequence[str]) -> bool:
    return all(word.casefold() in _CONJUNCTIONS for word in words)


def _parts_thoughts(plain: str, place: int) -> bool:
    before = _LAST_WORD.search(plain[max(place - _REACH, 0) : place])
    after = _FIRST_WORD.match(plain[place + 1 : place + _REACH])
    if not before or not after or not before[2] or not after[1]:
        return False
    words = before[1].lstrip("["), after[2].rstrip("],;")
    return not _are_conjunctions(words) and not _is_one_figure(*words)


def _is_one_figure(before: str, after: str) -> bool:
    """Whether two numbers make a date, a season or a ratio rather than two offers."""
    return before[-1:].isdigit() and after[:1].isdigit() and min(len(before), len(after)) < 3


def _of_slashes(found: Outline, number: int, slashes: Sequence[Sign]) -> Iterator[Alternatives]:
    pair = found.pairs[number - 1]
    assert pair.closing
    edges = [pair.opening, *slashes, pair.closing]
    options = tuple(
        (_inked(found.source, left.at + 1, right.at), _inked(found.plain, left.place + 1, right.place))
        for left, right in pairwise(edges)
    )
    if all(start < end for _, (start, end) in options):
        yield Alternatives((number,), options)


def _inked(text: str, start: int, end: int) -> Span:
    """A stretch without the spaces at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
