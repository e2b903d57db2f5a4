"""What the demonstration is made of, as plain values: no database, no clock."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in both languages of work."""

    en: str
    fr: str

    def __getitem__(self, language: str) -> str:
        return {"en": self.en, "fr": self.fr}[language]


@dataclass(frozen=True, slots=True)
class Pillar:
    """A pillar, with the pillars of the programme before it that it continues."""

    slug: str
    number: int
    title: Bilingual
    predecessors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """A framework instrument; `period` is its first and last year."""

    slug: str
    title: Bilingual
    working_title: Bilingual | None
    place: Bilingual
    opened_on: date
    adopted_on: date
    period: tuple[int, int]
    predecessor: str
    drafting: bool
    description: Bilingual
    pillars: tuple[Pillar, ...]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An invented organisation."""

    slug: str
    name: Bilingual
    category: str
    region: str
    about: Bilingual


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; `language` is the one they read and write in."""

    slug: str
    email: str
    name: Bilingual
    language: str
    role: str
    organisation: str
    delegation: str
    demo_account: bool
    # Of those who speak in their own name.
    category: str
    shows_name: bool
    pace: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of every text: when it came out and under which name."""

    name: str
    label: Bilingual
    number: int
    state: str
    published_on: date | None


@dataclass(frozen=True, slots=True)
class Round:
    """A version put out for input: on fixed days, or counted from the day of seeding; of one text, or of all others."""

    text: str
    version: str
    title: Bilingual
    moderation: str
    opens_on: date | None
    closes_on: date | None
    opens_days_ago: int | None
    closes_in_days: int | None


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the calendar; `precision` says whether its days or only its month are known."""

    kind: str
    title: Bilingual
    place: Bilingual
    starts_on: date
    ends_on: date
    precision: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """One version of a text in one language: its title, and its clauses as Markdown."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Revision:
    """One change from the version before; clauses are named by their first words in English.

    `starts` is empty for a removed clause and `was` for a new one. A merged clause has two
    in `was` and continues the first. Of the clauses made by a split, `continues` marks the
    one that goes on as the clause that was split.
    """

    id: str
    version: str
    kind: str
    starts: str
    was: tuple[str, ...]
    continues: bool
    languages: tuple[str, ...]
    weight: str
    by: str
    reason: Bilingual
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moderation:
    """What the moderator decided: approved, returned, hidden, or nothing yet (pending)."""

    outcome: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Disposition:
    """The committee's answer, in the language of the comment, and the revisions that show it."""

    outcome: str
    language: str
    reason: str
    by: str
    revisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comment:
    """An input on a clause, or on the words `quote` of its wording in `language`."""

    id: str
    version: str
    clause: str
    author: str
    language: str
    kind: str
    body: str
    quote: str
    proposed: str
    continuity: str
    submitted_on: date | None
    submitted_days_ago: int | None
    moderation: Moderation
    disposition: Disposition | None


@dataclass(frozen=True, slots=True)
class Act:
    """What one person did with the version in work; which fields it has depends on what was done.

    A clause is named by its first words in English. `changes` is language → words that stood there and words put
    in their place. Days are counted from a fixed one (`on`), or back from the moment of seeding (`hours_ago`).
    """

    do: str
    by: str
    on: date | None
    hour: int
    hours_ago: int
    version: str
    clause: str
    other: str
    kind: str
    language: str
    words: dict[str, str]
    changes: dict[str, tuple[tuple[str, str], ...]]
    weight: str
    note: str
    amendment: str
    quote: str
    stance: str
    public: bool
    label: str
    besides: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody did with others, or with what others said; which fields it has depends on what was done."""

    do: str
    by: str
    on: date | None
    hour: int
    hours_ago: int
    id: str
    comment: str
    other: str
    others: tuple[str, ...]
    text: str
    version: str
    clause: str
    kind: str
    language: str
    words: str
    both: dict[str, str]
    reason: str
    days: int


@dataclass(frozen=True, slots=True)
class Text:
    """A text in drafting, with its committee; `drafts` is keyed by version name and language, in their order."""

    slug: str
    kind: str
    pillar: str
    committee_met_on: date
    penholder: str
    members: tuple[str, ...]
    drafts: dict[tuple[str, str], Draft]
    revisions: tuple[Revision, ...]
    comments: tuple[Comment, ...]
    desk: tuple[Act, ...]

    @property
    def in_work(self) -> str:
        """The name of its last version."""
        return list(self.drafts)[-1][0]

    def title(self) -> Bilingual:
        """The title, which is the same in all versions."""
        return Bilingual(self.drafts["zero-draft", "en"].title, self.drafts["zero-draft", "fr"].title)


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything that the seed command reads."""

    programmes: tuple[Programme, ...]
    organisations: tuple[Organisation, ...]
    people: tuple[Person, ...]
    editions: tuple[Edition, ...]
    rounds: tuple[Round, ...]
    meetings: tuple[Meeting, ...]
    texts: tuple[Text, ...]
    further: tuple[Text, ...]
    voices: tuple[Voice, ...]

    @property
    def all_texts(self) -> tuple[Text, ...]:
        """Those of the pillars, and those of the programme as a whole."""
        return self.texts + self.further
