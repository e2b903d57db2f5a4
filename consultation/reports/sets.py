"""Several comments on one consultation, reviewed together before they are submitted, and read together afterwards."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from consultation.models import Comment, CommentDraft, Consultation, Submission, User
from consultation.permissions import own_comments, own_drafts
from consultation.reports.threads import Passage, redline_of_proposal
from drafts.models import AmendmentKind, Version
from drafts.reports.names import ClauseName, names_of
from drafts.reports.reading import ClauseReading, read_version
from drafts.text.diff import Change


@dataclass(frozen=True, slots=True)
class DraftReading:
    """A half-written comment as it would be said: on which words, what, and what is missing to say it."""

    draft: CommentDraft
    # What its clause is called: its path of labels, or its first words.
    clause: str
    passage: Passage | None
    proposal: tuple[Change, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class _Clauses:
    """The clauses of the version asked about, in one language: as they read, what they are called, their order."""

    readings: dict[int, ClauseReading]
    names: dict[str, ClauseName]
    order: dict[int, int]

    @classmethod
    def of(cls, version: Version, language: str) -> "_Clauses":
        clauses = read_version(version, language).clauses
        return cls(
            readings={each.clause_id: each for each in clauses},
            names=names_of(clauses),
            order={each.clause_id: at for at, each in enumerate(clauses)},
        )


def read_set(user: User, consultation: Consultation) -> list[DraftReading]:
    """Everything that somebody has half-written on a consultation, in the order of the text.

    One query, and the version in each language that words are quoted in.
    """
    kept = own_drafts(user).filter(consultation=consultation, taken_into=None)
    drafts = list(kept.select_related("clause", "question").order_by("pk"))
    languages = {draft.wording_language for draft in drafts}
    clauses = {each: _Clauses.of(consultation.version, each) for each in languages}
    drafts.sort(key=lambda draft: clauses[draft.wording_language].order.get(draft.clause_id, 0))
    return [_reading(draft, clauses[draft.wording_language]) for draft in drafts]


def _reading(draft: CommentDraft, clauses: _Clauses) -> DraftReading:
    clause = clauses.readings.get(draft.clause_id)
    words = clause.source if clause and clause.language == draft.wording_language else ""
    span = None if draft.start is None or draft.end is None else (draft.start, draft.end)
    return DraftReading(
        draft=draft,
        clause=str(clauses.names.get(draft.clause.key, draft.clause.key)),
        passage=Passage(words, span) if words else None,
        proposal=redline_of_proposal(words, draft.proposed_wording, draft.proposal)
        if proposes(draft)
        else (),
        missing=""
        if draft.body or proposes(draft)
        else _("It says nothing yet: write your comment, or propose other words."),
    )


def proposes(draft: CommentDraft) -> bool:
    """Whether it wants something done with the clause: other words, more words, or none."""
    return bool(draft.proposed_wording) or draft.proposal == AmendmentKind.DELETE


def count_half_written(user: User, consultation: Consultation) -> int:
    """How many comments somebody has half-written on a consultation. One query."""
    return own_drafts(user).filter(consultation=consultation, taken_into=None).count()


def comments_of(submission: Submission) -> list[Comment]:
    """What was submitted as one set, in the order in which it was. One query."""
    own = own_comments(submission.author).filter(submission=submission)
    return list(
        own.select_related("clause", "standing", "question", "consultation__version__text").order_by("pk")
    )
