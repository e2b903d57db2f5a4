"""Following the link of an invitation: with an account, without one, twice, too late."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from consultation.actions.invitations import (
    AccountExists,
    InvitationOver,
    Newcomer,
    join_by_invitation,
    revoke_invitation,
)
from consultation.models import Invitation, Membership, User
from consultation.reports.invitations import invitation_of, token_of
from drafts.models import LedgerEntry
from tests import entry, make
from tests.pages import goes_to, nothing_written, signed_in, words_of

pytestmark = pytest.mark.django_db

FORM = {"name": "Ines Duarte", "password": "two shores and a bridge", "language": "fr"}
SOMEBODY = Newcomer("Ines", "two shores and a bridge", "en")


def link(invitation: Invitation) -> str:
    return f"/en/invitations/{token_of(invitation)}/"


@pytest.fixture
def invitation() -> Invitation:
    return entry.invited(at=timezone.now())


def test_a_link_leads_to_its_invitation_and_none_can_be_made_up(invitation: Invitation) -> None:
    assert invitation_of(token_of(invitation)) == invitation
    assert invitation_of(f"{invitation.key}:forged") is None
    answer = Client().get(f"/en/invitations/{invitation.key}/")
    assert answer.status_code == 404
    assert "leads to no invitation" in words_of(answer)


def test_looking_shows_who_invites_to_what_and_does_nothing(invitation: Invitation) -> None:
    with nothing_written():
        answer = Client().get(link(invitation))

    assert "in your own name (academia)" in words_of(answer)
    assert 'value="Ines"' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_somebody_without_an_account_makes_one_and_takes_part_at_once(invitation: Invitation) -> None:
    client = Client()
    goes_to(client.post(link(invitation), FORM))

    ines = User.objects.get(email="ines@example.org")
    assert (ines.name, ines.language, ines.shows_name) == ("Ines Duarte", "fr", False)
    assert EmailAddress.objects.get(user=ines).verified
    assert Membership.objects.get(user=ines).category == "academia"
    assert client.get("/en/account/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.accepted_by == ines
    last = LedgerEntry.objects.latest("sequence")
    assert (last.verb, last.object_key, last.actor) == ("admitted", ines.key, ines.key)


def test_a_weak_password_is_refused_and_the_rest_is_kept(invitation: Invitation) -> None:
    answer = Client().post(link(invitation), {**FORM, "password": "password"})

    assert answer.status_code == 422
    assert 'value="Ines Duarte"' in answer.content.decode()
    assert not User.objects.filter(email="ines@example.org").exists()


def test_somebody_with_an_account_signs_in_and_accepts() -> None:
    body = make.body_of(make.olga())
    invitation = entry.invited("nils@example.org", organisation=body, at=timezone.now())
    make.person("Nils")

    assert "There is an account under nils@example.org already" in words_of(Client().get(link(invitation)))
    assert Client().post(link(invitation), FORM).status_code == 409
    client = signed_in("Nils")
    assert "for Network of Olga" in words_of(client.get(link(invitation)))
    goes_to(client.post(f"{link(invitation)}accept/"))
    assert make.body_of(make.person("Nils")) == body


def test_signed_in_under_another_address_one_is_told_so(invitation: Invitation) -> None:
    make.person("Nils")
    client = signed_in("Nils")

    shown = words_of(client.get(link(invitation)))
    assert "went to another address" in shown
    assert "You are signed in as nils@example.org" in shown
    assert client.post(f"{link(invitation)}accept/").status_code == 403
    assert not Membership.objects.filter(user=make.person("Nils")).exists()


def test_an_address_that_somebody_typed_and_never_confirmed_does_not_take_the_invitation(
    invitation: Invitation,
) -> None:
    squatter = User.objects.create_user("ines@example.org", make.PASSWORD)
    EmailAddress.objects.create(user=squatter, email=squatter.email, verified=False, primary=True)
    client = Client()
    client.force_login(squatter)

    assert client.post(f"{link(invitation)}accept/").status_code == 403
    with pytest.raises(AccountExists):
        join_by_invitation(by=AnonymousUser(), invitation=invitation, newcomer=SOMEBODY, at=timezone.now())


def test_whoever_takes_part_already_is_told_so() -> None:
    make.olga()
    invitation = entry.invited("olga@example.org", at=timezone.now())
    client = signed_in("Olga")

    assert "You take part already." in words_of(client.get(link(invitation)))
    assert client.post(f"{link(invitation)}accept/").status_code == 403


def test_a_link_works_once(invitation: Invitation) -> None:
    client = Client()
    client.post(link(invitation), FORM)
    other = Client().post(link(invitation), FORM)

    assert other.status_code == 410
    assert "This invitation was accepted" in words_of(other)
    assert "You accepted it, and take part." in words_of(client.get(link(invitation)))
    assert User.objects.filter(email="ines@example.org").count() == 1


def test_what_expired_or_was_revoked_says_what_to_do() -> None:
    late = entry.invited()
    gone = entry.invited("gone@example.org", at=timezone.now())
    revoke_invitation(by=make.secretariat(), invitation=gone, at=timezone.now())

    for invitation, words in ((late, "has expired"), (gone, "was taken back")):
        answer = Client().get(link(invitation))
        assert answer.status_code == 410
        assert words in words_of(answer)
        assert Client().post(link(invitation), FORM).status_code == 410
    assert not User.objects.filter(email__in=["ines@example.org", "gone@example.org"]).exists()


def test_the_end_is_exact(invitation: Invitation) -> None:
    with pytest.raises(InvitationOver):
        join_by_invitation(
            by=AnonymousUser(), invitation=invitation, newcomer=SOMEBODY, at=invitation.expires_at
        )
    before = invitation.expires_at - timedelta(seconds=1)
    join_by_invitation(by=AnonymousUser(), invitation=invitation, newcomer=SOMEBODY, at=before)

    assert Membership.objects.count() == 1


def test_accounts_are_not_made_without_end_from_one_address() -> None:
    invitations = [entry.invited(f"n{each}@example.org", at=timezone.now()) for each in range(21)]
    codes = [Client().post(link(each), FORM).status_code for each in invitations]

    assert codes == [302] * 20 + [429]
