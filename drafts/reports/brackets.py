"""What is not agreed in a version: its brackets clause by clause, with the section each stands in."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from functools import cached_property

from drafts.reports.reading import ClauseReading
from drafts.text.brackets import Bracket, BracketReading, Choice, Count, count, read_brackets
from drafts.text.markup import ClauseKind


@dataclass(frozen=True, slots=True)
class Offer:
    """Words that may be chosen: one alternative, by the number of its choice and its place among the others."""

    words: str
    number: int
    option: int
    of: int

    @property
    def place(self) -> int:
        """Which alternative it is, counted from 1."""
        return self.option + 1


@dataclass(frozen=True, slots=True)
class OpenBracket:
    """One bracket of a clause, and the choices that it is an alternative of or holds alternatives of."""

    key: str
    bracket: Bracket
    choices: tuple[Choice, ...] = ()

    @property
    def anchor(self) -> str:
        """Where a page has it, so that it can be linked to."""
        return anchor_of(self.key, self.bracket.number)

    @property
    def words(self) -> str:
        return self.bracket.words

    @property
    def beside(self) -> Offer | None:
        """The bracket itself as an alternative, where others stand side by side with it."""
        number = self.bracket.number
        sides = (choice for choice in self.choices if len(choice.brackets) > 1)
        return next((_offer(choice, choice.brackets.index(number)) for choice in sides), None)

    @property
    def inside(self) -> tuple[Offer, ...]:
        """The alternatives in it, with a slash between them."""
        slashed = (choice for choice in self.choices if len(choice.brackets) == 1)
        return tuple(_offer(choice, at) for choice in slashed for at in range(len(choice.options)))


def _offer(choice: Choice, option: int) -> Offer:
    return Offer(choice.options[option], choice.number, option, len(choice.options))


@dataclass(frozen=True)
class BracketedClause:
    """A clause in which something is not agreed, under its heading."""

    clause: ClauseReading
    section: ClauseReading | None

    @cached_property
    def reading(self) -> BracketReading:
        return read_brackets(self.clause.source)

    @cached_property
    def brackets(self) -> tuple[OpenBracket, ...]:
        """Each bracket, in order of opening."""
        choices: dict[int, tuple[Choice, ...]] = {}
        for choice in self.reading.choices:
            for number in choice.brackets:
                choices[number] = (*choices.get(number, ()), choice)
        return tuple(
            OpenBracket(self.clause.key, bracket, choices.get(bracket.number, ()))
            for bracket in self.reading.brackets
        )


@dataclass(frozen=True, slots=True)
class Totals:
    """How much of a version is open; `labels` are opening signs in printed labels, which are not words."""

    opening: int
    choices: int
    unclosed: int
    strays: int
    labels: int

    @property
    def unpaired(self) -> int:
        """Signs that find no partner in their clause."""
        return self.unclosed + self.strays


def anchor_of(key: str, number: int) -> str:
    """The address of a bracket on the pages that show it."""
    return f"{key}-b{number}"


def count_brackets(clauses: Iterable[ClauseReading]) -> Totals:
    """The brackets of a version, as the engine counts them."""
    known = list(clauses)
    found: Count = count(clause.source for clause in known)
    labels = sum(clause.label.count("[") for clause in known)
    return Totals(found.opening, found.choices, found.unclosed, found.stray_closings, labels)


def count_opening(source: str) -> int:
    """How many brackets are open in the words of one clause; most have none, and cost nothing."""
    return read_brackets(source).opening if "[" in source else 0


def bracketed_clauses(clauses: Iterable[ClauseReading], also: Container[int] = ()) -> list[BracketedClause]:
    """The clauses in which something is open, in order, each with the heading it stands under; and those of `also`."""
    found, section = [], None
    for clause in clauses:
        if "[" in clause.source or "]" in clause.source or clause.clause_id in also:
            found.append(BracketedClause(clause, section))
        if clause.kind == ClauseKind.HEADING:
            section = clause
    return [each for each in found if each.reading.is_open or each.clause.clause_id in also]
