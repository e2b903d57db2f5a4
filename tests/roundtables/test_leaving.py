"""What sessions keep of a person: what they take along, and what is left of it when they close their account."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from consultation.actions.accounts import close_account
from consultation.models import Attribution, Comment, Membership, User
from consultation.reports.export import kept_of, packed
from roundtables.models import Attendance, CalendarAddress, Intervention, Office, Seat, Session
from tests import held, make, sessions
from tests.consultation.test_closing_accounts import everything_stored
from tests.consultation.test_export import data_of
from tests.pages import signed_in, words_of

pytestmark = pytest.mark.django_db
NAME = "Olga Marisol Tremaine"


@pytest.fixture
def said() -> Comment:
    return make.comment(make.Said("short-stay"), by=make.olga(), on=make.consultation())


def taken_along(name: str) -> dict[str, Any]:
    return data_of(packed(kept_of(make.person(name), timezone.now())))


def asked(session: Session, **columns: object) -> Seat:
    """A seat that was asked for and answered."""
    return Seat.objects.create(
        session=session,
        listed_by=make.person("Sena"),
        listed_at=make.NOON,
        sent_at=make.NOON,
        answer=Seat.Answer.YES,
        answered_at=make.NOON,
        **columns,
    )


def left(name: str, *, before: Session) -> User:
    """Somebody who closed their account a day before a session begins."""
    person = make.person(name)
    close_account(by=person, at=before.starts_at - timedelta(days=1))
    return User.objects.get(pk=person.pk)


def test_somebody_takes_along_what_sessions_keep_of_them(said: Comment) -> None:
    adopted, in_notes = held.rows(said)
    data = taken_along("Olga")

    assert {row["session__key"] for row in data["interventions"]} == {adopted.key, in_notes.key}
    assert {row["attends_name"] for row in data["seats_taken"]} == {"Olga"}
    assert len(data["attendances"]) == len(data["seats_taken"]) == 2
    assert [row["intervention"] for row in data["spoken"]] == [in_notes.interventions.get().key]
    assert data["evaluation_answers"][0]["marks"] == {"useful": 4}
    assert data["calendar"] == [{"made_at": data["calendar"][0]["made_at"]}]
    assert len(taken_along("Omar")["corrections"]) == 4


@pytest.mark.parametrize("rule", [Attribution.CATEGORY, Attribution.NONE])
def test_where_nobody_is_named_there_is_nothing_to_take_along_and_it_says_so(rule: Attribution) -> None:
    session = sessions.session(rule)
    olga = make.olga()
    sessions.attended_by(session, olga)
    sessions.intervention(session, "Nobody shall know.", by=olga)
    data = taken_along("Olga")

    assert len(data["attendances"]) == 1
    assert data["interventions"] == data["spoken"] == []
    assert "nobody wrote down who spoke" in data["notes"]["interventions"]
    assert "Nobody shall know." not in str(data)
    assert "nobody wrote down who spoke" in words_of(signed_in("Olga").get("/en/account/export/"))


def test_nobody_takes_along_who_else_was_there(said: Comment) -> None:
    held.rows(said)
    Attendance.objects.filter(user=make.olga()).update(name=NAME)
    Seat.objects.filter(attends=make.olga()).update(attends_name=NAME)

    for name in ("Omar", "Remy", "Sena", "Chloé"):
        told = str(taken_along(name))
        assert "Tremaine" not in told
        assert "olga@example.org" not in told


def test_what_is_personal_goes_and_what_was_said_stays_under_the_key() -> None:
    session, olga = sessions.session(), make.olga()
    User.objects.filter(pk=olga.pk).update(name=NAME, shows_name=True)
    asked(session, user=olga, note="Tremaine comes by train.")
    asked(session, organisation=make.body_of(olga), attends=olga, attends_name=NAME)
    Attendance.objects.create(
        session=session, user=olga, name=NAME, taken_by=make.person("Remy"), taken_at=make.NOON
    )
    CalendarAddress.objects.create(user=olga, secret="a" * 64, made_at=make.NOON)
    said = sessions.intervention(session, by=olga)
    olga = left("Olga", before=session)

    assert "tremaine" not in everything_stored().lower()
    assert not CalendarAddress.objects.exists()
    assert str(Intervention.objects.get(pk=said.pk).speaker) == f"former participant {olga.key}"
    assert Attendance.objects.get().user == olga
    call_command("verify_ledger")


def test_seats_to_come_are_given_up_and_those_that_were_taken_stay() -> None:
    coming, olga = sessions.session(), make.olga()
    before = sessions.session(on=coming.versions.get())
    Session.objects.filter(pk=before.pk).update(
        starts_at=before.starts_at - timedelta(days=90), ends_at=before.ends_at - timedelta(days=90)
    )
    in_person, sent = asked(coming, user=olga), asked(coming, organisation=make.body_of(olga), attends=olga)
    over = asked(before, user=olga, note="Gladly.")
    left("Olga", before=coming)
    for seat in (in_person, sent, over):
        seat.refresh_from_db()

    assert in_person.withdrawn_at is not None
    assert (sent.withdrawn_at, sent.attends) == (None, None)
    assert (over.withdrawn_at, over.note) == (None, "")


def test_whoever_chairs_a_session_no_longer_does() -> None:
    session = sessions.session(rapporteur="Remy")
    remy = left("Remy", before=session)

    assert Office.objects.get(user=remy).ended_at == session.starts_at - timedelta(days=1)
    assert not Membership.objects.filter(user=remy).exists()


def test_an_account_that_may_not_be_closed_leaves_its_sessions_alone() -> None:
    session = sessions.session()
    sena = make.person("Sena")
    asked(session, user=sena, note="Mine.")

    with pytest.raises(Exception, match="You hold a role"):
        close_account(by=sena, at=make.NOON)
    assert Seat.objects.get().note == "Mine."
