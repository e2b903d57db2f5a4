"""The attendance of a session: taken at the door or from a list, and what others may read of it."""

from datetime import timedelta
from zlib import compress

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from consultation.models import Attribution, Category, Membership, User
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from roundtables.actions.attendance import Present, remove_attendance, take_attendance, take_list
from roundtables.actions.inviting import list_for_session, send_invitations
from roundtables.models import Attendance, Seat, Session
from roundtables.permissions.sessions import can_take_attendance
from roundtables.reports.pasted import Known, read_pasted
from tests import houses, make, seats, sessions
from tests.make import NOON
from tests.pages import goes_to, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db
RULES = list(Attribution)
CONFIDENTIAL = [Attribution.CATEGORY, Attribution.NONE]


@pytest.fixture
def session() -> Session:
    """Begins in a minute."""
    return seats.coming(starts=timezone.now() + timedelta(minutes=1), seats=20)


def over(rule: Attribution) -> Session:
    return sessions.session(rule)


def page_of(session: Session, act: str = "") -> str:
    return f"/en/sessions/{session.key}/attendance/{act}"


def entered(session: Session, *people: User) -> None:
    sessions.attended_by(session, *people)


def standing() -> list[Attendance]:
    return list(Attendance.objects.standing().order_by("pk"))


# ---- at the door ----------------------------------------------------------------------


def test_one_button_enters_who_was_expected_in_the_room_or_from_afar(session: Session) -> None:
    olga, omar = make.olga(), make.omar()
    first, second = seats.invited(session, olga, omar)
    client = signed_in("Remy")
    assert "2 people" not in words_of(client.get(page_of(session)))
    assert goes_to(client.post(page_of(session, "take/"), {"room": first.key, "q": "Ol"})).endswith(
        f"?q=Ol#seat-{first.key}"
    )
    goes_to(client.post(page_of(session, "take/"), {"remote": second.key}))

    assert [(each.user, each.mode, each.organisation) for each in standing()] == [
        (olga, "room", make.body_of(olga)),
        (omar, "remote", make.body_of(omar)),
    ]
    shown = words_of(client.get(page_of(session)))
    assert "There 2" in shown
    assert "In the room 1 / 20 seats" in shown
    assert "Civil society 1" in shown


def test_an_organisation_is_expected_as_who_it_named(session: Session) -> None:
    house = houses.house()
    cora, malik = houses.cora(house), houses.voice("Malik", house)
    (seat,) = seats.invited(session, house)
    sent = {"answer": "yes", "member": malik.key, "seen": "open:"}
    goes_to(signed_in("Cora").post(f"/en/my-sessions/{seat.key}/", sent))
    goes_to(signed_in("Remy").post(page_of(session, "take/"), {"room": seat.key}))

    (entry,) = standing()
    assert (entry.user, entry.organisation, entry.category, entry.country) == (malik, house, "diaspora", "SN")
    assert cora != entry.user


def test_a_proxy_by_name_and_a_house_that_named_nobody_are_entered_once(session: Session) -> None:
    house = houses.house()
    houses.cora(house)
    by_name, unnamed = seats.invited(session, make.olga(), house)
    Seat.objects.filter(pk=by_name.pk).update(answer="proxy", attends_name="Awa Sarr", answered_at=NOON)
    client = signed_in("Remy")
    for seat in (by_name, unnamed, by_name, unnamed):
        goes_to(client.post(page_of(session, "take/"), {"room": seat.key}))

    assert [(each.user, each.name, each.body) for each in standing()] == [
        (None, "Awa Sarr", ""),
        (None, "", "Two Shores"),
    ]


def test_who_declined_is_not_expected_and_who_waits_is(session: Session) -> None:
    first, _second = seats.invited(session, make.olga(), make.omar())
    seats.answered(first, seats.NO)
    shown = words_of(signed_in("Remy").get(page_of(session)))

    assert "Network of Olga" not in shown
    assert "Network of Omar" in shown


def test_the_list_is_searched_without_a_script(session: Session) -> None:
    seats.invited(session, make.olga(), make.omar())
    found = words_of(signed_in("Remy").get(page_of(session), {"q": "omar"}))

    assert "Network of Omar" in found
    assert "Network of Olga" not in found
    assert "Nobody who is expected" in words_of(signed_in("Remy").get(page_of(session), {"q": "nobody"}))


def test_somebody_else_is_entered_by_name_body_category_and_country(session: Session) -> None:
    client = signed_in("Remy")
    sent = {
        "name": "Awa Sarr",
        "body": "Ministry of Labour",
        "category": "other",
        "country": "SN",
        "mode": "room",
    }
    goes_to(client.post(page_of(session, "enter/"), sent))
    goes_to(client.post(page_of(session, "enter/"), sent))

    (entry,) = standing()
    assert (entry.name, entry.body, entry.category, entry.country) == (
        "Awa Sarr",
        "Ministry of Labour",
        "other",
        "SN",
    )
    empty = client.post(page_of(session, "enter/"), {"category": "other", "mode": "room"})
    assert empty.status_code == 422
    assert "Write a name, or an organisation." in words_of(empty)


def test_an_entry_is_taken_back_in_plain_sight_and_may_be_made_again(session: Session) -> None:
    (seat,) = seats.invited(session, make.olga())
    client = signed_in("Remy")
    goes_to(client.post(page_of(session, "take/"), {"room": seat.key}))
    (entry,) = standing()
    goes_to(client.post(page_of(session, "remove/"), {"entry": entry.key}))
    assert standing() == []
    assert "Taken back" in words_of(client.get(page_of(session)))

    goes_to(client.post(page_of(session, "take/"), {"remote": seat.key}))
    assert [each.mode for each in standing()] == ["remote"]


def test_who_is_entered_twice_is_there_once_and_the_ledger_names_nobody(session: Session) -> None:
    olga = make.olga()
    entered(session, olga, olga)

    assert len(standing()) == 1
    entries = LedgerEntry.objects.filter(verb="attended")
    assert [olga.key in entry.payload for entry in entries.all()] == [False]
    remove_attendance(by=make.person("Remy"), entry=standing()[0], at=NOON)
    remove_attendance(by=make.person("Remy"), entry=Attendance.objects.get(), at=NOON)
    assert entries.count() == 2


@pytest.mark.parametrize(
    ("who", "may"),
    [("Remy", True), ("Sena", True), ("Chloé", False), ("Olga", False), ("Nils", False)],
)
def test_rapporteurs_and_the_secretariat_take_it(session: Session, who: str, *, may: bool) -> None:
    make.olga()
    assert bool(can_take_attendance(make.person(who), session)) == may
    present = Present(name="Awa Sarr")
    if not may:
        with pytest.raises(PermissionDenied):
            take_list(by=make.person(who), session=session, people=[present], at=NOON)
    assert signed_in(who).post(page_of(session, "enter/"), {"name": "A", "mode": "room"}).status_code == (
        302 if may else 403 if who == "Chloé" else 404
    )


# ---- from a list ----------------------------------------------------------------------

PASTED = "olga@example.org\nAwa Sarr; Ministry of Labour; other; Senegal\nMalik; Two Shores\n; two-shores\n"


def test_a_list_is_shown_line_by_line_before_anybody_is_entered(session: Session) -> None:
    make.olga()
    houses.house()
    lines = read_pasted(session, PASTED)
    assert [line.known for line in lines] == [
        Known.ACCOUNT,
        Known.UNKNOWN,
        Known.ORGANISATION,
        Known.ORGANISATION,
    ]
    shown = words_of(signed_in("Remy").post(page_of(session, "list/"), {"people": PASTED, "mode": "room"}))

    assert "4 people will be entered" in shown
    assert "Awa Sarr, Ministry of Labour, other, Senegal" in shown
    assert standing() == []


def test_a_list_is_entered_whole_and_who_is_there_already_once(session: Session) -> None:
    olga = make.olga()
    houses.house()
    entered(session, olga)
    client = signed_in("Remy")
    words = "\n".join(PASTED.splitlines())
    sent = {"people": PASTED, "mode": "remote", "checked": digest(words)}
    goes_to(client.post(page_of(session, "list/enter/"), sent))
    goes_to(client.post(page_of(session, "list/enter/"), sent))

    assert [(each.user, each.name, each.body, each.mode) for each in standing()] == [
        (olga, "", "", "room"),
        (None, "Awa Sarr", "Ministry of Labour", "remote"),
        (None, "Malik", "", "remote"),
        (None, "", "Two Shores", "remote"),
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("nobody@example.org", "No account has this address"),
        ("Awa; Ministry; minister", "is no category"),
        ("Awa; Ministry; other; Atlantis", "is no country"),
        (";;other", "Write a name, or an organisation."),
        ("a;b;other;SN;more", "There is more on this line"),
        ("Malik; Two Shores\nmalik; two shores", "on the list twice"),
    ],
)
def test_a_list_with_a_fault_enters_nobody_and_is_kept(session: Session, line: str, fault: str) -> None:
    words = f"Awa Sarr; Ministry of Trade\n{line}"
    client = signed_in("Remy")
    for act in ("list/", "list/enter/"):
        answer = client.post(
            page_of(session, act), {"people": words, "mode": "room", "checked": digest(words)}
        )
        assert answer.status_code == 422
        assert fault in words_of(answer)
        assert "Awa Sarr; Ministry of Trade" in answer.content.decode()
    assert standing() == []


def test_a_list_that_was_not_checked_is_not_entered(session: Session) -> None:
    sent = {"people": "Awa Sarr", "mode": "room", "checked": digest("Somebody else")}
    answer = signed_in("Remy").post(page_of(session, "list/enter/"), sent)

    assert answer.status_code == 409
    assert standing() == []


# ---- the attribution rule: who sees who was there -------------------------------------


@pytest.fixture
def guests() -> list[User]:
    """Olga and Omar for organisations, Ilse in her own name, which she shows nobody."""
    return [make.olga(), make.omar(), seats.ilse()]


def test_where_speakers_are_named_everybody_reads_who_attended_afterwards(guests: list[User]) -> None:
    session = over(Attribution.NAMED)
    entered(session, *guests)
    take_attendance(by=make.person("Remy"), session=session, present=Present(name="Awa Sarr"), at=NOON)
    shown = words_of(Client().get(page_of(session)))

    assert "Network of Olga : Olga" in shown or "Network of Olga: Olga" in shown
    assert seats.ILSE not in shown
    assert "Awa Sarr" not in shown
    assert "2 more people, whose names are not shown." in shown


def test_nobody_else_reads_it_before_the_session_is_over(session: Session, guests: list[User]) -> None:
    entered(session, *guests)
    for client in (Client(), signed_in("Nils"), signed_in("Olga")):
        shown = words_of(client.get(page_of(session)))
        assert "Network of" not in shown
        assert "people attended" not in shown
        assert "can be read here after the session" in shown


@pytest.mark.parametrize("rule", CONFIDENTIAL)
@pytest.mark.parametrize("who", ["public", "Nils", "Olga", "Omar"])
def test_where_nobody_is_named_others_read_figures_alone(
    rule: Attribution, who: str, guests: list[User]
) -> None:
    session = over(rule)
    entered(session, *guests)
    client = Client() if who == "public" else signed_in(who)
    main = client.get(page_of(session)).content.decode().partition("<main")[2]

    assert "3 people attended" in main
    for name in ("Olga", "Omar", seats.ILSE, "Civil society", "Diaspora", "Academia"):
        assert name not in main
    assert ("You are on the list" in main) == (who in ("Olga", "Omar"))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("who", ["Sena", "Chloé", "Remy"])
def test_those_who_hold_the_session_read_the_list(rule: Attribution, who: str, guests: list[User]) -> None:
    session = over(rule)
    entered(session, *guests)
    shown = words_of(signed_in(who).get(page_of(session)))

    assert "Network of Olga" in shown
    assert (seats.ILSE in shown) == (who == "Sena")


@pytest.mark.parametrize("rule", RULES)
def test_a_large_group_is_counted_apart_and_the_small_ones_together(rule: Attribution) -> None:
    session = over(rule)
    crowd = [Present(name=f"Guest {number}", category=Category.OTHER) for number in range(6)]
    few = [Present(name=f"Scholar {number}", category=Category.ACADEMIA) for number in range(3)]
    more = [Present(name=f"Elder {number}", category=Category.DIASPORA) for number in range(2)]
    take_list(by=make.person("Remy"), session=session, people=[*crowd, *few, *more], at=NOON)
    shown = words_of(Client().get(page_of(session)))

    assert "Other 6" in shown
    assert "Small groups, together 5" in shown
    assert "Academia" not in shown


# ---- many -----------------------------------------------------------------------------


def test_a_hundred_and_fifty_cost_no_more_queries_than_three(session: Session) -> None:
    seats.invited(session, make.olga(), make.omar(), seats.ilse())
    entered(session, make.olga())
    remy = signed_in("Remy")
    few = queries_of(remy, page_of(session))
    people = [
        User.objects.create_user(f"g{number}@example.org", None, name=f"Guest {number}")
        for number in range(150)
    ]
    Membership.objects.bulk_create(
        Membership(user=person, category="academia", admitted_at=NOON) for person in people
    )
    list_for_session(by=make.secretariat(), session=session, people=people, at=NOON)
    send_invitations(by=make.secretariat(), session=session, at=NOON)
    entered(session, *people[:5])

    assert queries_of(remy, page_of(session)) == few
    take_list(
        by=make.person("Remy"), session=session, people=[Present(user=person) for person in people], at=NOON
    )
    assert len(standing()) == 151
    assert queries_of(remy, page_of(session)) == few
    # Of 60 kB with all that the page needs.
    assert len(compress(remy.get(page_of(session)).content)) < 15_000


def test_the_public_list_of_many_costs_no_more_queries_than_that_of_three(guests: list[User]) -> None:
    session = over(Attribution.NAMED)
    entered(session, *guests)
    few = queries_of(Client(), page_of(session))
    people = [User.objects.create_user(f"g{number}@example.org", None) for number in range(50)]
    take_list(
        by=make.person("Remy"), session=session, people=[Present(user=each) for each in people], at=NOON
    )

    assert queries_of(Client(), page_of(session)) == few
