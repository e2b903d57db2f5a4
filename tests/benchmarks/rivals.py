"""Two edits of one clause, made so that it is known what a merge of them may give.

A clause is its words, each with the space after it, so that an edit is a range of words and what stands in its place,
and both edits of a pair can be carried out without asking the merge.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tests.benchmarks.revisions import Scribe

APART = 3
"""From so many unchanged words between them, two edits must be merged."""

type Words = Sequence[str]
type Scenario = Callable[["Clause"], "Case | None"]


class Edit(NamedTuple):
    """Words from `start` to `end` give way to others; none for words put in, or for words cut out."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """Three texts; `expected` is the only right merge, if there is one.

    `may_conflict` says whether a person may be asked.
    """

    base: str
    left: str
    right: str
    expected: str | None
    may_conflict: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause to be edited: its words, and where each sentence begins and ends."""

    scribe: Scribe
    words: Words
    sentences: Sequence[tuple[int, int]]

    @property
    def chance(self) -> random.Random:
        return self.scribe.chance

    def edit(self, start: int, end: int) -> Edit:
        """One to three words replaced, put in or cut out between two places."""
        place = self.chance.randrange(start, end)
        until = min(place + self.chance.randint(1, 3), end)
        match self.chance.choice(("replace", "replace", "put in", "cut out")):
            case "replace":
                return Edit(place, until, self.fresh(place, until))
            case "put in":
                return Edit(place, place, self.fresh(place, place))
        return Edit(place, until, ())

    def fresh(self, start: int, end: int) -> tuple[str, ...]:
        """New words that are neither those they replace nor their neighbours, which would be no edit at all."""
        known = {_bare(word) for word in self.words[max(start - 1, 0) : end + 1]}
        while known & set(found := [_bare(word) for word in self.scribe.fresh_words()]):
            pass
        return tuple(f"{word} " for word in found)

    def between(self, start: int, end: int) -> int:
        """How many words stand between two places, marks left out."""
        return sum(bool(re.search(r"\w", word)) for word in self.words[start:end])

    def sentence(self, at_least: int = 1) -> tuple[int, int] | None:
        """One of the sentences that have so many words."""
        long = [(start, end) for start, end in self.sentences if self.between(start, end) >= at_least]
        return self.chance.choice(long) if long else None

    def after(self, *edits: Edit) -> str:
        """The text with some edits, none of which overlap."""
        words = list(self.words)
        for edit in sorted(edits, reverse=True):
            words[edit.start : edit.end] = edit.words
        return "".join(words)

    def case(self, left: str, right: str, expected: str | None, *, may_conflict: bool) -> Case | None:
        """A case with its sides in either order; none where one of them says what the base or the other says."""
        base = "".join(self.words)
        if base in (left, right) or (left == right and expected is None):
            return None
        sides = (left, right) if self.chance.random() < 0.5 else (right, left)
        return Case(base, *sides, expected, may_conflict)


def _bare(word: str) -> str:
    return word.strip()


def read(scribe: Scribe, text: str) -> Clause:
    """A text as a clause; a sentence ends with a stop, a semicolon or a line."""
    words = re.findall(r"\S+\s*", text)
    ends = [place for place, word in enumerate(words, 1) if word.strip()[-1] in ".;" or "\n" in word]
    cuts = sorted({0, *ends, len(words)})
    return Clause(scribe, words, list(pairwise(cuts)))


def _both(clause: Clause, one: Edit, other: Edit) -> Case | None:
    """Two edits that do not overlap: merged where there are words enough between them."""
    first, second = sorted((one, other))
    apart = clause.between(first.end, second.start)
    expected = clause.after(one, other)
    return clause.case(clause.after(one), clause.after(other), expected, may_conflict=apart < APART)


def same_sentence(clause: Clause) -> Case | None:
    """Both edit one sentence, three words or more apart."""
    if not (found := clause.sentence(9)):
        return None
    start, end = found
    middle = clause.chance.randrange(start + 1, end - APART)
    one, other = clause.edit(start, middle), clause.edit(middle + APART, end)
    return _both(clause, one, other) if clause.between(one.end, other.start) >= APART else None


def different_sentences(clause: Clause) -> Case | None:
    """Each edits a sentence of its own."""
    if len(clause.sentences) < 2:
        return None
    one, other = sorted(clause.chance.sample(clause.sentences, 2))
    first, second = clause.edit(*one), clause.edit(*other)
    return _both(clause, first, second) if clause.between(first.end, second.start) >= APART else None


def overlapping(clause: Clause) -> Case | None:
    """Both touch at least one word, in different ways."""
    size = len(clause.words)
    if size < 8:
        return None
    place = clause.chance.randrange(2, size - 3)
    one, other = (
        Edit(start, end, clause.fresh(start, end) if clause.chance.random() < 0.75 else ())
        for start, end in (
            (place - clause.chance.randint(0, 2), place + clause.chance.randint(1, 3)) for _ in "ab"
        )
    )
    return clause.case(clause.after(one), clause.after(other), None, may_conflict=True)


def identical(clause: Clause) -> Case | None:
    """Both make the same edit."""
    after = clause.after(clause.edit(0, len(clause.words)))
    return clause.case(after, after, after, may_conflict=False)


def adjacent(clause: Clause) -> Case | None:
    """Each replaces one of two neighbouring words."""
    if len(clause.words) < 4:
        return None
    place = clause.chance.randrange(len(clause.words) - 1)
    one = Edit(place, place + 1, clause.fresh(place, place + 2))
    return _both(clause, one, Edit(place + 1, place + 2, clause.fresh(place, place + 2)))


def deleted(clause: Clause) -> Case | None:
    """One deletes a sentence, the other edits it."""
    if not (found := clause.sentence(4)):
        return None
    start, end = found
    edited = clause.after(clause.edit(start + 1, end))
    return clause.case(clause.after(Edit(start, end, ())), edited, None, may_conflict=True)


def moved(clause: Clause) -> Case | None:
    """One moves a sentence, the other edits it."""
    if not (found := clause.sentence(4)):
        return None
    places = [0, *(end for _, end in clause.sentences)]
    targets = [place for place in places if not found[0] <= place <= found[1]]
    return _moved(clause, found, clause.chance.choice(targets)) if targets else None


def _moved(clause: Clause, sentence: tuple[int, int], target: int) -> Case | None:
    """One moves a sentence to a place, the other edits it."""
    start, end = sentence
    edit = clause.edit(start + 1, end)
    edited = (*clause.words[start : edit.start], *edit.words, *clause.words[edit.end : end])
    gone = Edit(start, end, ())
    before = clause.after(gone, Edit(target, target, tuple(clause.words[start:end])))
    expected = clause.after(gone, Edit(target, target, edited))
    return clause.case(before, clause.after(edit), expected, may_conflict=True)


def two_insertions(clause: Clause) -> Case | None:
    """Both put different words into one place."""
    place = clause.chance.randrange(len(clause.words))
    one, other = (clause.after(Edit(place, place, clause.fresh(place, place))) for _ in "ab")
    return clause.case(one, other, None, may_conflict=True)


def _repeated(clause: Clause) -> tuple[Clause, list[tuple[int, int]]] | None:
    """The clause with one of its sentences three times in it, and where."""
    found = clause.sentence(6)
    if not found or len(clause.sentences) < 3:
        return None
    formula = "".join(clause.words[slice(*found)]).strip() + " "
    sentences = ["".join(clause.words[start:end]).strip() + " " for start, end in clause.sentences]
    others = [sentence for sentence in sentences if sentence != formula]
    places = sorted(clause.chance.sample(range(len(others) + 1), 3)) if len(others) > 1 else []
    for place in reversed(places):
        others.insert(place, formula)
    longer = read(clause.scribe, "".join(others))
    copies = [each for each in longer.sentences if "".join(longer.words[slice(*each)]) == formula]
    return (longer, copies) if len(copies) == 3 else None


def boilerplate(clause: Clause) -> Case | None:
    """One edits the second copy of a repeated sentence, the other deletes it."""
    if not (repeated := _repeated(clause)):
        return None
    longer, copies = repeated
    start, end = copies[1]
    edited = longer.after(longer.edit(start + 1, end))
    return longer.case(longer.after(Edit(start, end, ())), edited, None, may_conflict=True)


def rewritten(clause: Clause) -> Case | None:
    """One writes another sentence in its place, the other edits a word in it."""
    if not (found := clause.sentence(4)):
        return None
    start, end = found
    words = [word for _ in range((end - start) // 2) for word in clause.fresh(start, end)]
    place = clause.chance.randrange(start, end)
    edited = clause.after(Edit(place, place + 1, clause.fresh(place, place + 1)))
    return clause.case(clause.after(Edit(start, end, tuple(words))), edited, None, may_conflict=True)


def other_copy(clause: Clause) -> Case | None:
    """One edits the second copy of a repeated sentence, the other deletes the first."""
    if not (repeated := _repeated(clause)):
        return None
    longer, copies = repeated
    edit, gone = longer.edit(copies[1][0] + 1, copies[1][1]), Edit(*copies[0], ())
    expected = longer.after(edit, gone)
    return longer.case(longer.after(gone), longer.after(edit), expected, may_conflict=True)


def twins(clause: Clause) -> Case | None:
    """Two sentences differ in a word or three; one moves the first behind the second, the other edits the first."""
    if not (repeated := _repeated(clause)):
        return None
    longer, copies = repeated
    start, end = copies[1]
    twin = read(clause.scribe, longer.after(longer.edit(start + 1, end - 1)))
    found, target = copies[0], twin.sentences[longer.sentences.index(copies[1])][1]
    return _moved(twin, found, target)


def _scattered(clause: Clause) -> Iterator[Edit]:
    """Edits all over the clause, three words or more apart."""
    place = clause.chance.randint(0, 6)
    while place < len(clause.words) - 3:
        edit = clause.edit(place, place + 3)
        yield edit
        place = edit.end + APART
        while place < len(clause.words) and clause.between(edit.end, place) < APART:
            place += 1
        place += clause.chance.randint(0, 12)


def several(clause: Clause) -> Case | None:
    """Each makes several edits, all of them three words or more apart."""
    edits = list(_scattered(clause))
    left = [edit for edit in edits if clause.chance.random() < 0.5]
    right = [edit for edit in edits if edit not in left]
    if not left or not right:
        return None
    expected = clause.after(*edits)
    return clause.case(clause.after(*left), clause.after(*right), expected, may_conflict=False)


def several_overlapping(clause: Clause) -> Case | None:
    """The same, with one stretch that both replace."""
    edits = list(_scattered(clause))
    if len(edits) < 3:
        return None
    common = clause.chance.choice(edits)
    if common.end == common.start:
        return None
    rival = common._replace(words=clause.fresh(common.start, common.end))
    left = [edit for edit in edits if edit != common and clause.chance.random() < 0.5]
    right = [edit for edit in edits if edit != common and edit not in left]
    one, other = clause.after(common, *left), clause.after(rival, *right)
    return clause.case(one, other, None, may_conflict=True) if rival.words != common.words else None


SCENARIOS: tuple[Scenario, ...] = (
    same_sentence,
    different_sentences,
    overlapping,
    identical,
    adjacent,
    deleted,
    moved,
    two_insertions,
    boilerplate,
    rewritten,
)
MORE: tuple[Scenario, ...] = (other_copy, twins, several, several_overlapping)


def cases(scenario: Scenario, scribe: Scribe, clauses: Sequence[str], number: int) -> Iterator[Case]:
    """So many cases of a scenario, each on a clause drawn by chance from those that give one."""
    made = 0
    while made < number:
        if case := scenario(read(scribe, scribe.chance.choice(clauses))):
            made += 1
            yield case
