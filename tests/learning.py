"""What is learnt, for tests, made by calling actions: evaluations, commitments, steps and progress reports."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from consultation.models import Attribution, User
from drafts.models import Version
from roundtables.actions.evaluations import Filled, fill_in_evaluation, open_evaluation
from roundtables.models import Evaluation, Session
from roundtables.reports.evaluations import QUESTIONS
from tests import make, sessions

# The session of `sessions.session()` was held the day before.
OPENED = make.NOON
CLOSES = OPENED + timedelta(days=14)
CLOSED = CLOSES + timedelta(seconds=1)
MARKS = dict.fromkeys(QUESTIONS, 4)


def attendees(number: int, *, of: Session, by: str = sessions.REMY) -> list[User]:
    """So many people with an account who were there in their own name: Att1, Att2 and so on."""
    people = [make.person(f"Att{at}") for at in range(1, number + 1)]
    sessions.attended_by(of, *people, by=by)
    return people


def asked(
    number: int = 0, *, session: Session | None = None, on: Version | None = None, at: datetime = OPENED
) -> Evaluation:
    """An evaluation that Sena asks for, of a session with so many attendees."""
    session = session or sessions.session(Attribution.CATEGORY, on=on)
    attendees(number, of=session)
    return open_evaluation(by=make.person("Sena"), session=session, closes_at=at + timedelta(days=14), at=at)


def filled(
    evaluation: Evaluation,
    by: User,
    *,
    marks: Mapping[str, int] = MARKS,
    words: str = "",
    signed: bool = False,
    at: datetime = OPENED,
) -> None:
    """Somebody fills in the form."""
    answer = Filled(marks=marks, words=words, language="en", signed=signed)
    fill_in_evaluation(by=by, evaluation=evaluation, filled=answer, at=at)
