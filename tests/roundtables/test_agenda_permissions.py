"""Whose eyes the agenda and its calendars are for: person × page × state of the session."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from consultation.models import User
from roundtables.models import Office, Session
from roundtables.permissions.calendars import can_keep_calendar, sessions_of
from tests import make, meetings, sessions
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

# Olga was there, Remy is rapporteur, Chloé chairs, Sena runs it, Nils has an account and nothing else.
PEOPLE = ("public", "Nils", "Olga", "Remy", "Chloé", "Sena")
# State of the session: who finds it on the agenda and as a file, and in whose own calendar it is.
TABLE = {
    "announced": (set(PEOPLE), {"Olga", "Remy", "Chloé"}),
    "hidden": ({"Olga", "Remy", "Chloé", "Sena"}, {"Olga", "Remy", "Chloé"}),
    "cancelled": (set(PEOPLE), {"Olga", "Remy", "Chloé"}),
}


def session_that_is(state: str) -> Session:
    found = sessions.session(announced=state != "hidden", at=timezone.now() - timedelta(days=9))
    sessions.attended_by(found, make.olga())
    return meetings.called_off(found, "A strike.", timezone.now()) if state == "cancelled" else found


def browser(name: str) -> Client:
    return Client() if name == "public" else signed_in(name)


@pytest.mark.parametrize("state", TABLE)
@pytest.mark.parametrize("name", PEOPLE)
def test_who_finds_a_session_where(name: str, state: str) -> None:
    session, (on_agenda, in_own) = session_that_is(state), TABLE[state]
    client = browser(name)
    listed = session.get_absolute_url() in client.get("/en/agenda/").content.decode()
    file = client.get(f"/en/sessions/{session.key}/calendar.ics").status_code
    own = name != "public" and session in sessions_of(make.person(name))

    assert (listed, file == 200, own) == (name in on_agenda, name in on_agenda, name in in_own)
    assert file in (200, 404)


def test_everybody_with_an_account_keeps_a_calendar_and_nobody_else() -> None:
    assert can_keep_calendar(make.person("Nils")).allowed
    assert can_keep_calendar(make.secretariat()).allowed
    assert not can_keep_calendar(AnonymousUser()).allowed
    assert not can_keep_calendar(User(pk=1, is_active=False)).allowed
    assert can_keep_calendar(AnonymousUser()).reason == "Sign in to have a calendar of your own."


def test_an_office_that_ended_leaves_the_calendar() -> None:
    session = session_that_is("announced")
    Office.objects.filter(session=session, part=Office.Part.RAPPORTEUR).update(ended_at=timezone.now())

    assert session not in sessions_of(make.person("Remy"))
