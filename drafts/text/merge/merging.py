"""Two wordings that began from one, put together word by word; and several, to see where they collide."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from drafts.text.merge.hunks import find_hunks
from drafts.text.merge.merged import Merge, Piece, Side
from drafts.text.merge.words import Hunk, Words, new_words, old_words, read_words, span
from drafts.text.tokens import split_words

# Unchanged words that two sides' changes must have between them to stand beside each other.
_APART = 2

type Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Changes that stand too near each other to be told apart; of one side only where nothing is near."""

    left: list[Hunk]
    right: list[Hunk]


def merge(base: str, left: str, right: str) -> Merge:
    """Merge two edits of one text, where that needs no guess.

    Never raises and never gives up half-way: changes that overlap, touch or have less than two unchanged words
    between them are one conflict, unless both sides made the same one. Words that may have stayed in more than one
    place, as a formula that stood twice, count as changed. Texts of some 60,000 characters without anything in common
    are changed as a whole.
    """
    words, left_words = read_words(base), read_words(left)
    right_words = left_words if left == right else read_words(right)
    left_hunks = find_hunks(words, left_words)
    right_hunks = left_hunks if left == right else find_hunks(words, right_words)
    pieces: list[Piece] = []
    done = 0
    for meeting in _meetings(words, left_hunks, right_hunks):
        start, end = _extent(meeting)
        pieces.append(_same(base[done:start]))
        pieces += _pieces(_piece(words, left_words, right_words, meeting))
        done = end
    pieces.append(_same(base[done:]))
    return Merge(tuple(_tidied(pieces)))


def collisions(base: str, proposals: Sequence[str]) -> tuple[tuple[Stretch, ...], ...]:
    """For each proposal, the stretches of the base that it changes and at least one other changes differently.

    In code points and in order; words put in are an empty stretch. Two proposals collide here exactly where they
    would in `merge`.
    """
    words = read_words(base)
    sides = [read_words(proposal) for proposal in proposals]
    hunks = [find_hunks(words, side) for side in sides]
    found: list[set[Stretch]] = [set() for _ in sides]
    for one, other in combinations(range(len(sides)), 2):
        for meeting in _meetings(words, hunks[one], hunks[other]):
            if _piece(words, sides[one], sides[other], meeting).side == Side.CONFLICT:
                found[one].update(_stretch(words, sides[one], hunk) for hunk in meeting.left)
                found[other].update(_stretch(words, sides[other], hunk) for hunk in meeting.right)
    return tuple(tuple(sorted(stretches)) for stretches in found)


def _meetings(base: Words, left: list[Hunk], right: list[Hunk]) -> Iterator[_Meeting]:
    """All changes of both sides in order, those together that are too near each other."""
    meeting, last = _Meeting([], []), 0
    for hunk, is_left in sorted([*((hunk, True) for hunk in left), *((hunk, False) for hunk in right)]):
        if (meeting.left or meeting.right) and base.between(last, hunk.first) >= _APART:
            yield meeting
            meeting, last = _Meeting([], []), 0
        (meeting.left if is_left else meeting.right).append(hunk)
        last = max(last, hunk.last)
    if meeting.left or meeting.right:
        yield meeting


def _extent(meeting: _Meeting) -> Stretch:
    hunks = meeting.left + meeting.right
    return min(hunk.start for hunk in hunks), max(hunk.end for hunk in hunks)


def _piece(base: Words, left: Words, right: Words, meeting: _Meeting) -> Piece:
    start, end = _extent(meeting)
    before = base.text[start:end]
    ours = _within(left, meeting.left, before, start)
    theirs = _within(right, meeting.right, before, start)
    if not meeting.right:
        return Piece(Side.LEFT, before, ours, theirs)
    if not meeting.left:
        return Piece(Side.RIGHT, before, ours, theirs)
    return Piece(Side.BOTH if ours == theirs else Side.CONFLICT, before, ours, theirs)


def _within(side: Words, hunks: list[Hunk], before: str, start: int) -> str:
    """The words of one side in place of `before`, a stretch of the base that holds all these changes."""
    if not hunks:
        return before
    whole = span(hunks)
    return before[: whole.start - start] + new_words(side, whole) + before[whole.end - start :]


def _pieces(piece: Piece) -> Iterator[Piece]:
    """A change without the words that all three texts begin or end it with, and these words."""
    cuts = [split_words(text) for text in (piece.base, piece.left, piece.right)]
    prefix = _shared_length(cuts)
    rests = [cut[prefix:] for cut in cuts]
    suffix = _shared_length([rest[::-1] for rest in rests])
    changed = ["".join(rest[: len(rest) - suffix]) for rest in rests]
    yield _same("".join(cuts[0][:prefix]))
    yield Piece(piece.side, *changed)
    yield _same("".join(rests[0][len(rests[0]) - suffix :]))


def _stretch(base: Words, side: Words, hunk: Hunk) -> Stretch:
    """Where a change stands in the base, without the words that it begins and ends with on both sides."""
    old, new = old_words(base, hunk), new_words(side, hunk)
    before, changed, _ = _pieces(Piece(Side.LEFT, old, new, old))
    start = hunk.start + len(before.base)
    return start, start + len(changed.base)


def _shared_length(cuts: Sequence[Sequence[str]]) -> int:
    """How many tokens all of them begin with."""
    for place, tokens in enumerate(zip(*cuts, strict=False)):
        if len(set(tokens)) > 1:
            return place
    return min(map(len, cuts))


def _same(words: str) -> Piece:
    return Piece(Side.SAME, words, words, words)


def _tidied(pieces: list[Piece]) -> Iterator[Piece]:
    """The pieces without empty ones, and unchanged words that follow each other in one."""
    unchanged = ""
    for piece in pieces:
        if piece.side == Side.SAME:
            unchanged += piece.base
            continue
        if unchanged:
            yield _same(unchanged)
        unchanged = ""
        yield piece
    if unchanged:
        yield _same(unchanged)
