"""Accounts, organisations, and being admitted as the voice of one."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from consultation.actions.people import AlreadyAdmitted, admit, register_organisation
from consultation.models import Category, Membership, Organisation, User
from consultation.permissions import membership_of
from drafts.models import Grant, LedgerEntry, Role
from drafts.permissions import is_secretariat
from tests import make
from tests.make import NOON
from tests.state import rows

pytestmark = pytest.mark.django_db


def network(slug: str = "network") -> Organisation:
    return register_organisation(
        by=make.secretariat(), slug=slug, name="A network", category=Category.ACADEMIA, country="MA", at=NOON
    )


def test_an_account_is_known_by_its_address_in_small_letters() -> None:
    user = User.objects.create_user("Olga@Example.ORG", "a long enough password", name="Olga")
    assert str(user) == f"participant {user.key}"
    user.shows_name = True

    assert user.email == "olga@example.org"
    assert user.check_password("a long enough password")
    assert len(user.key) == 7
    assert (str(user), user.get_short_name()) == ("Olga", "Olga")


def test_an_account_without_a_name_is_called_by_its_address_to_its_owner_alone() -> None:
    user = User.objects.create_user("olga@example.org", shows_name=True)

    assert user.own_name == "olga@example.org"
    assert str(user) == user.get_short_name() == f"participant {user.key}"
    assert not user.has_usable_password()


def test_two_accounts_have_two_addresses() -> None:
    make.person("Olga")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("OLGA@example.org")


def test_whoever_is_admitted_speaks_for_their_organisation() -> None:
    organisation, nils = network(), make.person("Nils")
    assert membership_of(nils) is None
    admit(by=make.secretariat(), user=nils, organisation=organisation, at=NOON)

    membership = membership_of(nils)
    assert membership is not None
    assert (membership.organisation, membership.role, membership.admitted_at) == (
        organisation,
        "member",
        NOON,
    )


def test_a_person_speaks_for_one_organisation_at_a_time() -> None:
    first, second, nils = network(), network("other"), make.person("Nils")
    admit(by=make.secretariat(), user=nils, organisation=first, at=NOON)
    with pytest.raises(AlreadyAdmitted):
        admit(by=make.secretariat(), user=nils, organisation=second, at=NOON)

    Membership.objects.update(ended_at=NOON)
    assert membership_of(nils) is None
    admit(by=make.secretariat(), user=nils, organisation=second, role=Membership.Role.COORDINATOR, at=NOON)
    membership = membership_of(nils)
    assert membership is not None
    assert membership.organisation == second


def test_both_acts_are_in_the_ledger_by_key_and_without_names() -> None:
    organisation, nils = network(), make.person("Nils")
    admit(by=make.secretariat(), user=nils, organisation=organisation, at=NOON)

    registered, admitted = LedgerEntry.objects.order_by("sequence").reverse()[:2][::-1]
    assert (registered.verb, registered.object_key) == ("registered", "network")
    assert (admitted.verb, admitted.object_key) == ("admitted", nils.key)
    assert "nils" not in (registered.payload + admitted.payload).lower()


@pytest.mark.parametrize("name", ["Chloé", "Paul", "Mia", "Olga", "Nils"])
def test_only_the_secretariat_registers_and_admits(name: str) -> None:
    make.text()
    organisation, who, nils = network(), make.person(name), make.person("Nils")
    before = rows()
    with pytest.raises(PermissionDenied):
        register_organisation(by=who, slug="x", name="X", category=Category.OTHER, country="", at=NOON)
    with pytest.raises(PermissionDenied):
        admit(by=who, user=nils, organisation=organisation, at=NOON)

    assert rows() == before


# ---- the first secretariat, from the command line -------------------------------------


def appoint(*options: str) -> None:
    call_command("appoint", *options, verbosity=0)


def test_a_superuser_appoints_the_first_secretariat() -> None:
    User.objects.create_superuser("root@example.org")
    sena = make.person("Sena")
    appoint("sena@example.org", "secretariat", "--as", "root@example.org")

    assert is_secretariat(sena)


def test_the_secretariat_appoints_to_one_text() -> None:
    text = make.text()
    make.person("Nils")
    appoint("NILS@example.org", "member", "--text", text.slug, "--as", "sena@example.org")

    assert Grant.objects.get(user=make.person("Nils")).text == text


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("nobody@example.org", "member", "--as", "sena@example.org"), "Nobody with the address nobody"),
        (("nils@example.org", "member", "--as", "nobody@example.org"), "Nobody with the address nobody"),
        (
            ("nils@example.org", "member", "--as", "sena@example.org", "--text", "nowhere"),
            "no text “nowhere”",
        ),
        (("nils@example.org", "chair", "--as", "mia@example.org"), "Only the secretariat"),
        (("nils@example.org", "king", "--as", "sena@example.org"), "invalid choice"),
    ],
)
def test_an_appointment_that_cannot_be_says_why(options: tuple[str, ...], complaint: str) -> None:
    make.text()
    make.person("Nils")
    before = Grant.objects.count()
    with pytest.raises(CommandError, match=complaint):
        appoint(*options)

    assert Grant.objects.count() == before
    assert not Grant.objects.filter(role=Role.CHAIR).exclude(user=make.person("Chloé")).exists()
