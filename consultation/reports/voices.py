"""What others say to a comment: who endorses it, who replies, and which comments say the same."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consultation.models import Comment, Duplicate, Endorsement, Reply
from consultation.permissions import comments_seen_by
from consultation.permissions.threads import (
    can_endorse_each,
    can_reply_each,
    visible_replies,
)
from consultation.reports.seats import Seats, seats_of
from drafts.models import Role
from drafts.permissions import Visitor


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """One reply as it is read under its comment."""

    reply: Reply
    # The seat in the committee that it was said from; none where a participant speaks.
    seat: Role | None
    is_own: bool
    # A request that its reader is to answer.
    may_clarify: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Support:
    """Who endorses a comment: how many people, and those that may be named."""

    number: int = 0
    named: tuple[str, ...] = ()
    unnamed: int = 0
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Voices:
    """All that others say to one comment, as far as its reader may see it, and what the reader may add."""

    support: Support
    replies: tuple[ReplyReading, ...]
    original: str
    duplicates: tuple[str, ...]
    may_endorse: bool
    may_reply: bool

    @property
    def open_requests(self) -> int:
        """How many requests for clarification wait for the author."""
        return sum(each.is_open for each in self.replies)


def read_voices(user: Visitor, comments: Sequence[Comment], at: datetime) -> dict[int, Voices]:
    """Comment → what others say to it, for comments on one text. The number of queries does not grow with them."""
    support = _support(user, comments)
    replies = _replies(user, comments, at)
    originals, duplicates = _alike(user, comments, at)
    may_endorse = can_endorse_each(user, comments, at)
    may_reply = can_reply_each(user, comments, at)
    return {
        comment.pk: Voices(
            support=support.get(comment.pk, Support()),
            replies=tuple(replies[comment.pk]),
            original=originals.get(comment.pk, ""),
            duplicates=tuple(duplicates[comment.pk]),
            may_endorse=bool(may_endorse[comment.pk]),
            may_reply=bool(may_reply[comment.pk]),
        )
        for comment in comments
    }


def _support(user: Visitor, comments: Sequence[Comment]) -> dict[int, Support]:
    """Organisations are named, people only where they let their names be shown. One query."""
    found: dict[int, list[Endorsement]] = defaultdict(list)
    standing = Endorsement.objects.filter(comment__in=[each.pk for each in comments], withdrawn_at=None)
    for endorsement in standing.select_related("organisation", "endorsed_by").order_by("pk"):
        found[endorsement.comment_id].append(endorsement)
    return {comment: _supported(user, endorsements) for comment, endorsements in found.items()}


def _supported(user: Visitor, endorsements: Sequence[Endorsement]) -> Support:
    names = [_name(each) for each in endorsements]
    return Support(
        number=len(endorsements),
        named=tuple(dict.fromkeys(filter(None, names))),
        unnamed=names.count(""),
        is_mine=any(each.endorsed_by_id == user.pk for each in endorsements),
    )


def _name(endorsement: Endorsement) -> str:
    by = endorsement.organisation
    return by.name if by else endorsement.endorsed_by.shown_name


def _replies(user: Visitor, comments: Sequence[Comment], at: datetime) -> Mapping[int, list[ReplyReading]]:
    """Oldest first; what a request was answered with stands under it. Two queries."""
    found: dict[int, list[ReplyReading]] = defaultdict(list)
    said = visible_replies(user, at).filter(comment__in=[each.pk for each in comments])
    replies = list(
        said.select_related("author", "organisation", "comment").order_by("replied_at", "pk").distinct()
    )
    if not replies:
        return found
    seats = seats_of((each.author_id for each in replies), comments[0].consultation.version.text)
    answered = {each.request_id for each in replies}
    for reply in replies:
        found[reply.comment_id].append(_read(user, reply, seats, is_answered=reply.pk in answered))
    return found


def _read(user: Visitor, reply: Reply, seats: Seats, *, is_answered: bool) -> ReplyReading:
    in_committee = reply.kind != Reply.Kind.CLARIFICATION and reply.organisation_id is None
    is_asked = reply.kind == Reply.Kind.REQUEST and reply.state == Reply.State.VISIBLE and not is_answered
    return ReplyReading(
        reply=reply,
        seat=seats.at(reply.author_id, reply.replied_at) if in_committee else None,
        is_own=reply.author_id == user.pk,
        may_clarify=is_asked and reply.comment.author_id == user.pk,
        is_open=is_asked,
    )


def _alike(
    user: Visitor, comments: Sequence[Comment], at: datetime
) -> tuple[dict[int, str], Mapping[int, list[str]]]:
    """Duplicate → the comment it says the same as, and the way back; those that the reader may see. Two queries."""
    among = [comment.pk for comment in comments]
    merged = Duplicate.objects.filter(parted_at=None)
    up = merged.filter(comments_seen_by(user, "original__", at=at), comment__in=among)
    originals = dict(up.values_list("comment", "original__reference"))
    duplicates: dict[int, list[str]] = defaultdict(list)
    down = merged.filter(comments_seen_by(user, "comment__", at=at), original__in=among)
    for original, reference in down.order_by("pk").values_list("original", "comment__reference"):
        duplicates[original].append(reference)
    return originals, duplicates
