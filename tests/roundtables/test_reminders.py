"""Reminders: a week before something is due and once after it, to whoever does it, and never of what is done."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultation.mails.sending import send_due
from consultation.models import Letter, User
from drafts.models import Programme
from roundtables.actions.reminding import await_reminders, remind_when_due
from roundtables.mails.reminding import moments_of, next_reminder_at, write_reminders
from roundtables.models import Commitment
from tests import houses, learning, make
from tests.learning import DUE

pytestmark = pytest.mark.django_db
State = Commitment.State
A_WEEK_BEFORE, ON_THE_DAY, THE_DAY_AFTER = (
    datetime.combine(DUE + timedelta(days=days), datetime.min.time(), tzinfo=UTC).replace(hour=8)
    for days in (-7, 0, 1)
)


@pytest.fixture
def programme() -> Programme:
    return make.text().programme


def events(to: User | None = None) -> list[tuple[str, str]]:
    """The reminders that were written: the day and whether it has passed."""
    letters = Letter.objects.filter(kind=Letter.Kind.DUE, **({"to": to} if to else {})).order_by("pk")
    return [(letter.matter["due_on"], letter.matter["event"]) for letter in letters]


def test_an_owner_is_reminded_once_before_and_once_after(programme: Programme) -> None:
    learning.committed(programme, owner=make.olga())

    assert write_reminders(A_WEEK_BEFORE - timedelta(days=1)) == 0
    for moment in (A_WEEK_BEFORE, ON_THE_DAY, ON_THE_DAY):
        write_reminders(moment)
    assert events() == [("2017-09-01", "before")]
    for days in range(30):
        write_reminders(THE_DAY_AFTER + timedelta(days=days))
    assert events() == [("2017-09-01", "before"), ("2017-09-01", "after")]


def test_the_coordinators_of_an_organisation_are_reminded(programme: Programme) -> None:
    body = houses.house()
    cora = houses.cora(body)
    houses.voice("Memb", body)
    learning.committed(programme, organisation=body)

    write_reminders(A_WEEK_BEFORE)

    assert [letter.to for letter in Letter.objects.filter(kind=Letter.Kind.DUE)] == [cora]


def test_a_body_without_an_account_is_written_to_by_nobody(programme: Programme) -> None:
    learning.committed(programme, body="Atlantis")

    assert write_reminders(ON_THE_DAY) == 0


@pytest.mark.parametrize("state", [State.DONE, State.DROPPED])
def test_nobody_is_reminded_of_what_is_over(programme: Programme, state: Commitment.State) -> None:
    learning.followed(learning.committed(programme, owner=make.olga()), state)

    assert write_reminders(ON_THE_DAY) == 0
    assert write_reminders(THE_DAY_AFTER) == 0


def test_a_letter_that_waits_is_dropped_when_it_is_done_meanwhile(programme: Programme) -> None:
    made = learning.committed(programme, owner=make.olga())
    write_reminders(A_WEEK_BEFORE)

    learning.followed(made)
    send_due(lambda: ON_THE_DAY)

    letter = Letter.objects.get(kind=Letter.Kind.DUE)
    assert (letter.state, letter.failure) == (Letter.State.DROPPED, "changed")
    assert [message for message in mail.outbox if message.to == ["olga@example.org"]] == []


def test_another_day_is_another_reminder(programme: Programme) -> None:
    made = learning.committed(programme, owner=make.olga())
    write_reminders(A_WEEK_BEFORE)
    later = DUE + timedelta(days=60)
    learning.followed(made, State.UNDER_WAY, due_on=later)

    assert write_reminders(THE_DAY_AFTER) == 0
    assert write_reminders(THE_DAY_AFTER + timedelta(days=53)) == 1
    assert events() == [("2017-09-01", "before"), ("2017-10-31", "before")]
    assert Letter.objects.filter(kind=Letter.Kind.DUE, state=Letter.State.DROPPED).count() == 1


def test_a_letter_says_what_is_due_and_leads_there_in_its_reader_s_language(programme: Programme) -> None:
    olga = make.olga()
    User.objects.filter(pk=olga.pk).update(language="fr")
    made = learning.committed(programme, owner=olga)
    write_reminders(A_WEEK_BEFORE)
    write_reminders(THE_DAY_AFTER)
    send_due(lambda: THE_DAY_AFTER)

    before, after = [message for message in mail.outbox if message.to == [olga.email]]
    for message in (before, after):
        assert "Programme de legal-mobility" in message.subject
        assert "1 septembre 2017" in str(message.subject).replace("1er", "1").replace("\xa0", " ")
        assert f"/fr/commitments/{made.key}/" in message.body
    assert before.body != after.body


def test_a_task_waits_for_the_first_reminder(
    programme: Programme, django_capture_on_commit_callbacks: object
) -> None:
    due_on = timezone.localdate() + timedelta(days=40)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        learning.committed(programme, owner=make.olga(), due_on=due_on)

    (task,) = DBTaskResult.objects.filter(task_path=remind_when_due.module_path)
    assert task.run_after == moments_of(due_on)[0]
    await_reminders(due_on)
    await_reminders(due_on + timedelta(days=1))
    assert DBTaskResult.objects.filter(task_path=remind_when_due.module_path).count() == 1


def test_each_look_leaves_the_next_behind(programme: Programme) -> None:
    today = timezone.localdate()
    made = learning.committed(programme, owner=make.olga(), due_on=today + timedelta(days=2))

    assert remind_when_due.call() == 1
    assert remind_when_due.call() == 0

    (task,) = DBTaskResult.objects.filter(task_path=remind_when_due.module_path)
    assert task.run_after == moments_of(made.due_on)[1] == next_reminder_at(timezone.now())


def test_a_machine_without_a_worker_has_a_command(
    programme: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    yesterday: date = timezone.localdate() - timedelta(days=1)
    learning.committed(programme, owner=make.olga(), due_on=yesterday)

    call_command("remind_owners")

    assert capsys.readouterr().out == "1 reminded of\n"
    assert events(make.olga()) == [(yesterday.isoformat(), "after")]
