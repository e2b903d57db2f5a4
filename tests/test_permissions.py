"""Who may do what, when: one table of person × verb × phase, and the page of it in docs/permissions.md."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from consultation import permissions as voices
from consultation.actions.organisations import appoint_coordinator
from consultation.models import (
    Category,
    Comment,
    CommentDraft,
    Consultation,
    Membership,
    Moderation,
    Reply,
    Signature,
    Standing,
)
from consultation.permissions import figures, moderation, threads
from consultation.permissions import letters as post
from consultation.permissions import opening as rounds
from consultation.permissions import registrations as entrance
from consultation.permissions.accounts import can_close_account, can_keep_account
from consultation.permissions.organisations import can_coordinate, can_read_drafts, can_share
from consultation.permissions.signatures import can_cosign
from drafts import permissions as texts
from drafts.actions.grants import grant_role
from drafts.models import Position, Role, Text, Version
from drafts.permissions import Visitor
from tests import houses, make
from tests.threads import asked

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"

# In the order of the columns. "Ravi" is a committee member, but of another text.
PEOPLE = ("public", "Nils", "Olga", "Omar", "Mia", "Ravi", "Paul", "Chloé", "Sena")
WHO = {
    "public": "the public",
    "Nils": "an account without more",
    "Olga": "the observer who wrote the comment",
    "Omar": "another observer, who coordinates",
    "Mia": "a committee member",
    "Ravi": "a member of another committee",
    "Paul": "the penholder",
    "Chloé": "the chair",
    "Sena": "the secretariat",
}
PHASES = ("announced", "open", "closed", "answered")


@dataclass(frozen=True)
class Scene:
    """One text with a published and a working version, a consultation, and a visible comment of Olga's."""

    text: Text
    published: Version
    consultation: Consultation
    comment: Comment
    position: Position
    returned: Moderation
    request: Reply
    answered: Comment

    def at(self, phase: str) -> datetime:
        return {
            "announced": self.consultation.opens_at - timedelta(days=1),
            "open": self.consultation.opens_at,
            "closed": self.consultation.closes_at,
            "answered": self.consultation.closes_at + timedelta(days=1),
        }[phase]


type Question = Callable[[Visitor, Scene, str], object]

QUESTIONS: dict[str, Question] = {
    "read a published version": lambda who, scene, _: texts.visible_versions(who, scene.text).published(),
    "read the version in work": lambda who, scene, _: texts.visible_versions(who, scene.text).working(),
    "comment": lambda who, scene, phase: voices.can_comment(who, scene.consultation, scene.at(phase)),
    "read a visible comment": lambda who, scene, _: voices.visible_comments(who).filter(pk=scene.comment.pk),
    "withdraw the comment": lambda who, scene, _: voices.can_withdraw(who, scene.comment),
    "moderate the comment": lambda who, scene, _: voices.can_moderate(who, scene.comment),
    "read the log of moderation": lambda who, scene, _: moderation.can_read_log(who, scene.text),
    "answer the moderator who returned it": lambda who, scene, _: moderation.can_answer_moderator(
        who, scene.returned
    ),
    "see the desk": lambda who, scene, _: voices.can_see_desk(who, scene.text),
    "edit the working version": lambda who, scene, _: texts.can_revise(who, scene.text),
    "answer the comment": lambda who, scene, _: voices.can_dispose(who, scene.comment),
    "endorse the comment": lambda who, scene, phase: threads.can_endorse(who, scene.comment, scene.at(phase)),
    "reply to the comment": lambda who, scene, phase: threads.can_reply(who, scene.comment, scene.at(phase)),
    "ask the author what is meant": lambda who, scene, _: threads.can_ask(who, scene.comment),
    "say what was meant": lambda who, scene, _: threads.can_clarify(who, scene.request),
    "moderate a reply of the committee": lambda who, scene, _: threads.can_screen(who, scene.request),
    "merge it with others that say the same": lambda who, scene, phase: threads.can_merge(
        who, scene.comment, scene.at(phase)
    ),
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
    "read the consultation report as a draft": lambda who, scene, _: figures.can_read_report(
        who, scene.consultation
    ),
    "release the consultation report": lambda who, scene, phase: figures.can_release_report(
        who, scene.consultation, scene.at(phase)
    ),
    "look after letters that did not arrive": lambda who, _scene, _: post.can_see_letters(who),
    "choose how often Olga is written to": lambda who, _scene, _: post.can_choose_pace(who, make.olga()),
    "switch Olga’s address on again": lambda who, _scene, _: post.can_revive(who, make.olga()),
    "give roles": lambda who, _scene, _: texts.can_grant(who),
    "sign the comment for an organisation": lambda who, scene, phase: can_cosign(
        who, scene.comment, scene.at(phase)
    ),
    "act for the other observer’s organisation": lambda who, _scene, _: can_coordinate(
        who, make.body_of(make.omar())
    ),
    "read what is shared inside it": lambda who, _scene, _: can_read_drafts(who, make.body_of(make.omar())),
    "share a draft of the first observer": lambda who, scene, _: can_share(
        who, CommentDraft(author=scene.comment.author)
    ),
    "open a programme": lambda who, _scene, _: texts.can_open_programme(who),
    "take along what is kept of oneself": lambda who, _scene, _: can_keep_account(who),
    "close one's own account": lambda who, _scene, _: can_close_account(who),
    "ask to take part": lambda who, _scene, _: entrance.can_apply(who),
    "vet a registration": lambda who, _scene, _: entrance.can_vet(who),
    "invite participants": lambda who, _scene, _: entrance.can_invite(who),
    "change the terms of a consultation": lambda who, scene, phase: rounds.can_change(
        who, scene.consultation, scene.at(phase)
    ),
    "put guiding questions": lambda who, scene, phase: rounds.can_ask(
        who, scene.consultation, scene.at(phase)
    ),
    "extend a consultation": lambda who, scene, phase: rounds.can_extend(
        who, scene.consultation, scene.at(phase)
    ),
    "keep a half-written comment": lambda who, scene, phase: voices.can_keep_draft(
        who, scene.consultation, scene.at(phase)
    ),
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
    "read the log of moderation": COMMITTEE | {"Sena"},
    "answer the moderator who returned it": {"Olga"},
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
    "read the consultation report as a draft": COMMITTEE | {"Sena"},
    "release the consultation report": {"Sena"},
    "look after letters that did not arrive": {"Sena"},
    "choose how often Olga is written to": {"Olga"},
    "switch Olga’s address on again": {"Olga", "Sena"},
    "give roles": {"Sena"},
    "sign the comment for an organisation": {"Omar"},
    "act for the other observer’s organisation": {"Omar", "Sena"},
    "read what is shared inside it": {"Omar"},
    "share a draft of the first observer": {"Olga"},
    "open a programme": {"Sena"},
    "take along what is kept of oneself": ALL - {"public"},
    "close one's own account": {"Nils", "Olga", "Omar"},
    "ask to take part": ALL - {"public", "Olga", "Omar"},
    "vet a registration": {"Sena"},
    "invite participants": {"Sena"},
    "change the terms of a consultation": {"Sena"},
    "put guiding questions": {"Sena"},
    "extend a consultation": {"Sena"},
    "keep a half-written comment": {"Olga", "Omar"},
}
# What hangs on the phase of the consultation; everything else is the same in all four.
IN_PHASES = {
    "comment": ("open",),
    "withdraw the comment": ("announced", "open", "closed"),
    "change the terms of a consultation": ("announced", "open"),
    "put guiding questions": ("announced", "open"),
    "extend a consultation": ("open", "closed", "answered"),
    "keep a half-written comment": ("open", "closed", "answered"),
    "sign the comment for an organisation": ("open",),
    "release the consultation report": ("closed", "answered"),
    "endorse the comment": ("open",),
}
WHEN = {
    ("open",): " (while the consultation is open)",
    ("announced", "open"): " (until it closes)",
    ("announced", "open", "closed"): " (until it is answered)",
    ("open", "closed", "answered"): " (once it has opened)",
    ("closed", "answered"): " (once it has closed)",
}
# Who comments, by whom the consultation asks.
AUDIENCES = {
    Consultation.Audience.REGISTERED: {"Olga", "Omar"},
    Consultation.Audience.NAMED: {"Omar"},
    Consultation.Audience.PUBLIC: set(PEOPLE) - {"public"},
}
# The committee replies until the text is adopted.
THE_COMMITTEE_ALWAYS = {"reply to the comment"}


@pytest.fixture
def scene() -> Scene:
    consultation = make.consultation()
    comment = make.comment(make.Said("short-stay"), by=make.olga(), on=consultation)
    seat = houses.seat(make.omar())
    appoint_coordinator(by=make.secretariat(), membership=seat, at=make.NOON)
    make.person("Nils")
    other = make.text("other-text")
    grant_role(by=make.secretariat(), to=make.person("Ravi"), role=Role.MEMBER, text=other, at=make.NOON)
    text = consultation.version.text
    position = make.taken(text, "bilateral", by="Mia")
    kept_back = make.comment(make.Said("students"), by=make.olga(), on=consultation, visible=False)
    make.kept_back(kept_back, Standing.State.RETURNED)
    returned = Moderation.objects.select_related("comment").get(comment=kept_back)
    answered = make.comment(make.Said("researchers"), by=make.olga(), on=consultation)
    make.answered(answered)
    answered = Comment.objects.select_related("standing__disposition").get(pk=answered.pk)
    request = asked(comment)
    return Scene(text, consultation.version, consultation, comment, position, returned, request, answered)


def visitor(name: str) -> Visitor:
    return AnonymousUser() if name == "public" else make.person(name)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("verb", QUESTIONS)
def test_the_table_holds(scene: Scene, verb: str, phase: str) -> None:
    expected = TABLE[verb] if phase in IN_PHASES.get(verb, PHASES) else set()
    if phase == "answered":
        make.answered(scene.comment, at=scene.at("closed"))
    if verb in THE_COMMITTEE_ALWAYS and phase != "open":
        expected = expected & COMMITTEE

    assert {name for name in PEOPLE if QUESTIONS[verb](visitor(name), scene, phase)} == expected


def test_every_refusal_gives_its_reason(scene: Scene) -> None:
    for verb, question in QUESTIONS.items():
        for name in PEOPLE:
            answer = question(visitor(name), scene, "closed")
            if not answer and hasattr(answer, "reason"):
                assert answer.reason, f"{name} is not told why they may not {verb}"


@pytest.mark.parametrize("audience", AUDIENCES)
def test_who_comments_hangs_on_who_is_asked(scene: Scene, audience: Consultation.Audience) -> None:
    scene.consultation.audience = audience
    if audience == Consultation.Audience.NAMED:
        scene.consultation.organisations.add(make.body_of(make.omar()))

    asked = {
        name for name in PEOPLE if voices.can_comment(visitor(name), scene.consultation, scene.at("open"))
    }
    assert asked == AUDIENCES[audience]


def test_a_category_that_is_not_asked_cannot_comment(scene: Scene) -> None:
    scene.consultation.audience = Consultation.Audience.NAMED
    scene.consultation.categories = [Category.ACADEMIA]

    decision = voices.can_comment(make.olga(), scene.consultation, scene.at("open"))

    assert not decision
    assert "other categories" in decision.reason


def test_nobody_moderates_their_own_organisation(scene: Scene) -> None:
    member_of_both = make.olga()
    grant_role(by=make.secretariat(), to=member_of_both, role=Role.MEMBER, text=scene.text, at=make.NOON)

    assert "own organisation" in voices.can_moderate(member_of_both, scene.comment).reason


def test_nobody_moderates_what_they_said_in_their_own_name(scene: Scene) -> None:
    nils = make.person("Nils")
    Membership.objects.create(user=nils, category=Category.ACADEMIA, admitted_at=make.NOON)
    said = make.comment(make.Said("students"), by=nils, on=scene.consultation, visible=False)
    grant_role(by=make.secretariat(), to=nils, role=Role.MEMBER, text=scene.text, at=make.NOON)

    assert voices.can_moderate(nils, scene.comment)
    assert "their own comment" in voices.can_moderate(nils, said).reason


def test_nobody_moderates_what_their_organisation_signed_until_it_takes_that_back(scene: Scene) -> None:
    omar = make.omar()
    grant_role(by=make.secretariat(), to=omar, role=Role.MEMBER, text=scene.text, at=make.NOON)
    assert voices.can_moderate(omar, scene.comment)
    signature = Signature.objects.create(
        comment=scene.comment, organisation=make.body_of(omar), signed_by=omar, signed_at=make.NOON
    )
    assert "has signed" in voices.can_moderate(omar, scene.comment).reason
    signature.withdrawn_by, signature.withdrawn_at = omar, make.NOON
    signature.save()

    assert voices.can_moderate(omar, scene.comment)


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
        when = WHEN[IN_PHASES[verb]] if verb in IN_PHASES else ""
        when = " (participants while the consultation is open)" if verb in THE_COMMITTEE_ALWAYS else when
        lines.append(f"| {verb}{when} | {' | '.join('yes' if name in allowed else '' for name in PEOPLE)} |")
    lines += [
        "",
        (
            "Nobody moderates their own comment, nor one that their organisation made or signed. "
            "A comment is withdrawn by its author alone, "
            "and only before it is answered. Who comments hangs on who is asked: all registered participants, as "
            "above, the categories and organisations named, or everybody with a confirmed address. "
            "A superuser gives the first secretariat its role."
        ),
    ]
    return "\n".join(lines) + "\n"
