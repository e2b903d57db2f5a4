"""Who may do what, when: one table of person × verb × phase, and the page of it in docs/permissions.md."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from consultation import permissions as voices
from consultation.models import Category, Comment, Consultation, Reply
from consultation.permissions import threads
from drafts import permissions as texts
from drafts.actions.grants import grant_role
from drafts.models import Position, Role, Text, Version
from drafts.permissions import Visitor
from tests import make
from tests.threads import asked

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"

# In the order of the columns. "Ravi" is a committee member, but of another text.
PEOPLE = ("public", "Nils", "Olga", "Omar", "Mia", "Ravi", "Paul", "Chloé", "Sena")
WHO = {
    "public": "the public",
    "Nils": "an account without more",
    "Olga": "the observer who wrote the comment",
    "Omar": "another observer",
    "Mia": "a committee member",
    "Ravi": "a member of another committee",
    "Paul": "the penholder",
    "Chloé": "the chair",
    "Sena": "the secretariat",
}
PHASES = ("announced", "open", "closed")


@dataclass(frozen=True)
class Scene:
    """One text with a published and a working version, a consultation, and a visible comment of Olga's."""

    text: Text
    published: Version
    consultation: Consultation
    comment: Comment
    position: Position
    request: Reply
    answered: Comment

    def at(self, phase: str) -> datetime:
        return {
            "announced": self.consultation.opens_at - timedelta(days=1),
            "open": self.consultation.opens_at,
            "closed": self.consultation.closes_at,
        }[phase]


type Question = Callable[[Visitor, Scene, str], object]

QUESTIONS: dict[str, Question] = {
    "read a published version": lambda who, scene, _: texts.visible_versions(who, scene.text).published(),
    "read the version in work": lambda who, scene, _: texts.visible_versions(who, scene.text).working(),
    "comment": lambda who, scene, phase: voices.can_comment(who, scene.consultation, scene.at(phase)),
    "read a visible comment": lambda who, scene, _: voices.visible_comments(who).filter(pk=scene.comment.pk),
    "withdraw the comment": lambda who, scene, _: voices.can_withdraw(who, scene.comment),
    "moderate the comment": lambda who, scene, _: voices.can_moderate(who, scene.comment),
    "see the desk": lambda who, scene, _: voices.can_see_desk(who, scene.text),
    "edit the working version": lambda who, scene, _: texts.can_revise(who, scene.text),
    "answer the comment": lambda who, scene, _: voices.can_dispose(who, scene.comment),
    "endorse the comment": lambda who, scene, phase: threads.can_endorse(who, scene.comment, scene.at(phase)),
    "reply to the comment": lambda who, scene, phase: threads.can_reply(who, scene.comment, scene.at(phase)),
    "ask the author what is meant": lambda who, scene, _: threads.can_ask(who, scene.comment),
    "say what was meant": lambda who, scene, _: threads.can_clarify(who, scene.request),
    "moderate a reply of the committee": lambda who, scene, _: threads.can_screen(who, scene.request),
    "merge it with others that say the same": lambda who, scene, _: threads.can_merge(who, scene.comment),
    "accept or contest its answer": lambda who, scene, _: threads.can_react(who, scene.answered),
    "put an amendment": lambda who, scene, _: texts.can_propose(who, scene.text),
    "decide on an amendment": lambda who, scene, _: texts.can_decide(who, scene.text),
    "change the structure": lambda who, scene, _: texts.can_restructure(who, scene.text),
    "state a position": lambda who, scene, _: texts.can_take_position(who, scene.text),
    "read the position of a committee member": lambda who, scene, _: texts.visible_positions(
        who, scene.text
    ).filter(pk=scene.position.pk),
    "publish or end that position": lambda who, scene, _: texts.can_disclose(who, scene.position),
    "import a draft": lambda who, scene, _: texts.can_import(who, scene.text),
    "sign clauses or send them back": lambda who, scene, _: texts.can_sign(who, scene.text),
    "publish": lambda who, scene, _: texts.can_publish(who, scene.text),
    "put a version under silence": lambda who, scene, _: texts.can_open_silence(who, scene.text),
    "break the silence": lambda who, scene, _: texts.can_break_silence(who, scene.text),
    "adopt a text": lambda who, scene, _: texts.can_adopt(who, scene.text),
    "record a reservation": lambda who, scene, _: texts.can_reserve(who, scene.text),
    "open a consultation": lambda who, scene, _: voices.can_open_consultation(who, scene.published),
    "admit participants": lambda who, _scene, _: voices.can_admit(who),
    "give roles": lambda who, _scene, _: texts.can_grant(who),
    "open a programme": lambda who, _scene, _: texts.can_open_programme(who),
}

ALL = set(PEOPLE)
COMMITTEE = {"Mia", "Paul", "Chloé"}
TABLE = {
    "read a published version": ALL,
    "read the version in work": COMMITTEE | {"Sena"},
    "comment": {"Olga", "Omar"},
    "read a visible comment": ALL,
    "withdraw the comment": {"Olga"},
    "moderate the comment": COMMITTEE | {"Sena"},
    "see the desk": COMMITTEE | {"Sena"},
    "edit the working version": {"Mia", "Paul"},
    "answer the comment": COMMITTEE,
    "endorse the comment": {"Omar"},
    "reply to the comment": COMMITTEE | {"Olga", "Omar"},
    "ask the author what is meant": COMMITTEE,
    "say what was meant": {"Olga"},
    "moderate a reply of the committee": {"Paul", "Chloé", "Sena"},
    "merge it with others that say the same": COMMITTEE,
    "accept or contest its answer": {"Olga"},
    "put an amendment": COMMITTEE,
    "decide on an amendment": {"Mia", "Paul"},
    "change the structure": {"Paul"},
    "state a position": COMMITTEE,
    "read the position of a committee member": COMMITTEE,
    "publish or end that position": {"Mia"},
    "import a draft": {"Paul", "Sena"},
    "sign clauses or send them back": {"Chloé"},
    "publish": {"Chloé"},
    "put a version under silence": {"Chloé"},
    "break the silence": COMMITTEE,
    "adopt a text": {"Chloé"},
    "record a reservation": COMMITTEE,
    "open a consultation": {"Sena"},
    "admit participants": {"Sena"},
    "give roles": {"Sena"},
    "open a programme": {"Sena"},
}
# What hangs on the phase of the consultation; everything else is the same in all three.
ONLY_WHILE_OPEN = {"comment", "endorse the comment"}
# The committee replies until the text is adopted.
THE_COMMITTEE_ALWAYS = {"reply to the comment"}


@pytest.fixture
def scene() -> Scene:
    consultation = make.consultation()
    comment = make.comment(make.Said("short-stay"), by=make.olga(), on=consultation)
    make.omar()
    make.person("Nils")
    other = make.text("other-text")
    grant_role(by=make.secretariat(), to=make.person("Ravi"), role=Role.MEMBER, text=other, at=make.NOON)
    text = consultation.version.text
    position = make.taken(text, "bilateral", by="Mia")
    answered = make.comment(make.Said("researchers"), by=make.olga(), on=consultation)
    make.answered(answered)
    answered = Comment.objects.select_related("standing__disposition").get(pk=answered.pk)
    request = asked(comment)
    return Scene(text, consultation.version, consultation, comment, position, request, answered)


def visitor(name: str) -> Visitor:
    return AnonymousUser() if name == "public" else make.person(name)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("verb", QUESTIONS)
def test_the_table_holds(scene: Scene, verb: str, phase: str) -> None:
    expected = TABLE[verb] if phase == "open" or verb not in ONLY_WHILE_OPEN else set()
    if verb in THE_COMMITTEE_ALWAYS and phase != "open":
        expected = expected & COMMITTEE

    assert {name for name in PEOPLE if QUESTIONS[verb](visitor(name), scene, phase)} == expected


def test_every_refusal_gives_its_reason(scene: Scene) -> None:
    for verb, question in QUESTIONS.items():
        for name in PEOPLE:
            answer = question(visitor(name), scene, "closed")
            if not answer and hasattr(answer, "reason"):
                assert answer.reason, f"{name} is not told why they may not {verb}"


def test_a_category_that_is_not_asked_cannot_comment(scene: Scene) -> None:
    scene.consultation.categories = [Category.ACADEMIA]

    decision = voices.can_comment(make.olga(), scene.consultation, scene.at("open"))

    assert not decision
    assert "other categories" in decision.reason


def test_nobody_moderates_their_own_organisation(scene: Scene) -> None:
    member_of_both = make.olga()
    grant_role(by=make.secretariat(), to=member_of_both, role=Role.MEMBER, text=scene.text, at=make.NOON)

    assert "own organisation" in voices.can_moderate(member_of_both, scene.comment).reason


def test_the_page_of_permissions_is_this_table() -> None:
    if os.environ.get("WRITE_PAGES"):
        PAGE.write_text(page())

    assert PAGE.read_text() == page(), "write it again: WRITE_PAGES=1 pytest tests/test_permissions.py"


def page() -> str:
    """The table as docs/permissions.md has it."""
    lines = [
        "# Who may do what",
        "",
        "Made from the table in tests/test_permissions.py, which holds the program to it. Do not edit.",
        "",
        f"| | {' | '.join(WHO[name] for name in PEOPLE)} |",
        f"|---|{'---|' * len(PEOPLE)}",
    ]
    for verb, allowed in TABLE.items():
        when = " (while the consultation is open)" if verb in ONLY_WHILE_OPEN else ""
        when = " (participants while the consultation is open)" if verb in THE_COMMITTEE_ALWAYS else when
        lines.append(f"| {verb}{when} | {' | '.join('yes' if name in allowed else '' for name in PEOPLE)} |")
    lines += [
        "",
        (
            "Nobody moderates a comment of their own organisation. A comment is withdrawn by its author alone, "
            "and only before it is answered. A superuser gives the first secretariat its role."
        ),
    ]
    return "\n".join(lines) + "\n"
