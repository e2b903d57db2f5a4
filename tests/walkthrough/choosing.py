"""Where the observers will speak: words by their fate in the next draft, chosen by a plain rule."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drafts.text.align import Alignment, Link, LinkKind, Unit, align
from drafts.text.diff import Change, Op, diff_words
from drafts.text.markup import ClauseKind
from drafts.text.tokens import tokenize
from tests.walkthrough.drafts_of_paris import Draft

_SPOKEN_ON = {ClauseKind.PARAGRAPH, ClauseKind.POINT, ClauseKind.RECITAL}
_FEWEST_WORDS = 12
_QUOTED = 5


@dataclass(frozen=True, slots=True)
class Spot:
    """A clause of the first draft, by its place, and words in it, by theirs (the whole clause where `end` is 0)."""

    clause: int
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Fates:
    """Spots by what the next draft makes of their words, in the order of the text."""

    kept: list[Spot]
    nearby: list[Spot]
    rewritten: list[Spot]
    moved: list[Spot]
    divided: list[Spot]
    removed: list[Spot]


def fates(old: Draft, new: Draft) -> Fates:
    """One spot for each clause that is long enough to speak about, by its fate."""
    words, later = old.words, new.words
    aligned = align(_units(old), _units(new))
    primary = [link for link in aligned.links if link.primary and _is_spoken_on(old, link.old)]
    changed = [link for link in primary if link.kind is LinkKind.CHANGED and not link.moved]

    def spots(links: list[Link], rule: Callable[[str, str], tuple[int, int] | None]) -> list[Spot]:
        found = ((link.old, rule(words[link.old], later[link.new])) for link in links)
        return [Spot(at, *place) for at, place in found if place]

    return Fates(
        kept=[Spot(link.old, *_first_words(words[link.old])) for link in primary if _is_kept(link)],
        nearby=spots(changed, _kept_words),
        rewritten=spots(changed, _replaced_words),
        moved=spots([link for link in primary if link.moved], _kept_words),
        divided=spots(
            [link for link in primary if link.kind in (LinkKind.SPLIT, LinkKind.MERGED)], _kept_words
        ),
        removed=[Spot(at, *_first_words(words[at])) for at in _lost(old, aligned)],
    )


def _units(draft: Draft) -> list[Unit]:
    return [
        Unit(words, clause.label, clause.kind)
        for words, clause in zip(draft.words, draft.clauses, strict=True)
    ]


def _is_spoken_on(draft: Draft, at: int) -> bool:
    words = [token for token in tokenize(draft.words[at]) if token.is_word]
    return draft.clauses[at].kind in _SPOKEN_ON and len(words) >= _FEWEST_WORDS


def _is_kept(link: Link) -> bool:
    return link.kind is LinkKind.SAME and not link.moved


def _lost(old: Draft, aligned: Alignment) -> Iterator[int]:
    continued = {link.old for link in aligned.links}
    return (at for at in aligned.removed if at not in continued and _is_spoken_on(old, at))


def _first_words(words: str) -> tuple[int, int]:
    """Some words of a clause, from its second word on."""
    tokens = [token for token in tokenize(words) if token.is_word]
    return tokens[1].start, tokens[1 + _QUOTED].end


def _kept_words(old: str, new: str) -> tuple[int, int] | None:
    """Words that both drafts have, away from what changed."""
    for change in diff_words(old, new):
        tokens = [token for token in tokenize(change.text) if token.is_word]
        if change.op is Op.EQUAL and len(tokens) > _QUOTED + 2:
            return change.old_start + tokens[1].start, change.old_start + tokens[1 + _QUOTED].end
    return None


def _replaced_words(old: str, new: str) -> tuple[int, int] | None:
    """A few words that go, with some that stay on either side."""
    changes = diff_words(old, new)
    for before, change, after in zip(changes, changes[1:], changes[2:], strict=False):
        if change.op is Op.DELETE and before.op is Op.EQUAL and _is_short(change):
            lead = [token for token in tokenize(before.text) if token.is_word][-2:]
            if lead and after.op is Op.INSERT:
                return before.old_start + lead[0].start, change.old_start + len(change.text.rstrip())
    return None


def _is_short(change: Change) -> bool:
    return 1 <= len([token for token in tokenize(change.text) if token.is_word]) <= _QUOTED


def overlooked(old: Draft, new: Draft) -> tuple[int, int]:
    """A clause taken for new that a person knows again: article, number and first letters of one that left.

    Gives its place in the new draft, and the old clause's in the old one.
    """
    aligned = align(_units(old), _units(new))
    left = {_look(old, at): at for at in aligned.removed if old.clauses[at].label}
    return next((at, left[_look(new, at)]) for at in aligned.added if _look(new, at) in left)


def _look(draft: Draft, at: int) -> tuple[str, str, str]:
    return draft.articles[at], draft.clauses[at].label, draft.words[at][:5].casefold()
