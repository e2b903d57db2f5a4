"""Holding somebody to what a session concluded: an action point becomes a commitment with its first step."""

from datetime import date, datetime
from functools import partial

from django.db import transaction

from consultation.models import Organisation, User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from roundtables.actions.interventions import sealed_words
from roundtables.actions.reminding import await_reminders
from roundtables.models import Commitment, CommitmentStep, SessionOutcome
from roundtables.permissions.outcomes import can_conclude


@transaction.atomic
def commit_action_point(
    *,
    by: User,
    outcome: SessionOutcome,
    owner: User | None,
    organisation: Organisation | None,
    body: str,
    due_on: date,
    words: str,
    at: datetime,
) -> Commitment:
    """Record who is to do it, and by when. The same action point makes one commitment."""
    require(can_conclude(by, outcome.session))
    found = Commitment.objects.filter(outcome=outcome).first()
    if found is not None:
        return found
    made = Commitment.objects.create(
        programme=outcome.session.programme,
        outcome=outcome,
        words={outcome.language: words},
        owner=owner,
        organisation=organisation,
        body=body,
        due_on=due_on,
        made_by=by,
        made_at=at,
    )
    CommitmentStep.objects.create(
        commitment=made,
        state=made.state,
        due_on=due_on,
        language=outcome.language,
        taken_by=by,
        taken_at=at,
    )
    transaction.on_commit(partial(await_reminders, due_on), robust=True)
    record(
        by=by,
        verb=Verb.COMMITTED,
        about=made,
        key=made.key,
        at=at,
        outcome=outcome.key,
        due_on=due_on.isoformat(),
        words=sealed_words(made.key, words),
    )
    return made
