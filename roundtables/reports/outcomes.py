"""What a session concluded, from what was said, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from consultation.models import AgreedWording
from drafts.models import Clause
from drafts.permissions import Visitor, granted_texts
from drafts.reports.names import ClauseName, names_of
from roundtables.models import (
    Commitment,
    Intervention,
    InterventionWording,
    OutcomeWording,
    Session,
    SessionOutcome,
)
from roundtables.permissions.commitments import Naming, naming_for
from roundtables.permissions.interventions import visible_interventions
from roundtables.reports.commitments import Row, owner_of, standing_of
from roundtables.reports.inputs import BecameInput, inputs_said
from roundtables.reports.tables import OnTheTable, read_table

A_PAGE = 25
OFFERED = 40
"""How many interventions the form of an outcome lists; the others are named by their keys."""


@dataclass(frozen=True, slots=True)
class AboutClause:
    """A clause that an outcome is about, as it is called on the table."""

    clause: Clause
    name: ClauseName | None
    table: OnTheTable | None


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """One outcome with what it is about, what it was concluded from, and what came of it."""

    outcome: SessionOutcome
    # As they read now: what a correction took out of the record stands nowhere else either.
    words: str
    clauses: tuple[AboutClause, ...]
    interventions: tuple[Intervention, ...] = ()
    inputs: tuple[BecameInput, ...] = ()
    agreed: AgreedWording | None = None
    # Whether the reader opens the amendment: those who work on its text.
    sees_amendment: bool = False
    # What an action point holds somebody to, as this reader may know it.
    commitment: Row | None = None


def with_words(said: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """Interventions with their words as they read now."""
    last = InterventionWording.objects.filter(intervention=OuterRef("pk")).order_by("-pk")
    related = ("session", "organisation", "speaker")
    return said.select_related(*related).annotate(words=Subquery(last.values("words")[:1]))


def page_of_outcomes(seen: QuerySet[SessionOutcome], number: str) -> Page[SessionOutcome]:
    """So many at a time, in the order of the agenda."""
    clauses = Prefetch("clauses", Clause.objects.select_related("text"))
    listed = seen.select_related("session", "item", "commitment__owner", "commitment__organisation")
    in_order = listed.prefetch_related(clauses).order_by("item__position", "recorded_at", "pk")
    return Paginator(in_order, A_PAGE).get_page(number)


def read_outcomes(
    user: Visitor, session: Session, outcomes: Sequence[SessionOutcome], language: str, at: datetime
) -> list[OutcomeReading]:
    """These outcomes as a reader may know them. The number of queries does not grow with them."""
    table = read_table(session, language)
    inputs: dict[str, list[BecameInput]] = {}
    keys = [each.key for each in outcomes]
    for each in inputs_said(user, Q(spoken__outcome__in=keys), at):
        inputs.setdefault(each.comment.spoken.outcome, []).append(each)
    agreed = {each.outcome: each for each in _agreed(keys)}
    naming, corrected = naming_for(user, session.programme_id), _corrected(outcomes)
    works_on = set(granted_texts(user).values_list("pk", flat=True)) if user.pk and agreed else set()
    return [
        OutcomeReading(
            outcome=each,
            words=corrected.get(each.pk, each.words),
            clauses=_about(each.clauses.all(), table),
            inputs=tuple(inputs.get(each.key, ())),
            agreed=agreed.get(each.key),
            sees_amendment=each.key in agreed and agreed[each.key].amendment.version.text_id in works_on,
            commitment=_commitment(each, session, naming, at),
        )
        for each in outcomes
    ]


def read_outcome(user: Visitor, outcome: SessionOutcome, language: str, at: datetime) -> OutcomeReading:
    """One outcome with the interventions it was concluded from, as far as the reader sees them."""
    (reading,) = read_outcomes(user, outcome.session, [outcome], language, at)
    seen = visible_interventions(user, outcome.session, at).filter(outcomes=outcome)
    said = with_words(seen).order_by("said_at", "pk")
    return replace(reading, interventions=tuple(said))


def _corrected(outcomes: Iterable[SessionOutcome]) -> dict[int, str]:
    """The words of those that were corrected, the last of each. One query."""
    written = OutcomeWording.objects.filter(outcome__in=outcomes).order_by("pk")
    return dict(written.values_list("outcome", "words"))


def _commitment(outcome: SessionOutcome, session: Session, naming: Naming, at: datetime) -> Row | None:
    """What an action point holds somebody to; its owner is named only where the session names people."""
    found: Commitment | None = getattr(outcome, "commitment", None)
    if found is None:
        return None
    # Looked up already: whom it names depends on both.
    outcome.session, found.outcome = session, outcome
    today = timezone.localdate(at)
    return Row(found, owner_of(found, naming), standing_of(found.state, found.due_on, today))


def _agreed(keys: Sequence[str]) -> QuerySet[AgreedWording]:
    related = ("amendment__standing", "amendment__version")
    return AgreedWording.objects.filter(outcome__in=keys).select_related(*related)


def _about(clauses: Iterable[Clause], table: Sequence[OnTheTable]) -> tuple[AboutClause, ...]:
    names = [(each, names_of(each.reading.clauses)) for each in table]
    return tuple(
        next(
            (AboutClause(clause, called[clause.key], each) for each, called in names if clause.key in called),
            AboutClause(clause, None, None),
        )
        for clause in clauses
    )


def to_conclude_from(session: Session, ticked: Sequence[str]) -> list[Intervention]:
    """The interventions that the form of an outcome offers: those ticked, and the last ones made."""
    said = with_words(Intervention.objects.filter(session=session, struck_at=None))
    chosen = list(said.filter(key__in=ticked).order_by("said_at", "pk"))
    others = said.exclude(key__in=ticked).order_by("-said_at", "-pk")[:OFFERED]
    return [*chosen, *reversed(others)]
