"""Who may do what with a session that is convened, cancelled or adopted: person × verb × state."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser

from drafts.permissions import Visitor
from roundtables.actions.changing import cancel_session
from roundtables.actions.documents import About, add_link
from roundtables.models import Record, Session, SessionDocument
from roundtables.permissions import convening
from roundtables.permissions.sessions import can_convene, can_run
from tests import make, sessions
from tests.roundtables.convened import asked

pytestmark = pytest.mark.django_db

PEOPLE = ("public", "Nils", "Olga", "Omar", "Mia", "Remy", "Chloé", "Sena")
STATES = ("coming", "said", "cancelled", "adopted")


@dataclass(frozen=True)
class Scene:
    """A session that Olga attended and Omar's organisation is invited to, with a paper for them."""

    session: Session
    paper: SessionDocument


type Question = Callable[[Visitor, Scene], object]
QUESTIONS: dict[str, Question] = {
    "convene a session": lambda who, scene: can_convene(who, scene.session.programme),
    "give offices": lambda who, scene: can_run(who, scene.session),
    "change its terms and its agenda": lambda who, scene: convening.can_change(who, scene.session),
    "cancel it": lambda who, scene: convening.can_cancel(who, scene.session),
    "add and remove documents": lambda who, scene: convening.can_add_documents(who, scene.session),
    "have what is for those who take part": lambda who, scene: convening.visible_documents(
        who, scene.session
    ).filter(pk=scene.paper.pk),
}
ALWAYS = {
    "convene a session": {"Sena"},
    "add and remove documents": {"Remy", "Chloé", "Sena"},
    "have what is for those who take part": {"Olga", "Omar", "Remy", "Chloé", "Sena"},
}
TABLE: dict[str, dict[str, set[str]]] = {
    "coming": {"give offices": {"Sena"}, "change its terms and its agenda": {"Sena"}, "cancel it": {"Sena"}},
    "said": {"give offices": {"Sena"}, "change its terms and its agenda": {"Sena"}},
    "cancelled": {},
    "adopted": {"give offices": {"Sena"}},
}


@pytest.fixture
def scene() -> Scene:
    session = sessions.session()
    sessions.attended_by(session, make.olga())
    asked(session, organisation=make.body_of(make.omar()))
    about = About(SessionDocument.Kind.PAPER, "A paper", "en", SessionDocument.Audience.ATTENDEES)
    paper = add_link(
        by=make.secretariat(),
        session=session,
        about=about,
        link="https://papers.example.org/1",
        key="paper01",
        at=make.NOON,
    )
    return Scene(session, paper)


def brought(scene: Scene, state: str) -> Scene:
    """The session in one of the states."""
    if state == "cancelled":
        because = {"en": "It rains."}
        cancelled = cancel_session(
            by=make.secretariat(), session=scene.session, because=because, at=make.NOON
        )
        return Scene(cancelled, scene.paper)
    if state in {"said", "adopted"}:
        sessions.intervention(scene.session)
    if state == "adopted":
        # Adopting belongs to another part of the house; here only what it leaves behind matters.
        Record.objects.filter(session=scene.session).update(state="adopted", adopted_at=make.NOON)
    return scene


def visitor(name: str) -> Visitor:
    return AnonymousUser() if name == "public" else make.person(name)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", QUESTIONS)
def test_the_table_holds(scene: Scene, verb: str, state: str) -> None:
    now = brought(scene, state)
    expected = ALWAYS.get(verb) or TABLE[state].get(verb, set())

    assert {name for name in PEOPLE if QUESTIONS[verb](visitor(name), now)} == expected


@pytest.mark.parametrize("state", STATES)
def test_every_refusal_gives_its_reason(scene: Scene, state: str) -> None:
    now = brought(scene, state)
    for verb, question in QUESTIONS.items():
        for name in PEOPLE:
            answer = question(visitor(name), now)
            if not answer and hasattr(answer, "reason"):
                assert answer.reason, f"{name} is not told why they may not {verb}"
