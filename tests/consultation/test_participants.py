"""The secretariat enters organisations and admits the people who speak for them."""

import pytest

from consultation.actions.people import AlreadyAdmitted, NameTaken, admit, register_organisation
from consultation.models import Category, Membership, Organisation, User
from drafts.models import LedgerEntry
from tests import make
from tests.pages import nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

LIST = "/en/participants/"
ADMIT = "/en/participants/admit/"
REGISTER = "/en/participants/organisations/"
NETWORK = {"name": "Two Rivers", "slug": "two-rivers", "category": "diaspora", "country": "ml"}


@pytest.fixture(autouse=True)
def sena() -> None:
    make.secretariat()


def test_an_organisation_is_entered_and_somebody_admitted_to_it() -> None:
    nils, client = make.person("Nils"), signed_in("Sena")

    client.post(REGISTER, NETWORK)
    organisation = Organisation.objects.get()
    client.post(ADMIT, {"email": nils.email, "organisation": organisation.pk, "role": "coordinator"})

    membership = Membership.objects.get(user=nils)
    assert (organisation.category, organisation.country) == (Category.DIASPORA, "ML")
    assert (membership.organisation, membership.role) == (organisation, "coordinator")
    assert membership.admitted_at is not None
    assert [entry.verb for entry in LedgerEntry.objects.order_by("-sequence")[:2]] == [
        "admitted",
        "registered",
    ]


def test_those_who_wait_are_listed_until_they_are_admitted() -> None:
    make.person("Nils")
    make.olga()

    shown = words_of(signed_in("Sena").get(LIST))

    assert "nils@example.org" in shown
    assert "olga@example.org" not in shown
    assert "Network of Olga" in shown


def test_an_address_that_nobody_confirmed_is_neither_listed_nor_admitted() -> None:
    squatter = User.objects.create_user("minister@example.org", make.PASSWORD, name="Squatter")
    organisation = make.body_of(make.olga())
    client = signed_in("Sena")

    shown = words_of(client.get(LIST))
    answer = client.post(ADMIT, {"email": squatter.email, "organisation": organisation.pk, "role": "member"})

    assert squatter.email not in shown
    assert "Nobody has confirmed an account with this address" in words_of(answer)
    assert not squatter.memberships.exists()


def test_nobody_speaks_for_two_organisations() -> None:
    olga = make.olga()
    other = make.body_of(make.omar())

    answer = signed_in("Sena").post(ADMIT, {"email": olga.email, "organisation": other.pk, "role": "member"})

    assert "speaks for Network of Olga already" in words_of(answer)
    assert olga.memberships.count() == 1


@pytest.mark.parametrize(
    ("change", "complaint"),
    [({"country": "Mali"}, "Enter a valid value"), ({"slug": "taken"}, "Another organisation has this name")],
)
def test_wrong_input_is_explained_and_kept(change: dict[str, str], complaint: str) -> None:
    client = signed_in("Sena")
    client.post(REGISTER, {**NETWORK, "slug": "taken"})

    answer = client.post(REGISTER, NETWORK | change)

    assert complaint in words_of(answer)
    assert 'value="Two Rivers"' in answer.content.decode()
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("page", [LIST, ADMIT, REGISTER])
def test_others_do_not_know_the_pages(page: str) -> None:
    make.olga()

    assert signed_in("Olga").get(page).status_code == 404


def test_looking_writes_nothing() -> None:
    client = signed_in("Sena")
    with nothing_written():
        for page in (LIST, ADMIT, REGISTER):
            assert client.get(page).status_code == 200


def test_the_list_takes_as_many_queries_for_many_as_for_few() -> None:
    make.olga()
    client = signed_in("Sena")
    few = queries_of(client, LIST)
    make.omar()
    for name in ("Ana", "Ben", "Cleo"):
        make.organisation_of(name, Category.ACADEMIA)
        make.person(f"{name}-waits")

    assert queries_of(client, LIST) == few


def test_whoever_is_second_is_told_and_not_shown_an_error_page() -> None:
    """Between the form's check and the writing somebody else was faster: the action finds out."""
    olga = make.olga()
    organisation = make.body_of(olga)

    with pytest.raises(NameTaken):
        register_organisation(
            by=make.person("Sena"),
            slug=organisation.slug,
            name="Another",
            category=Category.OTHER,
            country="",
            at=make.NOON,
        )
    with pytest.raises(AlreadyAdmitted):
        admit(by=make.person("Sena"), user=olga, organisation=organisation, at=make.NOON)
    assert Organisation.objects.count() == Membership.objects.count() == 1
