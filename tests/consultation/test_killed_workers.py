"""Workers are killed before, while and after sending: no letter is missing, and a repeat is known as one."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from time import sleep

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultation.mails.letters import write_letters
from consultation.models import Letter
from tests import make
from tests.post import Server, database_of_many, mail_server, worker

pytestmark = pytest.mark.django_db(transaction=True)
STEPS = {"before sending": "greeting", "while sending": "data", "after sending": "quit"}
READERS = ("Olga", "Omar", "Mia")


@pytest.fixture(autouse=True)
def committed(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    with database_of_many(tmp_path):
        yield


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as found:
        yield found


@pytest.fixture
def identities() -> set[str]:
    """Three letters about one version, written by one act; their Message-IDs."""
    version = make.published()
    with transaction.atomic():
        write_letters(
            Letter.Kind.PUBLISHED,
            [make.person(name) for name in READERS],
            at=timezone.now(),
            once="the zero draft",
            matter={"text": version.text.slug, "version": version.slug},
        )
    return set(Letter.objects.values_list("message_id", flat=True))


def kill_at(step: str, server: Server) -> None:
    """Have a worker begin, and kill it at this step of its first letter."""
    server.hold(step)
    first = worker(server, lease=2)
    assert server.reached.wait(timeout=60), first.communicate(timeout=10)[0]
    first.kill()
    first.communicate()
    server.let_go()


def finish(server: Server) -> None:
    """Once the lease of the killed one is over, another does what there is."""
    sleep(2.5)
    second = worker(server, "--batch", lease=2)
    said = second.communicate(timeout=120)[0]
    assert second.returncode == 0, said


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_no_letter_is_missing_and_a_repeat_has_the_identity_of_the_first(
    server: Server, identities: set[str], step: str
) -> None:
    kill_at(step, server)
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.WAITING}
    finish(server)

    repeats = Counter(server.identities)
    assert set(repeats) == identities
    assert {letter["To"] for letter in server.taken} == {f"{name.lower()}@example.org" for name in READERS}
    # What was handed over before the kill comes twice, and nothing else does.
    assert sorted(repeats.values()) == ([1, 1, 2] if step == "quit" else [1, 1, 1])
    assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.SENT}
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [1, 1, 2]


def test_the_task_of_a_killed_worker_is_done_by_another(server: Server, identities: set[str]) -> None:
    kill_at("greeting", server)
    assert DBTaskResult.objects.get(task_path__endswith="send_due_letters").status == "RUNNING"
    finish(server)

    done = DBTaskResult.objects.filter(task_path__endswith="send_due_letters")
    assert set(done.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_letters_whose_act_was_cut_short_before_its_task_are_taken_up(
    server: Server, identities: set[str]
) -> None:
    DBTaskResult.objects.all().delete()
    finish(server)

    assert Counter(server.identities) == Counter(identities)


def test_two_workers_send_each_letter_once(server: Server, identities: set[str]) -> None:
    workers = [worker(server, "--batch") for _ in range(2)]
    said = [each.communicate(timeout=120)[0] for each in workers]

    assert [each.returncode for each in workers] == [0, 0], said
    assert Counter(server.identities) == Counter(identities)
