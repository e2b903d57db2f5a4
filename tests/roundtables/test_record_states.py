"""The record of a session in its four states: who takes it from one to the next, and what cannot happen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from consultation.models import Attribution, Letter
from drafts.models import LedgerEntry
from drafts.models.ledger import canonical, digest
from roundtables.actions.records import (
    CorrectionsOpen,
    NothingCorrected,
    RecordChanged,
    SignaturesMissing,
    adopt_record,
    circulate_record,
    correct_record,
    publish_record,
    sign_record,
)
from roundtables.models import (
    Attendance,
    Correction,
    InterventionWording,
    Record,
    RecordSignature,
    RecordVersion,
    Session,
)
from tests import make, records, sessions

pytestmark = pytest.mark.django_db

State = Record.State
Capacity = RecordSignature.Capacity


def versions(session: Session) -> list[tuple[int, str]]:
    return list(
        RecordVersion.objects.filter(record=session.pk).order_by("number").values_list("number", "state")
    )


def verbs(session: Session) -> list[str]:
    entries = LedgerEntry.objects.filter(object_type="session", object_key=session.key)
    return list(entries.order_by("sequence").values_list("verb", flat=True))


def test_circulating_keeps_what_stands_in_order() -> None:
    session = records.said()
    sessions.intervention(session, "Said before.", minutes=-5)
    struck = sessions.intervention(session, "Never said.", minutes=9)
    type(struck).objects.filter(pk=struck.pk).update(struck_at=make.NOON, struck_because="Twice.")
    records.outcome(session)
    records.circulated(session)

    content = RecordVersion.objects.get(record=session.pk).content
    assert [each["words"] for each in content["interventions"]] == [
        "Said before.",
        records.WORDS,
        records.OTHER,
    ]
    assert [each["kind"] for each in content["outcomes"]] == ["recommendation"]
    assert content["head"]["title"] == sessions.TERMS.title


def test_the_hash_of_a_version_is_that_of_its_content() -> None:
    session = records.circulated()
    version = RecordVersion.objects.get(record=session.pk)

    assert version.content_hash == digest(canonical(version.content))


@pytest.mark.parametrize("rule", list(Attribution))
def test_a_version_knows_speakers_by_keys_and_only_where_they_are_named(rule: Attribution) -> None:
    session = records.circulated(records.said(rule))
    version = RecordVersion.objects.get(record=session.pk)
    said = version.content["interventions"][0]

    assert said["speaker"] == (make.olga().key if rule == Attribution.NAMED else "")
    assert said["category"] == ("" if rule == Attribution.NONE else "civil_society")
    assert "Olga" not in canonical(version.content)


def test_those_who_attended_are_told_where_to_read_it() -> None:
    session = records.said()
    sessions.attended_by(session, make.person("Nils"))
    Attendance.objects.filter(user=make.omar()).update(removed_at=make.NOON, removed_by=make.secretariat())
    records.circulated(session)

    told = Letter.objects.filter(kind=Letter.Kind.RECORD)
    assert {letter.to for letter in told} == {make.olga(), make.person("Nils")}


@pytest.mark.parametrize("name", ["Chloé", "Sena", "Olga", "Nils"])
def test_nobody_but_a_rapporteur_circulates(name: str) -> None:
    session = records.said()
    with pytest.raises(PermissionDenied):
        circulate_record(
            by=make.person(name),
            session=session,
            corrections_until=records.UNTIL,
            path=records.PATH,
            at=records.OUT,
        )
    assert records.record_of(session).state == State.NOTES


def test_a_record_is_circulated_once_and_with_some_time_for_corrections() -> None:
    session = records.said()
    with pytest.raises(PermissionDenied, match="some time"):
        records.circulated(session, until=records.OUT)
    records.circulated(session)
    with pytest.raises(PermissionDenied, match="already"):
        records.circulated(session)
    assert versions(session) == [(1, "circulated")]


def test_notes_with_nothing_in_them_are_not_circulated() -> None:
    with pytest.raises(PermissionDenied, match="nothing in the notes"):
        records.circulated(sessions.session())


def test_nothing_is_written_into_the_notes_once_they_went_out() -> None:
    session = records.circulated()
    with pytest.raises(PermissionDenied, match="by a correction"):
        sessions.intervention(session, "One more thing.", minutes=30)


def test_a_round_is_not_closed_before_its_time() -> None:
    session = records.circulated()
    with pytest.raises(PermissionDenied, match="given the time"):
        records.corrected(session, at=records.UNTIL - timedelta(seconds=1))
    assert records.corrected(session, at=records.UNTIL).number == 2


def test_a_round_is_not_closed_while_a_correction_is_open() -> None:
    session = records.circulated()
    records.asked(session)
    with pytest.raises(CorrectionsOpen) as waiting:
        records.corrected(session)
    assert waiting.value.number == 1


def test_another_round_gives_time_again_and_tells_everybody() -> None:
    session = records.circulated()
    later = records.AFTER + timedelta(days=7)
    remy = make.person(sessions.REMY)
    correct_record(by=remy, session=session, path=records.PATH, at=records.AFTER, until=later)

    assert records.record_of(session).corrections_until == later
    assert Letter.objects.filter(kind=Letter.Kind.RECORD, to=make.olga()).count() == 2
    records.decided(records.asked(session, at=records.AFTER), at=records.AFTER)
    assert (
        records.corrected(session, at=later).content["interventions"][0]["words"].count("far too long") == 1
    )
    assert versions(session) == [(1, "circulated"), (2, "corrected"), (3, "corrected")]


def test_a_version_that_says_the_same_is_not_made_again() -> None:
    session = records.circulated()
    records.corrected(session)
    with pytest.raises(NothingCorrected):
        records.corrected(session)


def test_what_is_signed_is_the_exact_content_of_the_last_version() -> None:
    session = records.circulated()
    version = records.corrected(session)
    chloe = make.person("Chloé")
    with pytest.raises(RecordChanged):
        sign_record(by=chloe, session=session, capacity=Capacity.CHAIR, content="0" * 64, at=records.AFTER)
    first = sign_record(
        by=chloe, session=session, capacity=Capacity.CHAIR, content=version.content_hash, at=records.AFTER
    )
    again = sign_record(
        by=chloe, session=session, capacity=Capacity.CHAIR, content=version.content_hash, at=records.AFTER
    )
    assert first == again
    assert first.content_hash == version.content_hash


def test_signing_is_refused_if_the_words_are_not_those_of_the_version() -> None:
    session = records.circulated()
    refused = records.asked(session)
    records.decided(refused, Correction.State.REFUSED, answer="No.")
    records.corrected(session)
    InterventionWording.objects.create(
        intervention=records.first(session),
        words="Slipped in.",
        written_by=make.olga(),
        written_at=make.NOON,
        correction=refused,
    )
    with pytest.raises(RecordChanged):
        records.signed(session)


def test_the_database_refuses_words_without_a_correction_once_the_record_went_out() -> None:
    session = records.circulated()
    with pytest.raises(IntegrityError), transaction.atomic():
        InterventionWording.objects.create(
            intervention=records.first(session), words="x", written_by=make.olga(), written_at=make.NOON
        )


def test_a_circulated_record_is_not_signed_yet() -> None:
    session = records.circulated()
    with pytest.raises(PermissionDenied, match="once the time for corrections is over"):
        records.signed(session)


@pytest.mark.parametrize(
    ("name", "capacity"),
    [
        ("Chloé", Capacity.RAPPORTEUR),
        ("Remy", Capacity.CHAIR),
        ("Sena", Capacity.CHAIR),
        ("Olga", Capacity.RAPPORTEUR),
    ],
)
def test_nobody_signs_for_another_office(name: str, capacity: RecordSignature.Capacity) -> None:
    session = records.circulated()
    content = records.corrected(session).content_hash
    with pytest.raises(PermissionDenied):
        sign_record(
            by=make.person(name), session=session, capacity=capacity, content=content, at=records.AFTER
        )


@pytest.mark.parametrize("names", [("Chloé",), ("Remy",)])
def test_one_signature_is_not_enough(names: tuple[str, ...]) -> None:
    session = records.circulated()
    content = records.corrected(session).content_hash
    records.signed(session, *names)
    with pytest.raises(SignaturesMissing):
        adopt_record(by=make.person("Chloé"), session=session, content=content, at=records.AFTER)


def test_signatures_under_an_earlier_version_do_not_count() -> None:
    session = records.circulated()
    later = records.AFTER + timedelta(days=3)
    records.corrected(session)
    records.signed(session, "Chloé")
    remy = make.person(sessions.REMY)
    correct_record(by=remy, session=session, path=records.PATH, at=records.AFTER, until=later)
    records.decided(records.asked(session, at=records.AFTER), at=records.AFTER)
    content = records.corrected(session, at=later).content_hash
    records.signed(session, sessions.REMY, at=later)

    with pytest.raises(SignaturesMissing):
        adopt_record(by=make.person("Chloé"), session=session, content=content, at=later)


def test_an_adopted_record_says_what_was_signed() -> None:
    session = records.adopted()
    signed, adopted = RecordVersion.objects.filter(record=session.pk).order_by("number")[1:]

    assert versions(session) == [(1, "circulated"), (2, "corrected"), (3, "adopted")]
    assert adopted.content_hash == signed.content_hash
    assert records.record_of(session).adopted_at == records.AFTER
    assert verbs(session)[-5:] == ["circulated", "circulated", "countersigned", "countersigned", "recorded"]


@pytest.mark.parametrize("name", ["Remy", "Olga", "Nils"])
def test_neither_rapporteurs_nor_attendees_adopt(name: str) -> None:
    session = records.circulated()
    content = records.corrected(session).content_hash
    records.signed(session)
    with pytest.raises(PermissionDenied):
        adopt_record(by=make.person(name), session=session, content=content, at=records.AFTER)


INTO = {
    "intervention": "roundtables_interventionwording"
    " (words, written_at, correction_id, written_by_id, intervention_id)",
    "outcome": "roundtables_outcomewording (words, written_at, correction_id, written_by_id, outcome_id)",
    "version": "roundtables_recordversion"
    " (record_id, number, state, content, content_hash, made_by_id, made_at)",
    "signature": "roundtables_recordsignature (version_id, capacity, content_hash, signed_by_id, signed_at)",
}


def refused(sql: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_to_change_an_adopted_record() -> None:
    session = records.circulated()
    records.decided(records.asked(session))
    outcome = records.outcome(session)
    records.adopted(session)
    said, by = records.first(session).pk, make.olga().pk
    kept = RecordVersion.objects.get(record=session.pk, state=State.ADOPTED)
    written = f"'x', '2017-06-14 12:00:00+00:00', NULL, {by}"

    assert [
        refused(sql)
        for sql in (
            f"INSERT INTO {INTO['intervention']} VALUES ({written}, {said})",
            f"INSERT INTO {INTO['outcome']} VALUES ({written}, {outcome.pk})",
            f"INSERT INTO {INTO['version']} VALUES ({session.pk}, 9, 'corrected', '{{}}', '', {by}, '2017-06-14')",
            f"INSERT INTO {INTO['signature']} VALUES ({kept.pk}, 'chair', '', {by}, '2017-06-14')",
            f"UPDATE roundtables_record SET state = 'corrected', adopted_at = NULL WHERE session_id = {session.pk}",
            f"UPDATE roundtables_intervention SET category = '' WHERE id = {said}",
            f"UPDATE roundtables_recordversion SET content_hash = 'x' WHERE id = {kept.pk}",
            f"DELETE FROM roundtables_recordsignature WHERE version_id <> {kept.pk}",
        )
    ] == [True] * 8


def test_an_adopted_record_takes_nothing_more() -> None:
    session = records.adopted()
    version = RecordVersion.objects.get(record=session.pk, state=State.ADOPTED)
    for act in (
        lambda: records.asked(session),
        lambda: records.corrected(session),
        lambda: records.signed(session),
        lambda: adopt_record(
            by=make.person("Chloé"), session=session, content=version.content_hash, at=records.AFTER
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_secretariat_publishes_what_is_adopted_once() -> None:
    session = records.circulated()
    with pytest.raises(PermissionDenied, match="once it is adopted"):
        publish_record(by=make.secretariat(), session=session, at=records.AFTER)
    records.published(session)
    with pytest.raises(PermissionDenied, match="already"):
        publish_record(by=make.secretariat(), session=session, at=records.AFTER)
    told = LedgerEntry.objects.get(verb="opened_record")
    assert RecordVersion.objects.get(record=session.pk, state=State.ADOPTED).content_hash in told.payload


@pytest.mark.parametrize("name", ["Remy", "Chloé", "Olga"])
def test_nobody_but_the_secretariat_publishes(name: str) -> None:
    session = records.adopted()
    with pytest.raises(PermissionDenied):
        publish_record(by=make.person(name), session=session, at=records.AFTER)


def test_a_record_nobody_would_find_is_not_published() -> None:
    session = records.said()
    type(session).objects.filter(pk=session.pk).update(announced_at=None)
    records.adopted(records.circulated(session))
    with pytest.raises(PermissionDenied, match="agenda"):
        publish_record(by=make.secretariat(), session=session, at=records.AFTER)


def test_the_ledger_keeps_a_record_under_seal_until_it_is_public() -> None:
    session = records.adopted()
    payloads = " ".join(LedgerEntry.objects.values_list("payload", flat=True))

    assert records.WORDS not in payloads
    assert RecordVersion.objects.get(record=session.pk, number=1).content_hash not in payloads
