"""Answering comments: the revisions that answer them, and the disposition with its public reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from consultation.actions.amending import turn_down_proposal
from consultation.actions.ticking import answerable, tick
from consultation.mails.letters import write_letters
from consultation.models import (
    Comment,
    Consultation,
    Disposition,
    Letter,
    Membership,
    Organisation,
    Outcome,
    Sitting,
    Standing,
    User,
)
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


@dataclass(frozen=True, slots=True)
class Answer:
    """What the committee says to an input, and to every other that says the same."""

    outcome: Outcome
    reason: str
    language: str
    revisions: tuple[Revision, ...]
    sitting: str = ""
    # The sitting of a drafting committee, where that decided it.
    decided_in: Sitting | None = None

    def check(self, comment: Comment) -> None:
        """What is taken in names a revision of this very text since the version it was said on; a refusal says why."""
        version = comment.consultation.version
        later = Revision.objects.filter(version__text=version.text_id, version__number__gt=version.number)
        named = {revision.history_id for revision in self.revisions}
        if later.filter(history_id__in=named).count() < len(named):
            raise RevisionMissing(self.outcome)
        if self.outcome in NEEDS_REVISION and not named:
            raise RevisionMissing(self.outcome)
        if self.outcome in NEEDS_REASON and not self.reason.strip():
            raise ReasonMissing(self.outcome)


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
    sitting: str = "",
    decided_in: Sitting | None = None,
) -> Disposition:
    """Give the committee's answer to a comment; a later answer supersedes the one its author saw.

    Comments merged into it get the same answer, each its own. Where it refuses a comment, or only notes it,
    the amendment that proposed it is rejected with it.
    """
    hold_consultations(comment.consultation.version.text_id)
    # Its closing may be another by now.
    comment.consultation = Consultation.objects.select_related("version__text").get(
        pk=comment.consultation_id
    )
    standing = Standing.objects.select_for_update().get(comment=comment)
    comment.standing = standing
    require(can_dispose(by, comment, at))
    if standing.disposition_id != (supersedes.pk if supersedes else None):
        raise AlreadyAnswered(standing.disposition)
    answer = Answer(outcome, reason, language, tuple(revisions), sitting.strip(), decided_in)
    together = [comment, *_duplicates_of(comment)]
    return answer_all(by, together, answer, at, original=comment)[0]


def hold_consultations(text: int) -> None:
    """Whoever publishes or adopts holds the consultations, and finds the answer or waits for it."""
    held = Consultation.objects.filter(version__text=text).order_by("pk")
    list(held.select_for_update(of=("self",), no_key=True).values_list("pk"))


def _duplicates_of(original: Comment) -> list[Comment]:
    """The comments that say the same and stand before the committee, each with its standing held."""
    merged = original.duplicates.filter(parted_at=None).values("comment")
    standings = Standing.objects.public().filter(comment__in=merged).order_by("pk")
    # One that has another answer than the original keeps it: nobody has seen that it would be superseded.
    alike = Q(disposition=None)
    before = original.standing.disposition
    if before is not None:
        alike |= Q(disposition__decided_at=before.decided_at, disposition__outcome=before.outcome)
    standings = standings.filter(alike)
    related = ("comment__author", "comment__consultation__version__text")
    held = standings.select_for_update(of=("self",)).select_related(*related)
    return [_with_standing(each) for each in held]


def _with_standing(standing: Standing) -> Comment:
    standing.comment.standing = standing
    return standing.comment


def answer_all(
    by: User, comments: Sequence[Comment], answer: Answer, at: datetime, *, original: Comment
) -> list[Disposition]:
    """Give the same answer to each of these comments; the caller has asked, and holds where they stand."""
    for comment in comments:
        answer.check(comment)
    given = [_give(by, comment, answer, at) for comment in comments]
    for disposition in given:
        turn_down_proposal(disposition)
        _tell(disposition)
    for disposition in given:
        _record(disposition, answer, original)
    return given


def _give(by: User, comment: Comment, answer: Answer, at: datetime) -> Disposition:
    disposition = Disposition.objects.create(
        comment=comment,
        outcome=answer.outcome,
        reason=answer.reason,
        language=answer.language,
        sitting=answer.sitting,
        decided_in=answer.decided_in,
        supersedes_id=comment.standing.disposition_id,
        decided_by=by,
        decided_at=at,
    )
    disposition.revisions.set(answer.revisions)
    for revision in answer.revisions:
        tick(revision, [comment])
    comment.standing.disposition = disposition
    comment.standing.save(update_fields=["disposition"])
    return disposition


def _tell(disposition: Disposition) -> None:
    """Write to everybody who said it: its author, who said it aloud or drafted it, who coordinates those that signed.

    Who said it aloud is known where the rule of the session is that speakers are named.
    """
    comment = disposition.comment
    signing = Organisation.objects.filter(signatures__comment=comment, signatures__withdrawn_at=None)
    coordinating = Membership.objects.standing().filter(
        role=Membership.Role.COORDINATOR, organisation__in=signing
    )
    said = Q(pk=comment.author_id) | Q(contributions__comment=comment) | Q(spoken__comment=comment)
    people = User.objects.filter(said | Q(pk__in=coordinating.values("user"))).distinct()
    matter: dict[str, str | int] = {"comment": comment.reference, "disposition": disposition.pk}
    once = str(disposition.pk)
    write_letters(Letter.Kind.ANSWERED, people, at=disposition.decided_at, once=once, matter=matter)


def _record(disposition: Disposition, answer: Answer, original: Comment) -> None:
    comment = disposition.comment
    # Said only where there is something to say: what was answered before has no such words in its entry.
    more = {"sitting": digest(answer.sitting)} if answer.sitting else {}
    more |= {"decided_in": answer.decided_in.key} if answer.decided_in else {}
    more |= {"together": original.reference} if comment.pk != original.pk else {}
    more |= said_at_last(comment)
    record(
        by=disposition.decided_by,
        verb=Verb.DISPOSED,
        about=disposition,
        key=comment.reference,
        at=disposition.decided_at,
        text=comment.consultation.version.text,
        disposition=disposition.pk,
        outcome=answer.outcome,
        reason=digest(answer.reason),
        language=answer.language,
        revisions=sorted(revision.history_id for revision in answer.revisions),
        supersedes=disposition.supersedes_id,
        **more,
    )
