"""Several comments on one consultation, reviewed together before they are submitted, and read together afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultation.models import Comment, CommentDraft, Consultation, Submission, User
from consultation.permissions import own_comments, own_drafts
from consultation.reports.threads import Passage, redline_of_proposal
from drafts.models import AmendmentKind, Placement, Wording
from drafts.text.diff import Change

type Wordings = dict[tuple[int, str], str]  # clause, language → words


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A half-written comment as it would be said: on which words, what, and what is missing to say it."""

    draft: CommentDraft
    label: str
    passage: Passage | None
    proposal: tuple[Change, ...]
    missing: str


def read_set(user: User, consultation: Consultation) -> list[DraftReading]:
    """Everything that somebody has half-written on a consultation, in the order of the text. Three queries."""
    kept = own_drafts(user).filter(consultation=consultation, taken_into=None)
    drafts = list(kept.select_related("clause", "question").order_by("pk"))
    words = _words(consultation, drafts)
    places = {clause: (position, label) for clause, position, label in _places(consultation, drafts)}
    drafts.sort(key=lambda draft: (places.get(draft.clause_id, (0, ""))[0], draft.pk))
    return [_reading(draft, words, places.get(draft.clause_id, (0, ""))[1]) for draft in drafts]


def _reading(draft: CommentDraft, words: Wordings, label: str) -> DraftReading:
    said_on = words.get((draft.clause_id, draft.wording_language))
    span = None if draft.start is None or draft.end is None else (draft.start, draft.end)
    return DraftReading(
        draft=draft,
        label=label,
        passage=None if said_on is None else Passage(said_on, span),
        proposal=redline_of_proposal(said_on or "", draft.proposed_wording, draft.proposal)
        if proposes(draft)
        else (),
        missing=_missing(draft),
    )


def proposes(draft: CommentDraft) -> bool:
    """Whether it wants something done with the clause: other words, more words, or none."""
    return bool(draft.proposed_wording) or draft.proposal == AmendmentKind.DELETE


def _missing(draft: CommentDraft) -> str:
    if draft.body or proposes(draft):
        return ""
    return _("It says nothing yet: write your comment, or propose other words.")


def _words(consultation: Consultation, drafts: Sequence[CommentDraft]) -> Wordings:
    clauses = {draft.clause_id for draft in drafts}
    wordings = Wording.objects.filter(version=consultation.version_id, clause__in=clauses)
    rows = wordings.values_list("clause_id", "language", "text")
    return {(clause, language): text for clause, language, text in rows}


def _places(consultation: Consultation, drafts: Sequence[CommentDraft]) -> list[tuple[int, int, str]]:
    clauses = {draft.clause_id for draft in drafts}
    placed = Placement.objects.filter(version=consultation.version_id, clause__in=clauses)
    return list(placed.values_list("clause_id", "position", "label"))


def count_half_written(user: User, consultation: Consultation) -> int:
    """How many comments somebody has half-written on a consultation. One query."""
    return own_drafts(user).filter(consultation=consultation, taken_into=None).count()


def comments_of(submission: Submission) -> list[Comment]:
    """What was submitted as one set, in the order in which it was. One query."""
    own = own_comments(submission.author).filter(submission=submission)
    return list(
        own.select_related("clause", "standing", "question", "consultation__version__text").order_by("pk")
    )
