"""Letting comments through, returning or hiding them, and bringing them back; what their authors say to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from consultation.mails.letters import write_letters
from consultation.models import Comment, Consultation, Letter, Moderation, ModerationAnswer, Standing, User
from consultation.permissions import can_let_through, can_moderate
from consultation.permissions.moderation import can_answer_moderator
from consultation.reports.hashes import said_by
from consultation.reports.queue import AT_ONCE
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import digest
from drafts.reports.seals import seal

DECISIONS = frozenset({Standing.State.VISIBLE, Standing.State.RETURNED, Standing.State.HIDDEN})
NEEDS_REASON = frozenset({Standing.State.RETURNED, Standing.State.HIDDEN})


class ReasonMissing(Exception):
    """A comment is never kept back without saying why."""


class TooMany(Exception):
    """More comments than one act decides."""


class AlreadyModerated(Exception):
    """Somebody decided the same comment meanwhile; `state` is what it is now."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class SomeModerated(Exception):
    """Somebody decided some of these comments meanwhile: reference → what it is now. Nothing was done."""

    def __init__(self, changed: dict[str, str]) -> None:
        super().__init__(", ".join(changed))
        self.changed = changed


class AnswerMissing(Exception):
    """An answer says something."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What becomes of a comment, from the state that the moderator saw it in."""

    comment: Comment
    was: str
    state: Standing.State


@transaction.atomic
def moderate_comment(
    *, by: User, comment: Comment, was: str, state: Standing.State, reason: str, at: datetime
) -> None:
    """Change a comment's standing from what the moderator saw to what they decided, with the reason."""
    if state not in DECISIONS:
        raise ValueError(state)
    _hold_standings([comment])
    require(can_moderate(by, comment))
    if state == Standing.State.VISIBLE:
        require(can_let_through(comment))
    if comment.standing.state != was:
        raise AlreadyModerated(comment.standing.state)
    if state in NEEDS_REASON and not reason.strip():
        raise ReasonMissing(state)
    _decide(by, comment, state, reason, at)


@transaction.atomic
def moderate_several(*, by: User, decisions: Sequence[Decided], reason: str, at: datetime) -> None:
    """Decide several comments in one act, each with its own row, entry and letter: all of them or none.

    The comments are of texts on which the moderator is; one reason for all, which each author reads.
    """
    if len(decisions) > AT_ONCE:
        raise TooMany(len(decisions))
    if not {each.state for each in decisions} <= DECISIONS:
        raise ValueError(decisions)
    comments = [each.comment for each in decisions]
    _hold_standings(comments)
    changed = {
        each.comment.reference: each.comment.standing.state
        for each in decisions
        if each.comment.standing.state != each.was
    }
    if changed:
        raise SomeModerated(changed)
    for each in decisions:
        require(can_moderate(by, each.comment))
        if each.state == Standing.State.VISIBLE:
            require(can_let_through(each.comment))
    if any(each.state in NEEDS_REASON for each in decisions) and not reason.strip():
        raise ReasonMissing
    for each in decisions:
        _decide(by, each.comment, each.state, reason, at)


def _hold_standings(comments: Iterable[Comment]) -> None:
    """Give each comment its standing of now, held until the transaction ends."""
    by_key = {comment.pk: comment for comment in comments}
    # Who publishes or adopts holds the consultations: what is restored comes before it, and is answered, or not at all.
    rounds = Consultation.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    held = rounds.in_bulk({comment.consultation_id for comment in by_key.values()})
    for comment in by_key.values():
        # Its closing may be another by now.
        held[comment.consultation_id].version = comment.consultation.version
        comment.consultation = held[comment.consultation_id]
    # In one order, so that two who decide the same comments never wait for each other.
    for standing in Standing.objects.select_for_update().filter(comment__in=by_key).order_by("pk"):
        by_key[standing.comment_id].standing = standing


def _decide(by: User, comment: Comment, state: Standing.State, reason: str, at: datetime) -> None:
    """Write one decision: where the comment stands, the log, the letter to its author, the ledger."""
    comment.standing.state = state
    comment.standing.save(update_fields=["state"])
    decision = Moderation.objects.create(
        comment=comment, state=state, reason=reason, decided_by=by, decided_at=at
    )
    write_letters(
        Letter.Kind.MODERATED,
        [comment.author],
        at=at,
        once=str(decision.pk),
        matter={"comment": comment.reference, "moderation": decision.pk},
    )
    record(
        by=by,
        verb=Verb.MODERATED,
        about=comment,
        key=comment.reference,
        at=at,
        text=comment.consultation.version.text,
        state=state,
        reason=seal(digest(reason), comment.reference),
        # What nobody else reads until it closes stays sealed: the answer opens it.
        **(
            said_by(comment)
            if state == Standing.State.VISIBLE and not comment.consultation.holds_back(at)
            else {}
        ),
    )


@transaction.atomic
def answer_moderator(*, by: User, moderation: Moderation, body: str, at: datetime) -> ModerationAnswer:
    """Say something, once, to a decision that keeps one's comment back. The moderators read it."""
    _hold_standings([moderation.comment])
    held = Moderation.objects.select_related("comment__consultation__version__text").get(pk=moderation.pk)
    require(can_answer_moderator(by, held))
    if not body.strip():
        raise AnswerMissing
    answer = ModerationAnswer.objects.create(
        moderation=held, body=body.strip(), answered_by=by, answered_at=at
    )
    record(
        by=by,
        verb=Verb.OBJECTED,
        about=held.comment,
        key=held.comment.reference,
        at=at,
        text=held.comment.consultation.version.text,
        state=held.state,
        words=seal(digest(answer.body), held.comment.reference),
    )
    return answer
