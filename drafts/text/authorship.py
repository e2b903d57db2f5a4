"""Who wrote the words of a clause: each word traced to the tracked change that brought it.

Blame, as `git blame` does it for lines, on words: a step's words are compared with those it
started from, what was carried over keeps its writer, the rest is the step's own. That texts
seen before give the words back to who wrote them first is the idea of WikiWho (Flöck and
Acosta 2014); ours asks for the whole text of a clause, not for a sentence. Three more rules:

1. white space has no writer: a longest common subsequence that counts it would give up a word
   for two spaces. It goes with the words before it;
2. words in a row that were moved inside a clause stay with their writer, if they are too many
   to stand in both places by chance;
3. chance islands go, as in `drafts.text.diff`: a comma or a "de la" that is left of older words
   between two words of one later step goes with that step.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise

from drafts.text.diff import Block, matching_blocks
from drafts.text.tokens import split_words

# A word of more letters is no chance match, nor are more short words than these in a row.
_SHORT_WORD = 3
_SHORT_WORDS = 2
_SENTENCE_ENDS = frozenset(".;:?!")
_MOVED = 4  # words and marks in a row that are the same words in another place


@dataclass(frozen=True, slots=True)
class Step:
    """One tracked change: the plain words after it, and the steps whose words it started from.

    `parents` are joined in order: usually the step before; several for a merger; for a split,
    the last step of the clause it was split off from, before that gave words up. None for the first.
    """

    id: int
    text: str
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the last step's words that one step wrote; `start` and `end` in code points."""

    text: str
    start: int
    end: int
    step: int


@dataclass(frozen=True, slots=True)
class Loss:
    """Words that stand no more: the steps that wrote and struck them, and the code point they would stand before."""

    text: str
    written: int
    struck: int
    at: int


def attribute(steps: Sequence[Step]) -> tuple[Run, ...]:
    """The runs of the last step's words by writer; joined, they are its text.

    Steps come in order of time, each id once; a parent that is not among those before is ignored,
    and so is a step that did not lead to the last. Neighbours differ in `step`. A step that brings
    back the very text of an earlier one gives its words back to who wrote them then; words that come
    back inside other words are the step's that brings them. About 1 ms for 20 steps of 700 characters.
    """
    told = [words for _, words in _tell(steps)]
    if not told or not told[-1].text:
        return ()
    words = told[-1]
    stretches = _stretches(words, told)
    starts = [0, *(words.starts[stretch.first] for stretch in stretches[1:]), len(words.text)]
    return tuple(
        Run(words.text[start:end], start, end, told[stretch.writer].step.id)
        for stretch, (start, end) in zip(stretches, pairwise(starts), strict=True)
    )


def struck(steps: Sequence[Step]) -> tuple[Loss, ...]:
    """The words struck on the way to the last step, in the order of the text they are missing from.

    As `attribute` reads the steps. Words that came back with the whole text are not lost, nor are
    those that another step of `steps` took over from the same parents, as a split does. The place is
    that of the words before, which a later move or rewriting may have carried along or away.
    """
    heirs: dict[tuple[int, ...], list[Step]] = defaultdict(list)
    for step in steps:
        heirs[step.parents].append(step)
    told = list(_tell(steps))
    if not told:
        return ()
    ghosts: dict[int, list[_Ghost]] = {}
    for place, (before, words) in enumerate(told):
        others = [heir for heir in heirs[words.step.parents] if heir is not words.step]
        ghosts[words.step.id] = _change(before, words, others).ghosts(place, ghosts)
    return _losses(ghosts[words.step.id], [words for _, words in told])


@dataclass(frozen=True, slots=True)
class _Words:
    """The words and marks after a step: where each begins, and the place in time of the step that wrote it.

    `since` is the place of the first step with this text: the step's own, unless it brings a text back.
    """

    step: Step
    since: int
    tokens: list[str]
    starts: list[int]
    writers: list[int]

    @property
    def text(self) -> str:
        return self.step.text


@dataclass(frozen=True, slots=True)
class _Ghost:
    """Words lost: who wrote and struck them, the token they began with, and the one they would stand before."""

    text: str
    writer: int
    striker: int
    first: int
    at: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Tokens in a row by one writer: the first of them, and how much they weigh against chance."""

    first: int
    writer: int
    weight: int


def _tell(steps: Sequence[Step]) -> Iterator[tuple[list[_Words], _Words]]:
    """Each step that led to the last: the words it started from, and its own with their writers."""
    told: dict[int, _Words] = {}
    first: dict[str, _Words] = {}
    for place, step in enumerate(_line(steps)):
        before = [told[parent] for parent in step.parents if parent in told]
        if known := first.get(step.text):
            words = replace(known, step=step)
        else:
            words = first[step.text] = _written(step, place, before)
        told[step.id] = words
        yield before, words


def _line(steps: Sequence[Step]) -> list[Step]:
    """The last step and all that led to it, in order of time."""
    line: list[Step] = []
    wanted = {steps[-1].id} if steps else set()
    for step in reversed(steps):
        if step.id in wanted:
            wanted.update(step.parents)
            line.append(step)
    return line[::-1]


def _written(step: Step, place: int, before: Sequence[_Words]) -> _Words:
    tokens, starts = _cut(step.text)
    writers = [place] * len(tokens)
    earlier = [writer for words in before for writer in words.writers]
    for old, new, size in _carried(_joined(before), tokens):
        writers[new : new + size] = earlier[old : old + size]
    return _Words(step, place, tokens, starts, writers)


def _cut(text: str) -> tuple[list[str], list[int]]:
    """The words and marks of a text, and where each begins."""
    tokens = split_words(text)
    starts = accumulate(map(len, tokens), initial=0)
    placed = [(token, start) for token, start in zip(tokens, starts, strict=False) if not token.isspace()]
    return [token for token, _ in placed], [start for _, start in placed]


def _joined(before: Iterable[_Words]) -> list[str]:
    return [token for words in before for token in words.tokens]


def _carried(old: list[str], new: list[str]) -> list[Block]:
    """What of the old tokens stands in the new: first all that kept its order, then what was moved."""
    blocks = _seamed(matching_blocks(old, new), old, new)
    old_rest = _rest(len(old), ((at, size) for at, _, size in blocks))
    new_rest = _rest(len(new), ((at, size) for _, at, size in blocks))
    if min(len(old_rest), len(new_rest)) < _MOVED:
        return blocks
    found = matching_blocks([old[at] for at in old_rest], [new[at] for at in new_rest])
    moved = [
        (old_rest[at], new_rest[to], size)
        for at, to, size in found
        if size >= _MOVED and _is_row(old_rest[at : at + size]) and _is_row(new_rest[to : to + size])
    ]
    return blocks + [block for block in moved if _weight(new[block[1] : block[1] + block[2]]) > _SHORT_WORDS]


def _seamed(blocks: Iterable[Block], old: list[str], new: list[str]) -> list[Block]:
    """The same tokens in fewer blocks, or cut where a sentence ends: "[The x. ]The y", not "The [x. The ]y"."""
    done: list[Block] = []
    for block in blocks:
        done += _joint(done.pop(), block, old, new) if done else [block]
    return done


def _joint(last: Block, block: Block, old: list[str], new: list[str]) -> list[Block]:
    """Two blocks in a row, or one, or two with the seam elsewhere."""
    (last_at, last_to, last_size), (at, to, size) = last, block
    end, end_to = last_at + last_size, last_to + last_size
    if old[at : at + size] == old[end : end + size] == new[end_to : end_to + size]:
        return [(last_at, last_to, last_size + size)]
    slid = _slid(last, block, old, new)
    moved = (at - slid, to - slid, size + slid)
    return [moved] if slid == last_size else [(last_at, last_to, last_size - slid), moved]


def _slid(last: Block, block: Block, old: list[str], new: list[str]) -> int:
    """How many tokens at the end of a block had better stand before the next, where they stand as well."""
    end = last[0] + last[2] - 1
    for slid in range(last[2]):
        sign = old[end - slid]
        if slid and sign in _SENTENCE_ENDS:
            return slid
        if not sign == old[block[0] - 1 - slid] == new[block[1] - 1 - slid]:
            return 0
    return last[2]


def _rest(count: int, taken: Iterable[tuple[int, int]]) -> list[int]:
    """The places, of so many, that no stretch (start, length) takes up."""
    rest: list[int] = []
    at = 0
    for start, size in (*taken, (count, 0)):
        rest.extend(range(at, start))
        at = start + size
    return rest


def _is_row(places: Sequence[int]) -> bool:
    return places[-1] - places[0] == len(places) - 1


def _weight(tokens: Iterable[str]) -> int:
    """How little the tokens may stand in two texts by chance: marks count nothing, short words one."""
    words = [token for token in tokens if token[0].isalnum()]
    return sum(1 if len(word) <= _SHORT_WORD else _SHORT_WORDS + 1 for word in words)


def _stretches(words: _Words, told: Sequence[_Words]) -> list[_Stretch]:
    """The tokens in rows by one writer, without chance islands; one row for a text of white space."""
    found: list[_Stretch] = []
    first = 0
    for writer, row in groupby(words.writers):
        last = first + len(list(row))
        stretch = _Stretch(first, writer, _weight(words.tokens[first:last]))
        back = _bridge(found, stretch, words.tokens, told)
        if back is not None:
            weight = sum(part.weight for part in found[back:]) + stretch.weight
            stretch = _Stretch(found[back].first, writer, weight)
            del found[back:]
        found.append(stretch)
        first = last
    return found or [_Stretch(0, words.since, 0)]


def _bridge(
    found: Sequence[_Stretch], stretch: _Stretch, tokens: Sequence[str], told: Sequence[_Words]
) -> int | None:
    """Where the writer wrote before, if only a chance island of older words that the step had too lies between."""
    weight = 0
    for back in range(len(found) - 1, -1, -1):
        if found[back].writer == stretch.writer:
            island = tokens[found[back + 1].first : stretch.first]
            return back if all(token in told[stretch.writer].tokens for token in island) else None
        weight += found[back].weight
        if found[back].writer > stretch.writer or weight > _SHORT_WORDS:
            return None
    return None


@dataclass(frozen=True, slots=True)
class _Change:
    """What became, in one step, of the tokens it started from.

    `landing` says, for the gap before each old token and for the end, which new token stands after it.
    """

    before: Sequence[_Words]
    words: _Words
    gone: Sequence[bool]
    landing: Sequence[int]

    def ghosts(self, place: int, ghosts: Mapping[int, Sequence[_Ghost]]) -> list[_Ghost]:
        """All losses after the step, which is at this place in time: those before it, and its own among them."""
        found = sorted([*self._kept(ghosts), *self._lost(place)], key=lambda ghost: ghost.at)
        once = {(ghost.striker, ghost.first): ghost for ghost in found}
        return [replace(ghost, at=self.landing[ghost.at]) for ghost in once.values()]

    def _kept(self, ghosts: Mapping[int, Sequence[_Ghost]]) -> Iterator[_Ghost]:
        """Losses of earlier steps that the step has not brought back with a whole text."""
        shift = 0
        for words in self.before:
            for ghost in ghosts[words.step.id]:
                if not ghost.writer <= self.words.since < ghost.striker:
                    yield replace(ghost, at=shift + ghost.at)
            shift += len(words.tokens)

    def _lost(self, place: int) -> Iterator[_Ghost]:
        shift = 0
        for words in self.before:
            for first, last in _rows(words.writers, self.gone[shift : shift + len(words.tokens)]):
                text = words.text[words.starts[first] : words.starts[last] + len(words.tokens[last])]
                yield _Ghost(text, words.writers[first], place, shift + first, shift + first)
            shift += len(words.tokens)


def _change(before: Sequence[_Words], words: _Words, others: Iterable[Step]) -> _Change:
    old = _joined(before)
    to: dict[int, int] = {}
    for at, new, size in _carried(old, words.tokens):
        to.update(zip(range(at, at + size), range(new, new + size), strict=True))
    landing = list(accumulate(range(len(old)), lambda place, at: to.get(at, place - 1) + 1, initial=0))
    taken = set(to)
    for other in others:
        taken.update(
            place for at, _, size in _carried(old, _cut(other.text)[0]) for place in range(at, at + size)
        )
    return _Change(before, words, [at not in taken for at in range(len(old))], landing)


def _rows(writers: Sequence[int], gone: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """First and last of the tokens in a row that are gone and were one writer's."""
    at = 0
    for (_, is_gone), row in groupby(zip(writers, gone, strict=True)):
        size = len(list(row))
        if is_gone:
            yield at, at + size - 1
        at += size


def _losses(ghosts: Iterable[_Ghost], told: Sequence[_Words]) -> tuple[Loss, ...]:
    last = told[-1]
    starts = [*last.starts, len(last.text)]
    ids = [words.step.id for words in told]
    return tuple(
        Loss(ghost.text, ids[ghost.writer], ids[ghost.striker], starts[ghost.at])
        for ghost in sorted(ghosts, key=lambda ghost: ghost.at)
    )
