"""Check that nothing on record was changed: the chain, the published versions, what was said and answered."""

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from consultation.reports.verifying import verify_answers, verify_comments, verify_moderations
from consultation.reports.verifying_people import verify_people
from consultation.reports.verifying_rounds import verify_rounds
from consultation.reports.verifying_signatures import verify_contributions, verify_signatures
from consultation.reports.verifying_threads import verify_threads
from drafts.reports.verifying import (
    Fault,
    verify_amendments,
    verify_chain,
    verify_decisions,
    verify_revisions,
    verify_signoffs,
    verify_versions,
)
from drafts.reports.verifying_closing import verify_closing
from drafts.reports.verifying_positions import verify_positions


class Command(BaseCommand):
    help = (
        "Recompute the ledger’s chain of hashes, the content of published versions, and the words of comments "
        "and dispositions. Names the first bad entry and exits with 1."
    )

    # What is compared with the ledger, in this order; the app above adds its own.
    parts: ClassVar[tuple[Callable[[], Iterable[Fault]], ...]] = (
        verify_versions,
        verify_revisions,
        verify_comments,
        verify_moderations,
        verify_answers,
        verify_threads,
        verify_positions,
        verify_signoffs,
        verify_amendments,
        verify_decisions,
        verify_closing,
        verify_signatures,
        verify_contributions,
        verify_rounds,
        verify_people,
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        count, broken = verify_chain()
        if broken is not None:
            raise CommandError(f"{broken.where}: {broken.what}. The {count} entries before it hold.")
        for fault in chain.from_iterable(part() for part in self.parts):
            raise CommandError(f"{fault.where}: {fault.what}.")
        self.stdout.write(f"{count} entries hold, and so does everything they seal.")
