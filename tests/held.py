"""One row of everything a session leaves behind, so that the guards of those tables have something to refuse.

Two sessions were held, both under the rule that speakers are named: the record of the first is adopted and public, the
second is in notes. Rows are made with models where nobody does it by an action yet.
"""

from dataclasses import replace
from datetime import timedelta

from consultation.models import AgreedWording, Attribution, Comment, Spoken, Standing
from consultation.reports.hashes import said_or_sealed
from drafts.actions.amendments import propose_amendment
from drafts.actions.ledger import Verb, record
from drafts.models import AmendmentKind, Text, Version
from drafts.models.ledger import canonical, digest
from roundtables.models import (
    AgendaItem,
    Attendance,
    CalendarAddress,
    Commitment,
    CommitmentStep,
    Correction,
    Evaluation,
    EvaluationAnswer,
    Intervention,
    InterventionWording,
    OutcomeWording,
    ProgressReport,
    Record,
    RecordSignature,
    RecordVersion,
    Seat,
    Series,
    Session,
    SessionDocument,
    SessionOutcome,
)
from tests import make, sessions

LATER = make.NOON + timedelta(days=1)


def rows(said: Comment) -> tuple[Session, Session]:
    """The session whose record is adopted, and the one in notes; both have the text of the comment on the table."""
    version = said.consultation.version
    series = Series.objects.create(
        slug="spring-held", programme=version.text.programme, title={"en": "Spring"}, opened_at=make.NOON
    )
    terms = replace(sessions.TERMS, series=series)
    adopted = sessions.session(Attribution.NAMED, on=version, terms=terms)
    around(adopted, said)
    in_notes = sessions.session(Attribution.NAMED, on=version, terms=terms)
    around(in_notes, said)
    Record.objects.filter(session=adopted).update(
        state=Record.State.ADOPTED, adopted_at=LATER, published_by=make.person("Sena"), published_at=LATER
    )
    submitted(in_notes, said)
    agreed(in_notes)
    learnt(in_notes)
    return adopted, in_notes


def around(session: Session, said: Comment) -> None:
    """Its people, its items, what was said and concluded, its record and what was asked to be corrected."""
    item = AgendaItem.objects.create(session=session, position=1, title={"en": "Visas"})
    item.clauses.add(said.clause)
    SessionDocument.objects.create(
        session=session,
        kind=SessionDocument.Kind.RECORDING,
        title="The recording",
        language="en",
        link="https://example.org/recording",
        added_by=make.person("Remy"),
        added_at=make.NOON,
    )
    seats(session)
    sessions.attended_by(session, make.olga(), make.omar())
    Attendance.objects.create(
        session=session,
        name="A guest",
        taken_by=make.person("Remy"),
        taken_at=make.NOON,
        removed_by=make.person("Remy"),
        removed_at=LATER,
    )
    intervention = sessions.intervention(session, clause=said.clause)
    outcome = concluded(session, SessionOutcome.Kind.RECOMMENDATION, intervention)
    recorded(session, intervention, outcome)


def seats(session: Session) -> None:
    """Olga’s organisation comes, Omar was asked in person and no longer is, Nils has not answered."""
    asked = {"session": session, "listed_by": make.person("Sena"), "listed_at": make.NOON}
    answered = {"answered_at": make.NOON, "sent_at": make.NOON, "answer": Seat.Answer.YES}
    olga = make.olga()
    Seat.objects.create(
        **asked,
        **answered,
        organisation=make.body_of(olga),
        attends=olga,
        attends_name="Olga",
        note="By train.",
    )
    Seat.objects.create(**asked, **answered, user=make.omar(), note="On foot.", withdrawn_at=LATER)
    Seat.objects.create(**asked, user=make.person("Nils"), sent_at=make.NOON)


def concluded(
    session: Session, kind: SessionOutcome.Kind, *said: Intervention, wording: str = ""
) -> SessionOutcome:
    """Something a session came to, from what was said in it."""
    outcome = SessionOutcome.objects.create(
        session=session,
        kind=kind,
        words="Decide within sixty days.",
        language="en",
        wording=wording,
        recorded_by=make.person("Remy"),
        recorded_at=make.NOON,
    )
    outcome.interventions.set(said)
    outcome.clauses.set(each.clause for each in said if each.clause)
    return outcome


def version_of(session: Session, state: Record.State, number: int = 1) -> RecordVersion:
    """The record as it reads now, kept; of who spoke it holds nothing but the keys of rows."""
    content = [
        {"key": each.key, "rule": each.rule, "language": each.language, "words": str(each.wordings.last())}
        for each in Intervention.objects.filter(session=session).in_order()
    ]
    return RecordVersion.objects.create(
        record=session.record,
        number=number,
        state=state,
        content=content,
        content_hash=digest(canonical(content)),
        made_by=make.person("Remy"),
        made_at=make.NOON,
    )


def recorded(session: Session, said: Intervention, outcome: SessionOutcome) -> None:
    """Circulated, with one correction taken in and one open; and signed by both."""
    version = version_of(session, Record.State.CIRCULATED)
    asked = correction(version, said, state=Correction.State.ACCEPTED, decided_at=make.NOON)
    correction(version, said)
    words = {"written_by": make.person("Remy"), "written_at": LATER, "correction": asked}
    InterventionWording.objects.create(intervention=said, words="Decisions take far too long.", **words)
    OutcomeWording.objects.create(outcome=outcome, words="Decide within thirty days.", **words)
    for name, capacity in (("Chloé", "chair"), ("Remy", "rapporteur")):
        RecordSignature.objects.create(
            version=version,
            capacity=capacity,
            content_hash=version.content_hash,
            signed_by=make.person(name),
            signed_at=LATER,
        )


def correction(version: RecordVersion, said: Intervention, **columns: object) -> Correction:
    """What Omar, who was there, wants to read otherwise, unless somebody else does."""
    asked = {
        "language": "en",
        "basis": "Decisions take too long.",
        "words": "Decisions take far too long.",
        "reason": "It was put more strongly.",
        "proposed_by": make.omar(),
        "proposed_at": make.NOON,
        **columns,
    }
    return Correction.objects.create(version=version, intervention=said, **asked)


def submitted(session: Session, said: Comment) -> Spoken:
    """What was said in a session, as an input on its clause: the rapporteur’s row, the speaker’s organisation."""
    intervention = session.interventions.order_by("pk")[0]
    return Spoken.objects.create(
        comment=input_from(intervention, said),
        sitting=session,
        clause=said.clause,
        intervention=intervention.key,
        rule=intervention.rule,
        speaker=intervention.speaker,
    )


def input_from(
    intervention: Intervention, like: Comment, state: Standing.State = Standing.State.VISIBLE
) -> Comment:
    """An input in the words of an intervention, on the clause of another, and its entry in the ledger."""
    comment = Comment.objects.create(
        consultation=like.consultation,
        clause=like.clause,
        author=intervention.recorded_by,
        organisation=intervention.organisation,
        category=intervention.category,
        channel=Comment.Channel.SESSION,
        language="en",
        body=str(intervention.wordings.last()),
        wording_language="en",
        submitted_at=make.NOON,
    )
    Standing.objects.create(comment=comment, state=state)
    record(
        by=comment.author,
        verb=Verb.COMMENTED,
        about=comment,
        key=comment.reference,
        at=make.NOON,
        text=like.consultation.version.text,
        consultation=like.consultation.key,
        channel=comment.channel,
        state=state,
        **said_or_sealed(comment, state),
    )
    return comment


def agreed(session: Session) -> None:
    """Words agreed on in the room, as an amendment before the committee."""
    said = session.interventions.order_by("pk")[0]
    outcome = concluded(session, SessionOutcome.Kind.AGREED_WORDING, said, wording="The partners decide.")
    version = in_work(session)
    amendment = propose_amendment(
        by=make.person("Mia"),
        version=version,
        clause=make.clause_that_says(version, "researchers"),
        kind=AmendmentKind.DELETE,
        language="en",
        at=make.NOON,
    )
    AgreedWording.objects.create(amendment=amendment, sitting=session, outcome=outcome.key)


def in_work(session: Session) -> Version:
    """The version in work of the text that was on the table."""
    text = Text.objects.get(versions__sittings=session)
    return make.working(text)


def learnt(session: Session) -> None:
    """An evaluation answered under a name, something to be done and a step of it, and two reports."""
    sena, olga = make.person("Sena"), make.olga()
    asked = Evaluation.objects.create(
        session=session, opened_by=sena, opened_at=make.NOON, closes_at=LATER, given=["a seal"]
    )
    EvaluationAnswer.objects.create(evaluation=asked, marks={"useful": 4}, language="en", signed_by=olga)
    point = concluded(session, SessionOutcome.Kind.ACTION_POINT)
    todo = Commitment.objects.create(
        programme=session.programme,
        outcome=point,
        words={"en": "Publish the times."},
        owner=olga,
        due_on=LATER.date(),
        made_by=sena,
        made_at=make.NOON,
    )
    CommitmentStep.objects.create(
        commitment=todo,
        state=Commitment.State.UNDER_WAY,
        due_on=LATER.date(),
        language="en",
        taken_by=olga,
        taken_at=make.NOON,
    )
    for released_at in (LATER, None):
        ProgressReport.objects.create(
            programme=session.programme,
            on=LATER.date(),
            content=[{"key": todo.key}],
            content_hash=digest(todo.key),
            made_by=sena,
            made_at=make.NOON,
            released_at=released_at,
        )
    CalendarAddress.objects.get_or_create(user=olga, defaults={"secret": "a" * 64, "made_at": make.NOON})
