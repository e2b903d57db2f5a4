"""Made-up inputs of known truth: letters that many people send with a few changes, and what people say of themselves.

Honest comments are about the same clause as the letters, quote its words and share their vocabulary: what has to be
told apart from a letter is never about something else.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass

CLAUSE = "the average time a decision on a short-stay visa takes for students and researchers"
_GREETINGS = ("Dear Sir or Madam,", "Dear members of the committee,", "To whom it may concern,", "Hello,")
_NAMES = "Amina Badri|Bruno Costa|Chipo Moyo|Dora Weiss|Emeka Obi|Fatou Sarr|Giulia Neri|Hanan Aziz".split(
    "|"
)
_PLACES = "Lagos Lisbon Dakar Tunis Turin Accra Lyon Malmö Nairobi Ghent".split()
_CLOSINGS = ("Kind regards,", "Yours faithfully,", "With respect,", "Many thanks,")
_WHO = (
    "our members who study abroad|young researchers without a contract|families that live on two continents|"
    "small universities|applicants from rural districts|women who run a business of their own|"
    "the staff of our help desk|artists on tour|nurses in training|parents of students|the diaspora in the region|"
    "student unions|employers in the harbour|teachers on exchange|seasonal workers|people with a refusal on record"
).split("|")
_DO = (
    "wait for months without a word|pay for documents that nobody reads|lose a place they were offered|"
    "travel to another country for an interview|do not know whom to ask|hear of a refusal without a reason|"
    "give up before a decision is taken|depend on agencies that take a fee|ask for a date in writing|"
    "count on a clear time limit|need an answer before the term begins|have filed complaints since last year|"
    "work with figures from three consulates|support the clause as it stands|would rather see it struck|"
    "compare the partners with each other"
).split("|")
_WHY = (
    "because the queue is not published|since the fee is not returned|although the law sets thirty days|"
    "while other partners decide within two weeks|as the survey of last spring shows|"
    "and no consulate explains the delay|unless a letter of invitation is at hand|even after an appeal was won|"
    "for lack of interpreters|where the file is sent on paper|whenever a holiday falls in between|"
    "as soon as the passport is about to expire|though the form is on the internet|when the scholarship is small"
).split("|")
_ASK = (
    "Publish {clause} every quarter|Say separately for each consulate what is {clause}|"
    "Let an independent body verify {clause}|Add refusals to {clause}|Set a limit to {clause}|"
    "Replace the reference to {clause} by a duty to decide within fifteen days|"
    "Keep {clause} out of this text and put it in an annex|Explain how {clause} is measured|"
    "Compare {clause} with the time before the last reform|Extend {clause} to artists and carers"
).split("|")
_OTHER = "important necessary welcome overdue useful feasible modest urgent".split()


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody sends: a greeting, sentences, a closing with a name and a place."""

    greeting: str
    sentences: tuple[str, ...]
    closing: str

    def __str__(self) -> str:
        return f"{self.greeting}\n\n{' '.join(self.sentences)}\n\n{self.closing}"


class Writer:
    """Writes letters, always the same ones for a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def letter(self, *, sentences: int = 0) -> Letter:
        """A letter of three to eight sentences, unless told how many."""
        number = sentences or self._random.randint(3, 8)
        return Letter(
            self._random.choice(_GREETINGS), tuple(self._sentence() for _ in range(number)), self._closing()
        )

    def honest(self) -> str:
        """What somebody says who was sent no letter: one to six sentences, with or without a greeting."""
        letter = self.letter(sentences=self._random.randint(1, 6))
        return str(letter) if self._random.random() < 0.4 else " ".join(letter.sentences)

    def _sentence(self) -> str:
        pick = self._random.choice
        told = f"{pick(_WHO)} {pick(_DO)} {pick(_WHY)}, and {pick(_WHO)} {pick(_DO)}"
        if self._random.random() < 0.3:
            return f"{pick(_ASK).format(clause=CLAUSE)}: {told}."
        return f"{told.capitalize()}."

    def _closing(self) -> str:
        pick = self._random.choice
        return f"{pick(_CLOSINGS)}\n{pick(_NAMES)}, {pick(_PLACES)}"

    def under_another_name(self, letter: Letter) -> Letter:
        return Letter(self._random.choice(_GREETINGS), letter.sentences, self._closing())

    def in_another_order(self, letter: Letter) -> Letter:
        sentences = list(letter.sentences)
        self._random.shuffle(sentences)
        return Letter(letter.greeting, tuple(sentences), self._closing())

    def with_a_sentence_more(self, letter: Letter) -> Letter:
        at = self._random.randint(0, len(letter.sentences))
        more = (*letter.sentences[:at], self._sentence(), *letter.sentences[at:])
        return Letter(letter.greeting, more, self._closing())

    def with_other_words(self, letter: Letter) -> Letter:
        """One word in each of two sentences replaced."""
        sentences = list(letter.sentences)
        for at in self._random.sample(range(len(sentences)), 2):
            words = sentences[at].split()
            words[self._random.randrange(1, len(words))] = self._random.choice(_OTHER)
            sentences[at] = " ".join(words)
        return Letter(letter.greeting, tuple(sentences), self._closing())

    def with_all_of_it(self, letter: Letter) -> Letter:
        """Another name, another order, a word replaced and a sentence more."""
        return self.with_a_sentence_more(self.with_other_words(self.in_another_order(letter)))

    @property
    def changes(self) -> dict[str, Callable[[Letter], Letter]]:
        """What people do to a letter before they send it."""
        return {
            "another name": self.under_another_name,
            "another order of sentences": self.in_another_order,
            "one sentence more": self.with_a_sentence_more,
            "other words": self.with_other_words,
            "all of it": self.with_all_of_it,
        }
