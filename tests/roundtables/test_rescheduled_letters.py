"""What whoever was invited reads when a session was changed or cancelled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import mail

from consultation.mails.sending import send_due
from consultation.models import Letter, Membership
from roundtables.actions.changing import cancel_session, change_session, terms_of
from roundtables.models import Session
from roundtables.reports.invited import people_invited
from tests import houses, make
from tests.make import NOON
from tests.roundtables.convened import asked, coming

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    """One in the future that Olga is invited to."""
    made = coming()
    asked(made, user=make.olga())
    Letter.objects.all().delete()
    return made


def moved(session: Session, hours: int) -> Session:
    now = Session.objects.get(pk=session.pk)
    later = replace(terms_of(now), starts_at=now.starts_at + timedelta(hours=hours))
    return change_session(by=make.secretariat(), session=now, terms=later, was=now.sequence, at=NOON)


def cancelled(session: Session) -> None:
    now = Session.objects.get(pk=session.pk)
    cancel_session(by=make.secretariat(), session=now, because={"en": "It rains."}, at=NOON)


def test_a_change_is_told_with_the_time_on_the_clocks_there(session: Session) -> None:
    moved(session, 1)
    assert send_due(lambda: NOON) == 1

    (message,) = mail.outbox
    assert message.subject == "Round table on mobility: the session was changed"
    assert "from 14 June 2036, 15:00 to 14 June 2036, 17:00 (Europe/Brussels)" in message.body
    assert "Place: Brussels." in message.body
    assert f"http://127.0.0.1:8000/en/sessions/{session.key}/" in message.body


def test_a_cancellation_is_told_and_a_change_before_it_no_more(session: Session) -> None:
    moved(session, 1)
    cancelled(session)
    send_due(lambda: NOON)

    (message,) = mail.outbox
    assert message.subject == "Round table on mobility: the session is cancelled"
    assert "is cancelled. Its page says why." in message.body
    assert Letter.objects.filter(state=Letter.State.DROPPED).count() == 1


def test_of_a_session_that_is_over_nothing_is_told_any_more(session: Session) -> None:
    moved(session, 1)

    assert send_due(lambda: session.ends_at + timedelta(days=1)) == 0
    assert mail.outbox == []


def test_a_letter_leads_to_the_page_in_its_readers_language(session: Session) -> None:
    olga = make.olga()
    olga.language = "fr"
    olga.save()
    moved(session, 1)
    send_due(lambda: NOON)

    (message,) = mail.outbox
    assert f"http://127.0.0.1:8000/fr/sessions/{session.key}/" in message.body
    assert "Table ronde sur la mobilité" in message.subject


def test_an_organisation_is_reached_through_its_coordinators_or_else_through_all() -> None:
    session = coming()
    house = houses.house()
    malik, mariam = houses.voice("Malik", house), houses.voice("Mariam", house)
    asked(session, organisation=house)
    assert set(people_invited(session)) == {malik, mariam}

    cora = houses.cora()
    assert Membership.objects.standing().get(user=cora).organisation == house
    assert set(people_invited(session)) == {cora}
