"""Answering comments: the revisions that answer them, and the disposition with its public reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.actions.amending import turn_down_proposal
from consultation.actions.ticking import answerable, tick
from consultation.models import Comment, Consultation, Disposition, Outcome, Standing, User
from consultation.models.dispositions import NEEDS_REASON, NEEDS_REVISION
from consultation.permissions import can_dispose
from consultation.reports.hashes import said_at_last
from drafts.access import require
from drafts.actions.brackets import resolve_bracket
from drafts.actions.ledger import Verb, record
from drafts.actions.wordings import revise_wording
from drafts.models import Revision, Weight, Wording
from drafts.models.ledger import digest
from drafts.text.settlements import Settlement


class RevisionMissing(Exception):
    """An accepted comment names the revision that took it in."""


class ReasonMissing(Exception):
    """A refusal gives its reason."""


class AlreadyAnswered(Exception):
    """Somebody answered the comment meanwhile; `current` is their answer."""

    def __init__(self, current: Disposition | None) -> None:
        super().__init__(current and current.pk)
        self.current = current


@transaction.atomic
def revise_answering(
    *,
    by: User,
    wording: Wording,
    words: str,
    weight: Weight,
    reason: str,
    basis: str,
    answers: Sequence[Comment],
    at: datetime,
    source_basis: str = "",
) -> Revision:
    """Revise a clause and say which comments the new words answer."""
    named = answerable(wording.version.text_id, answers, by)
    revision = revise_wording(
        by=by,
        wording=wording,
        words=words,
        weight=weight,
        reason=reason,
        basis=basis,
        answers=[comment.reference for comment in named],
        at=at,
        source_basis=source_basis,
    )
    tick(revision, named)
    return revision


@transaction.atomic
def resolve_answering(
    *,
    by: User,
    wording: Wording,
    settlement: Settlement,
    weight: Weight,
    reason: str,
    basis: str,
    answers: Sequence[Comment],
    at: datetime,
) -> Revision:
    """Settle words in brackets and say which comments that answers."""
    named = answerable(wording.version.text_id, answers, by)
    revision = resolve_bracket(
        by=by,
        wording=wording,
        settlement=settlement,
        weight=weight,
        reason=reason,
        basis=basis,
        answers=[comment.reference for comment in named],
        at=at,
    )
    tick(revision, named)
    return revision


@transaction.atomic
def dispose(
    *,
    by: User,
    comment: Comment,
    outcome: Outcome,
    reason: str,
    language: str,
    revisions: Sequence[Revision],
    supersedes: Disposition | None,
    at: datetime,
) -> Disposition:
    """Give the committee's answer to a comment; a later answer supersedes the one its author saw.

    Where it refuses the comment, or only notes it, the amendment it proposed is rejected with it.
    """
    # Who publishes or adopts holds the consultations, and finds the answer or waits for it.
    held = Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.consultation_id)
    # Its closing may be another by now.
    held.version = comment.consultation.version
    comment.consultation = held
    standing = Standing.objects.select_for_update().get(comment=comment)
    comment.standing = standing
    require(can_dispose(by, comment, at))
    if standing.disposition_id != (supersedes.pk if supersedes else None):
        raise AlreadyAnswered(standing.disposition)
    _check(comment, outcome, reason, revisions)
    disposition = Disposition.objects.create(
        comment=comment,
        outcome=outcome,
        reason=reason,
        language=language,
        supersedes=supersedes,
        decided_by=by,
        decided_at=at,
    )
    disposition.revisions.set(revisions)
    for revision in revisions:
        tick(revision, [comment])
    standing.disposition = disposition
    standing.save(update_fields=["disposition"])
    turn_down_proposal(disposition)
    record(
        by=by,
        verb=Verb.DISPOSED,
        about=disposition,
        key=comment.reference,
        at=at,
        text=comment.consultation.version.text,
        disposition=disposition.pk,
        outcome=outcome,
        reason=digest(reason),
        language=language,
        revisions=sorted(revision.history_id for revision in revisions),
        supersedes=supersedes.pk if supersedes else None,
        **said_at_last(comment),
    )
    return disposition


def _check(comment: Comment, outcome: Outcome, reason: str, revisions: Sequence[Revision]) -> None:
    """What is taken in names a revision of this very text since the version it was said on; a refusal says why."""
    version = comment.consultation.version
    later = Revision.objects.filter(version__text=version.text_id, version__number__gt=version.number)
    named = {revision.history_id for revision in revisions}
    if later.filter(history_id__in=named).count() < len(named) or (outcome in NEEDS_REVISION and not named):
        raise RevisionMissing(outcome)
    if outcome in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(outcome)
