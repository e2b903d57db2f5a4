"""The list of a session: made and looked at before anything is sent, sent once, and left in plain sight."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from consultation.mails.sending import send_due
from consultation.models import Attribution, Category, Letter, Membership
from drafts.models import LedgerEntry
from roundtables.actions.inviting import list_for_session, send_invitations, withdraw_invitation
from roundtables.models import Seat, Session
from roundtables.reports.balance import Balance, Share, read_balance
from tests import houses, make, seats
from tests.make import NOON
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db
CONVENED = Letter.Kind.CONVENED


@pytest.fixture
def session() -> Session:
    return seats.coming(starts=timezone.now() + timedelta(days=2))


def page_of(session: Session, act: str = "") -> str:
    return f"/en/sessions/{session.key}/invited/{act}"


def letters() -> list[str]:
    return sorted(Letter.objects.filter(kind=CONVENED).values_list("to__email", flat=True))


def test_the_secretariat_finds_and_lists_organisations_and_people_and_nothing_is_sent(
    session: Session,
) -> None:
    olga, client = make.olga(), signed_in("Sena")
    nils, house = make.person("Nils"), make.body_of(olga)
    with nothing_written():
        found = words_of(client.get(page_of(session), {"q": "ol"}))
    assert "Network of Olga" in found
    goes_to(client.post(page_of(session, "add/"), {"organisation": house.slug}))
    goes_to(client.post(page_of(session, "add/"), {"person": nils.key}))

    assert {(seat.organisation, seat.user) for seat in Seat.objects.all()} == {(house, None), (None, nils)}
    assert letters() == []
    assert "Send 2 invitations" in words_of(client.get(page_of(session)))


def test_who_is_listed_already_is_not_listed_again(session: Session) -> None:
    olga, sena = make.olga(), make.secretariat()
    list_for_session(by=sena, session=session, people=[olga], at=NOON)
    again = list_for_session(by=sena, session=session, people=[olga, make.omar()], at=NOON)

    assert [seat.user for seat in again] == [make.omar()]
    assert Seat.objects.count() == 2


def test_all_of_a_category_are_houses_with_somebody_and_people_in_their_own_name(session: Session) -> None:
    houses.house("empty-house", category=Category.ACADEMIA)
    full = houses.house("full-house", category=Category.ACADEMIA)
    houses.voice("Abena", full)
    ilse = seats.ilse()
    make.olga()
    goes_to(signed_in("Sena").post(page_of(session, "add/"), {"category": "academia"}))

    assert {(seat.organisation, seat.user) for seat in Seat.objects.all()} == {(full, None), (None, ilse)}


def test_sending_is_one_act_and_a_second_click_sends_nothing(session: Session) -> None:
    house = houses.house()
    houses.cora(house)
    houses.voice("Malik", house)
    sena, olga = make.secretariat(), make.olga()
    list_for_session(by=sena, session=session, organisations=[house], people=[olga], at=NOON)
    client = signed_in("Sena")
    goes_to(client.post(page_of(session, "send/")))
    goes_to(client.post(page_of(session, "send/")))

    assert letters() == ["cora@example.org", "olga@example.org"]
    assert LedgerEntry.objects.filter(verb="called").count() == 2
    list_for_session(by=sena, session=session, people=[make.omar()], at=NOON)
    assert [seat.user for seat in send_invitations(by=sena, session=session, at=NOON)] == [make.omar()]
    assert letters() == ["cora@example.org", "olga@example.org", "omar@example.org"]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Attribution.NAMED, "recorded with the name and the organisation"),
        (Attribution.CATEGORY, "by category only (Chatham House)"),
        (Attribution.NONE, "without saying who said it"),
    ],
)
def test_a_letter_says_when_and_where_and_the_rule(rule: Attribution, words: str) -> None:
    seats.invited(seats.coming(rule), make.olga())
    mail.outbox.clear()
    send_due(lambda: NOON)

    (message,) = mail.outbox
    said = " ".join(str(message.body).split())
    assert message.subject == "Round table on mobility: you are invited"
    assert words in said
    assert "Place: Brussels." in said
    # Noon in Greenwich, as they read it in Brussels.
    assert "14:00" in said
    assert "Europe/Brussels" in said


def test_a_letter_speaks_the_language_of_its_reader_and_leads_to_the_answer() -> None:
    (seat,) = seats.invited(seats.coming(), make.person("Amina", language="fr"))
    mail.outbox.clear()
    send_due(lambda: NOON)

    assert "Table ronde sur la mobilité" in mail.outbox[0].subject
    assert f"/fr/my-sessions/{seat.key}/" in str(mail.outbox[0].body)


def test_a_letter_about_a_session_that_began_is_not_sent() -> None:
    seats.invited(seats.coming(), make.olga())
    mail.outbox.clear()
    send_due(lambda: seats.STARTS)

    assert mail.outbox == []
    assert Letter.objects.get(kind=CONVENED).state == Letter.State.DROPPED


def test_withdrawing_is_visible_and_the_place_on_the_list_is_free_again(session: Session) -> None:
    olga = make.olga()
    (seat,) = seats.invited(session, olga)
    goes_to(signed_in("Sena").post(page_of(session, "withdraw/"), {"seat": seat.key}))

    assert "withdrawn on" in words_of(signed_in("Sena").get(page_of(session)))
    assert "The invitation was withdrawn." in words_of(signed_in("Olga").get("/en/my-sessions/"))
    list_for_session(by=make.secretariat(), session=session, people=[olga], at=NOON)
    assert Seat.objects.standing().count() == 1


def test_who_was_never_written_to_is_taken_off_without_a_letter(session: Session) -> None:
    (seat,) = list_for_session(by=make.secretariat(), session=session, people=[make.olga()], at=NOON)
    withdraw_invitation(by=make.secretariat(), seat=seat, at=NOON)
    assert not Letter.objects.filter(kind=Letter.Kind.SEATED).exists()


def test_nobody_is_invited_to_a_session_that_is_over() -> None:
    session = seats.coming()
    with pytest.raises(PermissionDenied):
        list_for_session(by=make.secretariat(), session=session, people=[make.olga()], at=seats.OVER)


# ---- the balance ----------------------------------------------------------------------


def shares(balance: Balance, name: str) -> dict[str, tuple[int, int]]:
    view = next(view for view in balance.views if view.table.name == name)
    return {share.label: (share.invited, share.registered) for share in view.shares}


def test_the_balance_counts_who_is_invited_against_who_is_registered(session: Session) -> None:
    make.omar()
    house = houses.house()
    houses.cora(house)
    list_for_session(
        by=make.secretariat(), session=session, organisations=[house], people=[make.olga()], at=NOON
    )
    seats.ilse()
    balance = read_balance(session)

    assert shares(balance, "categories") == {
        "Civil society": (1, 1),
        "Academia": (0, 1),
        "Diaspora": (1, 2),
    }
    assert shares(balance, "regions")["Western Africa"] == (1, 1)
    assert [view.missing for view in balance.views] == [["Academia"], []]
    assert balance.unregistered == 0


def test_a_house_that_is_asked_twice_counts_once_and_strangers_apart(session: Session) -> None:
    house = houses.house()
    cora = houses.cora(house)
    people = [cora, make.person("Nils")]
    list_for_session(by=make.secretariat(), session=session, organisations=[house], people=people, at=NOON)
    balance = read_balance(session)

    assert shares(balance, "categories") == {"Diaspora": (1, 1)}
    assert balance.unregistered == 1


def test_a_share_without_anybody_registered_misses_nobody() -> None:
    assert Share("Other", 0, 3).is_missing
    assert not Share("Other", 0, 0).is_missing


def test_the_page_shows_the_balance_before_anything_is_sent(session: Session) -> None:
    make.olga()
    seats.ilse()
    list_for_session(by=make.secretariat(), session=session, people=[make.olga()], at=NOON)
    shown = words_of(signed_in("Sena").get(page_of(session)))

    assert "Missing: Academia" in shown
    assert shown.index("The balance of the list") < shown.index("Send one invitation")


# ---- who reads it ---------------------------------------------------------------------


@pytest.mark.parametrize("rule", list(Attribution))
def test_the_list_is_for_those_who_hold_the_session(rule: Attribution) -> None:
    session = seats.coming(rule, starts=timezone.now() + timedelta(days=2))
    seats.invited(session, make.olga())
    make.omar()
    seen = {
        who: signed_in(who).get(page_of(session)).status_code
        for who in ("Sena", "Chloé", "Remy", "Olga", "Omar")
    }

    assert seen == {"Sena": 200, "Chloé": 200, "Remy": 200, "Olga": 404, "Omar": 404}


def test_a_name_without_consent_is_read_by_the_secretariat_alone(session: Session) -> None:
    seats.invited(session, seats.ilse())
    assert seats.ILSE in words_of(signed_in("Sena").get(page_of(session)))
    for who in ("Chloé", "Remy"):
        assert seats.ILSE not in words_of(signed_in(who).get(page_of(session)))


@pytest.mark.parametrize("act", ["add/", "send/", "withdraw/"])
def test_a_rapporteur_reads_the_list_and_changes_nothing(session: Session, act: str) -> None:
    (seat,) = seats.invited(session, make.olga())
    sent = {"seat": seat.key, "person": make.person("Nils").key}
    assert signed_in("Remy").post(page_of(session, act), sent).status_code == 403
    assert Seat.objects.standing().count() == 1


def test_a_list_of_many_costs_what_a_list_of_few_costs(session: Session) -> None:
    seats.invited(session, make.olga(), make.omar(), seats.ilse())
    client = signed_in("Sena")
    few = queries_of(client, page_of(session))
    people = [make.person(f"Guest{number}") for number in range(30)]
    for person in people:
        Membership.objects.create(user=person, category="academia", admitted_at=NOON)
    list_for_session(by=make.secretariat(), session=session, people=people, at=NOON)
    send_invitations(by=make.secretariat(), session=session, at=NOON)

    assert queries_of(client, page_of(session)) == few
