"""Giving and taking roles: over a text, a pillar, a programme or everything, each an entry in the ledger."""

import pytest
from django.core.exceptions import PermissionDenied

from drafts.actions.grants import grant_role, revoke_role
from drafts.actions.programmes import open_pillar, open_text
from drafts.models import Grant, LedgerEntry, Role, Text
from drafts.permissions import granted_texts, is_secretariat, roles_on
from tests import make
from tests.state import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> Text:
    return make.text()


def test_a_role_given_twice_is_given_once(text: Text) -> None:
    first = make.member_of(text, "Ravi")
    before = rows()
    make.member_of(text, "Ravi")

    assert rows() == before
    assert roles_on(first, text) == {Role.MEMBER}


def test_a_role_on_one_text_is_none_on_another(text: Text) -> None:
    other = make.text("other-text")
    ravi = make.member_of(other, "Ravi")

    assert roles_on(ravi, text) == frozenset()
    assert list(granted_texts(ravi)) == [other]


def test_a_role_on_a_pillar_is_one_on_its_text_and_on_no_text_without_a_pillar(text: Text) -> None:
    sena, ravi = make.secretariat(), make.person("Ravi")
    pillar = open_pillar(by=sena, programme=text.programme, number=1, title={"en": "Visas"}, at=make.NOON)
    grant_role(by=sena, to=ravi, role=Role.MEMBER, pillar=pillar, at=make.NOON)
    of_pillar = open_text(
        by=sena,
        programme=text.programme,
        pillar=pillar,
        slug="visas",
        title={"en": "Visas"},
        language="en",
        at=make.NOON,
    )

    assert roles_on(ravi, of_pillar) == {Role.MEMBER}
    assert roles_on(ravi, text) == frozenset()
    assert list(granted_texts(ravi)) == [of_pillar]


def test_a_role_on_a_programme_is_one_on_each_of_its_texts(text: Text) -> None:
    other, ravi = make.text("other-text"), make.person("Ravi")
    grant_role(by=make.secretariat(), to=ravi, role=Role.CHAIR, programme=text.programme, at=make.NOON)

    assert roles_on(ravi, text) == {Role.CHAIR}
    assert roles_on(ravi, other) == frozenset()


def test_a_role_over_everything_is_one_on_every_text(text: Text) -> None:
    sena = make.secretariat()

    assert roles_on(sena, text) == {Role.SECRETARIAT}
    assert is_secretariat(sena)


def test_the_secretariat_of_one_text_is_not_that_of_the_site(text: Text) -> None:
    ravi = make.member_of(text, "Ravi", Role.SECRETARIAT)

    assert roles_on(ravi, text) == {Role.SECRETARIAT}
    assert not is_secretariat(ravi)
    with pytest.raises(PermissionDenied):
        grant_role(by=ravi, to=ravi, role=Role.CHAIR, text=text, at=make.NOON)


def test_a_role_taken_back_counts_no_more_and_stays_on_record(text: Text) -> None:
    mia = make.person("Mia")
    grant = Grant.objects.get(user=mia)
    revoke_role(by=make.secretariat(), grant=grant, at=make.NOON)

    grant.refresh_from_db()
    assert grant.revoked_at == make.NOON
    assert roles_on(mia, text) == frozenset()
    assert LedgerEntry.objects.latest("sequence").verb == LedgerEntry.Verb.REVOKED


def test_a_role_is_taken_back_once_and_may_be_given_anew(text: Text) -> None:
    grant = Grant.objects.get(user=make.person("Mia"))
    revoke_role(by=make.secretariat(), grant=grant, at=make.NOON)
    entries = LedgerEntry.objects.count()
    revoke_role(by=make.secretariat(), grant=grant, at=make.NOON)
    assert LedgerEntry.objects.count() == entries

    make.member_of(text, "Mia")
    assert roles_on(make.person("Mia"), text) == {Role.MEMBER}
    assert Grant.objects.filter(user=make.person("Mia")).count() == 2


@pytest.mark.parametrize("name", ["Chloé", "Paul", "Mia", "Nils"])
def test_only_the_secretariat_gives_and_takes_roles(text: Text, name: str) -> None:
    who, nils = make.person(name), make.person("Nils")
    before = rows()
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        grant_role(by=who, to=nils, role=Role.CHAIR, text=text, at=make.NOON)
    with pytest.raises(PermissionDenied, match="Only the secretariat"):
        revoke_role(by=who, grant=Grant.objects.get(user=make.person("Chloé")), at=make.NOON)

    assert rows() == before


def test_a_role_given_is_in_the_ledger_with_the_persons_key_and_no_name(text: Text) -> None:
    ravi = make.member_of(text, "Ravi")

    entry = LedgerEntry.objects.latest("sequence")
    assert (entry.verb, entry.actor, entry.text) == ("granted", make.person("Sena").key, text)
    assert ravi.key in entry.payload
    assert "ravi" not in entry.payload.lower()
