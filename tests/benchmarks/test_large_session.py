"""A session of 300 interventions and 150 attendees costs what one of six and three costs, and weighs as little.

Both are held on one text: whatever takes more queries for the large one than for the small one fails.
"""

import gzip
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache as kept
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from consultation.models import User
from roundtables.actions.attendance import Present, take_attendance
from roundtables.actions.evaluations import Filled, fill_in_evaluation
from roundtables.actions.inputs import take_in
from roundtables.models import Evaluation, Seat
from tests import make, records, seats
from tests.benchmarks import room, room_pages
from tests.benchmarks.large import Asked
from tests.benchmarks.room import RUNS_IT, Room
from tests.benchmarks.table import WEIGHT_BAR
from tests.benchmarks.visits import Visit, fields_of
from tests.benchmarks.weights import first_load
from tests.pages import signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
# What the headers of a page and of all it loads weigh on the wire, where there are none here.
HEADERS = 5_000

type Pages = Callable[[Room], Iterator[Asked]]


@kept
def static_file(path: str) -> bytes:
    """A style sheet, a script or a picture, as it is in its folder."""
    found = finders.find(urlsplit(path).path.removeprefix("/static/"))
    assert found, path
    return Path(found).read_bytes()


@dataclass
class Inside:
    """Somebody's browser without a network between it and the pages; a page it has it shows again."""

    client: Client
    pages: dict[str, Visit] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Visit:
        is_asset = path.startswith("/static/")
        visit = Visit(200, 0, {}, static_file(path)) if is_asset else self.pages[path]
        if headers.get("Accept_Encoding") == "identity":
            return visit
        return Visit(visit.status, 0, visit.headers, gzip.compress(visit.body))

    def queries(self, path: str) -> int:
        """How many queries a page takes once everything that is kept is there."""
        self.client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code}"
        body = b"".join(answer) if answer.streaming else answer.content
        self.pages[path] = Visit(200, 0, dict(answer.headers.items()), body)
        return len(captured)


@dataclass
class Walk:
    """Goes through pages as whoever each is for."""

    browsers: dict[str, Inside] = field(default_factory=dict)

    def browser(self, who: str) -> Inside:
        if who not in self.browsers:
            client = Client()
            if who:
                client.force_login(User.objects.get(email=who))
            self.browsers[who] = Inside(client)
        return self.browsers[who]

    def queries(self, pages: Iterator[Asked]) -> list[int]:
        return [self.browser(each.who).queries(each.path) for each in pages]

    def too_heavy(self, pages: Iterator[Asked]) -> list[tuple[str, int]]:
        """Those that have been walked and weigh too much."""
        loads = [(each, first_load(self.browser(each.who), each.path, each.who)) for each in pages]
        return [(each.page, load.weight) for each, load in loads if load.weight + HEADERS >= WEIGHT_BAR]


@dataclass(frozen=True)
class Rooms:
    """A small session and a large one, and what the pages they share cost while there was the small one alone."""

    few: Room
    many: Room
    alone: Sequence[int]


@pytest.fixture(scope="module")
def rooms(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Rooms]:
    """Made once for all tests of this file; what each of them does in it is undone after it."""
    cache.clear()
    with django_db_blocker.unblock(), transaction.atomic():
        asked = room.on_the_table(NOW)
        few = room.held(asked, room.FEW, 1, NOW)
        alone = Walk().queries(room_pages.of_the_programme(few))
        yield Rooms(few, room.held(asked, room.MANY, 2, NOW), alone)
        transaction.set_rollback(True)


def grown(rooms: Rooms, pages: Pages, walk: Walk) -> list[tuple[str, str, int, int]]:
    """The pages that take more for the large session than for the small one, or less."""
    few, many = walk.queries(pages(rooms.few)), walk.queries(pages(rooms.many))
    asked = zip(pages(rooms.many), few, many, strict=True)
    return [(each.page, each.who, one, other) for each, one, other in asked if one != other]


def test_the_pages_of_a_session(rooms: Rooms) -> None:
    walk = Walk()

    assert grown(rooms, room_pages.of_the_session, walk) == []
    assert walk.too_heavy(room_pages.of_the_session(rooms.many)) == []


def test_the_pages_of_texts_and_of_all_that_is_said_on_them(rooms: Rooms) -> None:
    walk = Walk()

    assert walk.queries(room_pages.of_the_programme(rooms.few)) == list(rooms.alone)
    assert grown(rooms, room_pages.of_the_programme, walk) == []
    assert walk.too_heavy(room_pages.of_the_programme(rooms.many)) == []


def test_the_pages_of_its_record(rooms: Rooms) -> None:
    for each in (rooms.few, rooms.many):
        room.circulated(each, NOW)
    circulated, adopted = Walk(), Walk()

    assert grown(rooms, room_pages.of_the_circulated, circulated) == []
    assert circulated.too_heavy(room_pages.of_the_circulated(rooms.many)) == []
    for each in (rooms.few, rooms.many):
        room.adopted(each, NOW)
    assert grown(rooms, room_pages.of_the_adopted, adopted) == []
    assert adopted.too_heavy(room_pages.of_the_adopted(rooms.many)) == []


# ---- acts -----------------------------------------------------------------------------


def writes_down(of: Room) -> None:
    """A rapporteur sends the form of the notes."""
    sena, path = signed_in(RUNS_IT), f"/en/sessions/{of.session.key}/notes/"
    speaker = of.session.attendances.get(user=of.people[0]).key
    fields = fields_of(sena.get(path).content.decode(), "/notes/")
    assert sena.post(path, fields | {"present": speaker, "words": "Who decides?"}).status_code == 302


def takes_attendance(of: Room) -> None:
    present = Present(name="Somebody Else", body="Kingdom of Atlantis")
    take_attendance(by=make.person(RUNS_IT), session=of.session, present=present, at=NOW)


def answers(of: Room) -> None:
    """Whoever is invited says that they do not come, on the day before."""
    seat = seats.seat_of(of.session, of.people[0])
    seats.answered(seat, Seat.Answer.NO, at=of.session.starts_at - timedelta(days=1))


def takes_in(of: Room) -> None:
    take_in(by=make.person(RUNS_IT), intervention=of.said[-1], clause=of.clause, at=NOW)


def fills_in(of: Room) -> None:
    answer = Filled(marks={}, words="Well done.", language="en")
    evaluation = Evaluation.objects.select_related("session").get(session=of.session)
    fill_in_evaluation(by=of.people[0], evaluation=evaluation, filled=answer, at=NOW)


def circulates(of: Room) -> None:
    """Whoever attended is written to: one letter each, in as many queries as one letter takes."""
    records.circulated(of.session, by=RUNS_IT, at=NOW, until=NOW + timedelta(days=7))


def asks(of: Room) -> None:
    records.asked(of.session, by=of.people[0], on=of.said[0], at=NOW)


def decides(of: Room) -> None:
    asked = records.record_of(of.session).versions.get(number=1).corrections.get()
    records.decided(asked, by=RUNS_IT, at=NOW)


def adopts(of: Room) -> None:
    """The corrected version is made, signed by both, and adopted."""
    records.adopted(of.session, rapporteur=RUNS_IT, at=NOW + timedelta(days=8))


# In this order: the later ones need the earlier.
ACTS = (writes_down, takes_attendance, answers, takes_in, fills_in, circulates, asks, decides, adopts)


def counted(act: Callable[[Room], None], of: Room) -> int:
    with CaptureQueriesContext(connection) as captured:
        act(of)
    return len(captured)


def test_what_is_done_in_a_session(rooms: Rooms) -> None:
    signed_in(RUNS_IT).get(f"/en/sessions/{rooms.few.session.key}/notes/")

    costs = [(act.__name__, counted(act, rooms.few), counted(act, rooms.many)) for act in ACTS]

    assert [each for each in costs if each[1] != each[2]] == []
