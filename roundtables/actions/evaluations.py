"""Asking those who attended what they thought of a session, and taking their answers without knowing whose they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from consultation.mails.letters import write_letters
from consultation.models import Letter, User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.reports.hashes import moment
from roundtables.actions.sessions import locked
from roundtables.models import Attendance, Evaluation, EvaluationAnswer, Session
from roundtables.permissions.evaluations import can_evaluate, can_open_evaluation
from roundtables.reports.evaluations import MARKS, QUESTIONS, has_given, seal_of


class AlreadyOpened(Exception):
    """Somebody asked for an evaluation of this session before."""


class AlreadyGiven(Exception):
    """This person has filled in the form: an answer is never changed, since nobody knows which one is theirs."""


class ClosesTooSoon(Exception):
    """It would be closed before anybody could answer."""


class NothingFilledIn(Exception):
    """No question was answered, or with something that is no answer to it."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in: a mark from one to five a question, words, and whether its author signs it."""

    marks: Mapping[str, int]
    language: str
    words: str = ""
    signed: bool = False

    @property
    def is_sound(self) -> bool:
        known = all(name in QUESTIONS and mark in MARKS for name, mark in self.marks.items())
        return known and bool(self.marks or self.words.strip())


@transaction.atomic
def open_evaluation(*, by: User, session: Session, closes_at: datetime, at: datetime) -> Evaluation:
    """Ask those who attended what they thought; each of them with an account is written to."""
    require(can_open_evaluation(by, session, at))
    if closes_at <= at:
        raise ClosesTooSoon(closes_at)
    held = locked(session)
    require(can_open_evaluation(by, held, at))
    if Evaluation.objects.filter(session=held).exists():
        raise AlreadyOpened(held.key)
    evaluation = Evaluation.objects.create(session=held, opened_by=by, opened_at=at, closes_at=closes_at)
    _write_to_attendees(evaluation, at)
    record(
        by=by,
        verb=Verb.EVALUATED,
        about=held,
        key=held.key,
        at=at,
        closes_at=moment(closes_at),
    )
    return evaluation


def _write_to_attendees(evaluation: Evaluation, at: datetime) -> None:
    """The letter is the same for all, and goes whether or not somebody has answered: its state tells nothing."""
    session = evaluation.session
    there = Attendance.objects.standing().filter(session=session, user__isnull=False)
    write_letters(
        Letter.Kind.EVALUATION,
        User.objects.filter(pk__in=there.values("user")).order_by("pk"),
        at=at,
        once=session.key,
        matter={
            "sitting": session.key,
            "path": reverse("roundtables:evaluation", args=[session.key]),
            "closes_at": moment(evaluation.closes_at),
        },
    )


@transaction.atomic
def fill_in_evaluation(*, by: User, evaluation: Evaluation, filled: Filled, at: datetime) -> None:
    """Take somebody's answer, once. It gets no time, no author unless it is signed, and no entry in the ledger.

    Nothing is given back: whoever calls this learns no more of the answer than they knew.
    """
    require(can_evaluate(by, evaluation, at))
    # Two clicks wait for each other here: the second finds the seal of the first.
    evaluations = Evaluation.objects.select_for_update(no_key=True, of=("self",)).select_related("session")
    held = evaluations.get(pk=evaluation.pk)
    require(can_evaluate(by, held, at))
    if has_given(held, by):
        raise AlreadyGiven(held.session.key)
    if not filled.is_sound:
        raise NothingFilledIn
    EvaluationAnswer.objects.create(
        evaluation=held,
        marks=dict(sorted(filled.marks.items())),
        words=filled.words.strip(),
        language=filled.language,
        signed_by=by if filled.signed else None,
    )
    held.given = sorted([*held.given, seal_of(held.session, by)])
    held.save(update_fields=["given"])
