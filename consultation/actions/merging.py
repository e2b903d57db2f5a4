"""Comments that say the same: merged into one, which is answered for all of them, and parted again."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from consultation.actions.dispositions import (
    Answer,
    RevisionMissing,
    answer_all,
    hold_consultations,
)
from consultation.models import Comment, Disposition, Duplicate, Outcome, Standing, User
from consultation.permissions.threads import can_merge, can_part
from drafts.access import require
from drafts.actions.ledger import Verb, record


class OnAnotherText(Exception):
    """Only comments on the same text are answered together."""


class AlreadyMerged(Exception):
    """Somebody merged it into another comment meanwhile; `original` is that one."""

    def __init__(self, original: Comment) -> None:
        super().__init__(original.reference)
        self.original = original


class AlreadyParted(Exception):
    """Somebody parted them meanwhile."""


class AnswerDoesNotFit(Exception):
    """The answer that was given names changes from before `comment` was made."""

    def __init__(self, comment: Comment) -> None:
        super().__init__(comment.reference)
        self.comment = comment


@transaction.atomic
def merge_duplicates(
    *, by: User, original: Comment, duplicates: Sequence[Comment], at: datetime
) -> list[Duplicate]:
    """Say that comments say what another says: they get its answer, at once where it has one.

    There are no chains: what says the same as a duplicate goes to the original of that one.
    """
    text = original.consultation.version.text
    hold_consultations(text.pk)
    original = _original_of(original)
    # In one order, as moderators hold them.
    every = Standing.objects.filter(comment__in=[original.pk, *(each.pk for each in duplicates)])
    list(every.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    original = _held(original)
    require(can_merge(by, original, at))
    others = [_held(each) for each in duplicates if each.pk != original.pk]
    for each in others:
        require(can_merge(by, each, at))
        if each.consultation.version.text_id != text.pk:
            raise OnAnotherText(each.reference)
    taken = list(_to_take_along(original, others))
    made = [_merge(by, each, original, at) for each in taken]
    _answer_with(by, original, [each for each in taken if each.standing.disposition_id is None], at)
    for duplicate in made:
        record(
            by=by,
            verb=Verb.MERGED,
            about=duplicate,
            key=duplicate.comment.reference,
            at=at,
            text=text,
            duplicate=duplicate.pk,
            original=original.reference,
        )
    return made


@transaction.atomic
def part_duplicate(*, by: User, duplicate: Duplicate, at: datetime) -> None:
    """Say that a comment says something of its own after all; an answer it was given stays."""
    comment = duplicate.comment
    hold_consultations(comment.consultation.version.text_id)
    require(can_part(by, duplicate))
    held = Duplicate.objects.select_for_update(of=("self",), no_key=True).get(pk=duplicate.pk)
    if held.parted_at is not None:
        raise AlreadyParted(comment.reference)
    _part(by, held, at)
    _record_parted(by, held, comment, at)


def _original_of(comment: Comment) -> Comment:
    merged = Duplicate.objects.filter(comment=comment, parted_at=None)
    found = merged.select_related("original__consultation__version__text").first()
    return found.original if found else comment


def _held(comment: Comment) -> Comment:
    """A comment with where it stands, held until the end."""
    comment.standing = Standing.objects.select_for_update().get(comment=comment)
    return comment


def _to_take_along(original: Comment, others: Iterable[Comment]) -> Iterable[Comment]:
    """The others, each followed by those that say the same as it; without those that are there already."""
    for each in others:
        leader = _original_of(each)
        if leader.pk == original.pk:
            continue
        if leader.pk != each.pk:
            raise AlreadyMerged(leader)
        yield each
        below = Comment.objects.filter(merged_into__original=each, merged_into__parted_at=None)
        for duplicate in below.select_related("consultation__version__text", "author").order_by("pk"):
            yield _held(duplicate)


def _merge(by: User, comment: Comment, original: Comment, at: datetime) -> Duplicate:
    """Into the original; out of the one it was merged into before, where that goes along."""
    before = Duplicate.objects.select_for_update(of=("self",), no_key=True).filter(comment=comment)
    for each in before.filter(parted_at=None):
        _part(by, each, at)
        _record_parted(by, each, comment, at)
    return Duplicate.objects.create(comment=comment, original=original, merged_by=by, merged_at=at)


def _part(by: User, duplicate: Duplicate, at: datetime) -> None:
    duplicate.parted_by, duplicate.parted_at = by, at
    duplicate.save(update_fields=["parted_by", "parted_at"])


def _record_parted(by: User, duplicate: Duplicate, comment: Comment, at: datetime) -> None:
    record(
        by=by,
        verb=Verb.PARTED,
        about=duplicate,
        key=comment.reference,
        at=at,
        text=comment.consultation.version.text,
        duplicate=duplicate.pk,
    )


def _answer_with(by: User, original: Comment, comments: Sequence[Comment], at: datetime) -> None:
    """The answer that the original has been given, for those that wait for one."""
    given = original.standing.disposition
    waiting = [each for each in comments if each.standing.state == Standing.State.VISIBLE]
    if given is None or not waiting:
        return
    answer = _answer_of(given)
    for each in waiting:
        try:
            answer.check(each)
        except RevisionMissing as missing:
            raise AnswerDoesNotFit(each) from missing
    answer_all(by, waiting, answer, at, original=original)


def _answer_of(given: Disposition) -> Answer:
    return Answer(
        Outcome(given.outcome),
        given.reason,
        given.language,
        tuple(given.revisions.all()),
        given.sitting,
        given.decided_in,
    )
