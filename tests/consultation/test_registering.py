"""Asking to take part: sent, changed, asked about, answered, taken back."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied

from consultation.actions.registrations import (
    AlreadyApplied,
    AlreadyVetted,
    WordsMissing,
    answer_question,
    apply,
    change_registration,
    seen_as,
    withdraw_registration,
)
from consultation.models import Letter, Membership, Registration, User
from drafts.models import LedgerEntry
from tests import entry, make
from tests.make import NOON
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

PAGE = "/en/register/"
FORM = {
    "mandate": "organisation",
    "category": "diaspora",
    "proposed": "Harbour of the Two Winds",
    "country": "SN",
    "function": "Treasurer",
    "statement": "We have met since 2009.",
}


@pytest.fixture(autouse=True)
def sena() -> None:
    make.secretariat()


def test_somebody_with_an_account_asks_to_take_part() -> None:
    client = signed_in("Nils")
    goes_to(client.post(PAGE, FORM))

    registration = Registration.objects.get()
    assert (registration.user, registration.proposed, registration.state) == (
        make.person("Nils"),
        "Harbour of the Two Winds",
        "pending",
    )
    assert "The secretariat has your request" in words_of(client.get(PAGE))
    last = LedgerEntry.objects.latest("sequence")
    assert (last.verb, last.object_key) == ("applied", registration.key)
    assert "Harbour" not in last.payload


def test_an_own_name_takes_no_organisation_along() -> None:
    body = make.body_of(make.olga())
    sent = {**FORM, "mandate": "own_name", "organisation": body.pk, "category": "academia"}
    signed_in("Nils").post(PAGE, sent)

    registration = Registration.objects.get()
    assert (registration.organisation, registration.proposed, registration.category) == (None, "", "academia")


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ({"proposed": ""}, "Choose the organisation you speak for"),
        ({"mandate": ""}, "This field is required"),
        ({"country": "XX"}, "Select a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(fault: dict[str, str], complaint: str) -> None:
    answer = signed_in("Nils").post(PAGE, {**FORM, **fault})

    assert answer.status_code == 422
    assert complaint in words_of(answer)
    assert "We have met since 2009." in answer.content.decode()
    assert not Registration.objects.exists()


def test_an_organisation_is_chosen_or_named_not_both() -> None:
    body = make.body_of(make.olga())
    answer = signed_in("Nils").post(PAGE, {**FORM, "organisation": body.pk})

    assert "not both" in words_of(answer)


def test_an_unconfirmed_address_asks_for_nothing() -> None:
    nils = make.person("Nils")
    EmailAddress.objects.filter(user=nils).update(verified=False)
    client = signed_in("Nils")

    assert "Confirm your e-mail address first" in words_of(client.get(PAGE))
    assert client.post(PAGE, FORM).status_code == 403
    assert not Registration.objects.exists()


def test_whoever_takes_part_is_told_for_whom_and_asks_no_more() -> None:
    make.olga()
    client = signed_in("Olga")

    assert "You take part for Network of Olga." in words_of(client.get(PAGE))
    assert client.post(PAGE, FORM).status_code == 403


def test_two_windows_make_one_registration() -> None:
    entry.asked_in()
    with pytest.raises(AlreadyApplied):
        apply(by=make.person("Nils"), wish=entry.ALONE, at=NOON)
    answer = signed_in("Nils").post(PAGE, FORM)

    assert answer.status_code == 409
    assert "from another window" in words_of(answer)
    assert "Treasurer" in answer.content.decode()
    assert Registration.objects.count() == 1


def test_it_can_be_changed_until_it_is_decided() -> None:
    registration = entry.asked_in()
    client = signed_in("Nils")
    seen = seen_as(registration)
    goes_to(client.post(f"{PAGE}change/", {**FORM, "function": "Chair of the board", "seen": seen}))

    registration.refresh_from_db()
    assert registration.function == "Chair of the board"
    assert registration.submitted_at > NOON
    entry.turned_down(registration)
    assert client.post(f"{PAGE}change/", {**FORM, "seen": seen}).status_code == 403


def test_a_change_that_crosses_a_question_is_kept_and_sent_again() -> None:
    registration = entry.asked_in()
    seen = seen_as(registration)
    entry.questioned(registration)
    client = signed_in("Nils")
    answer = client.post(f"{PAGE}change/", {**FORM, "function": "Chair", "seen": seen})

    assert answer.status_code == 409
    assert 'value="Chair"' in answer.content.decode()
    assert seen_as(registration) in answer.content.decode()
    with pytest.raises(AlreadyVetted):
        change_registration(
            by=registration.user, registration=registration, wish=entry.ALONE, seen=seen, at=NOON
        )


def test_a_question_is_read_and_answered() -> None:
    registration = entry.questioned(entry.asked_in())
    client = signed_in("Nils")
    assert "Since when?" in words_of(client.get(PAGE))
    goes_to(client.post(f"{PAGE}answer/", {"words": "Since 2009.", "seen": seen_as(registration)}))

    registration.refresh_from_db()
    assert registration.state == "pending"
    assert [step.step for step in registration.vettings.order_by("pk")] == ["asked", "replied"]
    assert "Since 2009." not in LedgerEntry.objects.latest("sequence").payload


def test_an_answer_says_something_and_comes_once() -> None:
    registration = entry.questioned(entry.asked_in())
    client, seen = signed_in("Nils"), seen_as(registration)

    assert client.post(f"{PAGE}answer/", {"words": " ", "seen": seen}).status_code == 422
    with pytest.raises(WordsMissing):
        answer_question(by=registration.user, registration=registration, words=" ", seen=seen, at=NOON)
    client.post(f"{PAGE}answer/", {"words": "Since 2009.", "seen": seen})
    again = client.post(f"{PAGE}answer/", {"words": "Since ever.", "seen": seen})
    assert again.status_code == 409


def test_it_is_taken_back_after_being_asked() -> None:
    registration = entry.asked_in()
    client = signed_in("Nils")
    with nothing_written():
        assert client.get(f"{PAGE}withdraw/").status_code == 200
    goes_to(client.post(f"{PAGE}withdraw/"))

    registration.refresh_from_db()
    assert registration.state == "withdrawn"
    assert "You took this request back" in words_of(client.get(PAGE))
    goes_to(client.post(PAGE, FORM))
    assert Registration.objects.count() == 2


def test_nobody_touches_the_registration_of_another() -> None:
    registration = entry.asked_in()
    omar = make.omar()

    assert signed_in("Omar").post(f"{PAGE}withdraw/").status_code == 404
    with pytest.raises(PermissionDenied):
        withdraw_registration(by=omar, registration=registration, at=NOON)


def test_a_refusal_is_read_with_its_reason_and_another_may_be_sent() -> None:
    entry.turned_down(entry.asked_in())
    client = signed_in("Nils")
    shown = words_of(client.get(PAGE))

    assert "Nobody knows it." in shown
    assert "Send to the secretariat" in shown
    assert Letter.objects.get(kind=Letter.Kind.REGISTRATION).matter["step"] == "refused"


def test_whoever_is_let_in_takes_part() -> None:
    entry.let_in(entry.asked_in())

    assert Membership.objects.get(user=make.person("Nils")).admitted_at == NOON
    assert "You take part for Harbour." in words_of(signed_in("Nils").get(PAGE))


def test_an_hour_has_room_for_so_many_registrations() -> None:
    client = signed_in("Nils")
    codes = []
    for _number in range(11):
        codes.append(client.post(PAGE, FORM).status_code)
        codes.append(client.post(f"{PAGE}withdraw/").status_code)

    assert codes[:20] == [302] * 20
    assert client.post(PAGE, FORM).status_code in (302, 409)
    for _number in range(12):
        last = client.post(PAGE, FORM)
    assert last.status_code == 429
    assert "Wait a while" in words_of(last)
    assert "Treasurer" in last.content.decode()


def test_the_page_takes_as_many_queries_for_a_long_log_as_for_a_short_one() -> None:
    registration = entry.questioned(entry.asked_in())
    client = signed_in("Nils")
    few = queries_of(client, PAGE)
    for _number in range(3):
        seen = seen_as(registration)
        answer_question(by=registration.user, registration=registration, words="So.", seen=seen, at=NOON)
        registration.refresh_from_db()
        entry.questioned(registration)

    assert queries_of(client, PAGE) == few


# ---- the profile ----------------------------------------------------------------------

PROFILE = "/en/account/"
OURS = {
    "name": "Nils Holm",
    "country": "SE",
    "languages": ["en", "fr"],
    "language": "fr",
    "pace": "daily",
}


def test_a_profile_is_kept_and_consent_is_given_and_taken_back() -> None:
    client = signed_in("Nils")
    goes_to(client.post(PROFILE, {**OURS, "shows_name": "on"}))
    named = str(make.person("Nils"))
    goes_to(client.post(PROFILE, OURS))
    nils = make.person("Nils")

    assert (named, str(nils)) == ("Nils Holm", f"participant {nils.key}")
    assert (nils.country, nils.languages, nils.language, nils.pace) == ("SE", ["en", "fr"], "fr", "daily")


def test_a_profile_without_a_name_is_refused_and_kept() -> None:
    answer = signed_in("Nils").post(PROFILE, {**OURS, "name": ""})

    assert answer.status_code == 422
    assert make.person("Nils").name == "Nils"
    assert '<option value="SE" selected>' in answer.content.decode()


def test_an_address_that_was_switched_off_is_shown_and_switched_on_again() -> None:
    User.objects.filter(pk=make.person("Nils").pk).update(bounced_at=NOON, bounce="550 no such mailbox")
    client = signed_in("Nils")
    assert "550 no such mailbox" in words_of(client.get(PROFILE))
    goes_to(client.post(f"{PROFILE}address/"))

    assert make.person("Nils").bounced_at is None
    assert "550" not in words_of(client.get(PROFILE))


@pytest.mark.parametrize(("name", "led"), [("Nils", True), ("Olga", False), ("Sena", False)])
def test_whoever_speaks_for_nobody_is_led_to_the_registration(name: str, led: bool) -> None:
    make.olga()

    assert ("To comment too" in words_of(signed_in(name).get(PROFILE))) is led
