"""Corrections as people read them: beside their entry, and in the queue of those who decide."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from consultation.models import Attribution
from drafts.models.ledger import digest
from drafts.permissions import Visitor
from drafts.text.diff import Change, diff_words
from drafts.text.merge import merge
from roundtables.models import Correction, InterventionWording, Record
from roundtables.permissions.records import is_of_the_record, sees_who_asked
from roundtables.reports.record_content import words_now


@dataclass(frozen=True, slots=True)
class Brought:
    """A correction held against the words that stand now."""

    basis: str
    now: str
    words: str
    # Both put together; None where a person has to look: they changed one sentence, or the very same words.
    merged: str | None
    # The words that a person starts from there: no word of either is missing from them.
    proposal: str = ""
    collides: bool = False

    @property
    def has_moved_on(self) -> bool:
        """Whether the words changed since they were asked to be corrected."""
        return self.now != self.basis

    @property
    def seen(self) -> str:
        """The fingerprint of the words that stand."""
        return digest(self.now)

    @property
    def asked(self) -> Sequence[Change]:
        """What was asked for, against the words its author read."""
        return diff_words(self.basis, self.words)

    @property
    def redline(self) -> Sequence[Change]:
        """What accepting it would change now; where a person has to look, what the words to start from would."""
        return diff_words(self.now, self.start)

    @property
    def start(self) -> str:
        """What stands in the form of whoever decides: nothing that was accepted since is dropped by sending it."""
        return self.proposal if self.merged is None else self.merged

    @property
    def since(self) -> Sequence[Change]:
        """What others changed since."""
        return diff_words(self.basis, self.now)


def bring_over(correction: Correction) -> Brought:
    """A correction as it can be taken into the words as they stand; never guessed where both changed one place."""
    target = correction.intervention or correction.outcome
    now = words_now(target) if target else ""
    basis, words = correction.basis, correction.words
    if now == basis:
        return Brought(basis, now, words, words)
    put_together = merge(basis, now, words)
    if put_together.is_clean and not put_together.shares_a_sentence:
        return Brought(basis, now, words, put_together.text)
    return Brought(basis, now, words, None, put_together.proposal(), collides=not put_together.is_clean)


@dataclass(frozen=True, slots=True)
class Asked:
    """A correction as somebody reads it; of who asked as much as the rule lets them know."""

    correction: Correction
    who: str
    is_own: bool

    @property
    def redline(self) -> Sequence[Change]:
        return diff_words(self.correction.basis, self.correction.words)

    @property
    def is_open(self) -> bool:
        return self.correction.state == Correction.State.OPEN


def corrections_of(user: Visitor, record: Record, keys: Sequence[str] | None = None) -> list[Asked]:
    """The corrections that somebody reads, the open ones first; of the entries with these keys only. Two queries."""
    if not is_of_the_record(user, record):
        return []
    first = Case(
        When(state=Correction.State.OPEN, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    related = ("intervention", "outcome", "proposed_by", "version", "decided_by")
    rows = Correction.objects.filter(version__record=record).select_related(*related)
    # The whole record is in its versions: it is not read once for every correction.
    rows = rows.defer("version__content")
    knows = {rule: sees_who_asked(user, record, rule) for rule in Attribution}
    supplied = InterventionWording.objects.filter(correction=OuterRef("pk")).order_by("pk")
    said_under = Subquery(supplied.values("intervention__rule")[:1])
    # Of an entry of its own rule, or of what it brought in where something was missing.
    listed = rows.annotate(said_under=Coalesce("intervention__rule", said_under, Value(Attribution.NAMED)))
    asked = [
        _asked(user, each, knows=knows[Attribution(each.said_under)])
        for each in listed.order_by(first, "proposed_at", "pk")
    ]
    return asked if keys is None else [each for each in asked if _target(each) in keys]


def _asked(user: Visitor, correction: Correction, *, knows: bool) -> Asked:
    own = correction.proposed_by_id == user.pk
    who = _("you") if own else str(correction.proposed_by) if knows else _("an attendee")
    return Asked(correction, who, own)


def _target(asked: Asked) -> str:
    target = asked.correction.intervention or asked.correction.outcome
    return target.key if target else ""


def by_entry(asked: Sequence[Asked]) -> Mapping[str, list[Asked]]:
    """Key of an entry → the corrections of it; under no key those of what is missing."""
    found: dict[str, list[Asked]] = defaultdict(list)
    for each in asked:
        found[_target(each)].append(each)
    return found
