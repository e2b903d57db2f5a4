"""How the commitments of a programme stood on a day, and what changed since the report before.

Counted from the steps taken by the end of that day: made today or in a year, a report on a day is the same.
Whoever reads it may be anybody, so it holds what everybody may read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultation.reports.spreadsheets import lines_file
from consultation.reports.statistics import Figure, Table
from drafts.models import Programme
from drafts.models.languages import in_language
from drafts.models.ledger import canonical, digest
from roundtables.models import Commitment, CommitmentStep, ProgressReport
from roundtables.permissions.commitments import NOBODY_IN_PARTICULAR, public_commitments
from roundtables.reports.commitments import (
    LATE,
    STANDINGS,
    commitments_of,
    is_late,
    owner_of,
    standing_label,
    standing_of,
    words_of,
)

State = Commitment.State


@dataclass(frozen=True, slots=True)
class Stood:
    """One commitment as it stood on a day."""

    commitment: Commitment
    state: str
    due_on: date
    on: date

    @property
    def standing(self) -> str:
        return standing_of(self.state, self.due_on, self.on)

    @property
    def label(self) -> str:
        return standing_label(self.standing)

    @property
    def words(self) -> str:
        return in_language(words_of(self.commitment))

    @property
    def owner(self) -> str:
        return owner_of(self.commitment, NOBODY_IN_PARTICULAR)

    @property
    def pillar(self) -> str:
        """The pillar of the text whose clause it carries out."""
        clause = self.commitment.clause
        pillar = clause.text.pillar if clause else None
        return str(pillar) if pillar else _("No single pillar")

    def told(self) -> dict[str, Any]:
        """As the report keeps it."""
        late = is_late(self.state, self.due_on, self.on)
        day = self.due_on.isoformat()
        return {"key": self.commitment.key, "state": str(self.state), "due_on": day, "late": late}


@dataclass(frozen=True, slots=True)
class Line:
    """How many commitments of one pillar or owner stand how, in the order of `STANDINGS`, and all of them."""

    label: str
    cells: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A commitment whose due date is another one than in the report before."""

    stood: Stood
    was_due_on: date


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise than in the report before."""

    done: tuple[Stood, ...]
    late: tuple[Stood, ...]
    added: tuple[Stood, ...]
    dropped: tuple[Stood, ...]
    moved: tuple[Moved, ...]

    @property
    def lists(self) -> list[tuple[str, str, tuple[Stood, ...]]]:
        """Every list but that of moved dates, with its name and title."""
        return [
            ("done", _("Done since"), self.done),
            ("late", _("Late since"), self.late),
            ("added", _("Added since"), self.added),
            ("dropped", _("Dropped since"), self.dropped),
        ]

    def __bool__(self) -> bool:
        return any((self.done, self.late, self.added, self.dropped, self.moved))


def end_of(day: date) -> datetime:
    """The moment at which a day is over, in the zone that the site shows its times in."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=timezone.get_default_timezone())


def read_stood(programme: Programme, on: date) -> list[Stood]:
    """What everybody could read of by the end of a day, as it stood then. Two queries."""
    end = end_of(on)
    known = Q(outcome__isnull=True) | Q(outcome__session__record__published_at__lt=end)
    found = commitments_of(public_commitments(), programme).filter(known, made_at__lt=end)
    last = _last_steps(programme, end)
    return [_stood(each, last.get(each.pk), on) for each in found.order_by("made_at", "pk")]


def _last_steps(programme: Programme, end: datetime) -> dict[int, CommitmentStep]:
    taken = CommitmentStep.objects.filter(commitment__programme=programme, taken_at__lt=end)
    return {step.commitment_id: step for step in taken.order_by("taken_at", "pk")}


def _stood(commitment: Commitment, step: CommitmentStep | None, on: date) -> Stood:
    """Without a step it stands as it was made."""
    if step is None:
        return Stood(commitment, State.PLANNED, commitment.due_on, on)
    return Stood(commitment, step.state, step.due_on, on)


def content_of(programme: Programme, on: date, stood: Iterable[Stood]) -> dict[str, Any]:
    """What a report keeps: one line a commitment."""
    lines = [each.told() for each in stood]
    return {"programme": programme.slug, "on": on.isoformat(), "commitments": lines}


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash that the ledger keeps of it."""
    return digest(canonical(content))


def read_report(report: ProgressReport) -> list[Stood]:
    """The lines of a report, as they were kept. One query."""
    commitments = commitments_of(Commitment.objects.all(), report.programme)
    known = {each.key: each for each in commitments}
    return [
        Stood(known[line["key"]], line["state"], date.fromisoformat(line["due_on"]), report.on)
        for line in report.content["commitments"]
    ]


def table_of(stood: Sequence[Stood]) -> Table:
    """How many stand how."""
    counts = Counter(each.standing for each in stood)
    figures = tuple(Figure(capfirst(standing_label(name)), counts[name]) for name in STANDINGS)
    return Table(
        "standing",
        _("How the commitments stand"),
        pgettext("commitment", "state"),
        _("commitments"),
        figures,
    )


def lines_by(stood: Iterable[Stood], label: Callable[[Stood], str]) -> list[Line]:
    """The same for each pillar or owner, in order of their names."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for each in stood:
        groups[label(each)][each.standing] += 1
    return [_line(name, groups[name]) for name in sorted(groups)]


def _line(name: str, counts: Counter[str]) -> Line:
    cells = tuple((capfirst(standing_label(standing)), counts[standing]) for standing in STANDINGS)
    return Line(name, cells, counts.total())


def changes_since(previous: Sequence[Stood], stood: Sequence[Stood]) -> Changes:
    """What became otherwise between two reports."""
    before = {each.commitment.key: each for each in previous}

    def became(standing: str) -> tuple[Stood, ...]:
        return tuple(
            each
            for each in stood
            if each.standing == standing
            and (was := before.get(each.commitment.key)) is not None
            and was.standing != standing
        )

    return Changes(
        done=became(State.DONE),
        late=became(LATE),
        added=tuple(each for each in stood if each.commitment.key not in before),
        dropped=became(State.DROPPED),
        moved=tuple(
            Moved(each, was.due_on)
            for each in stood
            if (was := before.get(each.commitment.key)) is not None and was.due_on != each.due_on
        ),
    )


def report_file(stood: Iterable[Stood]) -> str:
    """A report for a spreadsheet, one commitment a line."""
    heads = [
        _("key"),
        _("commitment"),
        _("pillar"),
        pgettext("of a commitment", "owner"),
        pgettext("commitment", "state"),
        _("due on"),
    ]
    return lines_file(
        heads,
        (
            [each.commitment.key, each.words, each.pillar, each.owner, each.label, each.due_on.isoformat()]
            for each in stood
        ),
    )
