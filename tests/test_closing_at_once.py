"""An account is closed while others act on it, or its owner does from another window."""

from functools import partial

from consultation.actions.accounts import close_account
from consultation.actions.registrations import refuse_registration, seen_as
from tests import entry, make
from tests.make import NOON
from tests.test_concurrency import at_once, committed, kinds, the_ledger_holds

__all__ = ["committed"]  # every test here commits for good


def test_closing_and_refusing_at_once_never_wait_for_each_other() -> None:
    asked, sena = entry.asked_in(), make.secretariat()
    close = partial(close_account, by=asked.user, at=NOON)
    refuse = partial(
        refuse_registration, by=sena, registration=asked, words="No.", seen=seen_as(asked), at=NOON
    )
    assert not {"OperationalError", "IntegrityError"} & set(kinds(at_once(close, refuse)))
    asked.user.refresh_from_db()
    assert asked.user.closed_at == NOON
    the_ledger_holds()
