"""What a session concludes: recorded, struck, and, where it agreed on words, put before the committee."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from consultation.models import AgreedWording, Organisation, User
from drafts.access import require
from drafts.actions.amendments import propose_amendment
from drafts.actions.ledger import Verb, record
from drafts.models import Amendment, AmendmentKind, Clause
from roundtables.actions.committing import commit_action_point
from roundtables.actions.interventions import sealed_words
from roundtables.actions.sessions import locked
from roundtables.models import AgendaItem, Intervention, Session, SessionOutcome
from roundtables.permissions.outcomes import can_conclude, can_put_agreed, can_strike_outcome
from roundtables.reports.record_content import words_now


class AgreedElsewhere(Exception):
    """The same person put the same words forward before, as agreed by another outcome."""


@dataclass(frozen=True, slots=True)
class Task:
    """Who is to do it, and by when: a person, an organisation, or a body that has no page here."""

    due_on: date
    owner: User | None = None
    organisation: Organisation | None = None
    body: str = ""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What was concluded, about which clauses, from which interventions."""

    kind: SessionOutcome.Kind
    words: str
    language: str
    # Of agreed wording: the words, for the one clause.
    wording: str = ""
    clauses: Sequence[Clause] = ()
    interventions: Sequence[Intervention] = ()
    item: AgendaItem | None = None
    # Of an action point.
    task: Task | None = None


@transaction.atomic
def conclude(*, by: User, session: Session, conclusion: Conclusion, key: str, at: datetime) -> SessionOutcome:
    """Record an outcome; an action point holds somebody to it. The same key makes one outcome."""
    require(can_conclude(by, session))
    # Circulating and adopting take the same lock: nothing slips into a record that has gone out.
    held = locked(session)
    found = SessionOutcome.objects.filter(key=key, session=session).first()
    if found is not None:
        return found
    require(can_conclude(by, held))
    outcome = SessionOutcome.objects.create(
        key=key,
        session=session,
        item=conclusion.item,
        kind=conclusion.kind,
        words=conclusion.words,
        language=conclusion.language,
        wording=conclusion.wording,
        recorded_by=by,
        recorded_at=at,
    )
    outcome.clauses.set(conclusion.clauses)
    outcome.interventions.set(conclusion.interventions)
    if conclusion.task is not None:
        _commit(by, outcome, conclusion.task, at)
    record(
        by=by,
        verb=Verb.CONCLUDED,
        about=session,
        key=session.key,
        at=at,
        outcome=outcome.key,
        kind=str(outcome.kind),
        words=sealed_words(outcome.key, f"{outcome.words}\n{outcome.wording}"),
    )
    return outcome


def _commit(by: User, outcome: SessionOutcome, task: Task, at: datetime) -> None:
    commit_action_point(
        by=by,
        outcome=outcome,
        owner=task.owner,
        organisation=task.organisation,
        body=task.body,
        due_on=task.due_on,
        words=outcome.words,
        at=at,
    )


@transaction.atomic
def strike_outcome(*, by: User, outcome: SessionOutcome, reason: str, at: datetime) -> None:
    """Take an outcome out of the notes, visibly to those who see them, and say why."""
    # Circulating and taking in hold the session: nothing is struck out of what has gone out.
    locked(outcome.session)
    held = SessionOutcome.objects.select_for_update(no_key=True, of=("self",)).get(pk=outcome.pk)
    require(can_strike_outcome(by, held))
    held.struck_at, held.struck_because = at, reason.strip()
    held.save(update_fields=["struck_at", "struck_because"])
    record(
        by=by,
        verb=Verb.STRUCK,
        about=outcome.session,
        key=outcome.session.key,
        at=at,
        outcome=outcome.key,
        reason=sealed_words(outcome.key, held.struck_because),
    )


@transaction.atomic
def put_agreed(*, by: User, outcome: SessionOutcome, at: datetime) -> Amendment:
    """Put the words that were agreed on before the committee, as an amendment that says where. Once."""
    require(can_put_agreed(by, outcome))
    locked(outcome.session)
    held = SessionOutcome.objects.select_for_update(no_key=True, of=("self",)).get(pk=outcome.pk)
    agreed = AgreedWording.objects.select_related("amendment").filter(outcome=outcome.key).first()
    if agreed is not None:
        return agreed.amendment
    require(can_put_agreed(by, held))
    clause = outcome.clauses.select_related("text").get()
    amendment = propose_amendment(
        by=by,
        version=outcome.session.versions.select_related("text").get(text=clause.text_id),
        clause=clause,
        kind=AmendmentKind.REPLACE,
        language=outcome.language,
        words=outcome.wording,
        rationale=words_now(outcome),
        at=at,
    )
    if AgreedWording.objects.filter(amendment=amendment).exists():
        raise AgreedElsewhere(amendment.key)
    AgreedWording.objects.create(amendment=amendment, sitting=outcome.session, outcome=outcome.key)
    record(
        by=by,
        verb=Verb.CONCLUDED,
        about=outcome.session,
        key=outcome.session.key,
        at=at,
        outcome=outcome.key,
        amendment=amendment.key,
    )
    return amendment
