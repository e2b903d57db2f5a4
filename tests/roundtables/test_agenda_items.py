"""The agenda of a session: items on clauses of the versions on the table, in an order that people choose."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from drafts.models import LedgerEntry
from roundtables.actions.agenda_items import Entry, ItemChanged, change_item, move_item, remove_item
from roundtables.models import AgendaItem, Session
from roundtables.reports.agenda_items import stamp_of
from tests import make, sessions
from tests.pages import goes_to, signed_in, words_of
from tests.roundtables.convened import item

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    return sessions.session()


def agenda_of(session: Session) -> str:
    return f"/en/sessions/{session.key}/agenda/"


def titles(session: Session) -> list[str]:
    return [str(each) for each in AgendaItem.objects.filter(session=session, removed_at=None)]


def test_an_item_points_at_clauses_that_are_chosen_by_their_names(session: Session) -> None:
    clause = make.clause_that_says(session.versions.get(), "short-stay")
    sena = signed_in("Sena")
    page = sena.get(agenda_of(session))
    assert "1 “The partners shall simplify the …”" in words_of(page)

    goes_to(
        sena.post(
            agenda_of(session),
            {
                "key": "item001",
                "title_en": "Visas",
                "title_fr": "Les visas",
                "starts_at": "2017-06-13T14:30",
                "minutes": "45",
                "clauses_legal-mobility": [clause.key],
            },
        )
    )

    made = AgendaItem.objects.get()
    assert list(made.clauses.all()) == [clause]
    assert made.starts_at == session.starts_at + timedelta(minutes=30)
    shown = Client().get(session.get_absolute_url())
    assert "14:30–15:15" in words_of(shown)
    assert f'href="/en/texts/legal-mobility/zero-draft/clauses/{clause.key}/"' in shown.content.decode()
    assert LedgerEntry.objects.filter(verb="rescheduled", object_key=session.key).count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"title_en": " ", "title_fr": ""}, "at least one language"),
        ({"starts_at": "2017-06-13T20:00"}, "lies outside the session"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"clauses_legal-mobility": ["nothing"]}, "Select a valid choice"),
    ],
)
def test_an_item_that_cannot_be_taken_is_kept_in_the_form(
    session: Session, wrong: dict[str, object], told: str
) -> None:
    fields = {"key": "item001", "title_en": "Visas", "title_fr": "Visas", "minutes": "45", **wrong}
    answer = signed_in("Sena").post(agenda_of(session), fields)

    assert answer.status_code == 422
    assert told in words_of(answer)
    assert f'value="{fields["minutes"]}"' in answer.content.decode()
    assert not AgendaItem.objects.exists()


def test_a_clause_that_is_not_on_the_table_is_refused(session: Session) -> None:
    other = make.published(make.text("other-text"))
    clause = make.clause_that_says(other, "short-stay")

    with pytest.raises(PermissionDenied, match="on the table"):
        item(session, clauses=[clause])


def test_a_form_sent_twice_makes_one_item(session: Session) -> None:
    assert item(session) == item(session)
    assert AgendaItem.objects.count() == 1


def test_items_change_places_without_a_script(session: Session) -> None:
    for number, title in enumerate(("Opening", "Visas", "Talents")):
        item(session, title, f"item00{number}")
    sena = signed_in("Sena")

    goes_to(sena.post(f"{agenda_of(session)}item002/move/", {"where": "earlier"}))
    assert titles(session) == ["Opening", "Talents", "Visas"]
    goes_to(sena.post(f"{agenda_of(session)}item000/move/", {"where": "later"}))
    assert titles(session) == ["Talents", "Opening", "Visas"]
    goes_to(sena.post(f"{agenda_of(session)}item002/move/", {"where": "earlier"}))
    assert titles(session) == ["Talents", "Opening", "Visas"]


def test_an_item_that_is_removed_is_on_no_page_and_keeps_its_row(session: Session) -> None:
    made = item(session)
    goes_to(signed_in("Sena").post(f"{agenda_of(session)}{made.key}/remove/"))

    assert titles(session) == []
    assert AgendaItem.objects.get().removed_at
    assert "Visas" not in words_of(Client().get(session.get_absolute_url()))
    with pytest.raises(ItemChanged):
        move_item(by=make.secretariat(), item=made, earlier=True, at=make.NOON)


def test_a_change_over_a_change_is_refused_and_keeps_what_was_typed(session: Session) -> None:
    made = item(session)
    was = stamp_of(made)
    change_item(by=make.secretariat(), item=made, entry=Entry({"en": "Stays"}), was=was, at=make.NOON)
    page = f"{agenda_of(session)}{made.key}/"

    answer = signed_in("Sena").post(page, {"was": was, "title_en": "Short stays"})
    assert answer.status_code == 409
    assert 'value="Short stays"' in answer.content.decode()
    now = stamp_of(AgendaItem.objects.get())
    assert f'value="{now}"' in answer.content.decode()

    goes_to(signed_in("Sena").post(page, {"was": now, "title_en": "Short stays"}))
    assert titles(session) == ["Short stays"]


def test_the_form_of_an_item_shows_what_it_says(session: Session) -> None:
    clause = make.clause_that_says(session.versions.get(), "short-stay")
    made = item(session, starts_at=session.starts_at, minutes=30, clauses=[clause])
    shown = signed_in("Sena").get(f"{agenda_of(session)}{made.key}/").content.decode()

    assert 'value="2017-06-13T14:00"' in shown
    assert f'value="{clause.key}"' in shown
    assert shown.count("checked") == 1


def test_nobody_but_the_secretariat_makes_the_agenda(session: Session) -> None:
    made = item(session)
    for name in ("Remy", "Chloé", "Olga"):
        make.person(name)
        for page in (agenda_of(session), f"{agenda_of(session)}{made.key}/"):
            assert signed_in(name).get(page).status_code == 404
        with pytest.raises(PermissionDenied):
            remove_item(by=make.person(name), item=made, at=make.NOON)
