"""What is going on: consultations with their counts, and the versions that came out last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from consultation.models import Category, Consultation, Standing
from consultation.permissions import visible_consultations
from consultation.permissions.comments import held_back
from drafts.models import Version
from drafts.permissions import Visitor, visible_texts

_VISIBLE = Q(comments__standing__state=Standing.State.VISIBLE)
_UNANSWERED = Q(comments__standing__disposition=None)
_OWED = Q(comments__standing__state__in=Standing.OWED) & _UNANSWERED
# In the order of the list.
PHASES = (
    Consultation.Phase.OPEN,
    Consultation.Phase.ANNOUNCED,
    Consultation.Phase.CLOSED,
    Consultation.Phase.ANSWERED,
)


@dataclass(frozen=True, slots=True)
class RoundReading:
    """A consultation with its phase at one moment and the inputs that everybody may read by then."""

    consultation: Consultation
    phase: Consultation.Phase
    inputs: int
    unanswered: int

    @property
    def asked(self) -> tuple[str, ...]:
        """The categories and organisations that are asked by name; none where all are."""
        if self.consultation.audience != Consultation.Audience.NAMED:
            return ()
        categories = (str(Category(code).label) for code in self.consultation.categories)
        return (*categories, *(each.name for each in self.consultation.organisations.all()))

    @property
    def audience(self) -> str:
        """Who may speak, in words."""
        return str(Consultation.Audience(self.consultation.audience).label)

    @property
    def is_over(self) -> bool:
        """Whether nothing is taken any more."""
        return self.phase in {Consultation.Phase.CLOSED, Consultation.Phase.ANSWERED}

    @property
    def is_reopened(self) -> bool:
        """Whether it is about some clauses only, which changed after the last consultation closed."""
        return self.consultation.scope == Consultation.Scope.REOPENED


def with_counts(consultations: QuerySet[Consultation], at: datetime) -> QuerySet[Consultation]:
    """Consultations with their version and text, and how many inputs they have: all, and shown by then. One query."""
    shown = _VISIBLE & ~held_back(at)
    named = consultations.select_related("version__text__programme").prefetch_related("organisations")
    return named.annotate(
        inputs=Count("comments", filter=shown),
        unanswered=Count("comments", filter=shown & _UNANSWERED),
        said=Count("comments"),
        owed=Count("comments", filter=_OWED),
    )


def read_rounds(consultations: Sequence[Consultation], at: datetime) -> list[RoundReading]:
    """Consultations that came with their counts, as they stand at one moment."""
    return [
        RoundReading(
            consultation,
            _phase(consultation, at),
            getattr(consultation, "inputs", 0),
            getattr(consultation, "unanswered", 0),
        )
        for consultation in consultations
    ]


def _phase(consultation: Consultation, at: datetime) -> Consultation.Phase:
    """As time has it; and answered once everything that was said has its answer."""
    phase = consultation.phase_at(at)
    is_answered = getattr(consultation, "said", 0) and not getattr(consultation, "owed", 0)
    if phase is Consultation.Phase.CLOSED and is_answered:
        return Consultation.Phase.ANSWERED
    return phase


def open_rounds(user: Visitor, at: datetime) -> list[RoundReading]:
    """The consultations one may answer now, the one that closes first on top. One query."""
    found = visible_consultations(user).open_at(at).order_by("closes_at", "pk")
    return read_rounds(list(with_counts(found, at)), at)


def all_rounds(user: Visitor, at: datetime) -> list[RoundReading]:
    """Every consultation, in the order of their phases, the latest first in each. One query."""
    found = with_counts(visible_consultations(user), at).order_by("-closes_at", "-pk")
    return sorted(read_rounds(list(found), at), key=lambda reading: PHASES.index(reading.phase))


def next_turn(user: Visitor, at: datetime) -> datetime | None:
    """When the next consultation opens or closes by itself. One query."""
    opening, closing = Q(opens_at__gt=at), Q(closes_at__gt=at)
    turns = visible_consultations(user).aggregate(
        opens=Min("opens_at", filter=opening), closes=Min("closes_at", filter=closing)
    )
    return min((turn for turn in turns.values() if turn), default=None)


def latest_versions(user: Visitor, limit: int = 5) -> list[Version]:
    """The versions that were published last. One query."""
    published = Version.objects.published().filter(text__in=visible_texts(user))
    return list(
        published.select_related("text", "adoption")
        .annotate(clauses=Count("placements"))
        .order_by("-published_at", "-pk")[:limit]
    )
