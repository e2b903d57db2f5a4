"""One's own account: how one is called, and closing it."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils.module_loading import import_string

from consultation.models import (
    CommentDraft,
    Invitation,
    Letter,
    Membership,
    Organisation,
    Pace,
    Registration,
    User,
    Vetting,
)
from consultation.permissions.accounts import can_close_account, can_keep_account
from drafts.access import require
from drafts.actions.ledger import Verb, hold_end, record
from drafts.models import Presence

# A domain that never exists (RFC 2606), so that nobody can be written to there.
_NOWHERE = "closed.invalid"
_NOT_SENT = (Letter.State.WAITING, Letter.State.GATHERED)


@transaction.atomic
def change_name(*, by: User, name: str, shows_name: bool, at: datetime) -> None:
    """Say how one is called, and whether others may read it; every kept page that names the person is made anew."""
    require(can_keep_account(by))
    account = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    before = account.shown_name
    account.name, account.shows_name = name, shows_name
    account.save(update_fields=["name", "shows_name"])
    by.name, by.shows_name = name, shows_name
    if account.shown_name != before:
        record(by=by, verb=Verb.NAMED, about=account, key=account.key, at=at, shown=bool(account.shown_name))


@transaction.atomic
def close_account(*, by: User, at: datetime) -> None:
    """Close one's own account: what is personal goes, what was submitted stays under the organisation or the key.

    The row of the person stays, since the comments, the revisions and the ledger lead to it by its key.
    """
    require(can_close_account(by))
    _hold_house(by)
    _hold_ways_in(by)
    _let_go_above(by, at)
    account = User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    # Whoever holds the ledger's end checks its references to this row when it commits: we change its key after them.
    hold_end()
    require(can_close_account(account))
    addresses = _addresses_of(account)
    Membership.objects.filter(user=account, ended_at=None).update(ended_at=at)
    _forget_asking(account, at)
    _forget_invitations(account, addresses, at)
    _drop_letters(account, addresses)
    CommentDraft.objects.filter(author=account).delete()
    _shut_doors(account, addresses)
    _empty(account, at)
    record(by=account, verb=Verb.CLOSED, about=account, key=account.key, at=at)


def _let_go_above(account: User, at: datetime) -> None:
    """What the apps above keep of the person; they lock rows of theirs, as their own acts do, before the ledger."""
    for name in settings.LET_GO_ABOVE:
        let_go: Callable[..., None] = import_string(name)
        let_go(by=account, at=at)


def _hold_house(account: User) -> None:
    """Two coordinators who leave at once leave one after the other: the second is asked to hand over."""
    theirs = Membership.objects.filter(user=account, ended_at=None, organisation__isnull=False)
    held = Organisation.objects.select_for_update(of=("self",), no_key=True)
    list(held.filter(pk__in=theirs.values_list("organisation", flat=True)))


def _hold_ways_in(account: User) -> None:
    """Whoever vets or invites holds these rows before the person's."""
    addresses = _addresses_of(account)
    list(
        Registration.objects.select_for_update(of=("self",), no_key=True).filter(user=account).order_by("pk")
    )
    sent = Invitation.objects.filter(Q(accepted_by=account) | _written_to("email", addresses))
    list(sent.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _addresses_of(account: User) -> set[str]:
    """Every address the person is known by, in small letters."""
    given = EmailAddress.objects.filter(user=account).values_list("email", flat=True)
    return {address.lower() for address in (account.email, *given)}


def _written_to(column: str, addresses: set[str]) -> Q:
    """Rows with one of these addresses, however it is spelt."""
    condition = Q()
    for address in addresses:
        condition |= Q(**{f"{column}__iexact": address})
    return condition


def _forget_asking(account: User, at: datetime) -> None:
    """A request to take part that is open is withdrawn; what the person said of themselves is emptied in all."""
    asked = Registration.objects.filter(user=account)
    for each in asked.filter(state__in=Registration.OPEN):
        Vetting.objects.create(registration=each, step=Vetting.Step.WITHDREW, taken_by=account, taken_at=at)
    asked.filter(state__in=Registration.OPEN).update(state=Registration.State.WITHDRAWN)
    asked.update(function="", statement="", proposed="", country="")
    Vetting.objects.filter(registration__user=account).exclude(words="").update(words="")


def _forget_invitations(account: User, addresses: set[str], at: datetime) -> None:
    """Those sent to the person can be used no more, and no longer say to whom they went."""
    sent = Invitation.objects.filter(Q(accepted_by=account) | _written_to("email", addresses))
    sent.filter(accepted_at=None, revoked_at=None).update(revoked_at=at)
    sent.update(email="", name="")


def _drop_letters(account: User, addresses: set[str]) -> None:
    """Nothing is written any more, and what was written no longer says where it went."""
    letters = Letter.objects.filter(Q(to=account) | _written_to("address", addresses))
    letters.filter(state__in=_NOT_SENT).update(state=Letter.State.DROPPED)
    letters.update(address="", failure="")


def _shut_doors(account: User, addresses: set[str]) -> None:
    """Nobody signs in to it any more, and whoever is signed in to it is not."""
    Authenticator.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).delete()
    Presence.objects.filter(user=account).delete()
    # The journal of the admin names what was changed there.
    LogEntry.objects.filter(_written_to("object_repr", addresses)).update(object_repr="")
    account.groups.clear()
    account.user_permissions.clear()
    ended = [
        each.session_key
        for each in Session.objects.iterator(chunk_size=500)
        if each.get_decoded().get(SESSION_KEY) == str(account.pk)
    ]
    Session.objects.filter(session_key__in=ended).delete()


def _empty(account: User, at: datetime) -> None:
    """Nothing personal is left in the row; its address is one that cannot exist."""
    account.email = f"{account.key}@{_NOWHERE}"
    account.name, account.shows_name = "", False
    account.language, account.languages, account.country = "en", [], ""
    account.pace, account.bounced_at, account.bounce = Pace.NEVER, None, ""
    account.last_login = None
    account.is_active = account.is_staff = False
    account.closed_at = at
    account.set_unusable_password()
    account.save()
