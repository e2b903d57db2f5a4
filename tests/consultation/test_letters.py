"""The outbox: who is written to, at which pace, and what is tried again."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from consultation.actions.letters import NotGivenUp, choose_pace, revive_address, send_again
from consultation.mails.hours import AGAIN_AFTER
from consultation.mails.letters import letters_held, write_letters
from consultation.mails.sending import send_due, send_due_letters
from consultation.models import Letter, Pace, User
from tests import make
from tests.closing import do_tasks
from tests.make import NOON

pytestmark = pytest.mark.django_db
type Capture = Callable[..., Any]
State = Letter.State


class Broken(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, _messages: object) -> int:
        raise ConnectionRefusedError("nobody listens")


class Refusing(EmailBackend):
    """A mail server that knows nobody of that name."""

    code = 550

    def send_messages(self, messages: Sequence[mail.EmailMessage]) -> int:
        raise SMTPRecipientsRefused({messages[0].to[0]: (self.code, b"no such mailbox")})


class Busy(Refusing):
    """One that asks to come again."""

    code = 451


def backend(kind: type) -> dict[str, dict[str, str]]:
    return {"default": {"BACKEND": f"{kind.__module__}.{kind.__qualname__}"}}


def write(*people: User, once: str = "zero", kind: Letter.Kind = Letter.Kind.PUBLISHED) -> None:
    write_letters(
        kind, people, at=NOON, once=once, matter={"text": "legal-mobility", "version": "zero-draft"}
    )


def letter_to(person: User) -> Letter:
    return Letter.objects.get(to=person)


def chosen(name: str, pace: Pace) -> User:
    person = make.person(name)
    choose_pace(by=person, pace=pace, at=NOON)
    return User.objects.get(pk=person.pk)


def write_and_fail() -> None:
    write(make.person("Olga"))
    raise NotGivenUp


# ---- writing --------------------------------------------------------------------------


def test_each_is_written_to_at_their_pace() -> None:
    at_once, daily, never = (chosen(name, pace) for name, pace in zip(("Ava", "Bo", "Cy"), Pace, strict=True))
    write(at_once, daily, never)

    assert letter_to(at_once).state == State.WAITING
    assert letter_to(daily).state == State.GATHERED
    assert letter_to(daily).due_at == datetime(2017, 6, 15, 7, tzinfo=UTC)
    assert not Letter.objects.filter(to=never).exists()


def test_letters_about_ones_account_always_go_and_at_once() -> None:
    for name, pace in zip(("Ava", "Bo", "Cy"), Pace, strict=True):
        person = chosen(name, pace)
        write_letters(
            Letter.Kind.REGISTRATION,
            [person],
            at=NOON,
            once="one",
            matter={"registration": "x", "step": "asked"},
        )
        assert letter_to(person).state == State.WAITING


def test_one_event_is_written_about_once() -> None:
    olga = make.person("Olga")
    write(olga, olga)
    write(olga)
    write(olga, once="rev-1")

    assert Letter.objects.count() == 2


def test_an_event_with_a_long_name_is_known_by_its_hash() -> None:
    olga = make.person("Olga")
    for _ in range(2):
        write(olga, once="x" * 200)

    assert Letter.objects.count() == 1


def test_closed_and_inactive_accounts_are_not_written_to() -> None:
    closed, inactive = make.person("Ava"), make.person("Bo")
    closed.closed_at, inactive.is_active = NOON, False
    write(closed, inactive)

    assert not Letter.objects.exists()


def test_a_letter_to_an_address_that_bounced_is_kept_as_dropped_with_the_reason() -> None:
    olga = make.person("Olga")
    olga.bounced_at, olga.bounce = NOON, "550 no such mailbox"
    write(olga)

    assert (letter_to(olga).state, letter_to(olga).failure) == (State.DROPPED, "550 no such mailbox")


def test_many_letters_are_one_query_and_one_task(django_capture_on_commit_callbacks: Capture) -> None:
    people = [make.person(f"Person{number}") for number in range(30)]
    with django_capture_on_commit_callbacks(execute=True), CaptureQueriesContext(connection) as queries:
        write(*people)

    assert len(queries) == 1
    assert Letter.objects.count() == 30
    assert DBTaskResult.objects.filter(task_path__endswith="send_due_letters").count() == 1


def test_nothing_is_written_where_the_act_fails(django_capture_on_commit_callbacks: Capture) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(NotGivenUp),
        transaction.atomic(),
    ):
        write_and_fail()

    assert not Letter.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_nobody_is_written_to_while_letters_are_held() -> None:
    with letters_held():
        write(make.person("Olga"))

    assert not Letter.objects.exists()


# ---- sending --------------------------------------------------------------------------


def at(moment: datetime) -> int:
    return send_due(lambda: moment)


def test_a_letter_is_sent_and_marked() -> None:
    make.published()
    olga = make.person("Olga")
    write(olga)

    assert at(NOON) == 1
    assert (letter_to(olga).state, letter_to(olga).sent_at) == (State.SENT, NOON)
    assert at(NOON) == 0
    (sent,) = mail.outbox
    assert sent.to == ["olga@example.org"]
    assert sent.message()["Message-ID"] == letter_to(olga).message_id


def test_what_fails_is_tried_again_later_and_later_then_given_up() -> None:
    make.published()
    olga = make.person("Olga")
    write(olga)
    moment = NOON
    with override_settings(MAILERS=backend(Broken)):
        for pause in AGAIN_AFTER:
            at(moment)
            assert (letter_to(olga).state, letter_to(olga).due_at) == (State.WAITING, moment + pause)
            assert at(moment + pause - timedelta(seconds=1)) == 0
            moment += pause
        at(moment)
    failed = letter_to(olga)

    assert (failed.state, failed.failure) == (State.GIVEN_UP, "ConnectionRefusedError: nobody listens")
    assert failed.attempts == len(AGAIN_AFTER) + 1


def test_a_failure_holds_up_nobody_else_and_a_repeat_has_the_same_identity() -> None:
    make.published()
    olga = make.person("Olga")
    write(olga)
    identity = letter_to(olga).message_id
    with override_settings(MAILERS=backend(Broken)):
        at(NOON)
    at(NOON + timedelta(minutes=1))

    assert [sent.message()["Message-ID"] for sent in mail.outbox] == [identity]
    assert letter_to(olga).failure == ""


def test_a_task_waits_for_the_next_attempt(django_capture_on_commit_callbacks: Capture) -> None:
    make.published()
    write(make.person("Olga"))
    with override_settings(MAILERS=backend(Broken)):
        send_due_letters.call()
    waiting = DBTaskResult.objects.get(task_path__endswith="send_due_letters")

    assert waiting.run_after == Letter.objects.get().due_at
    send_due_letters.call()
    assert DBTaskResult.objects.count() == 1


def test_an_address_that_is_refused_for_good_is_switched_off() -> None:
    make.published()
    olga = make.person("Olga")
    write(olga)
    with override_settings(MAILERS=backend(Refusing)):
        at(NOON)
    olga.refresh_from_db()

    assert letter_to(olga).state == State.GIVEN_UP
    assert olga.bounced_at == NOON
    assert "no such mailbox" in olga.bounce


def test_a_mailbox_that_is_busy_is_not_switched_off() -> None:
    make.published()
    olga = make.person("Olga")
    write(olga)
    with override_settings(MAILERS=backend(Busy)):
        at(NOON)
    olga.refresh_from_db()

    assert letter_to(olga).state == State.WAITING
    assert olga.bounced_at is None


def test_what_a_worker_has_in_hand_is_left_to_it_until_its_lease_is_over() -> None:
    make.published()
    olga = make.person("Olga")
    write(olga)
    Letter.objects.update(claimed_until=NOON + timedelta(minutes=10), attempts=1)

    assert at(NOON + timedelta(minutes=9)) == 0
    assert at(NOON + timedelta(minutes=10)) == 1


def test_a_mail_service_is_one_setting() -> None:
    make.published()
    write(make.person("Olga"))
    with override_settings(MAILERS={"default": {"BACKEND": "anymail.backends.test.EmailBackend"}}):
        assert at(NOON) == 1
    (sent,) = mail.outbox
    handed_over: dict[str, Any] = vars(sent)["anymail_test_params"]

    assert handed_over["extra_headers"]["Message-ID"] == Letter.objects.get().message_id
    assert handed_over["html_body"].startswith("<!doctype html>")


def test_whoever_wants_no_letters_by_now_gets_none() -> None:
    make.published()
    olga = make.person("Olga")
    write(olga)
    choose_pace(by=olga, pace=Pace.NEVER, at=NOON)
    at(NOON)

    assert letter_to(olga).state == State.DROPPED
    assert mail.outbox == []


def test_what_was_written_about_is_gone() -> None:
    olga = make.person("Olga")
    write(olga)
    at(NOON)

    assert (letter_to(olga).state, letter_to(olga).failure) == (State.DROPPED, "gone")


# ---- pace, addresses, again -----------------------------------------------------------


def test_what_was_gathered_follows_the_choice(django_capture_on_commit_callbacks: Capture) -> None:
    make.published()
    ava, bo = chosen("Ava", Pace.DAILY), chosen("Bo", Pace.DAILY)
    write(ava, bo)
    with django_capture_on_commit_callbacks(execute=True):
        choose_pace(by=ava, pace=Pace.AT_ONCE, at=NOON)
        choose_pace(by=bo, pace=Pace.NEVER, at=NOON)
    do_tasks()

    assert (letter_to(ava).state, letter_to(bo).state) == (State.SENT, State.DROPPED)


def test_the_secretariat_has_a_letter_sent_again_from_the_beginning() -> None:
    make.published()
    olga, sena = make.person("Olga"), make.secretariat()
    write(olga)
    with override_settings(MAILERS=backend(Refusing)):
        at(NOON)
    identity = letter_to(olga).message_id
    revive_address(by=sena, person=olga)
    send_again(by=sena, letter=letter_to(olga), at=NOON)
    with pytest.raises(NotGivenUp):
        send_again(by=sena, letter=letter_to(olga), at=NOON)
    at(NOON)

    assert letter_to(olga).state == State.SENT
    assert letter_to(olga).attempts == 1
    assert mail.outbox[0].message()["Message-ID"] == identity
