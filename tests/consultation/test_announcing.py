"""Announcements: it opens, it closes in three days, it is published; each told once, to who is asked by then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from consultation.actions.rounds import open_consultation
from consultation.mails.announcing import announce
from consultation.mails.letters import letters_held
from consultation.mails.sending import send_due
from consultation.models import Consultation, Extension, Letter
from tests import make
from tests.make import NOON, Said

pytestmark = pytest.mark.django_db
Kind, State = Letter.Kind, Letter.State
type Capture = Callable[..., Any]


def sent_at(moment: datetime) -> dict[str, list[str]]:
    """Whom something goes to when a worker looks at that time, by its kind."""
    mail.outbox.clear()
    send_due(lambda: moment)
    told: dict[str, list[str]] = {}
    for letter in Letter.objects.filter(sent_at=moment, to__isnull=False).select_related("to").order_by("to"):
        assert letter.to is not None
        told.setdefault(letter.kind, []).append(letter.to.email)
    return told


def round_of(days: int = 30, opens_in: int = 1) -> Consultation:
    """A consultation that opens tomorrow."""
    opens = NOON + timedelta(days=opens_in)
    return open_consultation(
        by=make.secretariat(),
        version=make.published(),
        opens_at=opens,
        closes_at=opens + timedelta(days=days),
        moderation=Consultation.Moderation.BEFORE,
        at=NOON,
    )


def extended(round_: Consultation, days: int) -> None:
    """Later by so many days, and announced anew."""
    until = round_.closes_at + timedelta(days=days)
    Extension.objects.create(
        consultation=round_,
        closed_at=round_.closes_at,
        closes_at=until,
        reason="More time.",
        extended_by=make.secretariat(),
        extended_at=NOON,
    )
    round_.closes_at = until
    round_.save(update_fields=["closes_at"])
    announce(round_)


def test_it_is_told_when_it_opens_to_who_is_asked_by_then_and_once() -> None:
    make.olga()
    round_ = round_of()
    make.omar()
    make.person("Nils")
    assert sent_at(round_.opens_at - timedelta(seconds=1)) == {}

    assert sent_at(round_.opens_at) == {Kind.OPENED: ["olga@example.org", "omar@example.org"]}
    assert sent_at(round_.opens_at + timedelta(minutes=1)) == {}


def test_it_is_told_three_days_before_it_closes() -> None:
    make.olga()
    round_ = round_of()
    sent_at(round_.opens_at)
    soon = round_.closes_at - timedelta(days=3)
    assert sent_at(soon - timedelta(seconds=1)) == {}

    assert sent_at(soon) == {Kind.CLOSING: ["olga@example.org"]}
    assert "closes in three days" in mail.outbox[0].subject


def test_extended_it_is_told_again_three_days_before_the_new_end_alone() -> None:
    make.olga()
    round_ = round_of()
    sent_at(round_.opens_at)
    before = round_.closes_at - timedelta(days=3)
    extended(round_, days=10)

    assert sent_at(before) == {}
    assert sent_at(round_.closes_at - timedelta(days=3)) == {Kind.CLOSING: ["olga@example.org"]}
    assert Letter.objects.filter(kind=Kind.OPENED, to=None).count() == 1


def test_extended_after_it_was_told_it_is_told_again() -> None:
    make.olga()
    round_ = round_of()
    sent_at(round_.closes_at - timedelta(days=3))
    extended(round_, days=10)

    assert sent_at(round_.closes_at - timedelta(days=3)) == {Kind.CLOSING: ["olga@example.org"]}


def test_one_open_for_three_days_is_told_once() -> None:
    make.olga()
    round_ = round_of(days=3)

    assert sent_at(round_.opens_at) == {Kind.OPENED: ["olga@example.org"]}
    assert sent_at(round_.opens_at + timedelta(hours=1)) == {}


def test_a_worker_that_comes_after_the_end_tells_nobody() -> None:
    make.olga()
    round_ = round_of()

    assert sent_at(round_.closes_at) == {}
    assert set(Letter.objects.values_list("state", flat=True)) == {State.DROPPED}


def test_what_is_brought_in_from_the_past_is_not_announced() -> None:
    with letters_held():
        round_of()

    assert not Letter.objects.exists()


def test_a_task_waits_for_each_hour(django_capture_on_commit_callbacks: Capture) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        round_of(opens_in=36_500)
    hours = DBTaskResult.objects.filter(task_path__endswith="send_due_letters")

    # The second hour is left to the task of the first, which looks for what is next.
    assert hours.get().run_after == Consultation.objects.get().opens_at


def test_publishing_is_told_to_the_committee_and_to_who_commented() -> None:
    round_ = make.consultation()
    said = make.comment(Said("short-stay"), by=make.olga(), on=round_)
    make.omar()
    make.answered(said)
    make.issued(round_.version.text, at=NOON + timedelta(days=40))
    told = sent_at(NOON + timedelta(days=40))[Kind.PUBLISHED]

    assert sorted(told) == ["chloe@example.org", "mia@example.org", "olga@example.org", "paul@example.org"]
    assert "Legal mobility: Rev.1 is published" in {message.subject for message in mail.outbox}
