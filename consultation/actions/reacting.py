"""What the author says to the committee's answer."""

from datetime import datetime

from django.db import transaction

from consultation.actions.dispositions import ReasonMissing
from consultation.models import Comment, Disposition, Reaction, Standing, User
from consultation.permissions.threads import can_contest, can_react
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import digest


class AnsweredAnew(Exception):
    """The committee gave another answer meanwhile; `current` is that one."""

    def __init__(self, current: Disposition | None) -> None:
        super().__init__(current and current.pk)
        self.current = current


@transaction.atomic
def react(
    *,
    by: User,
    comment: Comment,
    answer: Disposition,
    kind: Reaction.Kind,
    reason: str,
    language: str,
    at: datetime,
) -> Reaction:
    """Accept the answer that is in force, or contest it: once for each comment, with a reason."""
    standings = Standing.objects.select_for_update(of=("self",), no_key=True).select_related("disposition")
    comment.standing = standings.get(comment=comment)
    if said := Reaction.objects.filter(disposition=answer, reacted_by=by, kind=kind, reason=reason).first():
        return said
    require(can_contest(by, comment) if kind == Reaction.Kind.CONTESTED else can_react(by, comment))
    if comment.standing.disposition_id != answer.pk:
        raise AnsweredAnew(comment.standing.disposition)
    if kind == Reaction.Kind.CONTESTED and not reason.strip():
        raise ReasonMissing(kind)
    reaction = Reaction.objects.create(
        disposition=answer,
        comment=comment,
        kind=kind,
        reason=reason,
        language=language,
        reacted_by=by,
        reacted_at=at,
    )
    record(
        by=by,
        verb=Verb.REACTED,
        about=reaction,
        key=str(answer.pk),
        at=at,
        text=comment.consultation.version.text,
        comment=comment.reference,
        to="",
        kind=kind,
        language=language,
        organisation="",
        words=digest(reason),
    )
    return reaction
