"""Who may do what with what is learnt from sessions: person × question × state, and nobody else may."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from consultation.models import User
from roundtables.models import Commitment, Evaluation, Session
from roundtables.permissions.commitments import can_follow_up, can_record_commitment
from roundtables.permissions.evaluations import (
    can_evaluate,
    can_open_evaluation,
    knows_evaluation,
    reads_open_words,
    sees_results,
)
from roundtables.permissions.progress import can_report
from tests import learning, make, sessions
from tests.learning import CLOSED, CLOSES, OPENED

pytestmark = pytest.mark.django_db
# Remy takes the record, Chloé chairs, Sena runs it; Olga attended, Omar did not; Mia owns the action point.
PEOPLE = ("Nils", "Omar", "Olga", "Mia", "Paul", "Chloé", "Remy", "Sena")
HOLD = {"Chloé", "Remy", "Sena"}
KNOW = {*HOLD, "Olga"}


@dataclass(frozen=True)
class Scene:
    """A session that Olga attended, its evaluation and its action point, and a commitment of Omar’s house."""

    session: Session
    evaluation: Evaluation
    action_point: Commitment
    commitment: Commitment


type Question = Callable[[User, Scene, datetime], object]

# The question, when, and who gets a yes.
TABLE: list[tuple[str, Question, datetime, set[str]]] = [
    (
        "open too early",
        lambda user, of, at: can_open_evaluation(user, of.session, at),
        sessions.STARTS,
        set(),
    ),
    (
        "open after the end",
        lambda user, of, at: can_open_evaluation(user, of.session, at),
        OPENED,
        {"Remy", "Sena"},
    ),
    ("evaluate", lambda user, of, at: can_evaluate(user, of.evaluation, at), OPENED, {"Olga"}),
    ("evaluate too late", lambda user, of, at: can_evaluate(user, of.evaluation, at), CLOSES, set()),
    ("know of it", lambda user, of, _at: knows_evaluation(user, of.session), OPENED, KNOW),
    ("results while open", lambda user, of, at: sees_results(user, of.evaluation, at), OPENED, set()),
    ("results", lambda user, of, at: sees_results(user, of.evaluation, at), CLOSED, KNOW),
    ("open words", lambda user, of, _at: reads_open_words(user, of.evaluation), CLOSED, HOLD),
    ("record", lambda user, of, _at: can_record_commitment(user, of.session.programme), OPENED, {"Sena"}),
    (
        "follow an action point",
        lambda user, of, _at: can_follow_up(user, of.action_point),
        OPENED,
        {"Mia", "Sena"},
    ),
    (
        "follow a commitment",
        lambda user, of, _at: can_follow_up(user, of.commitment),
        OPENED,
        {"Omar", "Sena"},
    ),
    ("report", lambda user, of, _at: can_report(user, of.session.programme), OPENED, {"Sena"}),
]


@pytest.fixture
def scene() -> Scene:
    session = sessions.session()
    omar = make.omar()
    sessions.attended_by(session, make.olga())
    make.person("Nils")
    return Scene(
        session=session,
        evaluation=learning.asked(session=session),
        action_point=learning.action_point(session, owner=make.person("Mia")),
        commitment=learning.committed(session.programme, organisation=make.body_of(omar)),
    )


@pytest.mark.parametrize(("question", "at", "yes"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_who_may(scene: Scene, question: Question, at: datetime, yes: set[str]) -> None:
    assert {name for name in PEOPLE if question(make.person(name), scene, at)} == yes


def test_nobody_asks_for_an_evaluation_of_a_cancelled_session(scene: Scene) -> None:
    scene.session.cancelled_at = OPENED + timedelta(days=1)

    assert not can_open_evaluation(make.person("Sena"), scene.session, OPENED)


def test_a_refusal_says_why(scene: Scene) -> None:
    nils = make.person("Nils")
    refusals = [
        can_open_evaluation(nils, scene.session, OPENED),
        can_evaluate(nils, scene.evaluation, OPENED),
        can_record_commitment(nils, scene.session.programme),
        can_follow_up(nils, scene.commitment),
        can_report(nils, scene.session.programme),
    ]

    assert [each.allowed for each in refusals] == [False] * 5
    assert len({each.reason for each in refusals}) == 5
