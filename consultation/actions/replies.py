"""The second level of a thread: replies, requests for clarification and what their author says to them."""

from datetime import datetime

from django.db import transaction

from consultation.mails.letters import write_letters
from consultation.models import Comment, Consultation, Letter, Reply, Standing, User
from consultation.permissions import speaker_of
from consultation.permissions.threads import (
    can_ask,
    can_clarify,
    can_reply,
    can_screen,
    is_public,
    sits_in_committee,
)
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models.ledger import digest
from drafts.reports.seals import seal

DECISIONS = frozenset({Reply.State.VISIBLE, Reply.State.HIDDEN})


class ReasonMissing(Exception):
    """A reply is never hidden without saying why."""


class AlreadyScreened(Exception):
    """Somebody decided on the same reply meanwhile; `state` is what it is now."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


@transaction.atomic
def reply_to(*, by: User, comment: Comment, body: str, language: str, key: str, at: datetime) -> Reply:
    """Say something to a comment. The same key sent twice makes one reply."""
    _hold(comment)
    if said := _said(by, key):
        return said
    require(can_reply(by, comment, at))
    reply = _reply(by, comment, Reply.Kind.REPLY, body=body, language=language, key=key, at=at)
    reply.save(force_insert=True)
    _tell_author(reply, at)
    _record(by, reply)
    return reply


@transaction.atomic
def ask_for_clarification(
    *, by: User, comment: Comment, body: str, language: str, key: str, at: datetime
) -> Reply:
    """The committee asks the author of a comment what is meant."""
    _hold(comment)
    if said := _said(by, key):
        return said
    require(can_ask(by, comment))
    reply = _reply(by, comment, Reply.Kind.REQUEST, body=body, language=language, key=key, at=at)
    reply.save(force_insert=True)
    _tell_author(reply, at)
    _record(by, reply)
    return reply


@transaction.atomic
def clarify(*, by: User, request: Reply, body: str, language: str, key: str, at: datetime) -> Reply:
    """The author answers what the committee asked: once, after the consultation has closed too."""
    _hold(request.comment)
    if said := _said(by, key):
        return said
    request.refresh_from_db(fields=["state"])
    require(can_clarify(by, request))
    kind = Reply.Kind.CLARIFICATION
    reply = _reply(by, request.comment, kind, body=body, language=language, key=key, at=at)
    reply.request = request
    reply.save(force_insert=True)
    _record(by, reply)
    return reply


@transaction.atomic
def screen_reply(*, by: User, reply: Reply, state: Reply.State, reason: str, was: str, at: datetime) -> None:
    """Show a reply, or hide it with a reason, from the state its moderator saw it in."""
    if state not in DECISIONS:
        raise ValueError(state)
    _hold(reply.comment)
    held = Reply.objects.select_for_update(of=("self",), no_key=True).get(pk=reply.pk)
    held.comment = reply.comment
    require(can_screen(by, held))
    if held.state != was:
        raise AlreadyScreened(held.state)
    if state == Reply.State.HIDDEN and not reason.strip():
        raise ReasonMissing(state)
    held.state, held.reason, held.moderated_by, held.moderated_at = state, reason, by, at
    held.save(update_fields=["state", "reason", "moderated_by", "moderated_at"])
    _tell_author(held, at)
    record(
        by=by,
        verb=Verb.SCREENED,
        about=held,
        key=held.key,
        at=at,
        text=held.comment.consultation.version.text,
        state=state,
        reason=seal(digest(reason), held.key),
        # Nothing where it is not for everybody to know.
        words=digest(held.body) if _is_shown(held, at) else "",
    )


def _hold(comment: Comment) -> None:
    """Hold the consultation, so that nobody replies twice at once or when it has just closed; read where it stands."""
    held = Consultation.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.consultation_id)
    held.version = comment.consultation.version
    comment.consultation = held
    comment.standing = Standing.objects.get(comment=comment)


def _said(by: User, key: str) -> Reply | None:
    return Reply.objects.filter(key=key, author=by).first()


def _reply(
    by: User, comment: Comment, kind: Reply.Kind, *, body: str, language: str, key: str, at: datetime
) -> Reply:
    """What is to be said: for the committee, or for whomever one speaks."""
    in_committee = kind != Reply.Kind.CLARIFICATION and sits_in_committee(by, comment)
    speaker = None if in_committee else speaker_of(by)
    after = in_committee or comment.consultation.moderation == Consultation.Moderation.AFTER
    return Reply(
        key=key,
        comment=comment,
        kind=kind,
        author=by,
        organisation_id=speaker.organisation if speaker else None,
        language=language,
        body=body,
        replied_at=at,
        state=Reply.State.VISIBLE if after else Reply.State.PENDING,
    )


def _tell_author(reply: Reply, at: datetime) -> None:
    """Write to the author of the comment once the reply can be read, unless it is theirs."""
    author = reply.comment.author
    if reply.state == Reply.State.VISIBLE and reply.author_id != author.pk:
        matter = {"comment": reply.comment.reference, "reply": reply.key}
        write_letters(Letter.Kind.REPLIED, [author], at=at, once=reply.key, matter=matter)


def _is_shown(reply: Reply, at: datetime) -> bool:
    """Whether its words may be known from the ledger; else they are under seal there."""
    return reply.state == Reply.State.VISIBLE and is_public(reply.comment, at)


def _record(by: User, reply: Reply) -> None:
    words = digest(reply.body)
    record(
        by=by,
        verb=Verb.REPLIED,
        about=reply,
        key=reply.key,
        at=reply.replied_at,
        text=reply.comment.consultation.version.text,
        comment=reply.comment.reference,
        kind=reply.kind,
        language=reply.language,
        organisation=reply.organisation.slug if reply.organisation else "",
        to=reply.request.key if reply.request else "",
        state=reply.state,
        words=words if _is_shown(reply, reply.replied_at) else "",
        sealed=seal(words, reply.key),
    )
