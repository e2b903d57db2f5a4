"""Two people at the same and at neighbouring clauses of a long text, in every order: no typed word is lost."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import pytest
from django.core.management import call_command

from drafts.actions.wordings import NothingChanged, WordingChanged, revise_wording
from drafts.models import Revision, Text, Weight, Wording
from drafts.models.ledger import digest
from tests import make

pytestmark = pytest.mark.django_db

CLAUSES = 200
INTERLEAVINGS = 500
SENTENCES = (
    "The partners keep measure {number} under review.",
    "They publish once a year what was done and at what cost.",
    "Those whom it concerns are heard before it is changed.",
)


@dataclass
class Editor:
    """Somebody with a clause open: the words they started from, and those they have typed since."""

    name: str
    wording: Wording
    seen: str
    typed: str
    words: list[str] = field(default_factory=list)


@dataclass
class Desk:
    """What happens at two browsers, step by step; keeps what each was shown of a conflict."""

    chance: random.Random
    numbers: Iterator[int]
    wordings: list[int]
    at: int
    typed: set[str] = field(default_factory=set)
    kept_sides: list[str] = field(default_factory=list)
    merged: int = 0
    proposed: int = 0
    collided: int = 0

    def open(self, name: str) -> Editor:
        """The same clause as the other, or the one beside it."""
        place = self.at + self.chance.choice((0, 0, 0, 1))
        wording = Wording.objects.select_related("version__text", "clause").get(pk=self.wordings[place])
        return Editor(name, wording, wording.text, wording.text)

    def type(self, editor: Editor) -> None:
        """A word that nobody ever typed, put in, put in the place of another, or beside words struck out."""
        word = f"{editor.name.lower()}x{next(self.numbers)}"
        words = editor.typed.split(" ")
        place = self.chance.randrange(len(words) + 1)
        struck = self.chance.choice((0, 0, 1, 4))
        editor.typed = " ".join([*words[:place], word, *words[place + struck :]])
        # What its own author strikes out again before saving was never said.
        self.typed -= {each for each in editor.words if each not in editor.typed.split(" ")}
        editor.words = [each for each in [*editor.words, word] if each in editor.typed.split(" ")]
        self.typed.add(word)

    def save(self, editor: Editor) -> None:
        """Record it; where a person has to decide, record the proposal, or walk away from the page that shows both."""
        before = Wording.objects.get(pk=editor.wording.pk).text
        try:
            revision = self._record(editor, editor.typed, editor.seen)
        except WordingChanged as conflict:
            assert Wording.objects.get(pk=editor.wording.pk).text == before, "nothing is half done"
            self._decide(editor, conflict)
        except NothingChanged:
            assert editor.typed in (editor.seen, before)
        else:
            self.merged += revision.before != editor.seen

    def _decide(self, editor: Editor, conflict: WordingChanged) -> None:
        assert conflict.merge is not None, "the words it started from were this clause's"
        self.collided += not conflict.merge.is_clean
        self.proposed += conflict.merge.is_clean
        yours = "".join(piece.right for piece in conflict.merge.pieces)
        assert yours == editor.typed, "the page shows every word that was typed"
        self.kept_sides.append(yours)
        proposal = conflict.merge.proposal()
        assert set(editor.words) <= set(proposal.replace(".", " ").split()), "and proposes to keep them"
        if self.chance.random() < 0.7:
            self._record(editor, proposal, conflict.current.text)

    def _record(self, editor: Editor, words: str, seen: str) -> Revision:
        return revise_wording(
            by=make.person(editor.name),
            wording=editor.wording,
            words=words,
            weight=Weight.CLARIFICATION,
            reason="Clearer.",
            basis=digest(seen),
            at=make.NOON,
        )


def long_text() -> tuple[Text, list[int]]:
    """Two hundred numbered clauses of three sentences each, and their wordings in order."""
    body = "\n\n".join(
        f"{number}. {' '.join(SENTENCES).format(number=number)}" for number in range(1, CLAUSES + 1)
    )
    text = make.text()
    version = make.imported(text, f"# A long text\n\n{body}\n")
    placed = version.placements.filter(kind="paragraph").order_by("position").values_list("clause")
    by_clause = dict(version.wordings.values_list("clause", "pk"))
    return text, [by_clause[clause] for (clause,) in placed]


def steps(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Both open, type and save, one or two times each, in any order that is possible."""
    waiting = {name: ["open", "type", "save"] * chance.choice((1, 1, 2)) for name in ("Mia", "Paul")}
    while any(waiting.values()):
        name = chance.choice([name for name, left in waiting.items() if left])
        yield name, waiting[name].pop(0)


def test_in_500_interleavings_every_typed_word_is_in_the_words_in_a_kept_side_or_in_the_history() -> None:
    text, wordings = long_text()
    chance = random.Random(20171123)
    numbers, typed, kept = count(), set[str](), list[str]()
    counts = {"merged": 0, "proposed": 0, "collided": 0}
    for _ in range(INTERLEAVINGS):
        desk = Desk(chance, numbers, wordings, at=chance.randrange(CLAUSES - 1))
        at_work: dict[str, Editor] = {}
        for name, act in steps(chance):
            if act == "open":
                at_work[name] = desk.open(name)
            elif act == "type":
                for _again in range(chance.choice((1, 1, 2))):
                    desk.type(at_work[name])
            else:
                desk.save(at_work[name])
        typed |= desk.typed
        kept += desk.kept_sides
        for what in counts:
            counts[what] += getattr(desk, what)

    history = Revision.objects.filter(version__text=text).values_list("before", "text")
    written = {word for pair in history for words in pair for word in words.replace(".", " ").split()}
    shown = {word for words in kept for word in words.replace(".", " ").split()}
    assert len(typed) > INTERLEAVINGS
    assert all(counts.values()), counts
    assert typed - written - shown == set()
    call_command("verify_ledger", verbosity=0)
