"""Saying that one is there: who has a clause open is shown to the others."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.models import Clause, Presence
from drafts.permissions import can_see_work


@transaction.atomic
def be_present(*, by: AbstractBaseUser, clause: Clause, is_writing: bool, at: datetime) -> None:
    """Say that somebody has a clause open, and whether they have words in it that are not recorded.

    Not an act on the text, so not in the ledger.
    """
    require(can_see_work(by, clause.text))
    Presence.objects.update_or_create(
        clause=clause, user_id=by.pk, defaults={"is_writing": is_writing, "seen_at": at}
    )
