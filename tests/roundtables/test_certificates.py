"""Certificates of attendance: who gets one, and what its key tells whoever checks it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consultation.models import Attribution
from roundtables.actions.attendance import remove_attendance
from roundtables.models import Attendance, Session
from roundtables.reports.certificates import session_certified, token_of
from tests import make, seats, sessions
from tests.make import NOON
from tests.pages import goes_to, nothing_written, signed_in, words_of

pytestmark = pytest.mark.django_db
RULES = list(Attribution)


def held(rule: Attribution = Attribution.NAMED) -> Session:
    """A session that is over, which Ilse attended, who shows her name to nobody."""
    session = sessions.session(rule)
    sessions.attended_by(session, seats.ilse())
    return session


def page_of(session: Session) -> str:
    return f"/en/sessions/{session.key}/certificate/"


def token() -> str:
    return token_of(Attendance.objects.get())


@pytest.mark.parametrize("rule", RULES)
def test_whoever_attended_prints_their_own_certificate(rule: Attribution) -> None:
    session = held(rule)
    client = signed_in("Ilse")
    with nothing_written():
        shown = words_of(client.get(page_of(session)))

    assert f"This is to certify that {seats.ILSE} attended" in shown
    for words in ("Round table on mobility", "13 June 2017", "Brussels", "3 h", token()):
        assert words in shown


def test_of_a_session_over_several_days_it_says_both_and_counts_no_nights() -> None:
    ends = sessions.STARTS + timedelta(days=1, hours=3)
    session = sessions.session(terms=replace(sessions.TERMS, ends_at=ends))
    sessions.attended_by(session, seats.ilse())

    shown = words_of(signed_in("Ilse").get(page_of(session)))

    assert "13 June 2017 – 14 June 2017" in shown
    assert "Duration" not in shown


@pytest.mark.parametrize(("who", "status"), [("Olga", 404), ("Sena", 404), ("Remy", 404)])
def test_nobody_has_the_certificate_of_another(who: str, status: int) -> None:
    session = held()
    make.olga()
    assert signed_in(who).get(page_of(session)).status_code == status


def test_there_is_none_before_the_session_is_over() -> None:
    session = seats.coming(starts=timezone.now() - timedelta(hours=1))
    sessions.attended_by(session, make.olga())
    answer = signed_in("Olga").get(page_of(session))

    assert answer.status_code == 403
    assert "once the session is over" in words_of(answer)
    assert token() not in words_of(answer)


@pytest.mark.parametrize("rule", RULES)
def test_the_key_tells_the_session_and_the_day_and_no_name(rule: Attribution) -> None:
    held(rule)
    with nothing_written():
        answer = Client().get(f"/en/certificates/{token()}/")
    shown = answer.content.decode()

    assert answer.status_code == 200
    assert "“Round table on mobility”, on 13 June 2017" in words_of(answer)
    for name in (seats.ILSE, "ilse@example.org", seats.ilse().key, "Academia", "academia"):
        assert name not in shown
        assert name not in token()


def test_a_key_that_is_typed_leads_to_what_it_tells() -> None:
    held()
    assert (
        goes_to(Client().get("/en/certificates/", {"key": f" {token()} "})) == f"/en/certificates/{token()}/"
    )
    assert "Check a certificate" in words_of(Client().get("/en/certificates/"))
    assert Client().get("/en/certificates/", {"key": "a/b"}).status_code == 200


@pytest.mark.parametrize("spoil", ["u", "é", "..", " "])
def test_a_key_that_was_made_up_tells_nothing(spoil: str) -> None:
    # No key begins with any of these: they are not among its signs.
    held()
    answer = Client().get(f"/en/certificates/{spoil}{token()[1:]}/")
    assert answer.status_code == 404
    assert "Round table" not in words_of(answer)
    assert session_certified(spoil) is None


def test_an_entry_that_was_taken_back_certifies_nothing() -> None:
    session = held()
    before = token()
    remove_attendance(by=make.person("Remy"), entry=Attendance.objects.get(), at=NOON)

    assert Client().get(f"/en/certificates/{before}/").status_code == 404
    assert signed_in("Ilse").get(page_of(session)).status_code == 404


def test_my_sessions_leads_to_the_certificate() -> None:
    session = held()
    assert page_of(session) in signed_in("Ilse").get("/en/my-sessions/").content.decode()
