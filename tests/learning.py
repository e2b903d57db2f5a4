"""What is learnt, for tests, made by calling actions: evaluations, commitments, steps and progress reports."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from consultation.models import Attribution, Organisation, User
from drafts.models import Clause, Programme, Version
from drafts.models.keys import new_key
from roundtables.actions.commitments import Promise, Step, follow_up, record_commitment
from roundtables.actions.evaluations import Filled, fill_in_evaluation, open_evaluation
from roundtables.actions.outcomes import Conclusion, Task, conclude
from roundtables.actions.progress import make_progress_report, release_progress_report
from roundtables.models import (
    Commitment,
    Evaluation,
    Office,
    ProgressReport,
    Record,
    Series,
    Session,
    SessionOutcome,
)
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
    number: int = 0,
    *,
    session: Session | None = None,
    on: Version | None = None,
    at: datetime = OPENED,
    by: str = sessions.REMY,
) -> Evaluation:
    """An evaluation that Sena asks for, of a session with so many attendees."""
    session = session or sessions.session(Attribution.CATEGORY, on=on)
    attendees(number, of=session, by=by)
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


DUE = date(2017, 9, 1)
WORDS = {"en": "Publish the average time of a decision.", "fr": "Publier la durée moyenne d’une décision."}


def committed(
    programme: Programme,
    *,
    words: str = WORDS["en"],
    owner: User | None = None,
    organisation: Organisation | None = None,
    body: str = "",
    clause: Clause | None = None,
    due_on: date = DUE,
    at: datetime = make.NOON,
) -> Commitment:
    """A commitment that Sena records, of the Kingdom of Atlantis unless told otherwise."""
    body = body or ("" if owner or organisation else "Kingdom of Atlantis")
    promise = Promise(
        words={**WORDS, "en": words},
        due_on=due_on,
        owner=owner,
        organisation=organisation,
        body=body,
        clause=clause,
    )
    return record_commitment(
        by=make.secretariat(), programme=programme, promise=promise, key=new_key(), at=at
    )


def followed(
    commitment: Commitment,
    state: Commitment.State = Commitment.State.DONE,
    *,
    by: User | None = None,
    due_on: date | None = None,
    evidence: str = "It was published.",
    at: datetime = make.NOON,
) -> Commitment:
    """A step that Sena adds unless told otherwise; the commitment as it stands then."""
    found = Commitment.objects.get(pk=commitment.pk)
    step = Step(state=state, due_on=due_on or found.due_on, language="en", evidence=evidence)
    seen = found.steps.count()
    follow_up(by=by or make.person("Sena"), commitment=found, step=step, seen=seen, at=at)
    return Commitment.objects.get(pk=commitment.pk)


def action_point(
    session: Session,
    *,
    owner: User | None = None,
    organisation: Organisation | None = None,
    due_on: date = DUE,
    at: datetime = make.NOON,
) -> Commitment:
    """An action point that the rapporteur of a session records, as the commitment that it becomes."""
    task = Task(due_on=due_on, owner=owner, organisation=organisation)
    conclusion = Conclusion(SessionOutcome.Kind.ACTION_POINT, "Send the figures.", "en", task=task)
    by = Office.objects.filter(session=session, part=Office.Part.RAPPORTEUR, ended_at=None)[0].user
    outcome = conclude(by=by, session=session, conclusion=conclusion, key=new_key(), at=at)
    return Commitment.objects.get(outcome=outcome)


def record_published(session: Session, at: datetime = make.NOON) -> None:
    """The record of a session as it is once it is adopted and published."""
    Record.objects.filter(session=session).update(
        state=Record.State.ADOPTED, adopted_at=at, published_at=at, published_by=make.person("Sena")
    )


def in_series(*held: Session, at: datetime = make.NOON) -> Series:
    """Sessions brought together in a series of spring."""
    series = Series.objects.create(
        slug=f"spring-{held[0].key}",
        programme=held[0].programme,
        title={"en": "Round tables of spring", "fr": "Tables rondes du printemps"},
        opened_at=at,
    )
    Session.objects.filter(pk__in=[each.pk for each in held]).update(series=series)
    return series


def reported(programme: Programme, at: datetime, *, released: bool = False) -> ProgressReport:
    """A progress report on a day, made by Sena at that time."""
    sena = make.secretariat()
    report = make_progress_report(by=sena, programme=programme, on=at.date(), at=at)
    if released:
        release_progress_report(by=sena, report=report, at=at)
    return ProgressReport.objects.select_related("programme").get(pk=report.pk)
