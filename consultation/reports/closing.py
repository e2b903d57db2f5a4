"""How far a text is from being closed: what stands in the way, its silence procedures, its adoption."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from consultation.models import Comment, Consultation, User
from consultation.reports.queue import LISTED_FIRST, unanswered_comments
from consultation.reports.reopening import LateChange, changed_in_substance_since_consultation
from drafts.models import (
    Adoption,
    AmendmentStanding,
    Clause,
    Grant,
    Reservation,
    Silence,
    Text,
    Version,
    WordingState,
)
from drafts.permissions import COMMITTEE
from drafts.reports.closing import BracketedClause, bracketed_clauses
from drafts.reports.hashes import content_hash
from drafts.reports.names import ClauseName, names_of
from drafts.reports.reading import read_version
from drafts.reports.signing import UnsignedClause, unsigned
from drafts.reports.translations import waiting_in


@dataclass(frozen=True, slots=True)
class Hindrances:
    """Everything that keeps a version from being adopted.

    Stale and missing translations, amendments nobody decided on, and late changes of substance on which nobody outside
    the committee was heard are told to whoever adopts; they do not hinder.
    """

    # The first inputs that await an answer; `unanswered` says how many do.
    inputs: tuple[Comment, ...]
    brackets: tuple[BracketedClause, ...]
    unsigned: tuple[UnsignedClause, ...]
    consultations: tuple[Consultation, ...]
    is_empty: bool
    stale: int
    open_amendments: int
    late: tuple[LateChange, ...]
    # Clauses that lack a language in which others of the version are written.
    untranslated: int = 0
    unanswered: int = 0

    def __bool__(self) -> bool:
        return bool(self.inputs or self.brackets or self.unsigned or self.consultations or self.is_empty)

    @property
    def open_brackets(self) -> int:
        """In all clauses and languages together."""
        return sum(clause.total for clause in self.brackets)

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind, for a letter."""
        return {
            "inputs": self.unanswered,
            "brackets": self.open_brackets,
            "unsigned": len(self.unsigned),
            "consultations": len(self.consultations),
        }


def hindrances_of(version: Version, at: datetime) -> Hindrances:
    """What stands in the way of adopting a version in work. The number of queries does not grow with the text."""
    still_asked = Consultation.objects.filter(version__text=version.text_id, closes_at__gt=at)
    return Hindrances(
        inputs=tuple(unanswered_comments(version.text)[:LISTED_FIRST]),
        unanswered=unanswered_comments(version.text).count(),
        brackets=bracketed_clauses(version),
        unsigned=tuple(unsigned(version)),
        consultations=tuple(still_asked.select_related("version").order_by("closes_at")),
        is_empty=not version.placements.exists(),
        stale=version.wordings.filter(state=WordingState.STALE).count(),
        open_amendments=AmendmentStanding.objects.open()
        .filter(amendment__version__text=version.text_id)
        .count(),
        late=tuple(changed_in_substance_since_consultation(version.text, version)),
        untranslated=len({each.clause_id for each in waiting_in(version) if each.is_missing}),
    )


@dataclass(frozen=True, slots=True)
class Closing:
    """How a text stands to being closed: what is in the way, its silences, its adoption and what is reserved.

    `names` are those of the clauses of the version in work, or of the one adopted, in order.
    """

    working: Version | None
    basis: str
    hindrances: Hindrances | None
    names: Mapping[str, ClauseName]
    silences: tuple[Silence, ...]
    adoption: Adoption | None
    reservations: tuple[Reservation, ...]

    @property
    def running(self) -> Silence | None:
        """The silence that the text is under."""
        return next((each for each in self.silences if each.state == Silence.State.RUNNING), None)


def read_closing(text: Text, at: datetime) -> Closing:
    """Everything on the page of a text's closing. The number of queries does not grow with the text."""
    adoption = adoption_of(text)
    working = None if adoption else Version.objects.working().filter(text=text).first()
    if working is not None:
        working.text = text
    shown = adoption.version if adoption else working
    return Closing(
        working=working,
        basis=content_hash(working) if working else "",
        hindrances=hindrances_of(working, at) if working else None,
        names=names_of(read_version(shown, text.language).clauses) if shown else {},
        silences=silences_of(text),
        adoption=adoption,
        reservations=reservations_against(adoption) if adoption else (),
    )


def silences_of(text: Text) -> tuple[Silence, ...]:
    """Every silence procedure on a text, the latest first, with who broke it. Two queries."""
    found = Silence.objects.filter(version__text=text).select_related("version", "opened_by")
    with_breaks = found.prefetch_related("breaks__clause", "breaks__broken_by")
    return tuple(with_breaks.order_by("-begins_at", "-pk"))


def running_silence(text: Text) -> Silence | None:
    """The silence that a text is under, if any. One query."""
    return Silence.objects.running().filter(version__text=text).select_related("version").first()


def adoption_of(text: Text) -> Adoption | None:
    """How and when a text was adopted, if it was. One query."""
    adopted = Adoption.objects.filter(version__text=text)
    return adopted.select_related("version__text", "silence", "adopted_by").first()


def reservations_on(version: Version, clause: Clause | None = None) -> tuple[Reservation, ...]:
    """What is on record against a version, or a clause of it. One query where it is adopted, else none."""
    adoption = getattr(version, "adoption", None)
    if adoption is None:
        return ()
    held = reservations_against(adoption)
    return held if clause is None else tuple(each for each in held if each.clause_id in (None, clause.pk))


def reservations_against(adoption: Adoption) -> tuple[Reservation, ...]:
    """What is on record against an adopted text, in the order in which it was recorded. One query."""
    found = adoption.reservations.select_related("clause", "adoption__version")
    return tuple(found.order_by("recorded_at", "pk"))


def committee_of(text: Text) -> list[User]:
    """Everybody who has a part in the committee of a text and an account in use. One query."""
    grants = Grant.objects.standing().covering(text).filter(role__in=COMMITTEE)
    return list(User.objects.filter(is_active=True, pk__in=grants.values("user")).order_by("pk"))
