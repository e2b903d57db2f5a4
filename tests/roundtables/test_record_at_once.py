"""Several people at a record at once: each correction is decided on once, and nothing is signed that changed."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from drafts.models.keys import new_key
from roundtables.actions.corrections import Ruling, Wanted, ask_correction, decide_correction
from roundtables.actions.interventions import record_intervention
from roundtables.actions.records import CorrectionsOpen, adopt_record, circulate_record, sign_record
from roundtables.actions.sessions import give_office
from roundtables.models import (
    Correction,
    InterventionWording,
    Office,
    Record,
    RecordSignature,
    RecordVersion,
    Session,
)
from roundtables.reports.corrections import bring_over
from roundtables.reports.record_content import content_hash, content_now
from tests import make, records, sessions
from tests.post import database_of_many
from tests.test_concurrency import at_once, kinds, the_ledger_holds

State = Correction.State
MANY = 6


@pytest.fixture(autouse=True)
def committed(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that several connections write to."""
    with database_of_many(tmp_path):
        yield


def rapporteurs(session: Session) -> None:
    """Rita takes the record beside Remy."""
    sena = make.secretariat()
    give_office(by=sena, session=session, to=make.person("Rita"), part=Office.Part.RAPPORTEUR, at=make.NOON)


def test_two_rapporteurs_decide_one_correction_once() -> None:
    session = records.circulated()
    rapporteurs(session)
    asked = records.asked(session)
    outcomes = at_once(
        partial(records.decided, asked),
        partial(records.decided, asked, State.REFUSED, by="Rita", answer="It was not said."),
    )

    assert kinds(outcomes) == {"str": 1, "AlreadyDecided": 1}
    decided = Correction.objects.get()
    written = InterventionWording.objects.filter(correction=asked).count()
    assert (decided.state, written) in {("accepted", 1), ("refused", 0)}
    the_ledger_holds()


def test_two_corrections_of_one_place_are_not_both_accepted_unseen() -> None:
    session = records.circulated()
    one = records.asked(session, "too long", "far too long")
    other = records.asked(session, "too long", "three months", by=make.omar())
    seen = bring_over(one).seen
    ruling, remy = Ruling(State.ACCEPTED, seen), make.person("Remy")
    decide = partial(decide_correction, by=remy, ruling=ruling, path=records.PATH, at=records.OUT)
    outcomes = at_once(partial(decide, correction=one), partial(decide, correction=other))

    assert kinds(outcomes) == {"str": 1, "WordsChanged": 1}
    assert InterventionWording.objects.filter(correction__isnull=False).count() == 1
    the_ledger_holds()


def test_signing_while_a_correction_comes_in_adopts_nothing_unseen() -> None:
    session = records.circulated()
    later = records.AFTER + timedelta(days=3)
    version = records.corrected(session)
    Record.objects.filter(pk=session.pk).update(corrections_until=later)
    chloe, olga = make.person("Chloé"), make.olga()
    wanted = Wanted("Other words.", "en", records.first(session).key)
    capacity, content = RecordSignature.Capacity.CHAIR, version.content_hash
    outcomes = at_once(
        # It left Olga's browser within the time; Chloé signs when it is over.
        partial(
            ask_correction, by=olga, session=session, number=2, wanted=wanted, key=new_key(), at=records.AFTER
        ),
        partial(sign_record, by=chloe, session=session, capacity=capacity, content=content, at=later),
    )

    assert kinds(outcomes) in (
        {"Correction": 1, "RecordSignature": 1},
        {"Correction": 1, "CorrectionsOpen": 1},
    )
    with pytest.raises(CorrectionsOpen):
        adopt_record(by=chloe, session=session, content=content, at=later)
    the_ledger_holds()


def test_a_record_circulated_from_many_windows_is_circulated_once() -> None:
    session, remy = records.said(), make.person("Remy")
    send = partial(
        circulate_record,
        by=remy,
        session=session,
        corrections_until=records.UNTIL,
        path=records.PATH,
        at=records.OUT,
    )
    outcomes = at_once(*[send] * MANY)

    assert kinds(outcomes) == {"RecordVersion": 1, "PermissionDenied": MANY - 1}
    assert RecordVersion.objects.count() == 1
    the_ledger_holds()


def test_nothing_slips_into_the_notes_while_they_go_out() -> None:
    session, remy, olga = records.said(), make.person("Remy"), make.olga()
    attributed = sessions.attributed_to(olga, session.attribution)
    write = partial(
        record_intervention,
        by=remy,
        session=session,
        attributed=attributed,
        words="Just in time, or just too late.",
        language="en",
        said_at=records.OUT,
        at=records.OUT,
    )
    at_once(
        *[partial(write, key=new_key()) for _ in range(MANY)],
        partial(records.circulated, session),
        *[partial(write, key=new_key()) for _ in range(MANY)],
    )

    version = RecordVersion.objects.get()
    assert content_hash(content_now(session)) == version.content_hash
    the_ledger_holds()


def test_both_sign_and_the_chair_adopts_at_once() -> None:
    session = records.circulated()
    content = records.corrected(session).content_hash
    outcomes = at_once(
        partial(records.signed, session, "Chloé"),
        partial(records.signed, session, "Remy"),
        partial(adopt_record, by=make.person("Chloé"), session=session, content=content, at=records.AFTER),
    )

    adopted = Record.objects.get().state == Record.State.ADOPTED
    assert RecordSignature.objects.count() == 2
    assert kinds(outcomes)["RecordVersion" if adopted else "SignaturesMissing"] == 1
    the_ledger_holds()
