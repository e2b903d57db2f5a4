"""A session of any size: who was invited and came, what was said, concluded and corrected, and what they thought of it.

What the acts are measured by is made by the acts; accounts, houses, answers to invitations and filled forms are
rows, since hundreds of single acts would only make the same rows more slowly.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from consultation.models import Attribution, Category, Comment, Consultation, Membership, Organisation, User
from drafts.models import Clause, Version
from drafts.models.keys import new_key
from roundtables.actions.agenda_items import Entry, add_item
from roundtables.actions.attendance import Present, take_list
from roundtables.actions.evaluations import open_evaluation
from roundtables.actions.inputs import take_in
from roundtables.actions.interventions import Attributed, record_intervention
from roundtables.actions.inviting import list_for_session, send_invitations
from roundtables.actions.outcomes import Conclusion, Task, conclude
from roundtables.actions.records import publish_record
from roundtables.models import (
    AgendaItem,
    Correction,
    Evaluation,
    EvaluationAnswer,
    Intervention,
    Seat,
    Session,
    SessionOutcome,
)
from roundtables.reports.evaluations import QUESTIONS, seal_of
from tests import learning, make, records, sessions
from tests.benchmarks.revisions import Scribe

Kind = SessionOutcome.Kind
# Sena is of the secretariat and takes the record: nobody has more to see and to do.
RUNS_IT = "Sena"
ITEMS = 6


@dataclass(frozen=True, slots=True)
class Numbers:
    """How large a session is."""

    interventions: int
    people: int
    outcomes: int
    corrections: int

    @property
    def inputs(self) -> int:
        """How many interventions became inputs."""
        return self.interventions // 2


FEW, MANY = Numbers(6, 3, 3, 3), Numbers(300, 150, 40, 60)


@dataclass(frozen=True, slots=True)
class Room:
    """A session that was held, its notes complete and not yet circulated."""

    numbers: Numbers
    session: Session
    people: tuple[User, ...]
    said: tuple[Intervention, ...]
    inputs: tuple[Comment, ...]
    # The one that every input is on.
    clause: Clause


def draft(clauses: int) -> str:
    """A text with so many numbered paragraphs."""
    return "# Mobility\n\n" + "\n\n".join(
        f"{number}. The partners shall publish every year how long a decision of kind {number} takes."
        for number in range(1, clauses + 1)
    )


def on_the_table(now: datetime, clauses: int = 60) -> Consultation:
    """A published text in consultation."""
    began = now - timedelta(days=40)
    version = make.published(make.text(at=began), draft(clauses), at=began)
    # What later reports of progress are compared with.
    learning.reported(version.text.programme, began, released=True)
    return make.consultation(version, at=began, days=100)


def held(consultation: Consultation, numbers: Numbers, number: int, now: datetime) -> Room:
    """A session on a text: the `number`th, so that each has a clause and people of its own."""
    version = consultation.version
    session = _convened(version, now)
    people = _people(numbers.people, f"room{number}")
    _invited_and_there(session, people, now)
    clause = make.clause_that_says(version, f"of kind {number} takes")
    said = tuple(_said(session, people, clause, numbers.interventions))
    _concluded(session, people, said, numbers.outcomes, now)
    inputs = tuple(_taken_in(said[: numbers.inputs], clause, now))
    _evaluated(session, people, now)
    for place in range(numbers.outcomes):
        learning.committed(version.text.programme, words=f"Commitment {place}", clause=clause, at=now)
    learning.reported(version.text.programme, now, released=True)
    return Room(numbers, session, people, said, inputs, clause)


def found(session: Session) -> Room:
    """A session of many that was made before, read from the database."""
    said = tuple(Intervention.objects.filter(session=session).select_related("clause").in_order())
    people = tuple(User.objects.filter(seats__session=session).order_by("pk"))
    inputs = Comment.objects.filter(spoken__sitting=session).select_related("consultation").order_by("pk")
    clause = said[0].clause
    assert clause is not None, "everything is said on the clause"
    return Room(MANY, session, people, said, tuple(inputs), clause)


def circulated(room: Room, now: datetime) -> None:
    """The record sent to those who attended, who ask for corrections; every third of them is decided on."""
    until = now + timedelta(days=7)
    records.circulated(room.session, by=RUNS_IT, at=now, until=until)
    for number in range(room.numbers.corrections):
        said = room.said[number % len(room.said)]
        by = room.people[number % len(room.people)]
        asked = records.asked(room.session, "too long", f"{number} times too long", by=by, on=said, at=now)
        if number % 3 == 0:
            records.decided(asked, by=RUNS_IT, at=now)


def _convened(version: Version, now: datetime) -> Session:
    terms = replace(
        sessions.TERMS, starts_at=now - timedelta(hours=4), ends_at=now - timedelta(hours=1), seats=500
    )
    began = now - timedelta(days=30)
    session = sessions.session(Attribution.NAMED, on=version, terms=terms, rapporteur=RUNS_IT, at=began)
    clauses = list(Clause.objects.filter(text=version.text_id).order_by("pk"))[1:]
    for number in range(ITEMS):
        entry = Entry({"en": f"Item {number}"}, clauses=clauses[number * 3 : number * 3 + 3])
        add_item(by=make.person(RUNS_IT), session=session, entry=entry, key=new_key(), at=began)
    return session


def _people(number: int, called: str) -> tuple[User, ...]:
    """So many people with an account; every two of them are of one house."""
    accounts = User.objects.bulk_create(
        User(email=f"{called}-{at}@example.org", name=f"Speaker {called} {at}", shows_name=at % 5 > 0)
        for at in range(number)
    )
    categories = [each for each in Category if each]
    houses = Organisation.objects.bulk_create(
        Organisation(
            slug=f"{called}-house-{at}",
            name=f"House {at} of {called}",
            category=categories[at % len(categories)],
        )
        for at in range(-(-number // 2))
    )
    at = make.NOON
    Membership.objects.bulk_create(
        Membership(user=user, organisation=houses[place // 2], admitted_at=at)
        for place, user in enumerate(accounts)
    )
    return tuple(accounts)


def _heard(scribe: Scribe) -> str:
    """What somebody says in a minute: up to sixty words, no two alike."""
    return " ".join(scribe.clause().text.split()[:60])


def _house_of(people: tuple[User, ...]) -> dict[int, Organisation]:
    found = Membership.objects.filter(user__in=people).select_related("organisation")
    return {each.user_id: each.organisation for each in found if each.organisation}


def _invited_and_there(session: Session, people: tuple[User, ...], now: datetime) -> None:
    """Everybody is invited in person, four of five say that they come; all of them are there."""
    sena, houses = make.person(RUNS_IT), _house_of(people)
    before = session.starts_at - timedelta(days=2)
    list_for_session(by=sena, session=session, organisations=[], people=people, at=before)
    send_invitations(by=sena, session=session, at=before)
    saying = [each.pk for place, each in enumerate(people) if place % 5]
    seats = Seat.objects.filter(session=session, user__in=saying)
    seats.update(answer=Seat.Answer.YES, answered_at=before)
    there = [
        Present(user=each, organisation=houses[each.pk], category=houses[each.pk].category) for each in people
    ]
    take_list(by=sena, session=session, people=there, at=session.starts_at)


def _said(session: Session, people: tuple[User, ...], clause: Clause, number: int) -> Iterator[Intervention]:
    """One after the other, by one after the other, item after item of the agenda."""
    items, houses = list(AgendaItem.objects.filter(session=session)), _house_of(people)
    scribe = Scribe(number)
    for place in range(number):
        speaker = people[place % len(people)]
        house = houses[speaker.pk]
        moment = session.starts_at + timedelta(seconds=30 * place)
        yield record_intervention(
            by=make.person(RUNS_IT),
            session=session,
            key=new_key(),
            attributed=Attributed(
                Attribution.NAMED, speaker=speaker, organisation=house, category=house.category
            ),
            words=f"{_heard(scribe)} It takes too long.",
            language="en",
            said_at=moment,
            at=moment,
            item=items[place * len(items) // number],
            clause=clause,
        )


def _concluded(
    session: Session, people: tuple[User, ...], said: tuple[Intervention, ...], number: int, now: datetime
) -> None:
    """Recommendations, action points and disagreements in turn, each from one intervention and on its clause."""
    kinds = (Kind.RECOMMENDATION, Kind.ACTION_POINT, Kind.DISAGREEMENT)
    scribe, due = Scribe(number + 1), now.date() + timedelta(days=30)
    for place in range(number):
        kind, source = kinds[place % len(kinds)], said[place % len(said)]
        assert source.clause is not None, "everything is said on the clause"
        conclusion = Conclusion(
            kind,
            f"{_heard(scribe)} It takes too long.",
            "en",
            clauses=[source.clause],
            interventions=[source],
            task=Task(due, owner=people[place % len(people)]) if kind == Kind.ACTION_POINT else None,
        )
        conclude(by=make.person(RUNS_IT), session=session, conclusion=conclusion, key=new_key(), at=now)


def _taken_in(said: tuple[Intervention, ...], clause: Clause, now: datetime) -> Iterator[Comment]:
    """Made inputs on the one clause, every second of which is answered."""
    for place, each in enumerate(said):
        made = take_in(by=make.person(RUNS_IT), intervention=each, clause=clause, at=now)
        standing = made.standing
        standing.state = standing.State.VISIBLE
        standing.save()
        if place % 2:
            make.answered(made, at=now)
        yield made


def _evaluated(session: Session, people: tuple[User, ...], now: datetime) -> None:
    """Everybody but the first filled in the form."""
    evaluation: Evaluation = open_evaluation(
        by=make.person(RUNS_IT), session=session, closes_at=now + timedelta(days=14), at=now
    )
    scribe = Scribe(len(people))
    EvaluationAnswer.objects.bulk_create(
        EvaluationAnswer(
            evaluation=evaluation,
            marks=dict.fromkeys(QUESTIONS, 1 + place % 5),
            words=_heard(scribe),
            language="en",
        )
        for place, _each in enumerate(people[1:])
    )
    Evaluation.objects.filter(pk=evaluation.pk).update(
        given=sorted(seal_of(session, each) for each in people[1:])
    )


def adopted(room: Room, now: datetime) -> None:
    """Every correction decided on, the record signed by both, adopted, and published."""
    over = now + timedelta(days=8)
    waiting = Correction.objects.filter(version__record=room.session.pk, state=Correction.State.OPEN)
    for each in waiting.order_by("pk"):
        records.decided(each, Correction.State.REFUSED, by=RUNS_IT, at=over, answer="It was not said.")
    records.adopted(room.session, rapporteur=RUNS_IT, at=over)
    publish_record(by=make.person(RUNS_IT), session=room.session, at=over)
