"""The secretariat opens a text and says who works on it, on pages that nobody else knows of."""

import pytest
from django.core.management import CommandError, call_command

from drafts.models import Grant, LedgerEntry, Programme, Role, Text
from tests import make
from tests.pages import goes_to, nothing_written, signed_in, words_of

pytestmark = pytest.mark.django_db

FORM = {
    "title_en": "Return with dignity",
    "title_fr": "Retour dans la dignité",
    "slug": "return",
    "pillar": "",
    "kind": "preamble",
    "language": "fr",
}


@pytest.fixture
def programme() -> Programme:
    return make.text().programme


def opening(programme: Programme) -> str:
    return f"/en/programmes/{programme.slug}/texts/"


def test_the_secretariat_opens_a_text(programme: Programme) -> None:
    answer = signed_in("Sena").post(opening(programme), FORM)

    text = Text.objects.get(slug="return")
    assert goes_to(answer) == "/en/texts/return/roles/"
    assert (text.title["fr"], text.kind, text.language) == ("Retour dans la dignité", "preamble", "fr")
    assert LedgerEntry.objects.latest("sequence").object_key == "return"


def test_a_name_that_is_taken_is_refused_and_nothing_typed_is_lost(programme: Programme) -> None:
    answer = signed_in("Sena").post(opening(programme), {**FORM, "slug": "legal-mobility"})

    assert "Another text has this name" in words_of(answer)
    assert 'value="Return with dignity"' in answer.content.decode()
    assert Text.objects.count() == 1


@pytest.mark.parametrize("name", ["Nils", "Mia", "Chloé"])
def test_others_do_not_know_the_pages(programme: Programme, name: str) -> None:
    make.person(name)
    client = signed_in(name)

    for page in (opening(programme), "/en/texts/legal-mobility/roles/"):
        assert client.get(page).status_code == 404
        assert client.post(page, FORM).status_code == 404
    assert Text.objects.count() == 1


def test_looking_writes_nothing(programme: Programme) -> None:
    client = signed_in("Sena")
    with nothing_written():
        client.get(opening(programme))
        shown = words_of(client.get("/en/texts/legal-mobility/roles/"))

    assert all(name in shown for name in ("Chloé", "Paul", "Mia"))


def test_a_role_is_given_by_address_and_taken_back(programme: Programme) -> None:
    nils, client = make.person("Nils"), signed_in("Sena")

    client.post("/en/texts/legal-mobility/roles/", {"email": "NILS@example.org", "role": "member"})
    grant = Grant.objects.get(user=nils)
    assert (grant.role, grant.text.slug if grant.text else "") == (Role.MEMBER, "legal-mobility")

    client.post(f"/en/texts/legal-mobility/roles/{grant.pk}/revoke/")
    assert not Grant.objects.standing().filter(user=nils).exists()
    assert Grant.objects.filter(user=nils).exists()


def test_an_unknown_address_is_said_to_be_unknown(programme: Programme) -> None:
    answer = signed_in("Sena").post(
        "/en/texts/legal-mobility/roles/", {"email": "ghost@example.org", "role": "member"}
    )

    assert "Nobody has confirmed an account with this address" in words_of(answer)


def test_the_command_appoints_the_first_secretariat() -> None:
    make.secretariat()
    make.person("Nils")

    call_command("appoint", "nils@example.org", "secretariat", "--as", "root@example.org")

    assert Grant.objects.filter(user=make.person("Nils"), role=Role.SECRETARIAT, text=None).exists()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["ghost@example.org", "chair", "--as", "root@example.org"], "Nobody with the address"),
        (["nils@example.org", "chair", "--text", "no-text", "--as", "root@example.org"], "There is no text"),
        (["nils@example.org", "chair", "--as", "nils@example.org"], "Only the secretariat"),
    ],
)
def test_the_command_says_what_is_wrong(arguments: list[str], complaint: str) -> None:
    make.secretariat()
    make.person("Nils")

    with pytest.raises(CommandError, match=complaint):
        call_command("appoint", *arguments)
    assert not Grant.objects.filter(user=make.person("Nils")).exists()
