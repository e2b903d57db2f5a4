"""What comments propose, as amendments: put with the comment, withdrawn with it, decided on beside its answer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from consultation.actions.ticking import answerable, tick
from consultation.models import Comment, Disposition, Outcome, User
from consultation.models.dispositions import NEEDS_REVISION
from consultation.permissions import can_accept, can_decide_on
from drafts.access import require
from drafts.actions.accepting import accept_amendment
from drafts.actions.amendments import (
    Proposal,
    close,
    lock_version_in_work,
    put_amendment,
    reject_amendment,
    reject_at_adoption,
)
from drafts.models import Amendment, AmendmentKind, AmendmentStanding, Clause, Revision, Text, Version, Weight

State = AmendmentStanding.State

# Answers to a comment that turn down what it proposes as well.
TURNS_DOWN = frozenset({Outcome.REJECTED, Outcome.OUT_OF_SCOPE, Outcome.NOTED})


class Proposing(Protocol):
    """What of a comment says what is to be done with its clause."""

    @property
    def proposed_wording(self) -> str: ...
    @property
    def wording_language(self) -> str: ...
    @property
    def proposal(self) -> AmendmentKind: ...


def put_proposal(by: User, version: Version, clause: Clause, said: Proposing, at: datetime) -> Amendment:
    """The amendment that a comment on a published version proposes, carried over to the words in work.

    Its author need not know those: the words it started from are the published ones.
    """
    return put_amendment(
        by,
        version,
        clause,
        Proposal(said.proposal, said.wording_language, said.proposed_wording),
        at,
        in_work=lock_version_in_work(version.text),
    )


def withdraw_proposal(by: User, comment: Comment, at: datetime) -> None:
    """What a withdrawn comment proposed is withdrawn too, unless it was decided on; the caller has asked."""
    standing = _open_standing(comment)
    if standing is not None:
        close(by, standing, State.WITHDRAWN, at)


def turn_down_proposal(answer: Disposition) -> None:
    """An answer that refuses a comment, or only notes it, rejects what it proposed with the same reason."""
    standing = _open_standing(answer.comment) if answer.outcome in TURNS_DOWN else None
    if standing is None:
        return
    with translation.override(answer.language):
        why = answer.reason.strip() or _("The input was noted.")
    close(answer.decided_by, standing, State.REJECTED, answer.decided_at, reason=why)


def settle_undecided(by: User, text: Text, undecided: Sequence[AmendmentStanding], at: datetime) -> None:
    """When a text is adopted, what nobody decided on is turned down.

    Unless the comment that proposed it was accepted: its amendment was taken in by the revisions that answer it.
    """
    taken_in = _taken_in(undecided)
    for standing in undecided:
        if standing.pk in taken_in:
            close(by, standing, State.CHANGED, at, revision=taken_in[standing.pk])
    reject_at_adoption(by, [each for each in undecided if each.pk not in taken_in], text, at)


def _taken_in(standings: Sequence[AmendmentStanding]) -> dict[int, int]:
    """Amendment → the last revision that answers the comment which proposed it, where that was accepted."""
    accepted = Comment.objects.filter(
        amendment__in=[standing.pk for standing in standings],
        standing__disposition__outcome__in=NEEDS_REVISION,
    )
    return dict(accepted.order_by("pk").values_list("amendment", Max("standing__disposition__revisions")))


def _open_standing(comment: Comment) -> AmendmentStanding | None:
    """Where the amendment of a comment stands, held, while nobody has decided on it."""
    if comment.amendment_id is None:
        return None
    standings = AmendmentStanding.objects.open().select_related("amendment__version__text")
    return standings.select_for_update(of=("self",)).filter(pk=comment.amendment_id).first()


@transaction.atomic
def accept_answering(
    *,
    by: User,
    amendment: Amendment,
    weight: Weight,
    reason: str,
    basis: str,
    seen: str,
    at: datetime,
    words: str | None = None,
    answers: Sequence[Comment] = (),
) -> Revision:
    """Take an amendment in, and tick the comment that proposed it, and others, as answered by the revision."""
    require(can_accept(by, amendment))
    own = list(amendment.comments.all())
    ticked = answerable(amendment.version.text_id, [*own, *answers], by)
    revision = accept_amendment(
        by=by,
        amendment=amendment,
        weight=weight,
        reason=reason,
        basis=basis,
        seen=seen,
        at=at,
        words=words,
        answers=[comment.reference for comment in ticked],
    )
    tick(revision, ticked)
    return revision


@transaction.atomic
def turn_down(*, by: User, amendment: Amendment, reason: str, seen: str, at: datetime) -> AmendmentStanding:
    """Reject an amendment that is before the committee."""
    require(can_decide_on(by, amendment))
    return reject_amendment(by=by, amendment=amendment, reason=reason, seen=seen, at=at)
