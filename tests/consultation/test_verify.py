"""`manage.py verify_ledger` finds an answer, a comment or a version that was changed or taken away."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consultation.actions.moderation import moderate_comment
from consultation.models import Comment, Consultation, Disposition, Outcome, Standing
from consultation.models.guards import GUARDS as CONSULTATION_GUARDS
from drafts.actions.wordings import revise_wording
from drafts.models import Amendment, Revision, SignOff, Version, Weight
from drafts.models.guards import GUARDS as DRAFTS_GUARDS
from drafts.models.guards import SETTLED_GUARDS
from drafts.models.ledger import digest
from tests import make
from tests.make import Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer() -> Disposition:
    consultation = make.consultation(moderation=Consultation.Moderation.AFTER)
    said = make.comment(Said("short-stay", quote="visas"), by=make.olga(), on=consultation)
    return make.answered(said, Outcome.REJECTED, reason="The law forbids it.")


@pytest.fixture
def unguarded(answer: Disposition) -> None:
    """What an administrator of the database can do: take the guards down; the test's rollback puts them up."""
    editor = connection.schema_editor()
    for guard in (*DRAFTS_GUARDS, *CONSULTATION_GUARDS):
        guard.take_down(editor)


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount > 0


def complaint() -> str:
    with pytest.raises(CommandError) as found:
        call_command("verify_ledger")
    assert found.value.returncode == 1
    return str(found.value)


def test_what_nobody_touched_holds(answer: Disposition, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_ledger")

    assert "entries hold, and so does everything they seal" in capsys.readouterr().out


def test_an_empty_site_holds(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_ledger")

    assert capsys.readouterr().out.startswith("0 entries hold")


@pytest.mark.parametrize("change", ["reason = 'No.'", "outcome = 'noted'", "reason = 'The law forbids it. '"])
def test_a_changed_answer_is_found(answer: Disposition, unguarded: None, change: str) -> None:
    run(f"UPDATE consultation_disposition SET {change}")

    assert complaint() == f"disposition {answer.pk}: it is not the answer in the ledger."


def test_an_answer_put_on_another_comment_is_found(answer: Disposition, unguarded: None) -> None:
    other = make.comment(Said("researchers"), by=make.omar(), on=answer.comment.consultation)
    run("UPDATE consultation_standing SET disposition_id = NULL")
    run(f"UPDATE consultation_disposition SET comment_id = {other.pk}")

    assert complaint() == f"disposition {answer.pk}: it is not the answer in the ledger."


def test_an_answer_that_is_gone_is_missed(answer: Disposition, unguarded: None) -> None:
    run("UPDATE consultation_standing SET disposition_id = NULL")
    run("DELETE FROM consultation_disposition")

    assert complaint() == f"disposition {answer.pk}: was given and is gone."


@pytest.mark.parametrize(
    "change",
    [
        "body = 'I agree.'",
        "proposed_wording = 'Visas are free.'",
        "quote = 'visa'",
        "start = start + 1",
        "kind = 'editorial'",
        "language = 'fr'",
    ],
)
def test_a_changed_comment_is_found(answer: Disposition, unguarded: None, change: str) -> None:
    run(f"UPDATE consultation_comment SET {change}")

    assert complaint() == f"comment {answer.comment.reference}: its words are not those in the ledger."


def test_a_comment_put_under_another_clause_is_found(answer: Disposition, unguarded: None) -> None:
    clause = make.clause_that_says(answer.comment.consultation.version, "researchers")
    run(f"UPDATE consultation_comment SET clause_id = {clause.pk}")

    assert complaint() == f"comment {answer.comment.reference}: its words are not those in the ledger."


def test_a_comment_nobody_submitted_is_found(answer: Disposition) -> None:
    said = Comment.objects.get()
    said.pk, said.reference = None, "abc1234"
    said.save(force_insert=True)

    assert complaint() == "comment abc1234: its words are not those in the ledger."


def test_a_label_changed_in_a_published_version_is_found(answer: Disposition, unguarded: None) -> None:
    version = answer.comment.consultation.version
    run(f"UPDATE drafts_placement SET label = '99' WHERE version_id = {version.pk} AND label = '1.'")

    assert complaint() == "version legal-mobility/zero-draft: its content does not match its hash."


def test_a_version_resealed_with_other_words_is_found(answer: Disposition, unguarded: None) -> None:
    version = answer.comment.consultation.version
    run(f"UPDATE drafts_version SET content_hash = '{'0' * 64}' WHERE id = {version.pk}")

    assert complaint() == "version legal-mobility/zero-draft: its hash is not the one in the ledger."


def test_a_version_taken_back_into_work_is_found(answer: Disposition, unguarded: None) -> None:
    version = answer.comment.consultation.version
    run(f"DELETE FROM drafts_wording WHERE version_id <> {version.pk}")
    run(f"DELETE FROM drafts_placement WHERE version_id <> {version.pk}")
    run(f"DELETE FROM drafts_version WHERE id <> {version.pk}")
    run("UPDATE drafts_version SET state = 'working', published_at = NULL, content_hash = ''")

    assert complaint() == "version legal-mobility/zero-draft: was published and is gone."


@pytest.fixture
def revised(answer: Disposition) -> Revision:
    version = Version.objects.working().get()
    wording = version.wordings.select_related("version__text", "clause").get(text__contains="short-stay")
    return revise_wording(
        by=make.person("Mia"),
        wording=wording,
        words="The partners shall simplify short-stay and seasonal visas.",
        weight=Weight.SUBSTANCE,
        reason="Seasonal work was forgotten.",
        basis=digest(wording.text),
        at=make.NOON,
    )


def test_a_changed_revision_is_found(revised: Revision, unguarded: None) -> None:
    run(f"UPDATE drafts_revision SET before = 'other' WHERE history_id = {revised.history_id}")

    assert complaint() == f"revision {revised.history_id}: its words are not those in the ledger."


def test_a_revision_that_was_taken_away_is_missed(revised: Revision, unguarded: None) -> None:
    run(f"DELETE FROM drafts_revision WHERE history_id = {revised.history_id}")

    assert complaint() == f"revision {revised.history_id}: was made and is gone."


@pytest.fixture
def moderated(answer: Disposition) -> Comment:
    comment = answer.comment
    moderate_comment(
        by=make.secretariat(),
        comment=comment,
        was=Standing.State.VISIBLE,
        state=Standing.State.HIDDEN,
        reason="It names a private person.",
        at=make.NOON,
    )
    return comment


def test_a_changed_moderation_is_found(moderated: Comment, unguarded: None) -> None:
    run("UPDATE consultation_moderation SET reason = 'Off topic.'")

    assert complaint() == f"comment {moderated.reference}: its moderation is not the one in the ledger."


@pytest.fixture
def signature(answer: Disposition) -> SignOff:
    (made,) = make.signed(Version.objects.working().select_related("text").get(), "short-stay")
    return made


@pytest.mark.parametrize(
    "change",
    ["verdict = 'sent_back', note = 'No.'", f"words = '{'0' * 64}'", "upto = upto + 9", "note = 'x'"],
)
def test_a_changed_signature_is_found(signature: SignOff, unguarded: None, change: str) -> None:
    run(f"UPDATE drafts_signoff SET {change}")

    assert complaint() == (
        f"sign-off legal-mobility/rev-1 {signature.clause.key}: it is not the one in the ledger."
    )


def test_a_signature_that_was_taken_away_is_missed(signature: SignOff, unguarded: None) -> None:
    run("DELETE FROM drafts_signoff")

    assert complaint() == f"sign-off legal-mobility/rev-1 {signature.clause.key}: was given and is gone."


def test_a_signature_nobody_gave_is_found(signature: SignOff) -> None:
    call_command("verify_ledger")
    signature.pk = None
    signature.save(force_insert=True)

    assert "it is not the one in the ledger" in complaint()


@pytest.fixture
def amended(answer: Disposition) -> Amendment:
    return make.amended(answer.comment.consultation.version.text, "researchers", "teachers")


@pytest.mark.parametrize(
    "change",
    [
        "words = 'other'",
        "basis = 'other'",
        "rationale = 'Because.'",
        "kind = 'delete'",
        "delegation = 'Togo'",
        "language = 'fr'",
    ],
)
def test_a_changed_amendment_is_found(amended: Amendment, unguarded: None, change: str) -> None:
    run(f"UPDATE drafts_amendment SET {change}")

    assert complaint() == f"amendment {amended.key}: it is not what the ledger says was proposed."


def test_an_amendment_put_under_another_name_is_found(amended: Amendment, unguarded: None) -> None:
    run(f"UPDATE drafts_amendment SET proposed_by_id = {make.person('Paul').pk}")

    assert complaint() == f"amendment {amended.key}: it is not what the ledger says was proposed."


def test_an_amendment_that_is_gone_is_missed(amended: Amendment, unguarded: None) -> None:
    run("DELETE FROM drafts_amendmentstanding")
    run("DELETE FROM drafts_amendment")

    assert complaint() == f"amendment {amended.key}: was proposed and is gone."


@pytest.mark.parametrize("change", ["reason = 'Never.'", "state = 'withdrawn'", "state = 'open'"])
def test_a_changed_decision_is_found(amended: Amendment, unguarded: None, change: str) -> None:
    make.rejected(amended)
    run(f"UPDATE drafts_amendmentstanding SET {change}")

    assert complaint() == f"amendment {amended.key}: it stands otherwise than it was decided."


def test_a_decision_that_nobody_made_is_found(amended: Amendment) -> None:
    run("UPDATE drafts_amendmentstanding SET state = 'rejected', reason = 'No.'")

    assert complaint() == f"amendment {amended.key}: it stands otherwise than it was decided."


def test_an_amendment_said_to_be_in_another_revision_is_found(amended: Amendment) -> None:
    first = Revision.objects.earliest("history_id").history_id
    amended_by = make.accepted(amended)
    editor = connection.schema_editor()
    for guard in SETTLED_GUARDS:
        guard.take_down(editor)
    run(f"UPDATE drafts_amendmentstanding SET revision_id = {first}")

    assert complaint() == f"amendment {amended.key}: it stands otherwise than it was decided."
    run(
        f"UPDATE drafts_amendmentstanding SET revision_id = {amended_by.pk}, decided_by_id = {make.person('Mia').pk}"
    )
    assert complaint() == f"amendment {amended.key}: it stands otherwise than it was decided."
