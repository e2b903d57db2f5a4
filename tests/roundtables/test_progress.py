"""Progress reports: how a programme stood on a day, kept as it was counted, and compared with the one before."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from consultation.models import Attribution
from drafts.models import LedgerEntry, Programme, Version
from roundtables.actions.progress import (
    AlreadyReleased,
    NotYet,
    make_progress_report,
    release_progress_report,
)
from roundtables.models import Commitment, ProgressReport
from roundtables.reports.progress import changes_since, read_report, read_stood, table_of
from tests import learning, make, sessions
from tests.pages import goes_to, queries_of, signed_in, words_of
from tests.post import database_of_many
from tests.test_concurrency import at_once, kinds

pytestmark = pytest.mark.django_db
State = Commitment.State
SPRING, SUMMER, AUTUMN = date(2018, 3, 31), date(2018, 6, 30), date(2018, 9, 30)


def noon(day: date) -> object:
    return make.NOON.replace(year=day.year, month=day.month, day=day.day)


@pytest.fixture
def version() -> Version:
    return make.published()


@pytest.fixture
def programme(version: Version) -> Programme:
    return version.text.programme


@pytest.fixture
def year(programme: Programme) -> Programme:
    """A year: what is planned, done by summer, dropped by autumn, moved, late, and added by autumn."""
    april, august = make.NOON.replace(year=2018, month=4), make.NOON.replace(year=2018, month=8)
    learning.committed(programme, words="Planned", due_on=date(2019, 1, 1), body="Atlantis")
    done = learning.committed(programme, words="Done", due_on=SUMMER, body="Atlantis")
    dropped = learning.committed(programme, words="Dropped", due_on=AUTUMN, body="Lemuria")
    moved = learning.committed(programme, words="Moved", due_on=SPRING, body="Lemuria")
    learning.committed(programme, words="Late", due_on=date(2018, 8, 1), body="Lemuria")
    learning.committed(programme, words="Added", due_on=date(2019, 1, 1), body="Atlantis", at=august)
    learning.followed(moved, State.UNDER_WAY, due_on=date(2018, 12, 1), at=april)
    learning.followed(done, at=april)
    learning.followed(dropped, State.DROPPED, at=august)
    return programme


def standings(programme: Programme, on: date) -> dict[str, str]:
    return {each.words: each.standing for each in read_stood(programme, on)}


def made(programme: Programme, on: date, *, released: bool = False) -> ProgressReport:
    now = timezone.now()
    report = make_progress_report(by=make.person("Sena"), programme=programme, on=on, at=now)
    if released:
        release_progress_report(by=make.person("Sena"), report=report, at=now)
    return ProgressReport.objects.select_related("programme").get(pk=report.pk)


def of(programme: Programme) -> str:
    return f"/en/programmes/{programme.slug}/progress/"


def page_of(report: ProgressReport) -> str:
    return f"/en/progress/{report.key}/"


def test_commitments_are_counted_as_they_stood_on_a_day(year: Programme) -> None:
    assert standings(year, SPRING) == {
        "Planned": "planned",
        "Done": "planned",
        "Dropped": "planned",
        "Moved": "planned",
        "Late": "planned",
    }
    assert standings(year, SUMMER)["Done"] == "done"
    assert standings(year, SUMMER)["Moved"] == "under_way"
    assert standings(year, AUTUMN) == {
        "Planned": "planned",
        "Done": "done",
        "Dropped": "dropped",
        "Moved": "under_way",
        "Late": "late",
        "Added": "planned",
    }


def test_what_is_due_on_the_day_is_not_late_and_on_the_next_it_is(year: Programme) -> None:
    assert standings(year, date(2018, 8, 1))["Late"] == "planned"
    assert standings(year, date(2018, 8, 2))["Late"] == "late"


def test_a_step_at_the_end_of_a_day_belongs_to_it(programme: Programme) -> None:
    commitment = learning.committed(programme, words="One")
    last = make.NOON.replace(hour=23, minute=59, second=59)
    learning.followed(commitment, at=last)

    assert standings(programme, last.date()) == {"One": "done"}
    assert standings(programme, last.date() - timedelta(days=1)) == {}


def test_the_figures_add_up(year: Programme) -> None:
    figures = {figure.label: figure.value for figure in table_of(read_stood(year, AUTUMN)).figures}

    assert figures == {"Done": 1, "Under way": 1, "Planned": 2, "Late": 1, "Dropped": 1}


def test_a_report_is_compared_with_the_one_before(year: Programme) -> None:
    changes = changes_since(read_stood(year, SPRING), read_stood(year, AUTUMN))

    assert [each.words for each in changes.done] == ["Done"]
    assert [each.words for each in changes.late] == ["Late"]
    assert [each.words for each in changes.added] == ["Added"]
    assert [each.words for each in changes.dropped] == ["Dropped"]
    assert [(each.stood.words, each.was_due_on) for each in changes.moved] == [("Moved", SPRING)]
    assert not changes_since(read_stood(year, AUTUMN), read_stood(year, AUTUMN))


def test_a_report_stays_as_it_was_counted(year: Programme) -> None:
    report = made(year, AUTUMN)
    late = Commitment.objects.get(words__en="Late")

    learning.followed(late, at=make.NOON.replace(year=2018, month=11))

    assert {each.words: each.standing for each in read_report(report)}["Late"] == "late"
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressReport.objects.update(content_hash="0" * 64)


def test_the_same_report_is_not_made_twice_and_none_of_a_day_to_come(year: Programme) -> None:
    assert made(year, AUTUMN) == made(year, AUTUMN)
    assert LedgerEntry.objects.filter(verb=LedgerEntry.Verb.REPORTED).count() == 1
    with pytest.raises(NotYet):
        made(year, timezone.localdate() + timedelta(days=1))


def test_only_the_secretariat_makes_and_releases(year: Programme) -> None:
    for name in ("Chloé", "Paul"):
        with pytest.raises(PermissionDenied):
            make_progress_report(by=make.person(name), programme=year, on=AUTUMN, at=timezone.now())
        with pytest.raises(PermissionDenied):
            release_progress_report(by=make.person(name), report=made(year, AUTUMN), at=timezone.now())


def test_a_report_is_released_once(year: Programme) -> None:
    report = made(year, AUTUMN, released=True)

    with pytest.raises(AlreadyReleased):
        release_progress_report(by=make.person("Sena"), report=report, at=timezone.now())


def test_the_public_reads_what_is_released(year: Programme) -> None:
    hidden, shown = made(year, SPRING), made(year, AUTUMN, released=True)

    assert Client().get(page_of(hidden)).status_code == 404
    assert Client().get(f"/en/progress/{hidden.key}.csv").status_code == 404
    page = words_of(Client().get(page_of(shown)))
    assert "This is the first report" in page
    listed = words_of(Client().get(of(year)))
    assert "Progress as of 30 September 2018" in listed
    assert "31 March 2018" not in listed


def test_the_page_shows_what_changed_by_pillar_and_by_owner(year: Programme) -> None:
    made(year, SPRING, released=True)
    page = words_of(Client().get(page_of(made(year, AUTUMN, released=True))))

    for words in (
        "Since the report of 31 March 2018",
        "Done since (1)",
        "Late since (1)",
        "Added since (1)",
    ):
        assert words in page
    assert "Dropped since (1)" in page
    assert "due on 1 December 2018; before, on 31 March 2018" in page
    assert "No single pillar" in page


def test_the_file_holds_each_line_and_no_formula(programme: Programme) -> None:
    learning.committed(programme, words="=HYPERLINK(1)", body="@Atlantis", due_on=SPRING)
    response = signed_in("Sena").get(f"/en/progress/{made(programme, AUTUMN).key}.csv")

    heads, line = response.content.decode("utf-8-sig").splitlines()
    assert heads == "Key,Commitment,Pillar,Owner,State,Due on"
    assert line.split(",")[1:] == ["'=HYPERLINK(1)", "No single pillar", "'@Atlantis", "late", "2018-03-31"]


def test_the_secretariat_makes_and_releases_on_the_page(year: Programme) -> None:
    client = signed_in("Sena")
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert client.post(f"{of(year)}make/", {"on": tomorrow.isoformat()}).status_code == 422

    address = goes_to(client.post(f"{of(year)}make/", {"on": "2018-09-30"}))
    assert "only the secretariat reads it" in words_of(client.get(address))
    goes_to(client.post(f"{address}release/"))
    goes_to(client.post(f"{address}release/"))

    assert "released on" in words_of(Client().get(address))
    assert signed_in("Paul").get(f"{of(year)}make/").status_code == 404
    assert signed_in("Paul").post(f"{address}release/").status_code == 404


def test_empty_pages_teach(programme: Programme) -> None:
    assert "No report yet" in words_of(Client().get(of(programme)))
    report = made(programme, AUTUMN, released=True)
    assert "No commitment was recorded by that day." in words_of(Client().get(page_of(report)))


def test_action_points_are_in_it_once_their_record_is_out_and_name_nobody(version: Version) -> None:
    programme = version.text.programme
    session = sessions.session(Attribution.CATEGORY, on=version)
    learning.action_point(session, owner=make.olga(), due_on=SPRING)
    assert read_stood(programme, AUTUMN) == []
    learning.record_published(session, noon(SUMMER))  # type: ignore[arg-type]

    assert read_stood(programme, SPRING) == []
    (stood,) = read_stood(programme, AUTUMN)
    assert (stood.words, stood.standing) == ("Send the figures.", "late")
    report = made(programme, AUTUMN, released=True)
    for url in (page_of(report), f"/en/progress/{report.key}.csv"):
        assert "Olga" not in Client().get(url).content.decode()


def test_more_commitments_cost_no_more_queries(year: Programme) -> None:
    made(year, SPRING, released=True)
    few = made(year, SUMMER, released=True)
    for _each in range(20):
        learning.committed(year, at=make.NOON.replace(year=2018, month=8))
    many = made(year, AUTUMN, released=True)
    client = signed_in("Sena")

    assert queries_of(client, page_of(many)) == queries_of(client, page_of(few))


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_report(tmp_path: Path) -> None:
    with database_of_many(tmp_path):
        programme = make.text().programme
        learning.committed(programme)
        act = partial(
            make_progress_report, by=make.person("Sena"), programme=programme, on=AUTUMN, at=timezone.now()
        )

        assert kinds(at_once(act, act, act)) == {"ProgressReport": 3}
        assert ProgressReport.objects.count() == 1
