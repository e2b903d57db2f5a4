"""The alignment step by step: equal, alike, passages, headings, gaps; then identity, kind and movement of each link."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from drafts.text.align.chain import Backbone, Pair, heaviest_chain
from drafts.text.align.equal import settle_certain, settle_repeated
from drafts.text.align.evidence import is_credible, keeps_identity
from drafts.text.align.gaps import settle_gaps
from drafts.text.align.likeness import settle_alike
from drafts.text.align.matching import Matching, by_worth
from drafts.text.align.outline import settle_headings
from drafts.text.align.reading import Reading, read
from drafts.text.align.remains import share_out
from drafts.text.align.shapes import Alignment, Link, LinkKind, Unit

_ALMOST = 0.99  # the highest score of two texts that are not the same


@dataclass
class _Kinship:
    """All links found so far, with their scores, and those among them that keep an identity."""

    primary: Matching
    scores: dict[Pair, float] = field(default_factory=dict)

    @property
    def linked(self) -> Matching:
        """Every place that has a link, primary or not."""
        return Matching(dict(self.scores.keys()), {new: old for old, new in self.scores})


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    """Match each clause of a new draft with the old clauses it comes from.

    Takes plain texts in the order of the drafts; nothing need be unique, numbered or non-empty. Raises nothing.
    Every place of either draft is in a link or in `added` or `removed`. The same input gives the same output.
    Texts are compared word by word without regard to case, signs and spaces, but a link is `SAME` only when nothing
    but white space differs. Time grows with the number of words, not with the square of the number of clauses.

    Own algorithm. Its parts: w-shingling (Broder, 1997) for candidates, longest common subsequence (rapidfuzz) for
    what two clauses share, heaviest increasing subsequence for order, tiling (Wise, 1993) for passages that moved.
    """
    reading = read(old, new)
    primary = Matching()
    settle_certain(reading.old, reading.new, primary)
    alike = settle_alike(reading, primary)
    settle_repeated(reading.old, reading.new, primary)
    equal = [pair for pair in primary.pairs if pair not in alike]
    shared = _credible(reading, share_out(reading, primary, alike))
    kinship = _settle_identity(reading, primary, shared)
    shared.update({pair: len(reading.old.words[pair[0]]) for pair in equal})
    kinship.scores.update(dict.fromkeys(equal, 1.0))
    kinship.scores.update(settle_headings(reading, primary, shared))
    kinship.scores.update(settle_gaps(reading, primary, kinship.linked))
    return _alignment(reading, kinship)


def _credible(reading: Reading, shared: Counter[Pair]) -> Counter[Pair]:
    return Counter({pair: words for pair, words in shared.items() if is_credible(reading, *pair, words)})


def _settle_identity(reading: Reading, primary: Matching, shared: Counter[Pair]) -> _Kinship:
    """Let the likest links of clauses without an identity so far carry it on, and score every link.

    A link of two clauses that neither gives nor takes an identity is none.
    """
    worth = {pair: reading.likeness(*pair, words) + reading.hints(*pair) for pair, words in shared.items()}
    backbone = Backbone(primary.pairs)
    for pair in by_worth(worth):
        if keeps_identity(reading, *pair, shared[pair], in_order=backbone.faces(*pair)):
            primary.pair(*pair)
    kinship = _Kinship(primary)
    for (old, new), words in shared.items():
        if primary.new_of.get(old) == new:
            kinship.scores[old, new] = reading.likeness(old, new, words)
        elif old in primary.new_of or new in primary.old_of:
            kinship.scores[old, new] = words / reading.shorter(old, new)
    return kinship


def _alignment(reading: Reading, kinship: _Kinship) -> Alignment:
    kinds = _kinds(reading, kinship)
    stayed = set(heaviest_chain(dict.fromkeys(kinship.primary.pairs, 1.0)))
    links = (_link(pair, kinds[pair], kinship, moved=pair not in stayed) for pair in kinship.scores)
    linked = kinship.linked
    return Alignment(
        links=tuple(sorted(links, key=lambda link: (link.new, link.old))),
        added=tuple(place for place in range(len(reading.new)) if place not in linked.old_of),
        removed=tuple(place for place in range(len(reading.old)) if place not in linked.new_of),
    )


def _link(pair: Pair, kind: LinkKind, kinship: _Kinship, *, moved: bool) -> Link:
    primary = kinship.primary.new_of.get(pair[0]) == pair[1]
    score = 1.0 if kind is LinkKind.SAME else min(round(kinship.scores[pair], 3), _ALMOST)
    return Link(*pair, kind=kind, score=score, primary=primary, moved=primary and moved)


def _kinds(reading: Reading, kinship: _Kinship) -> dict[Pair, LinkKind]:
    """A link that keeps no identity is a split or a merger; one that does takes part in it, or is same or changed."""
    kinds = {
        pair: _part_kind(reading, kinship, *pair)
        for pair in kinship.scores
        if pair not in kinship.primary.pairs
    }
    split = {old for (old, _), kind in kinds.items() if kind is LinkKind.SPLIT}
    merged = {new for (_, new), kind in kinds.items() if kind is LinkKind.MERGED}
    for old, new in kinship.primary.pairs:
        if old in split:
            kinds[old, new] = LinkKind.SPLIT
        elif new in merged:
            kinds[old, new] = LinkKind.MERGED
        else:
            kinds[old, new] = _whole_kind(reading, old, new)
    return kinds


def _whole_kind(reading: Reading, old: int, new: int) -> LinkKind:
    texts = (reading.old.units[old].text, reading.new.units[new].text)
    same = texts[0] == texts[1] or texts[0].split() == texts[1].split()
    return LinkKind.SAME if same else LinkKind.CHANGED


def _part_kind(reading: Reading, kinship: _Kinship, old: int, new: int) -> LinkKind:
    """A new clause of no other origin was split off; an old one of no other future was merged in.

    Where both have a life of their own a passage moved between them: the clause it was the larger part of names it.
    """
    if new not in kinship.primary.old_of:
        return LinkKind.SPLIT
    if old not in kinship.primary.new_of:
        return LinkKind.MERGED
    return LinkKind.SPLIT if len(reading.old.words[old]) <= len(reading.new.words[new]) else LinkKind.MERGED
