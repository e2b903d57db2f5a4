"""Submitting several comments as one set: all of them, or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.actions.comments import Words, submit_comment
from consultation.models import CommentDraft, CommentKind, Consultation, Submission, User
from consultation.permissions import can_comment, can_submit_more, own_drafts
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import AmendmentKind
from drafts.text.anchors import Anchor


class DraftsChanged(Exception):
    """Some of the half-written comments chosen are submitted or thrown away by now."""


class NothingSaid(Exception):
    """A half-written comment that says nothing yet is not submitted; `reference` is the first of those."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


@transaction.atomic
def submit_set(
    *, by: User, consultation: Consultation, references: Sequence[str], key: str, at: datetime
) -> Submission:
    """Say all of these half-written comments at once, by one act. The same key sent twice makes one set."""
    held = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    held.version = consultation.version
    if submitted := Submission.objects.filter(key=key, author=by).first():
        return submitted
    require(can_comment(by, held, at))
    drafts = _chosen(by, held, references)
    require(can_submit_more(by, at, len(drafts)))
    submission = Submission.objects.create(key=key, consultation=held, author=by, submitted_at=at)
    for draft in drafts:
        submit_comment(
            by=by,
            consultation=held,
            clause=draft.clause,
            words=words_of(draft),
            key=draft.key,
            at=at,
            submission=submission,
        )
    record(
        by=by,
        verb=Verb.SUBMITTED,
        about=submission,
        key=submission.key,
        at=at,
        text=held.version.text,
        consultation=held.key,
        comments=[draft.key for draft in drafts],
    )
    return submission


def _chosen(by: User, consultation: Consultation, references: Sequence[str]) -> list[CommentDraft]:
    """The drafts that are named, each still there and saying something; in the order in which they were kept."""
    drafts = own_drafts(by).filter(consultation=consultation, key__in=references, taken_into=None)
    found = list(drafts.select_related("clause").order_by("pk"))
    if not found or len(found) != len(set(references)):
        raise DraftsChanged(references)
    for draft in found:
        draft.clause.text = consultation.version.text
        if not draft.body and not words_of(draft).proposes:
            raise NothingSaid(draft.key)
    return found


def words_of(draft: CommentDraft) -> Words:
    """What is half-written, as it would be said."""
    return Words(
        body=draft.body,
        language=draft.language,
        kind=CommentKind(draft.kind),
        proposed_wording=draft.proposed_wording,
        wording_language=draft.wording_language,
        anchor=_anchor_of(draft),
        proposal=AmendmentKind(draft.proposal or AmendmentKind.REPLACE),
        question=draft.question_id,
    )


def _anchor_of(draft: CommentDraft) -> Anchor | None:
    """Where the quoted words stand: looked for when they were kept, in words that are published and stay."""
    if draft.start is None or draft.end is None:
        return None
    return Anchor(
        exact=draft.quote, prefix=draft.prefix, suffix=draft.suffix, start=draft.start, end=draft.end
    )
