"""The pages of a session of 300 interventions and 150 attendees: what they weigh, and their time against the floor.

One such session is in its notes, another's record is circulated, a third's is adopted and published, all on one text.
The database is kept under var/bench/, in a file named after what it depends on.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from roundtables.models import Session
from tests.benchmarks import room, room_pages
from tests.benchmarks.large import Asked
from tests.benchmarks.room import MANY
from tests.benchmarks.scene import ROOT
from tests.benchmarks.site import emptied
from tests.benchmarks.work import Bench, Row

# Often enough for a median, and few enough that all pages take some minutes.
_TIMES = 10


def kept() -> Path:
    """The database with the three; made where it is not there yet, in the connected database."""
    found = ROOT / "var" / "bench" / f"room-{_fingerprint()}.sqlite3"
    if not found.exists():
        for other in found.parent.glob("room-*.sqlite3"):
            other.unlink()
        emptied()
        with transaction.atomic():
            _build()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(found)])
    return found


def _build() -> None:
    now = timezone.now()
    asked = room.on_the_table(now)
    _notes, circulated, adopted = (room.held(asked, MANY, number, now) for number in (1, 2, 3))
    for each in (circulated, adopted):
        room.circulated(each, now)
    room.adopted(adopted, now)


def measured(bench: Bench) -> Iterator[Row]:
    """A row for every page."""
    for each in _pages():
        who = each.who.partition("@")[0] or "anonymous"
        yield bench.page(f"{each.page}, {who}", each.path, None, email=each.who, times=_TIMES)


def _pages() -> Iterator[Asked]:
    notes, circulated, adopted = (room.found(each) for each in Session.objects.order_by("pk"))
    yield from room_pages.of_the_session(notes)
    yield from room_pages.of_the_programme(notes)
    yield from _named("circulated", room_pages.of_the_circulated(circulated))
    yield from _named("adopted", room_pages.of_the_adopted(adopted))


def _named(state: str, pages: Iterator[Asked]) -> Iterator[Asked]:
    for each in pages:
        yield Asked(f"{each.page}, {state}", each.who, each.path)


def _fingerprint() -> str:
    """Changes when the tables do, or the guards on them, or what is made here."""
    apps = [ROOT / name for name in ("drafts", "consultation", "roundtables")]
    sources: list[Path] = [path for app in apps for path in sorted((app / "migrations").glob("*.py"))]
    sources += [app / "models" / "guards.py" for app in apps]
    sources += [Path(room.__file__), Path(__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
