"""Carrying comments from one version to the next, and saying what became of them."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from drafts.text.anchors.descent import Descent
from drafts.text.anchors.images import Image, Images, align_descent
from drafts.text.anchors.landings import (
    Landing,
    best_landing,
    is_held,
    mended,
    neighbours,
    replacement,
    widened,
)
from drafts.text.anchors.quotes import Anchor, find_quote
from drafts.text.anchors.resolved import Continuity, Method, Resolved
from drafts.text.anchors.strays import Run, Stray, find_strays, runs_without
from drafts.text.anchors.words import Words, WordsByClause, written
from drafts.text.diff import similarity

NEARLY_ALL = 0.9
"""Below this share of a quote found by lineage, the rest is looked for elsewhere."""
ENOUGH = 0.34
"""A quote is found when this share of it is; of words held in place by their neighbours a tenth will do."""
HELD_ENOUGH = 0.1
ALIKE = 0.75
"""Similarity from which a clause counts as changed a little, not rewritten."""


class _Quote(NamedTuple):
    """What is being carried: an anchor, its clause, and the indexes of its words there."""

    anchor: Anchor
    clause: str
    words: range


class Carrier:
    """Carries comments between two successive versions; what is learnt for one serves all the others.

    `old` and `new` give each clause's plain text by key, in document order. `heirs` names the new clauses an old one
    was split or merged into; a key without an entry is its own heir if it still exists, and an empty entry says
    the clause was deleted. `moved` are the keys of clauses that changed place. Nothing handed in is changed.
    """

    def __init__(
        self,
        old: Mapping[str, str],
        new: Mapping[str, str],
        heirs: Mapping[str, Sequence[str]] | None = None,
        moved: frozenset[str] = frozenset(),
    ) -> None:
        self._old, self._new, self._moved = old, new, moved
        self._descent = Descent(old, new, heirs or {})
        self._images: dict[str, Images] = {}
        self._before, self._after = WordsByClause(old), WordsByClause(new)

    def carry(self, anchor: Anchor | None, clause: str) -> Resolved:
        """Find in the new version what a comment on the old one is about; KeyError where `old` has no such clause.

        `anchor` None is a comment on the whole clause. An anchor that does not fit the old text is first looked for
        there by its quote and context.
        """
        text = self._old[clause]
        if anchor is None:
            return self._carry_clause(clause)
        if not text.startswith(anchor.exact, anchor.start):
            anchor = find_quote(text, anchor.exact, anchor.prefix, anchor.suffix, anchor.start)
        return self._carry_quote(anchor, clause) if anchor else self._removed(clause)

    def _carry_quote(self, anchor: Anchor, clause: str) -> Resolved:
        if clause in self._descent.untouched:
            continuity = Continuity.MOVED if clause in self._moved else Continuity.SAME
            return Resolved(clause, anchor.start, anchor.end, anchor.exact, Method.IDENTICAL, 1.0, continuity)
        quote = _Quote(anchor, clause, self._before[clause].covering(anchor.start, anchor.end))
        if not quote.words:
            return self._removed(clause)
        return self._by_lineage(quote) or self._by_search(quote) or self._by_place(quote)

    def _by_lineage(self, quote: _Quote) -> Resolved | None:
        """Stage 1: nearly all words stand where the clause's own alignment says."""
        landing = self._land(self._kept(quote.clause), quote)
        if landing is None or landing.coverage < NEARLY_ALL:
            return None
        return self._resolve(landing, Method.TOKEN_MAP, 1.0, quote)

    def _by_search(self, quote: _Quote) -> Resolved | None:
        """Stage 2: with the words that went elsewhere, enough of the quote is found."""
        kept, strays = self._kept(quote.clause), self._strays.get(quote.clause, {})
        both = [image or (strays[i].image if i in strays else None) for i, image in enumerate(kept)]
        landing = self._land(both, quote)
        if landing is None or not _is_enough(landing, kept, quote.words):
            return None
        doubts = [strays[i].certainty for i in quote.words if not kept[i] and i in strays]
        if 2 * len(doubts) <= sum(both[i] is not None for i in quote.words):
            return self._resolve(landing, Method.TOKEN_MAP, 1.0, quote)
        return self._resolve(landing, Method.CONTEXT, min(doubts), quote)

    def _by_place(self, quote: _Quote) -> Resolved:
        """Stage 3: the words are gone; what stands between their neighbours replaced them, if it is new there."""
        kept = self._kept(quote.clause)
        place = replacement(kept, quote.words, self._after) if not any(kept[i] for i in quote.words) else None
        if place is None or any(
            Image(place.clause, i) in self._given for i in range(place.first, place.last + 1)
        ):
            return self._removed(quote.clause, quote.words)
        return self._resolve(place, Method.REPLACED, 1.0, quote)

    def _land(self, images: Images, quote: _Quote) -> Landing | None:
        keys = self._before[quote.clause].keys[quote.words.start : quote.words.stop]
        own = images[quote.words.start : quote.words.stop]
        landing = best_landing(own, keys)
        if landing is None or landing.whole:
            return landing
        landing = mended(landing, own, keys, self._after[landing.clause])
        return landing if landing.whole else widened(landing, own, self._kept(quote.clause), quote.words)

    def _resolve(self, landing: Landing, method: Method, certainty: float, quote: _Quote) -> Resolved:
        """Turn words into places of the text, and say what became of them."""
        old, new = self._before[quote.clause], self._after[landing.clause]
        start, end = new.starts[landing.first], new.ends[landing.last]
        continuity = Continuity.REWRITTEN
        if landing.whole and old.read(quote.words) == new.read(range(landing.first, landing.last + 1)):
            continuity = self._continuity(quote.clause, landing.clause)
            start += old.inset(quote.words[0], quote.anchor.start, new, landing.first)
            end -= old.outset(quote.words[-1], quote.anchor.end, new, landing.last)
        score = round(landing.coverage * certainty, 3)
        return Resolved(landing.clause, start, end, new.text[start:end], method, score, continuity)

    def _continuity(self, clause: str, heir: str) -> Continuity:
        """What to say of intact words."""
        if heir != clause or heir in self._moved:
            return Continuity.MOVED
        old, new = self._old[clause], self._new[heir]
        return Continuity.SAME if old == new or written(old) == written(new) else Continuity.NEARBY

    def _removed(self, clause: str, words: range | None = None) -> Resolved:
        """The words are gone; the clause their neighbours stand in is named, or else the first heir."""
        place = next(iter(self._descent.heirs(clause)), None)
        if words:
            kept = self._kept(clause)
            near = [kept[i] for i in neighbours(kept, words) if 0 <= i < len(kept)]
            place = next((image.clause for image in near if image), place)
        return Resolved(place, None, None, "", Method.NONE, 0.0, Continuity.REMOVED)

    def _carry_clause(self, clause: str) -> Resolved:
        """A comment on a whole clause follows the heir most like it, or else the clause most of its words went to."""
        if clause in self._descent.untouched:
            return self._resolve_clause(clause, clause, Method.IDENTICAL)
        if heirs := self._descent.heirs(clause):
            best = max(heirs, key=lambda heir: self._likeness(clause, heir))
            return self._resolve_clause(clause, best, Method.TOKEN_MAP)
        strays, keys = self._strays.get(clause, {}), self._before[clause].keys
        landing = best_landing([strays[i].image if i in strays else None for i in range(len(keys))], keys)
        if landing is None or landing.coverage < ENOUGH:
            return self._removed(clause)
        certainty = min(stray.certainty for stray in strays.values() if stray.image.clause == landing.clause)
        return self._resolve_clause(clause, landing.clause, Method.CONTEXT, certainty)

    def _resolve_clause(self, clause: str, heir: str, method: Method, certainty: float = 1.0) -> Resolved:
        likeness = self._likeness(clause, heir)
        if likeness == 1.0:
            continuity = self._continuity(clause, heir)
        else:
            continuity = Continuity.NEARBY if likeness >= ALIKE else Continuity.REWRITTEN
        return Resolved(heir, None, None, "", method, round(likeness * certainty, 3), continuity)

    def _likeness(self, clause: str, heir: str) -> float:
        """1.0 where the old words stand whole in the heir, else how similar the two are."""
        if self._old[clause] == self._new[heir]:
            return 1.0
        old, new = written(self._old[clause]), written(self._new[heir])
        if old == new or (old and f" {old} " in f" {new} "):
            return 1.0
        return min(similarity(old, new), 0.999)

    def _kept(self, clause: str) -> Images:
        """Images by lineage of every word of an old clause; its whole family is aligned at once."""
        if clause not in self._images:
            family = self._descent.family(clause)
            olds, news = [self._before[key] for key in family.olds], [self._after[key] for key in family.news]
            self._images.update(align_descent(olds, news))
        return self._images[clause]

    @cached_property
    def _strays(self) -> dict[str, dict[int, Stray]]:
        """Words that lineage does not account for and that stand elsewhere; built once, when first asked for."""
        untouched = self._descent.untouched
        changed = [self._before[key] for key in self._old if key not in untouched]
        taken = {image for words in changed for image in self._kept(words.clause) if image}
        fresh = [self._after[key] for key in self._new if key not in untouched]
        lost = _runs(
            changed, [[image is not None for image in self._kept(words.clause)] for words in changed]
        )
        extra = _runs(
            fresh, [[Image(words.clause, i) in taken for i in range(len(words))] for words in fresh]
        )
        return find_strays(lost, extra, self._descent.distance)

    @cached_property
    def _given(self) -> frozenset[Image]:
        """New words that came from elsewhere, which therefore replace nothing."""
        return frozenset(stray.image for strays in self._strays.values() for stray in strays.values())


def _runs(clauses: Sequence[Words], known: Sequence[Sequence[bool]]) -> list[Run]:
    pairs = zip(clauses, known, strict=True)
    return [run for words, flags in pairs for run in runs_without(words, flags)]


def _is_enough(landing: Landing, kept: Images, words: range) -> bool:
    if landing.coverage >= ENOUGH:
        return True
    return landing.coverage >= HELD_ENOUGH and is_held(landing, kept, words)


def carry(
    anchor: Anchor | None,
    clause: str,
    old: Mapping[str, str],
    new: Mapping[str, str],
    heirs: Mapping[str, Sequence[str]] | None = None,
    *,
    moved: frozenset[str] = frozenset(),
) -> Resolved:
    """Carry one comment; for more than one between the same two versions keep a `Carrier`, which see."""
    return Carrier(old, new, heirs, moved).carry(anchor, clause)
