"""Recording what somebody is to do by a day, and saying how it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.translation import get_language

from consultation.mails.withdrawing import withdraw_letters
from consultation.models import Letter, Organisation, User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Clause, Programme, Version
from roundtables.actions.reminding import await_reminders
from roundtables.models import Commitment, CommitmentStep
from roundtables.permissions.commitments import can_follow_up, can_record_commitment
from roundtables.reports.commitment_seals import sealed_evidence, sealed_owner, sealed_promise
from roundtables.reports.commitments import OPEN

State = Commitment.State


class FollowedMeanwhile(Exception):
    """Somebody said how it stands after the page was read."""


class EvidenceMissing(Exception):
    """What is done is shown, and what is dropped has its reason."""


class NotInTheProgramme(Exception):
    """The clause stands in no published text of the programme."""


class OwnerUnclear(Exception):
    """One owner does it: a person, an organisation, or a state or body."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What is to be done, by whom and by when, and the clause that it carries out."""

    words: Mapping[str, str]
    due_on: date
    owner: User | None = None
    organisation: Organisation | None = None
    body: str = ""
    clause: Clause | None = None

    @property
    def owners(self) -> int:
        return sum(bool(each) for each in (self.owner, self.organisation, self.body.strip()))


@dataclass(frozen=True, slots=True)
class Step:
    """How a commitment stands from now on: its state and due date, and what shows it."""

    state: Commitment.State
    due_on: date
    language: str
    evidence: str = ""
    link: str = ""

    @property
    def lacks_evidence(self) -> bool:
        if self.state == State.DROPPED:
            return not self.evidence.strip()
        return self.state == State.DONE and not (self.evidence.strip() or self.link)


@transaction.atomic
def record_commitment(
    *, by: User, programme: Programme, promise: Promise, key: str, at: datetime
) -> Commitment:
    """Record a commitment of a programme. The same key sent twice makes one."""
    require(can_record_commitment(by, programme))
    # Two clicks wait for each other here.
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)
    found = Commitment.objects.filter(key=key, programme=programme).first()
    if found is not None:
        return found
    if promise.owners != 1:
        raise OwnerUnclear
    if promise.clause is not None and not _is_published(promise.clause, programme):
        raise NotInTheProgramme(promise.clause.key)
    made = Commitment.objects.create(
        key=key,
        programme=programme,
        clause=promise.clause,
        words=dict(promise.words),
        owner=promise.owner,
        organisation=promise.organisation,
        body=promise.body.strip(),
        due_on=promise.due_on,
        made_by=by,
        made_at=at,
    )
    _keep_the_beginning(made)
    transaction.on_commit(partial(await_reminders, made.due_on), robust=True)
    record(
        by=by,
        verb=Verb.COMMITTED,
        about=made,
        key=made.key,
        at=at,
        programme=programme.slug,
        clause=promise.clause.key if promise.clause else "",
        due_on=promise.due_on.isoformat(),
        words=sealed_promise(made),
        owner=sealed_owner(made),
    )
    return made


def _is_published(clause: Clause, programme: Programme) -> bool:
    published = Version.objects.published().filter(text__programme=programme)
    return published.filter(placements__clause=clause).exists()


@transaction.atomic
def follow_up(*, by: User, commitment: Commitment, step: Step, seen: int, at: datetime) -> CommitmentStep:
    """Say how a commitment stands. `seen` is how many steps were on the page: more by now, and nothing is written."""
    require(can_follow_up(by, commitment))
    held = Commitment.objects.select_for_update(no_key=True, of=("self",)).get(pk=commitment.pk)
    require(can_follow_up(by, held))
    if held.steps.count() != seen:
        raise FollowedMeanwhile(held.key)
    if step.lacks_evidence:
        raise EvidenceMissing(step.state)
    _keep_the_beginning(held)
    added = CommitmentStep.objects.create(
        commitment=held,
        state=step.state,
        due_on=step.due_on,
        evidence=step.evidence.strip(),
        link=step.link,
        language=step.language,
        taken_by=by,
        taken_at=at,
    )
    _let_letters_follow(held, step)
    held.state, held.due_on = step.state, step.due_on
    held.save(update_fields=["state", "due_on"])
    record(
        by=by,
        verb=Verb.FOLLOWED,
        about=held,
        key=held.key,
        at=at,
        state=str(step.state),
        due_on=step.due_on.isoformat(),
        evidence=sealed_evidence(added, held.key),
    )
    return added


def _keep_the_beginning(commitment: Commitment) -> None:
    """How it stood when it was made is its first step: what it says of itself is only how it stands now."""
    if commitment.steps.exists():
        return
    CommitmentStep.objects.create(
        commitment=commitment,
        state=commitment.state,
        due_on=commitment.due_on,
        language=get_language() or "en",
        taken_by=commitment.made_by,
        taken_at=commitment.made_at,
    )


def _let_letters_follow(held: Commitment, step: Step) -> None:
    """Nobody is reminded of what is done, nor of a day that is not the day any more."""
    is_open, is_moved = step.state in OPEN, step.due_on != held.due_on
    if is_moved or not is_open:
        withdraw_letters(Letter.Kind.DUE, about={"commitment": held.key})
    if is_moved and is_open:
        transaction.on_commit(partial(await_reminders, step.due_on), robust=True)
