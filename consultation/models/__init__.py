"""The rows of a consultation: people, rounds, comments, where they stand, and their answers."""

from consultation.models.comments import (
    Comment,
    CommentDraft,
    CommentKind,
    ResolvedAnchor,
    Standing,
)
from consultation.models.dispositions import Answered, Disposition, Outcome
from consultation.models.moderation import Moderation
from consultation.models.people import Category, Membership, Organisation, User
from consultation.models.rounds import Consultation, ConsultationQuerySet, ReopenedClause

__all__ = [
    "Answered",
    "Category",
    "Comment",
    "CommentDraft",
    "CommentKind",
    "Consultation",
    "ConsultationQuerySet",
    "Disposition",
    "Membership",
    "Moderation",
    "Organisation",
    "Outcome",
    "ReopenedClause",
    "ResolvedAnchor",
    "Standing",
    "User",
]
