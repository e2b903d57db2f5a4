"""What was said beside the inputs of a certified record: public replies, and what authors say to answers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from consultation.models import Comment, Reaction, Reply, User
from consultation.reports.record_ledger import Part, Verb
from drafts.reports.hashes import moment


def said_beside(public: QuerySet[Comment], shown: Sequence[str]) -> Mapping[int, list[Part]]:
    """Comment → the replies that are shown, in the order of the ledger, then the reactions. Two queries."""
    found: dict[int, list[Part]] = defaultdict(list)
    order = {key: place for place, key in enumerate(shown)}
    replies = Reply.objects.filter(comment__in=public, key__in=shown)
    replies = replies.select_related("author", "organisation", "request")
    for reply in sorted(replies, key=lambda each: order[each.key]):
        found[reply.comment_id].append(_replied(reply))
    reactions = Reaction.objects.filter(comment__in=public).select_related("reacted_by")
    for reaction in reactions.order_by("pk"):
        found[reaction.comment_id].append(_reacted(reaction))
    return found


def _replied(reply: Reply) -> Part:
    return {
        "verb": Verb.REPLIED.value,
        "id": reply.key,
        # The request that it answers.
        "to": reply.request.key if reply.request else "",
        "kind": reply.kind,
        "language": reply.language,
        "organisation": reply.organisation.slug if reply.organisation else "",
        "by": _who(reply.author),
        "at": moment(reply.replied_at),
        "words": reply.body,
    }


def _reacted(reaction: Reaction) -> Part:
    return {
        "verb": Verb.REACTED.value,
        # The answer that it is about.
        "id": str(reaction.disposition_id),
        "to": "",
        "kind": reaction.kind,
        "language": reaction.language,
        "organisation": "",
        "by": _who(reaction.reacted_by),
        "at": moment(reaction.reacted_at),
        "words": reaction.reason,
    }


def _who(person: User) -> Part:
    return {"key": person.key, "name": person.shown_name}
