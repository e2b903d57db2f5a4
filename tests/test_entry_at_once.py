"""Two at once on the way in: two clicks on one link, two secretaries at one registration, two lists."""

from functools import partial

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from consultation.actions.invitations import Newcomer, invite, join_by_invitation
from consultation.actions.registrations import (
    NewOrganisation,
    Place,
    accept_registration,
    apply,
    refuse_registration,
    seen_as,
)
from consultation.models import Invitation, Membership, Registration, User
from consultation.reports.invitations import Invited
from tests import entry, make
from tests.make import NOON
from tests.test_concurrency import at_once, committed, kinds, the_ledger_holds

__all__ = ["committed"]  # every test here commits for good

SOMEBODY = Newcomer("Ines", "two shores and a bridge", "en")


def test_clicks_at_once_on_one_link_make_one_account_and_one_membership() -> None:
    now = timezone.now()
    invitation = entry.invited(at=now)
    join = partial(join_by_invitation, by=AnonymousUser(), invitation=invitation, newcomer=SOMEBODY, at=now)
    outcomes = kinds(at_once(*[join] * 6))

    assert outcomes == {"User": 1, "InvitationOver": 5}
    assert User.objects.filter(email="ines@example.org").count() == 1
    assert Membership.objects.count() == 1
    the_ledger_holds()


def test_two_secretaries_at_once_decide_once() -> None:
    registration = entry.asked_in()
    sena, seen = make.secretariat(), seen_as(registration)
    place = Place(new=NewOrganisation("harbour", "Harbour", "diaspora"))
    accept = partial(accept_registration, by=sena, registration=registration, place=place, seen=seen)
    refuse = partial(refuse_registration, by=sena, registration=registration, words="No.", seen=seen)
    outcomes = at_once(partial(accept, at=NOON), partial(refuse, at=NOON))

    assert kinds(outcomes)["AlreadyVetted"] == 1
    registration.refresh_from_db()
    assert registration.vettings.count() == 1
    assert Membership.objects.exists() == (registration.state == Registration.State.ACCEPTED)
    the_ledger_holds()


def test_one_person_in_many_windows_sends_one_registration() -> None:
    send = partial(apply, by=make.person("Nils"), wish=entry.HARBOUR, at=NOON)
    outcomes = kinds(at_once(*[send] * 4))

    assert outcomes == {"Registration": 1, "AlreadyApplied": 3}
    the_ledger_holds()


def test_two_lists_at_once_invite_an_address_once() -> None:
    people = [Invited(f"n{each}@example.org", category="academia") for each in range(3)]
    send = partial(invite, by=make.secretariat(), people=people, at=NOON)
    outcomes = kinds(at_once(send, send))

    assert outcomes == {"list": 1, "AlreadyInvited": 1}
    assert Invitation.objects.count() == 3
    the_ledger_holds()
