"""What happened to a clause, change by change, over all its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from drafts.models import Change, Revision, Version, Weight
from drafts.text.diff import Change as WordChange
from drafts.text.diff import diff_words
from drafts.text.inline import plain


@dataclass(frozen=True, slots=True)
class RevisionReading:
    """One tracked change as it is read: who, when, why, and the redline on plain words."""

    id: int
    at: datetime
    by: str
    version: Version
    clause_id: int
    clause_key: str
    language: str
    change: str
    weight: str
    reason: str
    before: str
    after: str

    @property
    def change_label(self) -> str:
        """What happened, in the reader's language; a change that no redline of words shows is called by its name."""
        if self.change == Change.REWORDED and self._only_marks:
            return gettext("Only typography or note marks changed")
        return str(Change(self.change).label)

    @property
    def weight_label(self) -> str:
        """The declared weight, in the reader's language."""
        return str(Weight(self.weight).label)

    @property
    def _only_marks(self) -> bool:
        return self.before != self.after and plain(self.before) == plain(self.after)

    @property
    def redline(self) -> tuple[WordChange, ...]:
        return diff_words(plain(self.before), plain(self.after))


def read_revisions(revisions: Sequence[Revision]) -> list[RevisionReading]:
    """Revisions as they are read; fetch them with version, clause and person, so that this costs no query."""
    return [
        RevisionReading(
            id=revision.history_id,
            at=revision.history_date,
            by=str(revision.history_user) if revision.history_user else "",
            version=revision.version,
            clause_id=revision.clause_id,
            clause_key=revision.clause.key,
            language=revision.language,
            change=revision.change,
            weight=revision.weight,
            reason=revision.reason,
            before="" if revision.change == "new" else revision.before,
            after="" if revision.change == "removed" else revision.text,
        )
        for revision in revisions
    ]
