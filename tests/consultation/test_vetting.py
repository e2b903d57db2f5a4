"""The secretariat vets who asks to take part: accept, ask, refuse with a reason, and two at once."""

import pytest
from django.core.exceptions import PermissionDenied

from consultation.actions.registrations import (
    AlreadyVetted,
    NewOrganisation,
    Place,
    accept_registration,
    ask_applicant,
    refuse_registration,
    seen_as,
)
from consultation.models import Letter, Membership, Organisation, Registration
from drafts.actions.grants import grant_role
from drafts.models import LedgerEntry, Role
from tests import entry, make
from tests.make import NOON
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

LIST = "/en/participants/registrations/"
HARBOUR = {
    "accept-name": "Harbour of Two Winds",
    "accept-slug": "two-winds",
    "accept-category": "civil_society",
    "accept-country": "SN",
    "accept-role": "coordinator",
}


@pytest.fixture(autouse=True)
def sena() -> None:
    make.secretariat()


def page_of(registration: Registration, act: str = "") -> str:
    return f"{LIST}{registration.key}/{act}"


def test_the_list_shows_who_waits_by_name_and_address() -> None:
    registration = entry.asked_in()
    entry.turned_down(entry.asked_in("Nina"))
    client = signed_in("Sena")

    assert "Nils" in words_of(client.get(LIST))
    assert "Nina" not in words_of(client.get(LIST))
    assert "Nina" in words_of(client.get(f"{LIST}?state=refused"))
    shown = words_of(client.get(page_of(registration)))
    assert "nils@example.org" in shown
    assert "We have met since 2009." in shown
    assert "Senegal" in shown


def test_an_organisation_is_entered_as_the_secretariat_corrects_it() -> None:
    registration = entry.asked_in()
    client = signed_in("Sena")
    assert 'value="harbour-of-the-two-winds"' in client.get(page_of(registration)).content.decode()
    goes_to(client.post(page_of(registration, "accept/"), {**HARBOUR, "accept-seen": seen_as(registration)}))

    membership = Membership.objects.get(user=make.person("Nils"))
    body = make.body_of(make.person("Nils"))
    assert (body.slug, body.name, body.category, body.country) == (
        "two-winds",
        "Harbour of Two Winds",
        "civil_society",
        "SN",
    )
    assert (membership.role, membership.category) == ("coordinator", "")
    verbs = list(LedgerEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs[-4:] == ["applied", "registered", "admitted", "vetted"]
    assert Letter.objects.get().matter == {"registration": registration.key, "step": "accepted"}


def test_an_organisation_that_takes_part_is_joined() -> None:
    body = make.body_of(make.olga())
    registration = entry.asked_in()
    sent = {**HARBOUR, "accept-organisation": body.pk, "accept-role": "member"}
    signed_in("Sena").post(page_of(registration, "accept/"), {**sent, "accept-seen": seen_as(registration)})

    assert make.body_of(make.person("Nils")) == body
    assert Organisation.objects.count() == 1


def test_somebody_speaks_in_their_own_name_in_the_category_the_secretariat_sets() -> None:
    registration = entry.asked_in(wish=entry.ALONE)
    sent = {"accept-category": "other", "accept-seen": seen_as(registration)}
    goes_to(signed_in("Sena").post(page_of(registration, "accept/"), sent))

    membership = Membership.objects.get(user=make.person("Nils"))
    assert (membership.organisation, membership.category, membership.role) == (None, "other", "member")


@pytest.mark.parametrize(
    ("fault", "complaint"),
    [
        ({"accept-slug": ""}, "fill this in for the new one"),
        ({"accept-slug": "taken"}, "Another organisation has this name"),
        ({"accept-category": "state"}, "Select a valid choice"),
    ],
)
def test_a_wrong_acceptance_is_explained_and_kept(fault: dict[str, str], complaint: str) -> None:
    Organisation.objects.create(slug="taken", name="Taken", category="other")
    registration = entry.asked_in()
    sent = {**HARBOUR, **fault, "accept-seen": seen_as(registration)}
    answer = signed_in("Sena").post(page_of(registration, "accept/"), sent)

    assert answer.status_code == 422
    assert complaint in words_of(answer)
    assert 'value="Harbour of Two Winds"' in answer.content.decode()
    assert not Membership.objects.exists()


@pytest.mark.parametrize("act", ["ask", "refuse"])
def test_a_question_and_a_refusal_say_something(act: str) -> None:
    registration = entry.asked_in()
    client, seen = signed_in("Sena"), seen_as(registration)
    empty = client.post(page_of(registration, f"{act}/"), {f"{act}-words": "", f"{act}-seen": seen})
    told = client.post(page_of(registration, f"{act}/"), {f"{act}-words": "Since when?", f"{act}-seen": seen})

    registration.refresh_from_db()
    assert (empty.status_code, goes_to(told)) == (422, LIST)
    assert registration.state == {"ask": "asked", "refuse": "refused"}[act]
    assert "Since when?" in words_of(signed_in("Nils").get("/en/register/"))
    assert Letter.objects.count() == 1


def test_the_second_of_two_secretaries_is_told_and_keeps_their_words() -> None:
    registration = entry.asked_in()
    seen = seen_as(registration)
    entry.questioned(registration)
    sent = {"refuse-words": "Nobody knows you.", "refuse-seen": seen}
    answer = signed_in("Sena").post(page_of(registration, "refuse/"), sent)

    assert answer.status_code == 409
    assert "was faster: asked" in words_of(answer)
    assert "Nobody knows you." in answer.content.decode()
    registration.refresh_from_db()
    assert registration.state == "asked"
    assert seen_as(registration) in answer.content.decode()


def test_what_was_decided_meanwhile_is_not_decided_again_and_words_are_kept() -> None:
    registration = entry.asked_in()
    seen = seen_as(registration)
    entry.let_in(registration)
    sent = {**HARBOUR, "accept-seen": seen}
    answer = signed_in("Sena").post(page_of(registration, "accept/"), sent)

    assert answer.status_code == 409
    assert 'value="Harbour of Two Winds"' in answer.content.decode()
    assert Membership.objects.count() == 1
    with pytest.raises(AlreadyVetted):
        ask_applicant(
            by=make.person("Sena"),
            registration=registration,
            words="Why?",
            seen=seen_as(registration),
            at=NOON,
        )


def test_a_slug_that_was_taken_a_moment_ago_undoes_the_whole_acceptance() -> None:
    registration = entry.asked_in()
    body = make.body_of(make.olga())
    place = Place(new=NewOrganisation(body.slug, "Another", "other"))
    with pytest.raises(Exception, match=body.slug):
        accept_registration(
            by=make.person("Sena"),
            registration=registration,
            place=place,
            seen=seen_as(registration),
            at=NOON,
        )

    registration.refresh_from_db()
    assert registration.state == "pending"
    assert not registration.vettings.exists()


def test_nobody_vets_themselves() -> None:
    nils = make.person("Nils")
    registration = entry.asked_in()
    grant_role(by=make.secretariat(), to=nils, role=Role.SECRETARIAT, at=NOON)
    client = signed_in("Nils")

    assert "Another member of the secretariat vets" in words_of(client.get(page_of(registration)))
    answer = client.post(page_of(registration, "accept/"), {**HARBOUR, "accept-seen": seen_as(registration)})
    assert answer.status_code == 403
    assert not Membership.objects.exists()


@pytest.mark.parametrize("name", ["Olga", "Chloé", "Nils"])
def test_others_neither_know_the_pages_nor_vet(name: str) -> None:
    make.olga()
    make.text()
    registration = entry.asked_in()

    assert signed_in(name).get(LIST).status_code == 404
    assert signed_in(name).post(page_of(registration, "accept/"), HARBOUR).status_code == 404
    with pytest.raises(PermissionDenied):
        refuse_registration(
            by=make.person(name),
            registration=registration,
            words="No.",
            seen=seen_as(registration),
            at=NOON,
        )


def test_looking_writes_nothing_and_many_cost_as_much_as_few() -> None:
    registration = entry.asked_in()
    client = signed_in("Sena")
    few = queries_of(client, LIST)
    for name in ("Ana", "Ben", "Cleo"):
        entry.asked_in(name)

    assert queries_of(client, LIST) == few
    with nothing_written():
        assert client.get(page_of(registration)).status_code == 200


def test_participants_say_how_many_wait() -> None:
    entry.asked_in()
    client = signed_in("Sena")

    assert "One registration waits for the secretariat" in words_of(client.get("/en/participants/"))


def test_somebody_is_admitted_in_their_own_name_on_the_page_of_admission_too() -> None:
    nils = make.person("Nils")
    sent = {"email": nils.email, "organisation": "", "category": "", "role": "member"}
    client = signed_in("Sena")

    assert "or the category of a person" in words_of(client.post("/en/participants/admit/", sent))
    goes_to(client.post("/en/participants/admit/", {**sent, "category": "academia"}))
    assert Membership.objects.get(user=nils).category == "academia"
