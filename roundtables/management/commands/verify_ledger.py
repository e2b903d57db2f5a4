"""The check of the ledger, with the records of sessions in it."""

from typing import ClassVar

from consultation.management.commands import verify_ledger
from roundtables.reports.verifying import (
    verify_adopted,
    verify_corrections,
    verify_interventions,
    verify_outcome_words,
    verify_record_signatures,
    verify_record_versions,
    verify_records,
)
from roundtables.reports.verifying_learning import verify_learning


class Command(verify_ledger.Command):
    """What the consultation compares, and then what was said in sessions and how its record came about."""

    help = f"{verify_ledger.Command.help} So are the records of sessions, their signatures and corrections."
    parts: ClassVar = (
        *verify_ledger.Command.parts,
        verify_interventions,
        verify_outcome_words,
        verify_record_versions,
        verify_records,
        verify_record_signatures,
        verify_corrections,
        verify_adopted,
        verify_learning,
    )
