"""The rows of sessions: convening, seats, what was said, the record, and what is learnt."""

from roundtables.models.interventions import (
    Intervention,
    InterventionQuerySet,
    InterventionWording,
    SessionOutcome,
)
from roundtables.models.learning import (
    Commitment,
    CommitmentStep,
    Evaluation,
    EvaluationAnswer,
    ProgressReport,
)
from roundtables.models.records import Correction, OutcomeWording, Record, RecordSignature, RecordVersion
from roundtables.models.seats import Attendance, CalendarAddress, Seat
from roundtables.models.sessions import AgendaItem, Office, Series, Session, SessionDocument, SessionQuerySet

__all__ = [
    "AgendaItem",
    "Attendance",
    "CalendarAddress",
    "Commitment",
    "CommitmentStep",
    "Correction",
    "Evaluation",
    "EvaluationAnswer",
    "Intervention",
    "InterventionQuerySet",
    "InterventionWording",
    "Office",
    "OutcomeWording",
    "ProgressReport",
    "Record",
    "RecordSignature",
    "RecordVersion",
    "Seat",
    "Series",
    "Session",
    "SessionDocument",
    "SessionOutcome",
    "SessionQuerySet",
]
