"""What comes back: an address is switched off, shown to the secretariat, and written to again when it says so."""

import base64
import json
from types import ModuleType
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from config.urls import mail_events
from consultation.mails.letters import write_letters
from consultation.mails.sending import send_due
from consultation.models import Letter, User
from tests import make
from tests.make import NOON
from tests.pages import goes_to, signed_in, words_of

pytestmark = pytest.mark.django_db
SECRET = "post:office"
# As Postmark sends them, and as Anymail's own tests have them.
BOUNCE = {
    "RecordType": "Bounce",
    "ID": 901542550,
    "Type": "HardBounce",
    "TypeCode": 1,
    "Name": "Hard bounce",
    "MessageID": "2706ee8a-737c-4285-b032-ccd317af53ed",
    "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
    "Details": "smtp;550 5.1.1 The email account that you tried to reach does not exist.",
    "Email": "olga@example.org",
    "BouncedAt": "2016-04-27T16:28:50.3963933-04:00",
    "Inactive": True,
}
COMPLAINT = {
    "RecordType": "SpamComplaint",
    "Type": "SpamComplaint",
    "Email": "olga@example.org",
    "Description": "The subscriber explicitly marked this message as spam.",
    "BouncedAt": "2016-04-27T16:28:50.3963933-04:00",
}
DELAY = {**BOUNCE, "Type": "DnsError"}
DELIVERY = {"RecordType": "Delivery", "Recipient": "olga@example.org", "DeliveredAt": BOUNCE["BouncedAt"]}


@pytest.fixture
def addresses() -> Any:
    """The addresses of a site that lets its mail service report."""
    with override_settings(ANYMAIL={"WEBHOOK_SECRET": SECRET}):
        module = ModuleType("addresses_of_mail_events")
        module.urlpatterns = mail_events()  # type: ignore[attr-defined]
        with override_settings(ROOT_URLCONF=module):
            yield


def report(event: dict[str, Any], secret: str = SECRET) -> int:
    return (
        Client()
        .post(
            "/mail/events/postmark/tracking/",
            json.dumps(event),
            content_type="application/json",
            headers={"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"},
        )
        .status_code
    )


@pytest.mark.parametrize("event", [BOUNCE, COMPLAINT], ids=["hard bounce", "complaint"])
def test_what_comes_back_for_good_switches_the_address_off(addresses: None, event: dict[str, Any]) -> None:
    olga = make.person("Olga")
    assert report(event) == 200
    olga.refresh_from_db()

    assert olga.bounced_at is not None
    assert olga.bounce == event["Description"]


@pytest.mark.parametrize("event", [DELAY, DELIVERY], ids=["delay", "delivery"])
def test_what_is_late_or_arrives_does_not(addresses: None, event: dict[str, Any]) -> None:
    olga = make.person("Olga")
    assert report(event) == 200
    olga.refresh_from_db()

    assert olga.bounced_at is None


def test_reports_without_the_secret_are_refused(addresses: None) -> None:
    olga = make.person("Olga")
    assert report(BOUNCE, "post:man") == 400
    olga.refresh_from_db()

    assert olga.bounced_at is None


def test_without_a_secret_nobody_reports() -> None:
    with override_settings(ANYMAIL={}):
        assert mail_events() == []


def test_an_invitation_that_came_back_is_shown_as_not_sent(addresses: None) -> None:
    letter = Letter.objects.create(
        kind=Letter.Kind.INVITATION,
        address="olga@example.org",
        language="en",
        message_id="<one@example.org>",
        state=Letter.State.SENT,
        written_at=NOON,
        due_at=NOON,
    )
    report(BOUNCE)
    letter.refresh_from_db()

    assert letter.state == Letter.State.GIVEN_UP
    assert "unknown user" in letter.failure


# ---- the secretariat's page -----------------------------------------------------------


def given_up() -> Letter:
    """A letter to Olga that nobody tries to send any more, at an address that is switched off."""
    olga = make.person("Olga")
    write_letters(
        Letter.Kind.PUBLISHED, [olga], at=NOON, once="one", matter={"text": "x", "version": "zero-draft"}
    )
    Letter.objects.update(state=Letter.State.GIVEN_UP, failure="550 no such mailbox")
    User.objects.filter(pk=olga.pk).update(bounced_at=NOON, bounce="550 unknown user")
    return Letter.objects.get()


def test_the_secretariat_sees_what_did_not_go_and_why() -> None:
    given_up()
    make.secretariat()
    page = words_of(signed_in("Sena").get(reverse("consultation:letters")))

    assert "550 no such mailbox" in page
    assert "550 unknown user" in page
    assert page.count("olga@example.org") >= 2


def test_an_empty_page_says_what_would_stand_there() -> None:
    make.secretariat()
    page = words_of(signed_in("Sena").get(reverse("consultation:letters")))

    assert "Nothing was given up" in page
    assert "Every address works" in page


def test_the_secretariat_sends_again_and_switches_the_address_on() -> None:
    letter = given_up()
    make.secretariat()
    sena, page = signed_in("Sena"), reverse("consultation:letters")
    assert goes_to(sena.post(reverse("consultation:address-revive", args=[make.person("Olga").key]))) == page
    assert goes_to(sena.post(reverse("consultation:letter-again", args=[letter.key]))) == page
    assert goes_to(sena.post(reverse("consultation:letter-again", args=[letter.key]))) == page
    letter.refresh_from_db()

    assert (letter.state, letter.attempts) == (Letter.State.WAITING, 0)
    assert User.objects.get(email="olga@example.org").bounced_at is None
    assert send_due() == 0
    letter.refresh_from_db()
    assert letter.failure == "gone"


@pytest.mark.parametrize("name", ["Olga", "Mia", "Nils"])
def test_nobody_else_knows_of_the_page_or_does_anything_there(name: str) -> None:
    letter = given_up()
    client = signed_in(name)
    assert client.get(reverse("consultation:letters")).status_code == 404
    assert client.post(reverse("consultation:letter-again", args=[letter.key])).status_code == 404
    revive = reverse("consultation:address-revive", args=[make.person("Olga").key])
    assert client.post(revive).status_code == 404
    letter.refresh_from_db()

    assert letter.state == Letter.State.GIVEN_UP
