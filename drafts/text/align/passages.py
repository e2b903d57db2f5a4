"""Words two clauses share: which runs are one passage that lived on, and which only the small change of language."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

SHINGLE = 3  # words in a row that make a trace of common origin
_CORE = 3  # words in a row that chance does not bring often
_NEAR = 5  # words; a short run this near to a sure one belongs to it


@dataclass(frozen=True, slots=True)
class Run:
    """Equal words in a row, by their places among the words of the old and the new clause."""

    old: int
    new: int
    size: int


def shared_runs(old: str, new: str) -> list[Run]:
    """Runs of a longest common subsequence that are long themselves or near a run that is.

    Two unrelated clauses share a fifth to a third of their words in order ("of", "the", "and"); those are dropped.
    """
    runs = [Run(*block) for block in LCSseq.opcodes(old, new).as_matching_blocks() if block.size]
    kept = [run.size >= _CORE for run in runs]
    _keep_neighbours(runs, kept, range(1, len(runs)), -1)
    _keep_neighbours(runs, kept, range(len(runs) - 2, -1, -1), 1)
    return [run for run, keep in zip(runs, kept, strict=True) if keep]


def _keep_neighbours(runs: list[Run], kept: list[bool], places: Iterable[int], step: int) -> None:
    for place in places:
        if not kept[place] and kept[place + step]:
            first, last = sorted((place, place + step))
            kept[place] = _distance(runs[first], runs[last]) <= _NEAR


def _distance(first: Run, last: Run) -> int:
    return max(last.old - first.old - first.size, last.new - first.new - first.size)


def shingles(words: str) -> set[str]:
    """Every run of `SHINGLE` words; a shorter text is its own only shingle."""
    return {
        words[place : place + SHINGLE] for place in range(max(len(words) - SHINGLE + 1, min(len(words), 1)))
    }


@dataclass(frozen=True, slots=True)
class Traces:
    """Where each shingle occurs, for finding texts that share some without comparing all with all."""

    places: dict[str, list[int]]
    common: int
    """A shingle found in more texts than this is boilerplate and leads nowhere."""

    @classmethod
    def of(cls, texts: Iterable[tuple[int, str]], common: int) -> "Traces":
        places: dict[str, list[int]] = defaultdict(list)
        for place, words in texts:
            for shingle in shingles(words):
                places[shingle].append(place)
        return cls(dict(places), common)

    def votes(self, words: str) -> Counter[int]:
        """How many uncommon shingles each known text shares with this one."""
        votes: Counter[int] = Counter()
        for shingle in shingles(words):
            found = self.places.get(shingle, ())
            if len(found) <= self.common:
                votes.update(found)
        return votes
