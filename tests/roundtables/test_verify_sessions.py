"""Tampering with what was said in a session, or with its record, is found and named."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from roundtables.models import Correction, Session
from roundtables.models.guards import GUARDS
from tests import make, records

pytestmark = pytest.mark.django_db


@pytest.fixture
def session() -> Session:
    """A published record with one accepted and one refused correction, and one of an outcome."""
    session = records.said()
    outcome = records.outcome(session)
    records.circulated(session)
    records.decided(records.asked(session))
    records.decided(records.asked(session, "averages", "monthly averages", on=outcome))
    refused = records.asked(session, "students", "pupils", by=make.omar())
    records.decided(refused, Correction.State.REFUSED, answer="It was not said.")
    return records.published(session)


def tamper(sql: str) -> None:
    """Do what an administrator of the database could: take the guards down and change a row."""
    with connection.cursor() as cursor:
        for guard in GUARDS:
            for statement in guard.removal(connection.vendor):
                cursor.execute(statement)
        cursor.execute(sql)
        assert cursor.rowcount > 0


def verdict() -> str:
    with pytest.raises(CommandError) as complaint:
        call_command("verify_ledger")
    return str(complaint.value)


def test_an_untouched_record_holds(session: Session) -> None:
    call_command("verify_ledger")


TAMPERED = [
    (
        "UPDATE roundtables_interventionwording SET words = 'x' WHERE correction_id IS NOT NULL",
        "intervention",
    ),
    ("UPDATE roundtables_interventionwording SET written_by_id = {olga}", "intervention"),
    ("DELETE FROM roundtables_interventionwording WHERE correction_id IS NOT NULL", "intervention"),
    ("UPDATE roundtables_outcomewording SET words = 'x'", "outcome"),
    ("DELETE FROM roundtables_outcomewording", "outcome"),
    (
        "UPDATE roundtables_recordversion SET content_hash = 'x' WHERE number = 1",
        "record of {key}, version 1",
    ),
    ("UPDATE roundtables_recordversion SET content = '{{}}' WHERE number = 3", "record of {key}, version 3"),
    (
        "UPDATE roundtables_recordversion SET made_by_id = {olga} WHERE number = 2",
        "record of {key}, version 2",
    ),
    (
        "UPDATE roundtables_record SET state = 'corrected', adopted_at = NULL, published_at = NULL",
        "record of {key}",
    ),
    ("UPDATE roundtables_record SET published_at = NULL", "record of {key}: it was not published"),
    ("UPDATE roundtables_recordsignature SET signed_by_id = {olga} WHERE capacity = 'chair'", "as chair"),
    (
        "UPDATE roundtables_recordsignature SET content_hash = 'x' WHERE capacity = 'rapporteur'",
        "as rapporteur",
    ),
    (
        "DELETE FROM roundtables_recordsignature WHERE capacity = 'chair'",
        "was signed as chair, and that is gone",
    ),
    ("UPDATE roundtables_correction SET words = 'x' WHERE state = 'refused'", "not what was asked for"),
    (
        "UPDATE roundtables_correction SET proposed_by_id = {olga} WHERE state = 'refused'",
        "not what was asked",
    ),
    ("UPDATE roundtables_correction SET answer = 'x' WHERE state = 'refused'", "the decision is not the one"),
    (
        "UPDATE roundtables_correction SET state = 'accepted' WHERE state = 'refused'",
        "the decision is not the one",
    ),
    ("DELETE FROM roundtables_correction WHERE state = 'refused'", "was asked for and is gone"),
    ("UPDATE roundtables_intervention SET speaker_id = {olga}", "not those that were adopted"),
    (
        "UPDATE roundtables_sessionoutcome SET words = 'x', kind = 'disagreement'",
        "not those that were adopted",
    ),
]


@pytest.mark.parametrize(("sql", "named"), TAMPERED, ids=[sql[:60] for sql, _named in TAMPERED])
def test_tampering_is_named(session: Session, sql: str, named: str) -> None:
    tamper(sql.format(olga=make.olga().pk))

    assert named.format(key=session.key) in verdict()


def test_an_intervention_that_is_gone_is_named(session: Session) -> None:
    said = records.first(session)
    tamper(f"UPDATE roundtables_intervention SET key = 'zzzzzzz' WHERE id = {said.pk}")

    assert verdict().startswith("intervention zzzzzzz: its words are not those in the ledger")
