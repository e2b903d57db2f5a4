"""Commitments as they stand on a day: whose they are, whether they are late, and how they came to stand so."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from drafts.models import Clause, Programme, Text, Version
from drafts.models.languages import in_language
from drafts.permissions import Visitor
from drafts.reports.names import names_of
from drafts.reports.reading import read_version
from roundtables.models import Commitment, CommitmentStep, OutcomeWording
from roundtables.permissions.commitments import Naming, naming_for, visible_commitments

State = Commitment.State
OPEN = (State.PLANNED, State.UNDER_WAY)
LATE = "late"
# How a commitment stands, each in one of them: what is late is not counted as planned or under way.
STANDINGS: dict[str, object] = {
    State.DONE.value: State.DONE.label,
    State.UNDER_WAY.value: State.UNDER_WAY.label,
    State.PLANNED.value: State.PLANNED.label,
    LATE: pgettext_lazy("commitment", "late"),
    State.DROPPED.value: State.DROPPED.label,
}


def is_late(state: str, due_on: date, on: date) -> bool:
    """Whether something was to be done before a day and is not."""
    return state in OPEN and due_on < on


def standing_of(state: str, due_on: date, on: date) -> str:
    """How a commitment stands on a day: late, or its state."""
    return LATE if is_late(state, due_on, on) else state


def standing_label(standing: str) -> str:
    """A standing in the reader's words."""
    return str(STANDINGS[standing])


@dataclass(frozen=True, slots=True)
class Row:
    """One commitment as a list shows it."""

    commitment: Commitment
    owner: str
    standing: str

    @property
    def words(self) -> str:
        return in_language(words_of(self.commitment))

    @property
    def label(self) -> str:
        return standing_label(self.standing)


@dataclass(frozen=True, slots=True)
class Told:
    """One step of a commitment, and what it changed."""

    step: CommitmentStep
    by: str
    was_due_on: date | None

    @property
    def label(self) -> str:
        return str(self.step.get_state_display())


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """The clause that a commitment carries out, where it was published last."""

    version: Version
    clause: Clause
    name: str


def owner_of(commitment: Commitment, naming: Naming) -> str:
    """Who is to do it: the organisation, the state or body, the person where people are named."""
    if commitment.organisation is not None:
        return str(commitment.organisation)
    if commitment.body or commitment.owner is None:
        return commitment.body
    if naming.names_owner_of(commitment):
        return str(commitment.owner)
    return pgettext("owner of an action point", "a participant in the session")


def words_of(commitment: Commitment) -> Mapping[str, str]:
    """What is to be done; of an action point as the record has it, after its corrections."""
    corrected: str | None = getattr(commitment, "corrected", None)
    if corrected is None or commitment.outcome is None:
        words: Mapping[str, str] = commitment.words
        return words
    return {commitment.outcome.language: corrected}


def commitments_of(commitments: QuerySet[Commitment], programme: Programme) -> QuerySet[Commitment]:
    """Those of a programme with what lists say of them, the earliest due first."""
    return with_corrections(commitments.filter(programme=programme)).order_by("due_on", "pk")


def with_corrections(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """Each with whose it is, and, where a correction changed its action point, the words that stand."""
    related = ("owner", "organisation", "outcome__session", "clause__text__pillar", "programme")
    written = OutcomeWording.objects.filter(outcome=OuterRef("outcome")).order_by("-pk")
    return commitments.select_related(*related).annotate(corrected=Subquery(written.values("words")[:1]))


def read_rows(user: Visitor, programme: Programme, on: date) -> list[Row]:
    """Every commitment of a programme that somebody sees, as it stands on a day."""
    naming = naming_for(user, programme.pk)
    found = commitments_of(visible_commitments(user), programme)
    return [Row(each, owner_of(each, naming), standing_of(each.state, each.due_on, on)) for each in found]


def owners_of(rows: Iterable[Row]) -> list[str]:
    """Whose they are, each once, in order."""
    return sorted({row.owner for row in rows})


def narrowed(rows: Sequence[Row], standing: str, owner: str) -> list[Row]:
    """The rows that stand so and are theirs; an empty word asks for all."""
    return [row for row in rows if standing in {"", row.standing} and owner in {"", row.owner}]


def read_story(user: Visitor, commitment: Commitment) -> list[Told]:
    """The steps of a commitment in order. Who took one is named where people are."""
    naming = naming_for(user, commitment.programme_id)
    steps = list(commitment.steps.select_related("taken_by").order_by("pk"))
    before = [None, *(step.due_on for step in steps)]
    return [
        Told(step, _by(commitment, step, naming), was if was != step.due_on else None)
        for step, was in zip(steps, before, strict=False)
    ]


def _by(commitment: Commitment, step: CommitmentStep, naming: Naming) -> str:
    own = step.taken_by_id == naming.reader
    return str(step.taken_by) if own or naming.names_people_of(commitment) else ""


def published_lately(programme: Programme) -> list[Version]:
    """The last published version of each text of a programme. One query."""
    published = Version.objects.published().filter(text__programme=programme)
    lately: dict[int, Version] = {}
    for version in published.select_related("text").order_by("text__pk", "number"):
        lately[version.text_id] = version
    return list(lately.values())


def clause_choices(programme: Programme) -> list[tuple[str, list[tuple[str, str]]]]:
    """The clauses that a commitment may carry out, text by text, for a list to choose from."""
    return [(_text_title(each.text), _entries(each)) for each in published_lately(programme)]


def _text_title(text: Text) -> str:
    return capfirst(str(text))


def _entries(version: Version) -> list[tuple[str, str]]:
    reading = read_version(version, get_language() or "en")
    names = names_of(reading.clauses)
    return [(clause.key, names[clause.key].entry) for clause in reading.clauses]


def clause_line(commitment: Commitment) -> ClauseLine | None:
    """The clause of a commitment by its name in the last published version that holds it."""
    clause = commitment.clause
    if clause is None:
        return None
    holding = Version.objects.published().filter(placements__clause=clause).select_related("text")
    version = holding.order_by("number").last()
    if version is None:
        return None
    names = names_of(read_version(version, get_language() or "en").clauses)
    name = names[clause.key].path or names[clause.key].words
    return ClauseLine(version, clause, _("Clause %(label)s") % {"label": name})
