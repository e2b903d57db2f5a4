"""The long text of the larger demonstration: a first draft, and the one that takes up what was said."""

import random
from dataclasses import dataclass, replace

from consultation.demo import large_words as words
from consultation.demo.large_words import Both

# Of the clauses: those with a second sentence; in the later draft those that change, go, and come.
_LONGER, _CHANGED, _GONE, _NEW = 0.4, 0.4, 0.02, 0.03


@dataclass(frozen=True, slots=True)
class Sentence:
    """Somebody does something, some time, for something; and sometimes a sentence more."""

    actor: Both
    deed: Both
    time: Both
    aim: Both
    further: Both = ("", "")

    def spoken(self, language: int) -> str:
        parts = (self.actor, self.deed, self.time)
        said = " ".join(part[language] for part in parts)
        return f"{said}, {self.aim[language]}. {self.further[language]}".strip()


@dataclass(frozen=True, slots=True)
class Draft:
    """Parts under their headings; paragraphs are numbered through the whole text."""

    parts: tuple[tuple[Both, tuple[Sentence, ...]], ...]

    def file(self, language: str) -> str:
        """The draft as a file in Markdown."""
        of = ("en", "fr").index(language)
        lines, number = list[str](), 0
        for heading, sentences in self.parts:
            lines.append(f"## {heading[of]}")
            for sentence in sentences:
                number += 1
                lines.append(f"{number}. {sentence.spoken(of)}")
        return "\n\n".join(lines) + "\n"


def first_draft(chance: random.Random, clauses: int) -> Draft:
    """A draft with so many clauses, headings among them; no two paragraphs are alike."""
    headings = words.HEADINGS[: max(1, min(len(words.HEADINGS), clauses // 6))]
    paragraphs = list(dict.fromkeys(_sentence(chance) for _ in range(clauses * 2)))[: clauses - len(headings)]
    share = -(-len(paragraphs) // len(headings))
    parts = (
        (heading, tuple(paragraphs[place * share : (place + 1) * share]))
        for place, heading in enumerate(headings)
    )
    return Draft(tuple(parts))


def later_draft(chance: random.Random, before: Draft) -> Draft:
    """Two in five paragraphs with other words, a few gone, a few new."""
    return Draft(tuple((heading, tuple(_revised(chance, each))) for heading, each in before.parts))


def _revised(chance: random.Random, before: tuple[Sentence, ...]) -> list[Sentence]:
    after = list[Sentence]()
    for sentence in before:
        turn = chance.random()
        if turn >= _GONE:
            after.append(_changed(chance, sentence) if turn < _GONE + _CHANGED else sentence)
        if chance.random() < _NEW:
            after.append(_sentence(chance))
    return after


def _changed(chance: random.Random, sentence: Sentence) -> Sentence:
    if chance.random() < 0.5:
        return replace(sentence, time=chance.choice([each for each in words.TIMES if each != sentence.time]))
    return replace(sentence, aim=chance.choice([each for each in words.AIMS if each != sentence.aim]))


def _sentence(chance: random.Random) -> Sentence:
    return Sentence(
        chance.choice(words.ACTORS),
        chance.choice(words.DEEDS),
        chance.choice(words.TIMES),
        chance.choice(words.AIMS),
        chance.choice(words.FURTHER) if chance.random() < _LONGER else ("", ""),
    )
