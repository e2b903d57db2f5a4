"""What the sessions of the demonstration are made of, as plain values: no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

type Names = Mapping[str, str]
# A number of days is counted from the day of seeding: -1 is the day before.
type Day = date | int


@dataclass(frozen=True, slots=True)
class ClauseOf:
    """A clause by the text it is of and its first words in English, as they read in the version on the table."""

    text: str
    starts: str


@dataclass(frozen=True, slots=True)
class Series:
    slug: str
    title: Names
    description: Names


@dataclass(frozen=True, slots=True)
class Item:
    """A point of the agenda; `at` is the hour in the session's own zone."""

    id: str
    title: Names
    at: str
    minutes: int
    clauses: tuple[ClauseOf, ...]


@dataclass(frozen=True, slots=True)
class Invited:
    """An organisation or a person who is asked, and what was answered."""

    who: str
    answer: str
    by: str = ""
    attends: str = ""
    attends_name: str = ""


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account."""

    name: str
    body: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the committee answered, at its sitting; `revisions` are ids of revisions.toml."""

    outcome: str
    language: str
    reason: str
    by: str
    revisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """An intervention: `by` a person, a guest by name, or a category, as the rule lets it be known."""

    id: str
    minute: int
    language: str
    words: str
    item: str = ""
    clause: ClauseOf | None = None
    by: str = ""
    by_guest: str = ""
    category: str = ""
    rule: str = ""
    input: bool = False
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A word on an action point."""

    state: str
    on: Day
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Concluded:
    """An outcome, and what it was concluded from."""

    id: str
    kind: str
    minute: int
    language: str
    words: str
    item: str = ""
    clauses: tuple[ClauseOf, ...] = ()
    sources: tuple[str, ...] = ()
    input: bool = False
    answer: Answer | None = None
    owner: str = ""
    owner_organisation: str = ""
    owner_body: str = ""
    due_on: Day | None = None
    steps: tuple[Step, ...] = ()
    # Of agreed wording: the clause as it was agreed.
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody who attended wanted to read otherwise, and what the rapporteur said."""

    on: Day
    by: str
    intervention: str
    words: str
    reason: str
    decision: str = ""  # nothing decided yet
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """How the record went from notes to what everybody reads; without a day of adoption it is still circulated."""

    circulated_on: Day
    until: Day
    adopted_on: Day | None = None
    published_on: Day | None = None
    corrected_on: Day | None = None  # the day after the time for them, unless told
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Forms filled in: marks in the order of the questions, and words; of nobody."""

    opened_on: Day
    days: int
    marks: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: kept elsewhere, or a file beside `sessions.toml`."""

    kind: str
    title: str
    language: str
    audience: str
    link: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A session. Its times are local; one that is to come counts its days from the day of seeding."""

    slug: str
    kind: str
    title: Names
    place: Names
    zone: str
    rule: str
    rapporteur: str
    versions: tuple[str, ...]
    pillars: tuple[str, ...]
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    in_days: int | None = None
    starts_hour: str = ""
    hours: int = 0
    series: str = ""
    seats: int | None = None
    link: str = ""
    # How long before it is convened and announced.
    weeks_ahead: int = 3
    invented_day: bool = False
    description: Names = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    invited: tuple[Invited, ...] = ()
    present: tuple[str, ...] = ()
    guests: tuple[Guest, ...] = ()
    said: tuple[Said, ...] = ()
    concluded: tuple[Concluded, ...] = ()
    documents: tuple[Paper, ...] = ()
    record: Kept | None = None
    evaluation: Evaluated | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """A commitment of the programme, and how it was followed up."""

    id: str
    words: Names
    on: Day
    due_on: Day
    organisation: str = ""
    body: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Sessions:
    """All of them, and what the programme's own commitments are."""

    series: tuple[Series, ...]
    meetings: tuple[Meeting, ...]
    promised: tuple[Promised, ...]


type Row = dict[str, Any]
