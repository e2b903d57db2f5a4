"""Closing an account: what is personal goes, what was submitted stays, and the ledger still verifies."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from consultation.actions.accounts import close_account
from consultation.actions.comments import Words, save_draft
from consultation.actions.people import admit
from consultation.mails.letters import write_letters
from consultation.models import (
    Category,
    Comment,
    CommentDraft,
    Invitation,
    Letter,
    Membership,
    Organisation,
    Registration,
    User,
    Vetting,
)
from drafts.models import LedgerEntry
from tests import make
from tests.pages import goes_to, signed_in, words_of

pytestmark = pytest.mark.django_db
CLOSE, CONFIRM = "/en/account/close/", "/en/account/close/confirm/"
LATER = make.NOON + timedelta(days=1)


@pytest.fixture
def said() -> Comment:
    return make.comment(make.Said("short-stay", "We ask why."), by=make.olga(), on=make.consultation())


def confirmed(name: str) -> Client:
    """A browser in which somebody signed in and gave the password again."""
    client = signed_in(name)
    client.post("/en/accounts/reauthenticate/", {"password": make.PASSWORD})
    return client


def closed(name: str) -> User:
    """Somebody who closed their account."""
    person = make.person(name)
    close_account(by=person, at=LATER)
    return User.objects.get(pk=person.pk)


def everything_stored() -> str:
    """Every value of every table, as one text."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(found)


def asked_by(person: User) -> Registration:
    """A registration that the secretariat has a question about."""
    asked = Registration.objects.create(
        user=person,
        mandate=Registration.Mandate.OWN_NAME,
        category=Category.ACADEMIA,
        function="Head of the archive in Tunis",
        statement="I taught there for years.",
        state=Registration.State.ASKED,
        submitted_at=make.NOON,
    )
    Vetting.objects.create(
        registration=asked,
        step=Vetting.Step.ASKED,
        words="Where did you teach, Olga?",
        taken_by=make.secretariat(),
        taken_at=make.NOON,
    )
    return asked


def test_nothing_personal_is_left_in_any_table(said: Comment) -> None:
    olga = make.olga()
    User.objects.filter(pk=olga.pk).update(name="Olga Marisol Tremaine", country="TN", languages=["ar"])
    Organisation.objects.filter(memberships__user=olga).update(name="Network of the south")
    address = EmailAddress.objects.create(user=olga, email="Olga.Second@example.net", verified=True)
    Authenticator.objects.create(user=olga, type=Authenticator.Type.TOTP, data={"secret": "abc"})
    asked_by(olga)
    Invitation.objects.create(
        email="olga.second@example.net",
        name="Olga Marisol Tremaine",
        category=Category.ACADEMIA,
        invited_by=make.secretariat(),
        invited_at=make.NOON,
        expires_at=LATER,
    )
    write_letters(Letter.Kind.OPENED, [olga], at=make.NOON, once="x", matter={})
    Letter.objects.filter(to=olga).update(address="olga@example.org", failure="550 olga@example.org unknown")
    LogEntry.objects.create(
        user=make.secretariat(),
        content_type=ContentType.objects.get_for_model(EmailAddress),
        object_id=str(address.pk),
        object_repr=address.email,
        action_flag=CHANGE,
        change_message="",
    )
    signed_in("Olga").get("/en/account/close/")
    User.objects.filter(pk=olga.pk).update(last_login=make.NOON)

    olga = closed("Olga")

    everything = everything_stored().lower()
    traces = ("tremaine", "olga@example.org", "olga.second", "archive in tunis", "i taught", "did you teach")
    assert [trace for trace in traces if trace in everything] == []
    assert (olga.name, olga.country, olga.languages, olga.last_login) == ("", "", [], None)
    assert not olga.has_usable_password()
    assert not olga.is_active
    assert olga.closed_at == LATER
    assert not Authenticator.objects.filter(user=olga).exists()


def test_what_was_submitted_stays_under_the_organisations_name(said: Comment) -> None:
    olga = closed("Olga")
    page = words_of(Client().get(f"/en/comments/{said.reference}/"))

    assert "Network of Olga" in page
    assert "We ask why." in page
    assert str(Comment.objects.get().author) == f"former participant {olga.key}"


def test_the_ledger_and_what_it_seals_still_verify(said: Comment) -> None:
    olga = closed("Olga")
    entry = LedgerEntry.objects.order_by("-sequence")[0]

    assert (entry.verb, entry.actor, entry.object_key, entry.payload) == ("closed", olga.key, olga.key, "{}")
    call_command("verify_ledger")


def test_a_registration_that_is_open_is_withdrawn(said: Comment) -> None:
    asked = asked_by(make.person("Nils"))
    closed("Nils")
    asked.refresh_from_db()

    assert asked.state == Registration.State.WITHDRAWN
    assert list(asked.vettings.order_by("pk").values_list("step", flat=True)) == ["asked", "withdrew"]


def test_letters_that_wait_are_dropped_and_invitations_are_revoked(said: Comment) -> None:
    olga = make.olga()
    sent = Invitation.objects.create(
        email="Olga@example.org",
        category=Category.ACADEMIA,
        invited_by=make.secretariat(),
        invited_at=make.NOON,
        expires_at=LATER,
    )
    write_letters(Letter.Kind.OPENED, [olga], at=make.NOON, once="x", matter={})
    closed("Olga")
    sent.refresh_from_db()

    assert set(Letter.objects.filter(to=olga).values_list("state", flat=True)) == {Letter.State.DROPPED}
    assert (sent.revoked_at, sent.email, sent.name) == (LATER, "", "")


def test_drafts_go_and_so_does_the_membership(said: Comment) -> None:
    save_draft(
        by=make.olga(),
        consultation=said.consultation,
        clause=said.clause,
        words=Words(body="Half a", language="en"),
        key="abc1234",
        at=make.NOON,
    )
    closed("Olga")

    assert not CommentDraft.objects.exists()
    assert Membership.objects.get(user__closed_at=LATER).ended_at == LATER


def test_who_holds_a_role_hands_it_over_first(said: Comment) -> None:
    for name in ("Mia", "Chloé", "Sena"):
        with pytest.raises(PermissionDenied, match="give it to somebody else"):
            close_account(by=make.person(name), at=LATER)
        assert "give it to somebody else" in words_of(signed_in(name).get(CLOSE))
        assert signed_in(name).get(CONFIRM).status_code == 403


def test_the_only_coordinator_hands_over_first_where_others_are_left(said: Comment) -> None:
    olga, sena = make.olga(), make.secretariat()
    house = make.body_of(olga)
    Membership.objects.filter(user=olga).update(role=Membership.Role.COORDINATOR)
    nils = admit(by=sena, user=make.person("Nils"), organisation=house, at=make.NOON)
    with pytest.raises(PermissionDenied, match="only coordinator"):
        close_account(by=olga, at=LATER)

    Membership.objects.filter(pk=nils.pk).update(role=Membership.Role.COORDINATOR)

    assert closed("Olga").closed_at == LATER


def test_a_coordinator_without_members_may_leave(said: Comment) -> None:
    Membership.objects.filter(user=make.olga()).update(role=Membership.Role.COORDINATOR)

    assert closed("Olga").closed_at == LATER


def test_it_takes_two_pages_and_the_password(said: Comment) -> None:
    first = signed_in("Olga").get(CLOSE)
    assert "former participant" in words_of(first)
    assert goes_to(signed_in("Olga").get(CONFIRM)).startswith("/en/accounts/reauthenticate/")
    assert goes_to(signed_in("Olga").post(CONFIRM)).startswith("/en/accounts/reauthenticate/")
    assert User.objects.get(email="olga@example.org").is_active

    client, elsewhere = confirmed("Olga"), signed_in("Olga")
    assert "Close the account for good?" in words_of(client.get(CONFIRM))
    answer = client.post(CONFIRM, follow=True)

    assert "Your account is closed" in words_of(answer)
    assert goes_to(client.get("/en/comments/mine/")).startswith("/en/accounts/login/")
    assert goes_to(elsewhere.get("/en/comments/mine/")).startswith("/en/accounts/login/")
    assert not User.objects.filter(email="olga@example.org").exists()
    assert not [each for each in Session.objects.all() if each.get_decoded().get("_auth_user_id")]


def test_the_same_address_can_ask_for_an_account_again(
    said: Comment, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = closed("Olga")
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(
            "/en/accounts/signup/",
            {
                "name": "Olga",
                "email": "olga@example.org",
                "language": "en",
                "country": "SN",
                "password1": make.PASSWORD,
                "password2": make.PASSWORD,
            },
        )
    again = User.objects.get(email="olga@example.org")

    assert again.pk != before.pk
    assert not again.memberships.exists()
    assert not Comment.objects.filter(author=again).exists()


def test_closing_twice_is_refused(said: Comment) -> None:
    olga = make.olga()
    close_account(by=olga, at=LATER)

    with pytest.raises(PermissionDenied, match="closed"):
        close_account(by=olga, at=LATER)
