"""Records of sessions for tests, made by calling actions: Remy keeps them, Chloé chairs, Olga and Omar attended."""

from datetime import datetime, timedelta

from consultation.models import Attribution, User
from drafts.models.keys import new_key
from roundtables.actions.corrections import Ruling, Wanted, ask_correction, decide_correction
from roundtables.actions.records import (
    adopt_record,
    circulate_record,
    correct_record,
    publish_record,
    sign_record,
)
from roundtables.models import (
    Correction,
    Intervention,
    Record,
    RecordSignature,
    RecordVersion,
    Session,
    SessionOutcome,
)
from roundtables.reports.corrections import bring_over
from roundtables.reports.record_content import last_version
from tests import make, sessions

OUT = make.NOON
UNTIL = OUT + timedelta(days=7)
AFTER = UNTIL + timedelta(days=1)
PATH = "/en/sessions/abc/record/"
WORDS = "Decisions on visas take too long for students who have been admitted to a university."
OTHER = "Consulates should publish every month how long each kind of decision takes on average."


def said(rule: Attribution = Attribution.NAMED) -> Session:
    """A session that was held, with two interventions in its notes, by Olga and by Omar."""
    session = sessions.session(rule)
    sessions.attended_by(session, make.olga(), make.omar())
    sessions.intervention(session, WORDS, by=make.olga())
    sessions.intervention(session, OTHER, by=make.omar(), minutes=5)
    return session


def outcome(of: Session, words: str = "The partners should publish their averages.") -> SessionOutcome:
    """A recommendation in the notes, as a row: how it is recorded is tested where outcomes are."""
    return SessionOutcome.objects.create(
        session=of,
        kind=SessionOutcome.Kind.RECOMMENDATION,
        words=words,
        language="en",
        recorded_by=make.person(sessions.REMY),
        recorded_at=of.ends_at,
    )


def circulated(
    session: Session | None = None,
    *,
    by: str = sessions.REMY,
    at: datetime = OUT,
    until: datetime = UNTIL,
) -> Session:
    """A record that was sent to those who attended."""
    session = session or said()
    circulate_record(by=make.person(by), session=session, corrections_until=until, path=PATH, at=at)
    return session


def first(of: Session) -> Intervention:
    """What was said first."""
    return Intervention.objects.filter(session=of).in_order()[0]


def asked(
    of: Session,
    was: str = "too long",
    now: str = "far too long",
    *,
    by: User | None = None,
    on: Intervention | SessionOutcome | None = None,
    reason: str = "This is what I said.",
    at: datetime = OUT,
) -> Correction:
    """A correction of the words of the first intervention, asked for by Olga unless told otherwise."""
    target = on or first(of)
    version = last_version(of.pk)
    assert version is not None
    entries = (*version.content["interventions"], *version.content["outcomes"])
    basis = next(each["words"] for each in entries if each["key"] == target.key)
    assert was in basis, basis
    wanted = Wanted(basis.replace(was, now), "en", target.key, reason)
    return ask_correction(
        by=by or make.olga(), session=of, number=version.number, wanted=wanted, key=new_key(), at=at
    )


def missing(
    of: Session, words: str = "Seasonal workers are forgotten.", *, by: User | None = None
) -> Correction:
    """A correction that says what is missing."""
    wanted = Wanted(words, "en", reason="I said this after Omar.")
    return ask_correction(by=by or make.olga(), session=of, number=1, wanted=wanted, key=new_key(), at=OUT)


def decided(
    correction: Correction,
    state: Correction.State = Correction.State.ACCEPTED,
    *,
    by: str = sessions.REMY,
    at: datetime = OUT,
    **ruling: object,
) -> str:
    """A correction decided on by Remy, on the words as they stand; gives the words that are in the record now."""
    made = Ruling(state, bring_over(correction).seen, **ruling)  # type: ignore[arg-type]
    return decide_correction(by=make.person(by), correction=correction, ruling=made, path=PATH, at=at)


def corrected(session: Session, *, by: str = sessions.REMY, at: datetime = AFTER) -> RecordVersion:
    """The version that closes the round of corrections."""
    return correct_record(by=make.person(by), session=session, path=PATH, at=at)


def signed(session: Session, *names: str, at: datetime = AFTER) -> None:
    """The last version signed by Chloé in the chair, by Remy, or by both."""
    version = last_version(session.pk)
    assert version is not None
    for name in names or ("Chloé", sessions.REMY):
        capacity = RecordSignature.Capacity.CHAIR if name == "Chloé" else RecordSignature.Capacity.RAPPORTEUR
        sign_record(
            by=make.person(name), session=session, capacity=capacity, content=version.content_hash, at=at
        )


def adopted(
    session: Session | None = None, *, rapporteur: str = sessions.REMY, at: datetime = AFTER
) -> Session:
    """A record that went all the way, but is not published."""
    session = session or circulated()
    version = corrected(session, by=rapporteur, at=at)
    signed(session, "Chloé", rapporteur, at=at)
    adopt_record(by=make.person("Chloé"), session=session, content=version.content_hash, at=at)
    return session


def published(session: Session | None = None, *, at: datetime = AFTER) -> Session:
    """An adopted record that everybody reads."""
    session = adopted(session, at=at)
    publish_record(by=make.secretariat(), session=session, at=at)
    return session


def record_of(session: Session) -> Record:
    return Record.objects.select_related("session").get(pk=session.pk)
