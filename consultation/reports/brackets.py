"""Brackets and positions before the committee: on the clause it works on, and over a whole text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from drafts.models import Position, Text, Version
from drafts.permissions import Visitor, delegation_of, visible_positions
from drafts.reports.names import ClauseName, names_of
from drafts.reports.positions import Words, standing_positions, words_with_positions
from drafts.reports.reading import ClauseReading, read_version


@dataclass(frozen=True, slots=True)
class DeskBrackets:
    """What is open in a clause in work, in one language, and who takes which position on it.

    `elsewhere` are other languages in which positions are taken on words of the clause.
    """

    rows: tuple[Words, ...]
    strays: int
    elsewhere: tuple[str, ...]

    @property
    def opening(self) -> int:
        return sum(row.bracket is not None for row in self.rows)

    @property
    def blocks(self) -> tuple[tuple[Words, ...], ...]:
        """The rows as they are drawn: the alternatives of one choice together, every other row by itself."""
        found: dict[object, tuple[Words, ...]] = {}
        for row in self.rows:
            beside = row.bracket.beside if row.bracket else None
            name: object = beside.number if beside else row
            found[name] = (*found.get(name, ()), row)
        return tuple(found.values())

    def __bool__(self) -> bool:
        return bool(self.rows or self.strays or self.elsewhere)


def read_desk_brackets(user: Visitor, text: Text, clause: int, now: ClauseReading | None) -> DeskBrackets:
    """The brackets of a clause with the positions somebody may read. Two queries."""
    held = list(standing_positions(visible_positions(user, text).filter(clause=clause)))
    language = now.language if now else text.language
    rows = words_with_positions([now] if now else [], language, held)
    strays = sum(len(row.place.reading.stray_closings) for row in rows[:1] if row.place)
    elsewhere = {each.language for each in held if each.quote and each.language != language}
    return DeskBrackets(tuple(rows), strays, tuple(sorted(elsewhere)))


@dataclass(frozen=True, slots=True)
class PositionCriteria:
    """Which rows are asked for; an empty field asks for all."""

    stance: str = ""
    delegation: str = ""
    without_mine: bool = False

    def __bool__(self) -> bool:
        return bool(self.stance or self.delegation or self.without_mine)

    def keeps(self, row: Words, mine: str) -> bool:
        """Whether a row is asked for by somebody who speaks for the delegation `mine`."""
        held = row.positions
        if self.without_mine and (row.has_changed or any(each.delegation == mine for each in held)):
            return False
        if not (self.stance or self.delegation):
            return True
        return any(
            self.stance in ("", each.stance) and self.delegation in ("", each.delegation) for each in held
        )


@dataclass(frozen=True, slots=True)
class PositionTable:
    """The brackets of the version in work with the delegations' positions, and what else positions are on."""

    version: Version | None
    language: str
    languages: tuple[str, ...]
    rows: tuple[Words, ...]
    delegation: str
    delegations: tuple[str, ...]
    names: Mapping[str, ClauseName]

    def chosen(self, criteria: PositionCriteria) -> list[Words]:
        """The rows that are asked for."""
        return [row for row in self.rows if criteria.keeps(row, self.delegation)]

    @property
    def opening(self) -> int:
        return sum(row.bracket is not None for row in self.rows)

    @property
    def without_position(self) -> int:
        """Brackets on which nobody has taken a position."""
        return sum(row.bracket is not None and not row.positions for row in self.rows)

    @property
    def stated(self) -> int:
        return len({position.pk for row in self.rows for position in row.positions})

    @property
    def on_changed_words(self) -> int:
        return sum(len(row.positions) for row in self.rows if row.has_changed)


def read_position_table(user: Visitor, text: Text, version: Version | None, asked: str) -> PositionTable:
    """The positions somebody may read, on the words of a version. The queries do not grow with either."""
    held = list(standing_positions(visible_positions(user, text)))
    language = asked or text.language
    reading = read_version(version, language) if version else None
    clauses = reading.clauses if reading else ()
    rows = words_with_positions(clauses, language, held)
    return PositionTable(
        version=version,
        language=language,
        languages=_languages(reading.languages if reading else (), held, text.language),
        rows=tuple(rows),
        delegation=delegation_of(user, text),
        delegations=tuple(sorted({each.delegation for each in held})),
        names=names_of(clauses),
    )


def _languages(written: Iterable[str], held: Iterable[Position], negotiated: str) -> tuple[str, ...]:
    """Those of the version and those of positions on words it has no more, the negotiated one first."""
    found = {*written, *(each.language for each in held if each.quote)}
    return (negotiated, *sorted(found - {negotiated}))
