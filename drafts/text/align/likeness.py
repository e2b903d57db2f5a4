"""Clauses that were rewritten: which old clause a new one most resembles.

Candidates come from an index of uncommon shingles, so that not all are compared with all. What they share is
measured in runs of words. The best pairs win, with a bonus for those that keep the order of the draft.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from drafts.text.align.chain import Pair, heaviest_chain
from drafts.text.align.evidence import is_credible, keeps_identity
from drafts.text.align.matching import Matching, by_worth
from drafts.text.align.passages import Run, Traces, shared_runs
from drafts.text.align.reading import Reading

type Shared = dict[Pair, list[Run]]

_COMMON = 12  # clauses
_SURE_CANDIDATES = 2
_MOST_CANDIDATES = 12
_NEARLY_AS_GOOD = 0.7  # of the best candidate's votes
_ORDER_BONUS = 0.25
_CHAIN_LEAST = 0.2  # likeness; what is less like does not vote on the order


def settle_alike(reading: Reading, matching: Matching) -> Shared:
    """Pair the clauses that share most; returns these pairs with the runs of words they share."""
    runs = {pair: _runs(reading, *pair) for pair in _candidates(reading, matching)}
    shared = {pair: sum(run.size for run in found) for pair, found in runs.items()}
    worth = {
        pair: reading.likeness(*pair, words) + reading.hints(*pair)
        for pair, words in shared.items()
        if is_credible(reading, *pair, words)
    }
    in_order = set(_in_order(worth, matching))
    best = {
        pair: value + _ORDER_BONUS * (pair in in_order)
        for pair, value in worth.items()
        if keeps_identity(reading, *pair, shared[pair], in_order=pair in in_order)
    }
    return {pair: runs[pair] for pair in by_worth(best) if matching.pair(*pair)}


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
