"""What sessions keep about a person, for whoever takes everything along; read below through the settings.

Of what was said it holds what the attribution rule lets be held: where speakers are not named, nothing. Of other people
nothing but keys is told, and not who else was there.
"""

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultation.reports.export_sections import Section
from roundtables.models import (
    Attendance,
    CalendarAddress,
    Commitment,
    CommitmentStep,
    Correction,
    Evaluation,
    EvaluationAnswer,
    Intervention,
    InterventionWording,
    Office,
    OutcomeWording,
    ProgressReport,
    Record,
    RecordSignature,
    RecordVersion,
    Seat,
    Session,
    SessionDocument,
    SessionOutcome,
)

_NOBODY_NAMED = _(
    "Only what was said under your name is here. In sessions that give categories only, or attribute nothing, nobody "
    "wrote down who spoke: there is nothing to take along."
)
_ASKED = "key session__key organisation__slug answer sent_at answered_at waiting_since withdrawn_at"
_SECTIONS: tuple[tuple[str, Promise | str, type[Model], str, str], ...] = (
    ("seats", _("Invitations to sessions"), Seat, "user", f"{_ASKED} note"),
    ("seats_taken", _("Sessions somebody is sent to"), Seat, "attends", f"{_ASKED} attends_name"),
    ("seats_answered", _("Invitations to sessions answered"), Seat, "answered_by", f"{_ASKED} note"),
    ("seats_listed", _("Invitations to sessions prepared"), Seat, "listed_by", "key session__key listed_at"),
    (
        "attendances",
        _("Sessions attended"),
        Attendance,
        "user",
        "key session__key name organisation__slug body category country mode taken_at removed_at",
    ),
    (
        "attendances_taken",
        _("Attendance taken"),
        Attendance,
        "taken_by removed_by",
        "key session__key taken_at removed_at",
    ),
    ("calendar", _("Address of one’s own calendar"), CalendarAddress, "user", "made_at"),
    ("offices", _("Offices in sessions"), Office, "user", "session__key part given_at ended_at"),
    ("offices_given", _("Offices given"), Office, "given_by", "session__key part user__key given_at"),
    ("sessions_convened", _("Sessions convened"), Session, "convened_by", "key convened_at"),
    (
        "documents",
        _("Documents of sessions added or removed"),
        SessionDocument,
        "added_by removed_by",
        "key session__key kind title language audience link added_at removed_at",
    ),
    (
        "interventions",
        _("What you said in sessions"),
        Intervention,
        "speaker",
        "key session__key clause__key language rule organisation__slug category said_at struck_at wordings__words",
    ),
    (
        "interventions_recorded",
        _("Interventions recorded"),
        Intervention,
        "recorded_by",
        "key session__key clause__key language rule recorded_at struck_at struck_because",
    ),
    (
        "interventions_worded",
        _("Words of interventions written down"),
        InterventionWording,
        "written_by",
        "intervention__key words written_at",
    ),
    (
        "outcomes",
        _("Outcomes recorded"),
        SessionOutcome,
        "recorded_by",
        "key session__key kind words language wording recorded_at struck_at struck_because",
    ),
    (
        "outcomes_worded",
        _("Words of outcomes corrected"),
        OutcomeWording,
        "written_by",
        "outcome__key words written_at",
    ),
    ("records_published", _("Records published"), Record, "published_by", "session__key published_at"),
    (
        "record_versions",
        _("Versions of records made"),
        RecordVersion,
        "made_by",
        "record__session__key number state content_hash made_at",
    ),
    (
        "record_signatures",
        _("Records signed"),
        RecordSignature,
        "signed_by",
        "version__record__session__key version__number capacity content_hash signed_at",
    ),
    (
        "corrections",
        _("Corrections asked for"),
        Correction,
        "proposed_by",
        (
            "key version__record__session__key intervention__key outcome__key language words reason "
            "proposed_at state answer decided_at"
        ),
    ),
    (
        "corrections_decided",
        _("Corrections decided on"),
        Correction,
        "decided_by",
        "key version__record__session__key state answer decided_at",
    ),
    ("evaluations", _("Evaluations asked for"), Evaluation, "opened_by", "session__key opened_at closes_at"),
    (
        "evaluation_answers",
        _("Evaluations signed"),
        EvaluationAnswer,
        "signed_by",
        "evaluation__session__key marks words language",
    ),
    (
        "commitments",
        _("Commitments to carry out"),
        Commitment,
        "owner",
        "key programme__slug outcome__key clause__key words due_on state made_at",
    ),
    (
        "commitments_made",
        _("Commitments recorded"),
        Commitment,
        "made_by",
        "key programme__slug outcome__key clause__key words due_on state made_at",
    ),
    (
        "commitment_steps",
        _("Commitments followed up"),
        CommitmentStep,
        "taken_by",
        "commitment__key state due_on evidence link language taken_at",
    ),
    (
        "progress_reports",
        _("Progress reports made"),
        ProgressReport,
        "made_by",
        "key programme__slug on content_hash made_at released_at",
    ),
)
_NOTES = {"interventions": _NOBODY_NAMED}
SECTIONS = tuple(
    Section(name, title, model, tuple(by.split()), columns, _NOTES.get(name, ""))
    for name, title, model, by, columns in _SECTIONS
)
