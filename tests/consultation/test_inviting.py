"""Inviting many at once: a list is checked row by row, shown, and sent whole or not at all."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consultation.actions.invitations import AlreadyInvited, invite
from consultation.models import Invitation, Letter
from consultation.reports.invited import UnreadableList, read_list
from drafts.models import LedgerEntry
from drafts.models.ledger import digest
from tests import entry, make
from tests.pages import goes_to, nothing_written, queries_of, signed_in, words_of

pytestmark = pytest.mark.django_db

PAGE = "/en/participants/invitations/"
SEND = f"{PAGE}send/"
GOOD = "ines@example.org,Ines,,academia\nomar.b@example.org,Omar B.,Network of Olga,,coordinator,fr"


@pytest.fixture(autouse=True)
def people() -> None:
    make.secretariat()
    make.olga()


def send(words: str, **more: object) -> dict[str, object]:
    return {"people": words, "checked": digest(words), **more}


def test_a_list_is_shown_before_anything_is_sent() -> None:
    client = signed_in("Sena")
    with nothing_written():
        answer = client.post(PAGE, {"people": GOOD})

    shown = words_of(answer)
    assert "2 people will be invited" in shown
    assert "Network of Olga" in shown
    assert not Invitation.objects.exists()
    assert "Send 2 invitations" in shown


def test_everybody_on_the_list_is_invited_with_a_letter_each() -> None:
    goes_to(signed_in("Sena").post(SEND, send(GOOD)))

    ines, omar = Invitation.objects.order_by("email")
    assert (ines.name, ines.category, ines.organisation, ines.role) == ("Ines", "academia", None, "member")
    assert (str(omar.organisation), omar.role, omar.language) == ("Network of Olga", "coordinator", "fr")
    assert ines.expires_at - ines.invited_at == timedelta(days=14)
    letters = Letter.objects.filter(kind=Letter.Kind.INVITATION).order_by("address")
    assert [(each.address, each.to, each.language) for each in letters] == [
        ("ines@example.org", None, "en"),
        ("omar.b@example.org", None, "fr"),
    ]
    assert [each.matter["invitation"] for each in letters] == [ines.key, omar.key]
    last = LedgerEntry.objects.latest("sequence")
    assert last.verb == "invited"
    assert "example.org" not in last.payload


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("no address,X,,academia", "is no e-mail address"),
        ("ines@example.org,Ines", "Say for which organisation"),
        ("ines@example.org,Ines,Nowhere", "No organisation is called “Nowhere”"),
        ("ines@example.org,Ines,,wizards", "“wizards” is no category"),
        ("ines@example.org,Ines,,academia,king", "“king” is no role"),
        ("ines@example.org,Ines,,academia,coordinator", "coordinates nobody"),
        ("ines@example.org,Ines,,academia,,tlh", "is no language of this site"),
        ("ines@example.org,Ines,,academia,,en,more", "There is more on this line"),
        (f"ines@example.org,{'I' * 121},,academia", "longer than 120"),
        ("olga@example.org,Olga,,academia", "takes part already"),
        ("waits@example.org,W,,academia", "is invited already"),
        ("first@example.org,F,,academia", "on the list twice"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_and_nobody_is_invited(row: str, complaint: str) -> None:
    entry.invited("waits@example.org")
    words = f"first@example.org,First,,academia\n{row}"
    for page in (PAGE, SEND):
        answer = signed_in("Sena").post(page, send(words))

        assert answer.status_code == 422
        assert complaint in words_of(answer)
        assert "first@example.org,First,,academia" in answer.content.decode()
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_headings_and_labels_in_either_language_are_understood(separator: str) -> None:
    words = "\n".join(
        [
            separator.join(["Nom", "Adresse électronique", "Langue", "Catégorie"]),
            separator.join(["Inès", "INES@example.org", "Français", "Diaspora"]),
            "",
        ]
    )
    (row,) = read_list(words, "en")

    assert row.invited is not None
    assert (row.invited.email, row.invited.name) == ("ines@example.org", "Inès")
    assert (row.invited.category, row.invited.language) == ("diaspora", "fr")
    assert row.line == 2


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("\n\n", "nobody on this list"),
        ("\n".join(f"n{each}@example.org,,,academia" for each in range(501)), "501 rows"),
        ('a@example.org,"Ann,,academia', "quotation mark"),
    ],
)
def test_a_list_that_cannot_be_read_says_what_to_do(words: str, complaint: str) -> None:
    with pytest.raises(UnreadableList, match=complaint):
        read_list(words, "en")


def upload(content: bytes) -> dict[str, object]:
    return {"people": "", "file": SimpleUploadedFile("list.csv", content)}


def test_a_file_is_read_like_a_pasted_list_and_kept_to_be_sent() -> None:
    client = signed_in("Sena")
    answer = client.post(PAGE, upload("\ufeffines@example.org;Inès;;academia\r\n".encode()))

    html = answer.content.decode()
    assert "One person will be invited" in words_of(answer)
    assert "ines@example.org;Inès;;academia" in html
    goes_to(client.post(SEND, send("ines@example.org;Inès;;academia")))
    assert digest("ines@example.org;Inès;;academia") in html


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("Inès".encode("latin-1"), "not in UTF-8"),
        (b"\0\0", "no file of words"),
        (b"a" * (256 * 1024 + 1), "larger than 256 kB"),
        (b"", "Paste the list, or choose the file"),
    ],
)
def test_a_file_is_distrusted(content: bytes, complaint: str) -> None:
    answer = signed_in("Sena").post(PAGE, upload(content))

    assert answer.status_code == 422
    assert complaint in words_of(answer)


def test_what_was_not_checked_is_not_sent() -> None:
    answer = signed_in("Sena").post(SEND, {"people": GOOD, "checked": digest("another list")})

    assert answer.status_code == 409
    assert "is not the one that was checked" in words_of(answer)
    assert "omar.b@example.org" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_two_lists_at_once_invite_nobody_twice() -> None:
    rows = [row.invited for row in read_list(GOOD, "en") if row.invited]
    entry.invited("omar.b@example.org")
    with pytest.raises(AlreadyInvited):
        invite(by=make.person("Sena"), people=rows, at=make.NOON)

    assert Invitation.objects.count() == 1
    assert not Letter.objects.filter(address="ines@example.org").exists()


def test_an_invitation_is_sent_again_with_a_new_end_and_another_letter() -> None:
    invitation = entry.invited()
    client = signed_in("Sena")
    assert "ines@example.org" in words_of(client.get(f"{PAGE}?state=expired"))
    goes_to(client.post(f"{PAGE}{invitation.key}/again/"))

    invitation.refresh_from_db()
    assert invitation.expires_at > timezone.now() + timedelta(days=13)
    assert Letter.objects.filter(address="ines@example.org").count() == 2
    assert "ines@example.org" in words_of(client.get(PAGE))


def test_an_invitation_is_revoked_once_and_the_address_is_free_again() -> None:
    invitation = entry.invited(at=timezone.now())
    client = signed_in("Sena")
    goes_to(client.post(f"{PAGE}{invitation.key}/revoke/"))
    again = client.post(f"{PAGE}{invitation.key}/again/", follow=True)

    assert "stands otherwise now (revoked)" in words_of(again)
    assert "ines@example.org" in words_of(client.get(f"{PAGE}?state=revoked"))
    assert entry.invited().pk != invitation.pk


def test_lists_are_not_sent_without_end() -> None:
    client = signed_in("Sena")
    for number in range(10):
        goes_to(client.post(SEND, send(f"n{number}@example.org,,,academia")))
    answer = client.post(SEND, send("last@example.org,,,academia"))

    assert answer.status_code == 429
    assert "last@example.org" in answer.content.decode()
    assert Invitation.objects.count() == 10


@pytest.mark.parametrize("name", ["Olga", "Nils"])
def test_others_do_not_know_the_pages(name: str) -> None:
    invitation = entry.invited()
    client = signed_in(name)

    assert client.get(PAGE).status_code == 404
    assert client.post(SEND, send(GOOD)).status_code == 404
    assert client.post(f"{PAGE}{invitation.key}/revoke/").status_code == 404


def test_many_cost_as_much_as_few() -> None:
    entry.invited(at=timezone.now())
    client = signed_in("Sena")
    few = queries_of(client, PAGE)
    for name in ("ana", "ben", "cleo"):
        entry.invited(f"{name}@example.org", at=timezone.now())

    assert queries_of(client, PAGE) == few
