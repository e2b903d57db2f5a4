"""The rows of a consultation: people, rounds, comments, where they stand, and their answers."""

from consultation.models.comments import (
    Comment,
    CommentDraft,
    CommentKind,
    ResolvedAnchor,
    Standing,
    Submission,
)
from consultation.models.dispositions import Answered, Disposition, Outcome, Reaction
from consultation.models.letters import Letter
from consultation.models.moderation import Likeness, Moderation, ModerationAnswer
from consultation.models.people import Category, Membership, Organisation, Pace, SpokenFor, User
from consultation.models.registrations import Invitation, Registration, Vetting
from consultation.models.rounds import (
    Consultation,
    ConsultationQuerySet,
    Extension,
    GuidingQuestion,
    Release,
    ReopenedClause,
    ReportFile,
)
from consultation.models.sittings import AgreedWording, Attribution, Sitting, Spoken
from consultation.models.voices import Contribution, DraftSuggestion, Duplicate, Endorsement, Reply, Signature

__all__ = [
    "AgreedWording",
    "Answered",
    "Attribution",
    "Category",
    "Comment",
    "CommentDraft",
    "CommentKind",
    "Consultation",
    "ConsultationQuerySet",
    "Contribution",
    "Disposition",
    "DraftSuggestion",
    "Duplicate",
    "Endorsement",
    "Extension",
    "GuidingQuestion",
    "Invitation",
    "Letter",
    "Likeness",
    "Membership",
    "Moderation",
    "ModerationAnswer",
    "Organisation",
    "Outcome",
    "Pace",
    "Reaction",
    "Registration",
    "Release",
    "ReopenedClause",
    "Reply",
    "ReportFile",
    "ResolvedAnchor",
    "Signature",
    "Sitting",
    "Spoken",
    "SpokenFor",
    "Standing",
    "Submission",
    "User",
    "Vetting",
]
