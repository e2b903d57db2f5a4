"""What becomes of a draft once it is submitted: it goes, and whoever wrote for it is kept beside the comment."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from consultation.models import Comment, CommentDraft, Contribution, User
from consultation.reports.hashes import contributions_seal

_SOURCES = CommentDraft.sources.through


def use_draft(by: User, comment: Comment, at: datetime) -> dict[str, object]:
    """Take the draft of a comment away; what the ledger keeps of the members whose drafts it brought together.

    One look where nobody else wrote for it, as always.
    """
    brought = Exists(_SOURCES.objects.filter(from_commentdraft=OuterRef("pk")))
    own = CommentDraft.objects.filter(key=comment.reference, author=by, taken_into=None)
    draft = own.annotate(is_brought=brought).first()
    if draft is None:
        return {}
    kept = _contribute(draft, comment, at) if getattr(draft, "is_brought", False) else {}
    draft.delete()
    return kept


def _contribute(draft: CommentDraft, comment: Comment, at: datetime) -> dict[str, object]:
    """The words of each member as they were, and where their drafts went; each draft goes into one comment only."""
    sources = draft.sources.filter(taken_into=None, organisation=comment.organisation_id)
    held = list(sources.select_for_update(of=("self",)).select_related("author").order_by("pk"))
    written = [
        Contribution(
            comment=comment,
            author=source.author,
            body=source.body,
            proposed_wording=source.proposed_wording,
            contributed_at=at,
        )
        for source in held
    ]
    Contribution.objects.bulk_create(written)
    CommentDraft.objects.filter(pk__in=[source.pk for source in held]).update(taken_into=comment)
    return {"contributions": contributions_seal(comment.reference, written)} if written else {}
