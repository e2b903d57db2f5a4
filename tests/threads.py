"""Threads for tests, made by calling actions: endorsements, replies, duplicates and what authors say to answers."""

from datetime import datetime

from consultation.actions.endorsing import endorse
from consultation.actions.merging import merge_duplicates
from consultation.actions.reacting import react
from consultation.actions.replies import ask_for_clarification, clarify, reply_to, screen_reply
from consultation.models import Comment, Duplicate, Endorsement, Reaction, Reply, User
from drafts.models.keys import new_key
from tests import make


def fresh(comment: Comment) -> Comment:
    """The comment as it stands in the database now, with what pages read of it."""
    return Comment.objects.select_related("consultation__version__text", "standing", "author").get(
        pk=comment.pk
    )


def endorsed(said: Comment, by: User, *, at: datetime = make.NOON) -> Endorsement:
    return endorse(by=by, comment=fresh(said), at=at)


def replied(
    said: Comment, by: User, body: str = "So do we.", *, key: str = "", at: datetime = make.NOON
) -> Reply:
    return reply_to(by=by, comment=fresh(said), body=body, language="en", key=key or new_key(), at=at)


def asked(
    said: Comment, body: str = "Which visas do you mean?", *, by: str = "Mia", at: datetime = make.NOON
) -> Reply:
    """What Mia asks the author of a comment."""
    return ask_for_clarification(
        by=make.person(by), comment=fresh(said), body=body, language="en", key=new_key(), at=at
    )


def clarified(request: Reply, body: str = "Those for artists.", *, at: datetime = make.NOON) -> Reply:
    """What the author of the comment says to that."""
    request = Reply.objects.select_related("comment__consultation__version__text").get(pk=request.pk)
    author = request.comment.author
    return clarify(by=author, request=request, body=body, language="en", key=new_key(), at=at)


def screened(
    reply: Reply,
    state: Reply.State = Reply.State.VISIBLE,
    reason: str = "",
    *,
    by: str = "Sena",
    at: datetime = make.NOON,
) -> Reply:
    """A reply that Sena lets through unless told otherwise."""
    found = Reply.objects.select_related("comment__consultation__version__text").get(pk=reply.pk)
    screen_reply(by=make.person(by), reply=found, state=state, reason=reason, was=found.state, at=at)
    return Reply.objects.get(pk=reply.pk)


def merged(
    original: Comment, *duplicates: Comment, by: str = "Mia", at: datetime = make.NOON
) -> list[Duplicate]:
    """Comments that Mia says say the same."""
    return merge_duplicates(
        by=make.person(by), original=fresh(original), duplicates=[fresh(each) for each in duplicates], at=at
    )


def reacted(
    said: Comment,
    kind: Reaction.Kind = Reaction.Kind.CONTESTED,
    reason: str = "You misread us.",
    *,
    by: User | None = None,
    at: datetime = make.NOON,
) -> Reaction:
    """What the author says to the answer in force."""
    comment = fresh(said)
    answer = comment.standing.disposition
    assert answer is not None, "it was answered"
    return react(
        by=by or comment.author,
        comment=comment,
        answer=answer,
        kind=kind,
        reason=reason,
        language="en",
        at=at,
    )
