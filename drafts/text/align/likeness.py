"""Clauses that were rewritten: which old clause a new one most resembles.

Candidates come from an index of uncommon shingles, so that not all are compared with all. What they share is
measured in runs of words. The best pairs win, with a bonus for those that keep the order of the draft.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from drafts.text.align.chain import Pair, heaviest_chain
from drafts.text.align.matching import Matching, by_worth
from drafts.text.align.passages import Run, Traces, shared_runs
from drafts.text.align.reading import Reading

type Shared = dict[Pair, list[Run]]

SHARE = 0.3
"""The least part of the shorter clause's words that makes a link."""
_COMMON = 12  # clauses
_SURE_CANDIDATES = 2
_MOST_CANDIDATES = 12
_NEARLY_AS_GOOD = 0.7  # of the best candidate's votes
_ORDER_BONUS = 0.25
_CHAIN_LEAST = 0.3  # likeness; what is less like does not vote on the order
_SHORT = 6  # words
_SHORT_LIKENESS = 0.8
_FORMULA_SHARE = 0.55
_PASSAGE = 5  # words; fewer are no passage, however rare
_FORMULA = 6  # words


def is_credible(reading: Reading, old: int, new: int, shared: int) -> bool:
    """Whether so many shared words make two clauses related.

    Short clauses must be nearly alike. Others share `SHARE` of the shorter one, if there is a rare passage among it;
    where all they share is said elsewhere too, chance and custom are the likelier cause and more than half is asked.
    """
    shorter = reading.shorter(old, new)
    if shorter < _SHORT:
        return reading.likeness(old, new, shared) >= _SHORT_LIKENESS
    if shared < max(SHARE * shorter, _PASSAGE):
        return False
    if reading.share_rarity(old, new):
        return True
    return shared >= max(_FORMULA_SHARE * shorter, _FORMULA)


def settle_alike(reading: Reading, matching: Matching) -> Shared:
    """Pair the clauses that share most; returns these pairs with the runs of words they share."""
    runs = {pair: _runs(reading, *pair) for pair in _candidates(reading, matching)}
    shared = {pair: sum(run.size for run in found) for pair, found in runs.items()}
    worth = {
        pair: reading.likeness(*pair, words) + reading.hints(*pair)
        for pair, words in shared.items()
        if is_credible(reading, *pair, words)
    }
    for pair in _in_order(worth, matching):
        worth[pair] += _ORDER_BONUS
    return {pair: runs[pair] for pair in by_worth(worth) if matching.pair(*pair)}


def _runs(reading: Reading, old: int, new: int) -> list[Run]:
    return shared_runs(reading.old.words[old], reading.new.words[new])


def _in_order(worth: dict[Pair, float], settled: Matching) -> list[Pair]:
    """The candidates that together with what is settled keep the draft's order best."""
    weights = {pair: weight - _CHAIN_LEAST for pair, weight in worth.items() if weight > _CHAIN_LEAST}
    weights.update(dict.fromkeys(settled.pairs, 1.0))
    return [pair for pair in heaviest_chain(weights) if pair in worth]


def _candidates(reading: Reading, settled: Matching) -> dict[Pair, None]:
    """Pairs worth comparing, in a fixed order: the best few for each new clause and for each old one."""
    free = [place for place, bare in enumerate(reading.old.bare) if not bare and place not in settled.new_of]
    traces = Traces.of(((place, reading.old.words[place]) for place in free), _COMMON)
    from_old: dict[int, Counter[int]] = defaultdict(Counter)
    found: dict[Pair, None] = {}
    for new, bare in enumerate(reading.new.bare):
        if bare or new in settled.old_of:
            continue
        votes = traces.votes(reading.new.words[new])
        for old, number in votes.items():
            from_old[old][new] = number
        found.update(((old, new), None) for old in _best(votes))
    for old in sorted(from_old):
        found.update(((old, new), None) for new in _best(from_old[old]))
    return found


def _best(votes: Counter[int]) -> Iterator[int]:
    ranked = sorted(votes, key=lambda place: (-votes[place], place))[:_MOST_CANDIDATES]
    for rank, place in enumerate(ranked):
        if rank < _SURE_CANDIDATES or votes[place] >= _NEARLY_AS_GOOD * votes[ranked[0]]:
            yield place
