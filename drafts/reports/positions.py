"""Positions beside the words they are on: of a clause, of a version, and those that everybody may read."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from drafts.models import Position, Stance, Version, Wording
from drafts.reports.brackets import BracketedClause, OpenBracket, bracketed_clauses
from drafts.reports.reading import ClauseReading
from drafts.text.brackets import read_brackets


@dataclass(frozen=True, slots=True)
class Words:
    """Words that delegations take positions on: a bracket, a whole clause, or what stood in brackets before.

    `place` is missing where the clause left the version.
    """

    key: str
    place: BracketedClause | None
    bracket: OpenBracket | None
    quote: str
    positions: tuple[Position, ...]

    @property
    def has_changed(self) -> bool:
        """Whether the words are in brackets no more, or their clause is gone."""
        return self.place is None or (self.bracket is None and bool(self.quote))

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Stance → how many delegations take it, the most frequent first."""
        tally = Counter(position.stance for position in self.positions)
        return tuple((str(Stance(stance).label), number) for stance, number in tally.most_common())


def standing_positions(positions: QuerySet[Position]) -> QuerySet[Position]:
    """Those that hold, with what a page shows of them, by delegation."""
    related = positions.filter(ended_at=None).select_related("clause", "version", "stated_by")
    return related.order_by("delegation", "pk")


def words_with_positions(
    clauses: Sequence[ClauseReading], language: str, positions: Iterable[Position]
) -> list[Words]:
    """Every bracket of a version with the positions on it, and clause by clause what else they are on. No query.

    Positions on words of another language are not here; the same page in that language has them.
    """
    taken: dict[int, list[Position]] = {}
    for position in positions:
        if not position.quote or position.language == language:
            taken.setdefault(position.clause_id, []).append(position)
    rows: list[Words] = []
    for each in bracketed_clauses(clauses, also=taken):
        rows += _of_clause(each, taken.pop(each.clause.clause_id, []))
    for held in taken.values():
        rows += _others(held[0].clause.key, None, held)
    return rows


def _of_clause(each: BracketedClause, held: Sequence[Position]) -> Iterator[Words]:
    """The brackets of a clause, then the clause itself and the words that changed, where somebody spoke on them."""
    # A bracket with nothing in it would be taken for the whole clause.
    quoted = {bracket.words for bracket in each.brackets if bracket.words}
    for bracket in each.brackets:
        on = tuple(position for position in held if bracket.words and position.quote == bracket.words)
        yield Words(each.clause.key, each, bracket, bracket.words, on)
    yield from _others(each.clause.key, each, [each for each in held if each.quote not in quoted])


def _others(key: str, clause: BracketedClause | None, held: Iterable[Position]) -> Iterator[Words]:
    """Positions on a whole clause, and on what is in brackets no more."""
    by_quote: dict[str, list[Position]] = {}
    for position in held:
        by_quote.setdefault(position.quote, []).append(position)
    for quote in sorted(by_quote):
        yield Words(key, clause, None, quote, tuple(by_quote[quote]))


# What everybody may read


@dataclass(frozen=True, slots=True)
class PublicPosition:
    """A published position as it is read beside a version: `quote` is empty where its words stand there no more.

    `stood_in` is the last version before it that had them in brackets for everybody to read, if any had.
    """

    position: Position
    quote: str = ""
    is_on_changed_words: bool = False
    stood_in: str = ""


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One row of the table that negotiators work from: a bracket, or the signs of a clause that close nothing."""

    place: BracketedClause
    bracket: OpenBracket | None
    positions: tuple[PublicPosition, ...] = ()

    @property
    def anchor(self) -> str:
        return self.bracket.anchor if self.bracket else f"{self.place.clause.key}-stray"


def table_of_alternatives(
    clauses: Iterable[ClauseReading], positions: Mapping[str, Sequence[PublicPosition]]
) -> list[Alternatives]:
    """A row a bracket, in order, with the published positions on its words. No query."""
    rows: list[Alternatives] = []
    for place in bracketed_clauses(clauses):
        held = positions.get(place.clause.key, ())
        for bracket in place.brackets:
            on = tuple(each for each in held if bracket.words and each.quote == bracket.words)
            rows.append(Alternatives(place, bracket, on))
        if place.reading.stray_closings:
            rows.append(Alternatives(place, None))
    return rows


def public_positions(
    version: Version, clauses: Iterable[ClauseReading]
) -> dict[str, tuple[PublicPosition, ...]]:
    """Clause key → published positions on it, the same for whoever reads. Three queries at most.

    One that was stated on a later version is shown where the words are the same; no word is shown of it that does
    not stand in the version being read or in one published before, since words in work are not public.
    """
    known = {clause.clause_id: clause for clause in clauses}
    published = Position.objects.public().filter(version__text=version.text_id, clause__in=known)
    held = list(published.select_related("version", "clause").order_by("ended_at", "delegation", "pk"))
    later = _later_words(version, held)
    shown: dict[str, tuple[PublicPosition, ...]] = {}
    for position in held:
        clause = known[position.clause_id]
        if found := _as_public(position, clause, version, later):
            shown[clause.key] = (*shown.get(clause.key, ()), found)
    return _with_former_words(version, shown)


def _with_former_words(
    version: Version, shown: Mapping[str, tuple[PublicPosition, ...]]
) -> dict[str, tuple[PublicPosition, ...]]:
    """The same, those on changed words with the version in which everybody could read these."""
    changed = {
        each.position.clause_id for held in shown.values() for each in held if each.is_on_changed_words
    }
    if not changed:
        return dict(shown)
    before = Version.objects.published().filter(text=version.text_id, number__lt=version.number)
    rows = Wording.objects.filter(version__in=before, clause__in=changed, text__contains="[")
    stood_in = {
        (clause, language, bracket.words): label
        for clause, language, label, words in rows.order_by("version__number").values_list(
            "clause", "language", "version__label", "text"
        )
        for bracket in read_brackets(words).brackets
    }
    return {
        key: tuple(
            replace(each, stood_in=stood_in.get(_words_of(each.position), ""))
            if each.is_on_changed_words
            else each
            for each in held
        )
        for key, held in shown.items()
    }


def _words_of(position: Position) -> tuple[int, str, str]:
    return position.clause_id, position.language, position.quote


def _as_public(
    position: Position, clause: ClauseReading, version: Version, later: Mapping[tuple[int, int, str], str]
) -> PublicPosition | None:
    is_later = position.version.number > version.number
    if not position.quote:
        words = later.get((position.version_id, position.clause_id, clause.language))
        return None if is_later and words != clause.source else PublicPosition(position)
    inside = {bracket.words for bracket in read_brackets(clause.source).brackets}
    if position.language == clause.language and position.quote in inside:
        return PublicPosition(position, position.quote)
    return None if is_later else PublicPosition(position, is_on_changed_words=True)


def _later_words(version: Version, held: Iterable[Position]) -> dict[tuple[int, int, str], str]:
    """The words of clauses in later versions on which a position on the whole clause was stated."""
    later = [each for each in held if not each.quote and each.version.number > version.number]
    if not later:
        return {}
    words = Wording.objects.filter(
        version__in={each.version_id for each in later}, clause__in={each.clause_id for each in later}
    )
    rows = words.values_list("version", "clause", "language", "text")
    return {(at, clause, language): text for at, clause, language, text in rows}
