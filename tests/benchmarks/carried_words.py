"""Two versions of a document with known truth: which words of the old one stand where in the new one.

Clauses have keys that survive a revision, as in the platform; sentences move, clauses split, merge, go, come and
change place, and phrases are edited. Every word remembers itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from tests.benchmarks.revisions import Clause, Scribe, Sentence, Word

MOVED_WITHIN = "sentence moved within its clause"
MOVED_AWAY = "sentence moved to another clause"
SPLIT_OFF = "split off"
MERGED = "merged into another clause"
DELETED = "clause deleted"
RELOCATED = "clause relocated"
IN_PLACE = "in place"


@dataclass(frozen=True, slots=True)
class Share:
    """What part of the clauses each upheaval befalls."""

    moved_within: float = 0.2
    moved_away: float = 0.2
    split: float = 0.08
    merged: float = 0.08
    deleted: float = 0.05
    inserted: float = 0.05
    relocated: float = 0.05


@dataclass
class Rewriting:
    """One revision under way: the clauses by key, in order, and what became of whom."""

    scribe: Scribe
    clauses: dict[str, Clause]
    heirs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relocated: set[str] = field(default_factory=set)
    fate: dict[int, str] = field(default_factory=dict)

    def some(self, share: float, at_least: int = 1) -> Iterator[str]:
        """Different untouched clauses with enough sentences, drawn by chance."""
        keys = [key for key, clause in self.clauses.items() if len(clause.sentences) >= at_least]
        keys = [key for key in keys if key not in self.heirs and key not in self.relocated]
        self.scribe.chance.shuffle(keys)
        yield from keys[: round(len(self.clauses) * share)]

    def mark(self, words: Sequence[Word], fate: str) -> None:
        self.fate.update((word.identity, fate) for word in words)

    def reorder(self, keys: Sequence[str]) -> None:
        self.clauses = {key: self.clauses[key] for key in keys}


def rewrite(scribe: Scribe, old: dict[str, Clause], edits: float, fresh: Callable[[], Clause]) -> Rewriting:
    """Make the next version of a keyed document; `edits` is the part of words touched, `fresh` writes new clauses."""
    share = Share()
    version = Rewriting(scribe, dict(old))
    _move_within(version, share.moved_within)
    _move_away(version, share.moved_away)
    _split(version, share.split)
    _merge(version, share.merged)
    _delete(version, share.deleted)
    _relocate(version, share.relocated)
    _insert(version, share.inserted, fresh)
    version.clauses = {key: edit(scribe, clause, edits) for key, clause in version.clauses.items()}
    return version


def edit(scribe: Scribe, clause: Clause, rate: float) -> Clause:
    """The clause with about `rate` of its words touched."""
    return replace(clause, sentences=tuple(_edit(scribe, sentence, rate) for sentence in clause.sentences))


def _pull(version: Rewriting, key: str) -> tuple[Sentence, int]:
    """Take one sentence out of a clause."""
    sentences = list(version.clauses[key].sentences)
    place = version.scribe.chance.randrange(len(sentences))
    sentence = sentences.pop(place)
    version.clauses[key] = replace(version.clauses[key], sentences=tuple(sentences))
    return sentence, place


def _put(version: Rewriting, key: str, sentence: Sentence, but: int = -1) -> None:
    """Put a sentence into a clause, anywhere but at one place."""
    sentences = list(version.clauses[key].sentences)
    places = [place for place in range(len(sentences) + 1) if place != but]
    sentences.insert(version.scribe.chance.choice(places), sentence)
    version.clauses[key] = replace(version.clauses[key], sentences=tuple(sentences))


def _move_within(version: Rewriting, share: float) -> None:
    for key in version.some(share, at_least=2):
        sentence, place = _pull(version, key)
        _put(version, key, sentence, but=place)
        version.mark(sentence, MOVED_WITHIN)


def _move_away(version: Rewriting, share: float) -> None:
    for key in version.some(share, at_least=2):
        sentence, _ = _pull(version, key)
        target = version.scribe.chance.choice([other for other in version.clauses if other != key])
        _put(version, target, sentence)
        version.mark(sentence, MOVED_AWAY)


def _split(version: Rewriting, share: float) -> None:
    keys = list(version.clauses)
    for key in version.some(share, at_least=2):
        clause, part = version.clauses[key], f"{key}b"
        cut = version.scribe.chance.randint(1, len(clause.sentences) - 1)
        version.clauses[key] = replace(clause, sentences=clause.sentences[:cut])
        version.clauses[part] = replace(clause, sentences=clause.sentences[cut:])
        version.mark(version.clauses[part].words, SPLIT_OFF)
        version.heirs[key] = (key, part)
        keys.insert(keys.index(key) + 1, part)
    version.reorder(keys)


def _merge(version: Rewriting, share: float) -> None:
    keys = list(version.clauses)
    for key in version.some(share):
        place = keys.index(key)
        if place == 0 or keys[place - 1] in version.heirs:
            continue
        into = keys[place - 1]
        version.mark(version.clauses[key].words, MERGED)
        sentences = version.clauses[into].sentences + version.clauses[key].sentences
        version.clauses[into] = replace(version.clauses[into], sentences=sentences)
        version.heirs[key] = (into,)
        version.heirs[into] = (into,)
        keys.remove(key)
    version.reorder(keys)


def _delete(version: Rewriting, share: float) -> None:
    for key in list(version.some(share)):
        version.mark(version.clauses[key].words, DELETED)
        version.heirs[key] = ()
        del version.clauses[key]


def _relocate(version: Rewriting, share: float) -> None:
    keys = list(version.clauses)
    for key in version.some(share):
        version.relocated.add(key)
        keys.remove(key)
        keys.insert(version.scribe.chance.randint(0, len(keys)), key)
        version.mark(version.clauses[key].words, RELOCATED)
    version.reorder(keys)


def _insert(version: Rewriting, share: float, fresh: Callable[[], Clause]) -> None:
    keys = list(version.clauses)
    for number in range(round(len(keys) * share)):
        key = f"new{number}"
        version.clauses[key] = fresh()
        keys.insert(version.scribe.chance.randint(0, len(keys)), key)
    version.reorder(keys)


def _edit(scribe: Scribe, sentence: Sentence, rate: float) -> Sentence:
    """Phrases of one to three words are replaced (half), put in, or cut out."""
    result, place = list[Word](), 0
    while place < len(sentence):
        if scribe.chance.random() >= rate / 1.5:
            result.append(sentence[place])
            place += 1
            continue
        deed = scribe.chance.choice(("replace", "replace", "put in", "cut out"))
        touched = sentence[place : place + scribe.chance.randint(1, 3)]
        if deed != "cut out":
            result += scribe.own(" ".join(scribe.fresh_words()))
        if deed == "put in":
            result += touched
        place += len(touched)
    return tuple(result)
