"""The database itself refuses what may not happen: tried with bare SQL, on whichever database the suite runs."""

import pytest
from django.db import IntegrityError, connection, transaction

from consultation.actions.dispositions import dispose, revise_answering
from consultation.actions.publishing import publish
from consultation.actions.silence import break_silence
from consultation.models import Comment, Outcome, ReopenedClause
from consultation.models.guards import GUARDS as CONSULTATION_GUARDS
from drafts.actions.amendments import propose_amendment, withdraw_amendment
from drafts.actions.positions import end_position, publish_position
from drafts.models import AmendmentKind, Version, Weight
from drafts.models.guards import GUARDS as DRAFTS_GUARDS
from drafts.models.guards import Guard
from drafts.models.ledger import digest
from roundtables.models.guards import GUARDS as ROUNDTABLES_GUARDS
from tests import closing, heard, held, make, session_statements

pytestmark = pytest.mark.django_db

GUARDS = (*DRAFTS_GUARDS, *CONSULTATION_GUARDS, *ROUNDTABLES_GUARDS)


@pytest.fixture
def answered() -> Comment:
    """A comment that was moderated, answered by a revision, and carried to Rev.1: a row in every table."""
    consultation = make.consultation()
    said = make.comment(make.Said("short-stay", quote="short-stay visas"), by=make.olga(), on=consultation)
    make.amended(consultation.version.text, "researchers", "teachers")
    working = Version.objects.working().get(text=consultation.version.text)
    wording = working.wordings.get(text__contains="short-stay")
    revision = revise_answering(
        by=make.person("Mia"),
        wording=wording,
        words="The partners shall simplify the procedures for short-stay and seasonal visas.",
        weight=Weight.SUBSTANCE,
        reason="Seasonal work was forgotten.",
        basis=digest(wording.text),
        answers=[said],
        at=make.NOON,
    )
    dispose(
        by=make.person("Mia"),
        comment=said,
        outcome=Outcome.ACCEPTED,
        reason="Taken in.",
        language="en",
        revisions=[revision],
        supersedes=None,
        at=make.NOON,
    )
    publish(by=make.person("Chloé"), version=working, at=make.NOON)
    make.signed(make.working(working.text), "seasonal")
    ReopenedClause.objects.create(consultation=consultation, clause=said.clause, revision=revision)
    adopted_after_a_broken_silence()
    heard.rows(said)
    held.rows(said)
    return said


def adopted_after_a_broken_silence() -> None:
    """Another text, whose silence was broken once, and which was adopted with a reservation."""
    version = closing.ready(make.published(make.text("another"), closing.AGREED).text)
    silence = closing.silence(version)
    break_silence(by=make.person("Mia"), silence=silence, clause=None, reason="Not yet.", at=make.NOON)
    clause = make.clause_that_says(version, "short-stay")
    closing.disclosed(version, clause, note="We may not.")
    closing.disclosed(version, clause, note="We must ask at home.")
    amendment = propose_amendment(
        by=make.person("Mia"),
        version=version,
        clause=clause,
        kind=AmendmentKind.DELETE,
        language="en",
        at=make.NOON,
    )
    withdraw_amendment(by=make.person("Mia"), amendment=amendment, at=make.NOON)
    closing.adopted(version)


def refused(sql: str) -> bool:
    """Whether the database turns a statement down; a statement that touches no row proves nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount > 0, f"no row to try it on: {sql}"
    except IntegrityError:
        return True
    return False


PUBLISHED = "(SELECT id FROM drafts_version WHERE state = 'published')"
STANDS = "withdrawn_at IS NULL"
REWRITES = [
    f"UPDATE drafts_wording SET text = 'other' WHERE version_id IN {PUBLISHED}",
    f"UPDATE drafts_placement SET label = '99' WHERE version_id IN {PUBLISHED}",
    "UPDATE drafts_version SET label = 'other' WHERE state = 'published'",
    "UPDATE drafts_version SET state = 'working' WHERE state = 'published'",
    "UPDATE drafts_clause SET key = 'other'",
    "UPDATE drafts_revision SET text = 'other'",
    "UPDATE drafts_ledgerentry SET payload = '{}'",
    "UPDATE consultation_comment SET body = 'other'",
    "UPDATE consultation_disposition SET reason = 'other'",
    "UPDATE consultation_disposition_revisions SET disposition_id = disposition_id",
    "UPDATE consultation_answered SET comment_id = comment_id",
    "UPDATE consultation_resolvedanchor SET exact = 'other'",
    "UPDATE consultation_reopenedclause SET clause_id = clause_id",
    "UPDATE drafts_amendment SET words = 'other'",
    "UPDATE drafts_signoff SET note = 'other'",
    "UPDATE drafts_silencebreak SET reason = 'other'",
    "UPDATE drafts_adoption SET adopted_at = adopted_at",
    "UPDATE drafts_reservation SET words = 'other'",
    "UPDATE drafts_silence SET state = 'running', closed_at = NULL WHERE state = 'broken'",
    "UPDATE drafts_amendmentstanding SET reason = 'other' WHERE state <> 'open'",
    "UPDATE drafts_position SET ended_at = NULL WHERE ended_at IS NOT NULL",
    "UPDATE consultation_consultation SET moderation = 'after'",
    "UPDATE consultation_guidingquestion SET number = 7",
    "UPDATE consultation_extension SET reason = 'other'",
    "UPDATE consultation_release SET released_at = released_at",
    "UPDATE consultation_submission SET submitted_at = submitted_at",
    "UPDATE consultation_contribution SET body = 'other'",
    "UPDATE consultation_signature SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
    "UPDATE consultation_endorsement SET withdrawn_at = NULL WHERE withdrawn_at IS NOT NULL",
    "UPDATE consultation_reply SET body = 'other'",
    "UPDATE consultation_duplicate SET parted_at = NULL WHERE parted_at IS NOT NULL",
    "UPDATE consultation_reaction SET reason = 'other'",
    "UPDATE consultation_moderationanswer SET body = 'other'",
    "UPDATE consultation_vetting SET words = 'other'",
    "UPDATE consultation_vetting SET words = '', step = 'accepted'",
    "UPDATE consultation_vetting SET words = '', taken_by_id = taken_by_id + 1",
    "UPDATE consultation_vetting SET words = '', registration_id = registration_id + 1",
    "UPDATE consultation_consultation SET key = 'other'",
    "UPDATE consultation_consultation SET version_id = version_id + 1",
    "UPDATE consultation_consultation SET scope = 'reopened'",
    f"UPDATE consultation_signature SET comment_id = comment_id + 1 WHERE {STANDS}",
    f"UPDATE consultation_signature SET organisation_id = organisation_id + 1 WHERE {STANDS}",
    f"UPDATE consultation_signature SET signed_by_id = signed_by_id + 1 WHERE {STANDS}",
    f"UPDATE consultation_endorsement SET comment_id = comment_id + 1 WHERE {STANDS}",
    f"UPDATE consultation_endorsement SET endorsed_by_id = endorsed_by_id + 1 WHERE {STANDS}",
    "UPDATE consultation_duplicate SET original_id = original_id + 7 WHERE parted_at IS NULL",
    "UPDATE consultation_duplicate SET comment_id = comment_id + 7 WHERE parted_at IS NULL",
    "UPDATE consultation_reply SET organisation_id = 1",
    "UPDATE consultation_reply SET key = 'other'",
    "UPDATE consultation_reply SET language = 'fr'",
    "UPDATE consultation_reply SET request_id = id, kind = 'clarification'",
    "UPDATE consultation_membership SET ended_at = NULL WHERE ended_at IS NOT NULL",
    "UPDATE consultation_membership SET organisation_id = organisation_id + 1",
    "UPDATE consultation_membership SET user_id = user_id + 100",
    "UPDATE consultation_membership SET organisation_id = NULL, category = 'academia'",
    "UPDATE consultation_spokenfor SET name = 'other'",
    "UPDATE consultation_spokenfor SET country = 'SN'",
    "UPDATE consultation_spokenfor SET platform_id = platform_id + 1",
]
REMOVALS = [
    f"DELETE FROM drafts_wording WHERE version_id IN {PUBLISHED}",
    f"DELETE FROM drafts_placement WHERE version_id IN {PUBLISHED}",
    "DELETE FROM drafts_version WHERE state = 'published'",
    "DELETE FROM drafts_clause",
    "DELETE FROM drafts_revision",
    "DELETE FROM drafts_ledgerentry",
    "DELETE FROM drafts_ledgerhead",
    "DELETE FROM consultation_comment",
    "DELETE FROM consultation_standing",
    "DELETE FROM consultation_moderation",
    "DELETE FROM consultation_disposition",
    "DELETE FROM consultation_disposition_revisions",
    "DELETE FROM consultation_answered",
    "DELETE FROM consultation_resolvedanchor",
    "DELETE FROM consultation_reopenedclause",
    "DELETE FROM drafts_amendment",
    "DELETE FROM drafts_amendmentstanding",
    "DELETE FROM drafts_position",
    "DELETE FROM drafts_signoff",
    "DELETE FROM drafts_silence",
    "DELETE FROM drafts_silencebreak",
    "DELETE FROM drafts_adoption",
    "DELETE FROM drafts_reservation",
    "DELETE FROM consultation_consultation",
    "DELETE FROM consultation_guidingquestion",
    "DELETE FROM consultation_extension",
    "DELETE FROM consultation_release",
    "DELETE FROM consultation_submission",
    "DELETE FROM consultation_contribution",
    "DELETE FROM consultation_signature",
    "DELETE FROM consultation_endorsement",
    "DELETE FROM consultation_reply",
    "DELETE FROM consultation_duplicate",
    "DELETE FROM consultation_reaction",
    "DELETE FROM consultation_moderationanswer",
    "DELETE FROM consultation_membership",
    "DELETE FROM consultation_spokenfor",
    "DELETE FROM consultation_registration",
    "DELETE FROM consultation_vetting",
    "DELETE FROM consultation_invitation",
]
WORDS = (
    "version_id, clause_id, language, text, state, before, change, weight, reason, act, stood_after, stood_as"
)
VERSION = "text_id, number, slug, label, state, content_hash, opened_at, published_at, published_by_id"
PLACES = "version_id, clause_id, position, depth, kind, label"
ADDITIONS = [
    f"""INSERT INTO drafts_wording ({WORDS}) SELECT {WORDS.replace("language", "'pt'")}
        FROM drafts_wording WHERE version_id IN {PUBLISHED}""",
    f"""INSERT INTO drafts_version ({VERSION}) SELECT {VERSION.replace("number, slug", "number + 1, 'next'")}
        FROM drafts_version WHERE id IN (SELECT version_id FROM drafts_adoption)""",
    f"""INSERT INTO drafts_placement ({PLACES}) SELECT {PLACES.replace("position", "position + 1000")}
        FROM drafts_placement WHERE version_id IN {PUBLISHED}""",
]
MOVES = [
    f"""UPDATE drafts_wording SET version_id = (SELECT min(id) FROM drafts_version WHERE state = 'published'),
        language = 'pt' WHERE version_id NOT IN {PUBLISHED}""",
]


OF_SESSIONS = [*session_statements.REWRITES, *session_statements.REMOVALS, *session_statements.ADDITIONS]


@pytest.mark.parametrize("sql", [*REWRITES, *REMOVALS, *ADDITIONS, *MOVES, *OF_SESSIONS])
def test_the_database_refuses(answered: Comment, sql: str) -> None:
    assert refused(sql)


def test_words_in_work_can_be_changed_and_removed(answered: Comment) -> None:
    working = "(SELECT id FROM drafts_version WHERE state = 'working')"

    assert not refused(f"UPDATE drafts_wording SET text = 'other' WHERE version_id IN {working}")
    assert not refused(f"DELETE FROM drafts_wording WHERE version_id IN {working}")


def test_what_is_not_settled_can_be_changed(answered: Comment) -> None:
    """A position is ended, and one that was ended before it was published may still be published."""
    mia, position = make.person("Mia"), make.taken(answered.consultation.version.text, "bilateral")
    end_position(by=mia, position=position, at=make.NOON)
    publish_position(by=mia, position=position, at=make.NOON)
    position.refresh_from_db()

    assert position.ended_at == position.published_at == make.NOON
    assert not refused("UPDATE drafts_position SET ended_at = stated_at WHERE ended_at IS NULL")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has REPLACE")
@pytest.mark.parametrize(
    "table", sorted({guard.table for guard in GUARDS if "UPDATE" in guard.acts} - {"drafts_descent"})
)
def test_sqlite_refuses_to_replace(answered: Comment, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        row = cursor.fetchone()
    places = ", ".join(["%s"] * len(row))
    with (
        pytest.raises(IntegrityError, match="is refused"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"INSERT OR REPLACE INTO {table} VALUES ({places})", row)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.table)
def test_every_guard_is_up(db: None, guard: Guard) -> None:
    names = {guard.name(act) for act in guard.acts}
    if connection.vendor == "sqlite":
        listing = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        listing = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'O'"
        names |= {guard.name("TRUNCATE")} if "DELETE" in guard.acts else set()
    with connection.cursor() as cursor:
        cursor.execute(listing)
        up = {name for (name,) in cursor.fetchall()}

    assert names <= up


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no TRUNCATE")
def test_postgresql_refuses_to_truncate(answered: Comment) -> None:
    with connection.cursor() as cursor:
        # Foreign keys are checked when a transaction ends; what is still to be checked would hide the guard.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for guard in GUARDS:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {guard.table} CASCADE")
