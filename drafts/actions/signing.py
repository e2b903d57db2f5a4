"""The chair signs clauses as they read, or sends them back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max

from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Clause, Revision, SignOff, Version
from drafts.models.ledger import digest
from drafts.permissions import can_sign
from drafts.reports.seals import seal
from drafts.reports.signing import hashes_to_sign


class NothingToSign(Exception):
    """No clause was named."""


class NoteMissing(Exception):
    """A clause is sent back with a note that says what is wanted."""


class UnseenWords(Exception):
    """Some clauses read other than the chair was shown; `clauses` are those. Nothing was signed."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        super().__init__([clause.key for clause in clauses])
        self.clauses = tuple(clauses)


@transaction.atomic
def sign_clauses(
    *,
    by: AbstractBaseUser,
    version: Version,
    clauses: Sequence[Clause],
    verdict: SignOff.Verdict,
    seen: Mapping[str, str],
    at: datetime,
    note: str = "",
) -> list[SignOff]:
    """Sign clauses, or send them back, all of them or none.

    `seen` is the hash of the words that the chair was shown, by the key of the clause; of a removed one, of none.
    """
    require(can_sign(by, version.text))
    note = note.strip()
    if verdict == SignOff.Verdict.SENT_BACK and not note:
        raise NoteMissing
    held = _hold(version)
    # Asked again under the lock: the text may have been adopted since the chair was let in.
    require(can_sign(by, version.text))
    named = sorted({clause.pk: clause for clause in clauses}.values(), key=lambda clause: clause.key)
    if not named:
        raise NothingToSign
    words = hashes_to_sign(held)
    if unseen := [each for each in named if each.pk not in words or words[each.pk] != seen.get(each.key)]:
        raise UnseenWords(unseen)
    upto = _last_revisions(held, named)
    signed = SignOff.objects.bulk_create(
        SignOff(
            version=held,
            clause=clause,
            verdict=verdict,
            words=words[clause.pk],
            upto=upto.get(clause.pk, 0),
            note=note,
            signed_by_id=by.pk,
            signed_at=at,
        )
        for clause in named
    )
    record(
        by=by,
        verb=Verb.SIGNED,
        about=held,
        key=f"{held.text.slug}/{held.slug}",
        at=at,
        text=held.text,
        version=held.number,
        clauses=[[each.clause.key, each.verdict, seal(each.words)] for each in signed],
        upto=[each.upto for each in signed],
        note=seal(digest(note)),
    )
    return signed


def _hold(version: Version) -> Version:
    """The version, held so that nobody changes a word meanwhile; it may be under silence, or published by now."""
    versions = Version.objects.select_for_update(of=("self",), no_key=True).select_related("text")
    return versions.get(pk=version.pk)


def _last_revisions(version: Version, clauses: Sequence[Clause]) -> dict[int, int]:
    """Clause → its last tracked change up to this version."""
    revisions = Revision.objects.filter(clause__in=clauses, version__number__lte=version.number)
    return dict(revisions.order_by("clause").values_list("clause").annotate(Max("history_id")))
