"""Tracked changes: rows of django-simple-history, written in one query however many there are.

The package writes a row for each `save()`; imports change hundreds of wordings at once, so the rows
are made here, with the package's own fields, for one wording and for five hundred alike.
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser

from drafts.actions.rebasing import rebase_amendments
from drafts.models import Change, Revision, Wording

_SIGNS = {Change.NEW: "+", Change.REMOVED: "-"}


def track(wordings: Sequence[Wording], *, by: AbstractBaseUser, at: datetime) -> list[Revision]:
    """One revision a wording, from what the wording says of its last change. Wordings must have been saved.

    Open amendments on these clauses are carried over to the new words.
    """
    made: list[Revision] = Revision.objects.bulk_create(
        Revision(
            history_date=at,
            history_user_id=by.pk,
            history_type=_SIGNS.get(Change(wording.change), "~"),
            history_change_reason=wording.reason[:100],
            **{field.attname: getattr(wording, field.attname) for field in Revision.tracked_fields},
        )
        for wording in wordings
    )
    rebase_amendments(wordings)
    return made
