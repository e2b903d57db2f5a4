"""The ledger: every act is in it, and tampering is found, named, and fails the command."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from consultation.models import Comment
from consultation.models.guards import GUARDS as CONSULTATION_GUARDS
from drafts.models import LedgerEntry, LedgerHead, Wording
from drafts.models.guards import GUARDS as DRAFTS_GUARDS
from drafts.models.ledger import GENESIS, digest
from roundtables.models.guards import GUARDS as ROUNDTABLES_GUARDS
from tests import make

pytestmark = pytest.mark.django_db
Verb = LedgerEntry.Verb


@pytest.fixture
def commented() -> Comment:
    return make.comment(make.Said("short-stay"), by=make.olga(), on=make.consultation())


def tamper(sql: str) -> None:
    """Do what an administrator of the database could: take the guards down and change a row."""
    with connection.cursor() as cursor:
        for guard in (*DRAFTS_GUARDS, *CONSULTATION_GUARDS, *ROUNDTABLES_GUARDS):
            for statement in guard.removal(connection.vendor):
                cursor.execute(statement)
        cursor.execute(sql)
        assert cursor.rowcount > 0


def verdict() -> str:
    """What `verify_ledger` complains of."""
    with pytest.raises(CommandError) as complaint:
        call_command("verify_ledger")
    assert complaint.value.returncode == 1
    return str(complaint.value)


def test_each_act_is_one_entry_that_follows_from_the_last(commented: Comment) -> None:
    entries = list(LedgerEntry.objects.order_by("sequence"))

    assert [entry.sequence for entry in entries] == list(range(1, len(entries) + 1))
    assert [entry.previous_hash for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]
    assert [entry.verb for entry in entries][-6:] == [
        Verb.GRANTED,
        Verb.IMPORTED,
        Verb.PUBLISHED,
        Verb.OPENED,
        Verb.COMMENTED,
        Verb.MODERATED,
    ]
    assert LedgerHead.objects.get().hash == entries[-1].hash


def test_the_ledger_names_nobody_and_quotes_nothing(commented: Comment) -> None:
    everything = " ".join(LedgerEntry.objects.values_list("payload", flat=True))

    assert "olga" not in everything.lower()
    assert commented.body not in everything
    assert commented.words_hash() not in LedgerEntry.objects.get(verb=Verb.COMMENTED).payload
    assert json.loads(LedgerEntry.objects.get(verb=Verb.MODERATED).payload)["words"] == commented.words_hash()


def test_an_untouched_ledger_holds(commented: Comment, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_ledger")

    assert f"{LedgerEntry.objects.count()} entries hold" in capsys.readouterr().out


def test_a_changed_entry_is_named(commented: Comment) -> None:
    tamper("UPDATE drafts_ledgerentry SET actor = 'nobody' WHERE sequence = 3")

    assert verdict().startswith("entry 3: its content does not match its hash. The 2 entries before it hold.")


def test_an_entry_rewritten_with_its_hash_breaks_the_next_one(commented: Comment) -> None:
    entry = LedgerEntry.objects.get(sequence=3)
    entry.actor = "nobody"
    tamper(
        f"UPDATE drafts_ledgerentry SET actor = 'nobody', hash = '{digest(entry.sealed_content())}' "
        "WHERE sequence = 3"
    )

    assert verdict().startswith("entry 4: does not follow from the entry before it")


def test_a_removed_entry_is_missed(commented: Comment) -> None:
    tamper("DELETE FROM drafts_ledgerentry WHERE sequence = 3")

    assert "entry 3 is missing" in verdict()


def test_the_end_cannot_be_cut_off(commented: Comment) -> None:
    last = LedgerEntry.objects.count()
    tamper(f"DELETE FROM drafts_ledgerentry WHERE sequence = {last}")

    assert verdict().startswith(f"entry {last}: missing")


def test_changed_words_of_a_published_version_are_found(commented: Comment) -> None:
    version = commented.consultation.version
    wording = Wording.objects.filter(version=version).first()
    assert wording is not None
    tamper(f"UPDATE drafts_wording SET text = 'other' WHERE id = {wording.pk}")

    assert verdict() == f"version {version.text.slug}/{version.slug}: its content does not match its hash."


def test_changed_words_of_a_comment_are_found(commented: Comment) -> None:
    tamper("UPDATE consultation_comment SET body = 'I agree.'")

    assert verdict() == f"comment {commented.reference}: its words are not those in the ledger."
