"""Writing a comment: half-written, submitted, withdrawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from consultation.actions.amending import put_proposal, withdraw_proposal
from consultation.actions.carrying import carry_onwards
from consultation.actions.contributing import use_draft
from consultation.actions.likeness import group_alike
from consultation.actions.people import hold_account
from consultation.models import (
    Comment,
    CommentDraft,
    CommentKind,
    Consultation,
    Moderation,
    Organisation,
    ResolvedAnchor,
    Standing,
    Submission,
    User,
)
from consultation.permissions import can_comment, can_keep_draft, can_withdraw, speaker_of
from consultation.permissions.organisations import can_change_draft
from consultation.permissions.people import Speaker
from consultation.reports.hashes import said_or_sealed
from drafts.access import ALLOWED, Decision, refused, require
from drafts.actions.amendments import record_proposed
from drafts.actions.ledger import Verb, record
from drafts.models import AmendmentKind, Clause
from drafts.models.prepared import Prepared
from drafts.text.anchors import Anchor, Continuity


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody says: the fields of the comment form, checked."""

    body: str
    language: str
    kind: CommentKind = CommentKind.GENERAL
    proposed_wording: str = ""
    wording_language: str = "en"
    anchor: Anchor | None = None
    proposal: AmendmentKind = AmendmentKind.REPLACE
    # The row of the guiding question that it is about.
    question: int | None = None

    @property
    def proposes(self) -> bool:
        """Whether it wants something done with the clause: other words, more words, or none."""
        return bool(self.proposed_wording) or self.proposal == AmendmentKind.DELETE

    def columns(self) -> dict[str, object]:
        """As the columns that a draft and a comment share."""
        anchor = self.anchor
        return {
            "body": self.body,
            "language": self.language,
            "kind": self.kind,
            "proposed_wording": self.proposed_wording,
            "proposal": self.proposal,
            "question_id": self.question,
            "wording_language": self.wording_language,
            "quote": anchor.exact if anchor else "",
            "prefix": anchor.prefix if anchor else "",
            "suffix": anchor.suffix if anchor else "",
            "start": anchor.start if anchor else None,
            "end": anchor.end if anchor else None,
        }


@transaction.atomic
def save_draft(
    *,
    by: User,
    consultation: Consultation,
    clause: Clause,
    words: Words,
    key: str,
    at: datetime,
) -> CommentDraft:
    """Keep a half-written comment for its author; the same key is the same draft.

    It has not been said yet, so it is not in the ledger.
    """
    hold_account(by)
    require(can_keep_draft(by, consultation, at, clause.pk))
    # What went into a comment of one's organisation stays as it is: under its key nothing is saved any more.
    draft, _made = CommentDraft.objects.filter(taken_into=None).update_or_create(
        key=key,
        author=by,
        defaults={
            "consultation": consultation,
            "clause": clause,
            "saved_at": at,
            **words.columns(),
        },
    )
    return draft


@transaction.atomic
def discard_draft(*, by: User, draft: CommentDraft) -> None:
    """Throw away one's own half-written comment."""
    require(can_change_draft(by, draft))
    CommentDraft.objects.filter(pk=draft.pk, author=by, taken_into=None).delete()


def _said(key: str, author: int) -> QuerySet[User, tuple[object, ...]]:
    """When the author closed their account, what they said under a key, and whether its draft was taken in."""
    said = Comment.objects.filter(reference=key, author=OuterRef("pk")).values("pk")
    taken = CommentDraft.objects.filter(key=key, author=OuterRef("pk"), taken_into__isnull=False).values("pk")
    held = User.objects.filter(pk=author).select_for_update(no_key=True)
    return held.values_list("closed_at", Subquery(said), Subquery(taken))


# Locks the person's row as closing does, in the one look that there was before.
_SAID = Prepared(_said, str, int)


@transaction.atomic
def submit_comment(
    *,
    by: User,
    consultation: Consultation,
    clause: Clause,
    words: Words,
    key: str,
    at: datetime,
    channel: Comment.Channel = Comment.Channel.WEB,
    submission: Submission | None = None,
) -> Comment:
    """Say it: from here on the words never change. The same key sent twice makes one comment.

    What it proposes for the clause is put before the committee as an amendment.
    """
    held = Consultation.objects.select_for_update(no_key=True).get(pk=consultation.pk)
    held.version = consultation.version  # never changes, and the page has looked it up already
    ((closed, said, taken),) = _SAID.rows(key, by.pk)
    if said:
        return Comment.objects.get(reference=key)
    require(_may_say(closed=bool(closed), taken=bool(taken)))
    speaker = speaker_of(by)
    require(can_comment(by, held, at, clause.pk, speaker))
    said_by = {**_on_behalf_of(speaker), "channel": channel, "submission": submission}
    comment, state = put_input(by, held, clause, words, reference=key, submitted_at=at, **said_by)
    brought = use_draft(by, comment, at)
    record_input(by, comment, state, at, **brought)
    return comment


def put_input(
    by: User, consultation: Consultation, clause: Clause, words: Words, **said: Any
) -> tuple[Comment, Standing.State]:
    """The rows of an input, however it came in, and how it stands at first; the caller has asked.

    Whoever calls it calls `record_input` last.
    """
    at: datetime = said["submitted_at"]
    amendment = put_proposal(by, consultation.version, clause, words, at) if words.proposes else None
    comment = Comment.objects.create(
        consultation=consultation,
        clause=clause,
        author=by,
        amendment=amendment,
        **said,
        **words.columns(),
    )
    return comment, _stand(comment, consultation)


def record_input(by: User, comment: Comment, state: Standing.State, at: datetime, **more: Any) -> None:
    """Have it grouped with those like it, and seal what it says and proposes."""
    consultation = comment.consultation
    # A task is a row: put up with the comment, it is lost with it or not at all.
    group_alike.enqueue(consultation.key)
    if comment.amendment is not None:
        record_proposed(by, comment.amendment, at)
    record(
        by=by,
        verb=Verb.COMMENTED,
        about=comment,
        key=comment.reference,
        at=at,
        text=consultation.version.text,
        consultation=consultation.key,
        channel=comment.channel,
        state=state,
        **({"question": comment.question_id} if comment.question_id else {}),
        **said_or_sealed(comment, state),
        **more,
    )


def _on_behalf_of(speaker: Speaker | None) -> dict[str, object]:
    """The organisation, as much of it as the ledger asks: it has been looked up already; else the own category."""
    if speaker is None:
        return {}
    if not speaker.organisation:
        return {"category": speaker.category}
    return {"organisation": Organisation(pk=speaker.organisation, slug=speaker.slug)}


def _may_say(*, closed: bool, taken: bool) -> Decision:
    if closed:
        return refused(_("This account is closed."))
    if taken:
        return refused(
            _("This draft has gone into a comment of your organisation: it has been said already.")
        )
    return ALLOWED


def _stand(comment: Comment, consultation: Consultation) -> Standing.State:
    """A new comment awaits moderation or is visible at once; its first place is where it was made."""
    before = consultation.moderation != Consultation.Moderation.AFTER
    state = Standing.State.PENDING if before else Standing.State.VISIBLE
    Standing.objects.create(comment=comment, state=state)
    place = ResolvedAnchor.objects.create(
        comment=comment,
        version=consultation.version,
        clause_id=comment.clause_id,
        start=comment.start,
        end=comment.end,
        exact=comment.quote,
        method="original",
        score=1.0,
        state=Continuity.SAME,
    )
    carry_onwards(place)
    return state


@transaction.atomic
def withdraw_comment(*, by: User, comment: Comment, at: datetime) -> None:
    """Take one's own comment back, visibly: it stays on record as withdrawn, and so does what it proposed."""
    standing = Standing.objects.select_for_update().get(comment=comment)
    comment.standing = standing
    require(can_withdraw(by, comment))
    standing.state = Standing.State.WITHDRAWN
    standing.save(update_fields=["state"])
    Moderation.objects.create(comment=comment, state=standing.state, decided_by=by, decided_at=at)
    withdraw_proposal(by, comment, at)
    record(
        by=by,
        verb=Verb.WITHDREW,
        about=comment,
        key=comment.reference,
        at=at,
        text=comment.consultation.version.text,
    )
