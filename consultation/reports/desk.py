"""The committee's desk: which texts want something of somebody, and the inputs of a text clause by clause."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet

from consultation.models import Consultation, Organisation, Reaction, ResolvedAnchor, Standing
from consultation.reports.amendments import AmendmentCount, count_amendments
from drafts.models import Clause, Descent, Placement, Revision, Text, Version, Wording
from drafts.permissions import Visitor, granted_texts
from drafts.reports.brackets import count_opening
from drafts.reports.comparing import Fate
from drafts.reports.reading import ClauseReading, read_version
from drafts.reports.signing import Signature, read_signatures
from drafts.text.inline import plain

BEFORE_THE_COMMITTEE = Q(comment__standing__state__in=Standing.OWED)
PENDING = Q(comment__standing__state=Standing.State.PENDING)
OPEN = BEFORE_THE_COMMITTEE & Q(comment__standing__disposition=None)
CONTESTED = BEFORE_THE_COMMITTEE & Q(comment__standing__disposition__reaction__kind=Reaction.Kind.CONTESTED)
ANSWERED = BEFORE_THE_COMMITTEE & Q(comment__standing__disposition__isnull=False)


@dataclass(frozen=True, slots=True)
class DeskSummary:
    """One text somebody works on, and how much waits on it."""

    text: Text
    working: Version | None
    consultation: Consultation | None
    unanswered: int
    to_moderate: int
    adopted: Version | None = None


@dataclass(frozen=True, slots=True)
class InputCount:
    """How many inputs a clause has before the committee: all, still open, still to be moderated, contested."""

    total: int = 0
    open: int = 0
    pending: int = 0
    contested: int = 0


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which inputs are asked for; an empty field asks for all."""

    kind: str = ""
    category: str = ""
    organisation: str = ""
    answered: str = ""
    weight: str = ""

    @property
    def parameters(self) -> dict[str, str]:
        """As they stand in an address."""
        return {name: asked for name, asked in asdict(self).items() if asked}

    @property
    def query(self) -> str:
        return urlencode(self.parameters)

    def condition(self) -> Q:
        states = {"open": OPEN, "answered": ANSWERED, "contested": CONTESTED}
        asked = states.get(self.answered, BEFORE_THE_COMMITTEE)
        if self.kind:
            asked &= Q(comment__kind=self.kind)
        if self.category:
            asked &= Q(comment__organisation__category=self.category)
        if self.organisation:
            asked &= Q(comment__organisation__slug=self.organisation)
        return asked

    def clauses(self, working: Version | None) -> QuerySet[Clause] | None:
        """The clauses whose words were changed with the weight asked for; none where any will do."""
        if not self.weight:
            return None
        changed = Revision.objects.filter(version=working, weight=self.weight)
        return Clause.objects.filter(pk__in=changed.values("clause"))

    def __bool__(self) -> bool:
        return bool(self.parameters)


EVERYTHING = Criteria()


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A clause of the working version with its inputs, and how it stands to the last published version."""

    clause: ClauseReading
    count: InputCount
    fate: Fate
    amendments: AmendmentCount
    signature: Signature | None = None

    @property
    def brackets(self) -> int:
        """How many brackets are open in its words. No query."""
        return count_opening(self.clause.source)


@dataclass(frozen=True, slots=True)
class GoneClause:
    """A clause that left the working version, with the inputs that stand on it and where its words went."""

    key: str
    label: str
    words: str
    count: InputCount
    heirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeskReading:
    """The queue of a text: its clauses in order, and those that are gone but have inputs."""

    working: Version | None
    latest: Version | None
    consultation: Consultation | None
    rows: tuple[DeskRow, ...]
    gone: tuple[GoneClause, ...]

    @property
    def is_consulted(self) -> bool:
        """Whether the whole of the last version was put out for input already."""
        return self.consultation is not None and self.consultation.scope == Consultation.Scope.WHOLE

    @property
    def count(self) -> InputCount:
        counts = [row.count for row in self.rows] + [row.count for row in self.gone]
        return InputCount(
            sum(count.total for count in counts),
            sum(count.open for count in counts),
            sum(count.pending for count in counts),
            sum(count.contested for count in counts),
        )


def read_desks(user: Visitor, at: datetime) -> tuple[DeskSummary, ...]:
    """Every text somebody works on. Four queries, however many texts and comments there are."""
    texts = list(
        granted_texts(user)
        .select_related("programme", "pillar")
        .order_by(
            "-programme__first_year", "programme__slug", F("pillar__number").asc(nulls_last=True), "slug"
        )
    )
    working, adopted = _working_and_adopted(texts)
    rounds = Consultation.objects.open_at(at).filter(version__text__in=texts).select_related("version")
    open_rounds = {round_.version.text_id: round_ for round_ in rounds}
    owed = _owed_by_text(texts)
    return tuple(
        DeskSummary(
            text,
            working.get(text.pk),
            open_rounds.get(text.pk),
            *owed.get(text.pk, (0, 0)),
            adopted.get(text.pk),
        )
        for text in texts
    )


def _working_and_adopted(texts: Iterable[Text]) -> tuple[dict[int, Version], dict[int, Version]]:
    """Text → the version in work, and text → the one that was adopted. One query."""
    found = Version.objects.working() | Version.objects.filter(adoption__isnull=False)
    versions = list(found.filter(text__in=texts).select_related("adoption"))
    working = {version.text_id: version for version in versions if not version.is_published}
    return working, {version.text_id: version for version in versions if version.is_published}


def _owed_by_text(texts: Iterable[Text]) -> dict[int, tuple[int, int]]:
    """Text → how many comments await an answer, and how many of these must be moderated first."""
    path = "comment__consultation__version__text"
    owed = Standing.objects.owed_an_answer().filter(**{f"{path}__in": texts}).values_list(path)
    counted = owed.annotate(
        unanswered=Count("pk"), pending=Count("pk", filter=Q(state=Standing.State.PENDING))
    )
    return {text: (unanswered, pending) for text, unanswered, pending in counted.order_by(path)}


def working_and_latest(text: Text) -> tuple[Version | None, Version | None]:
    """The version in work, and the last one published. One query."""
    working = latest = None
    for version in text.versions.order_by("number"):
        version.text = text
        if version.is_published:
            latest = version
        else:
            working = version
    return working, latest


def read_desk(text: Text, language: str, criteria: Criteria) -> DeskReading:
    """The clauses of a text with the inputs asked for; the number of queries does not grow with them."""
    working, latest = working_and_latest(text)
    counts = count_inputs(latest, criteria.condition(), criteria.clauses(working))
    clauses = read_version(working, language).clauses if working else ()
    before = (
        {clause.key: clause.source for clause in read_version(latest, language).clauses} if latest else {}
    )
    signatures = read_signatures(working) if working else {}
    proposed = count_amendments(text, working)
    rows = [
        DeskRow(
            clause,
            counts.get(clause.clause_id, InputCount()),
            _fate(before.get(clause.key), clause.source),
            proposed.get(clause.clause_id, AmendmentCount()),
            signatures.get(clause.clause_id),
        )
        for clause in clauses
    ]
    standing = {clause.clause_id for clause in clauses}
    return DeskReading(
        working=working,
        latest=latest,
        consultation=Consultation.objects.filter(version=latest).first() if latest else None,
        rows=tuple(row for row in rows if row.count.total or not criteria),
        gone=_gone(text, working, {clause: counts[clause] for clause in counts if clause not in standing}),
    )


def _fate(published: str | None, source: str) -> Fate:
    if published is None:
        return Fate.NEW
    return Fate.SAME if published == source else Fate.CHANGED


def places_in(latest: Version | None) -> QuerySet[ResolvedAnchor]:
    """Where every comment of a text stands in its last published version."""
    return ResolvedAnchor.objects.filter(version=latest) if latest else ResolvedAnchor.objects.none()


def count_inputs(
    latest: Version | None, condition: Q, clauses: QuerySet[Clause] | None = None
) -> dict[int, InputCount]:
    """Clause → its inputs that meet a condition; clauses without any are left out."""
    places = places_in(latest).filter(condition)
    counted = (
        (places if clauses is None else places.filter(clause__in=clauses))
        .values_list("clause")
        .annotate(
            total=Count("pk"),
            open=Count("pk", filter=OPEN),
            pending=Count("pk", filter=PENDING & OPEN),
            contested=Count("pk", filter=CONTESTED),
        )
        .order_by("clause")
    )
    return {clause: InputCount(*numbers) for clause, *numbers in counted}


def _gone(text: Text, working: Version | None, counts: Mapping[int, InputCount]) -> tuple[GoneClause, ...]:
    """The clauses that have inputs and no place any more, as they last stood."""
    placed = {
        place.clause_id: place
        for place in Placement.objects.filter(clause__in=counts)
        .select_related("clause", "version")
        .order_by("version__number")
    }
    words = dict(
        Wording.objects.filter(clause__in=counts, language=text.language)
        .order_by("version__number")
        .values_list("clause", "text")
    )
    heirs: dict[int, tuple[str, ...]] = {}
    standing = Placement.objects.filter(version=working).values("clause")
    descents = Descent.objects.filter(version=working, ancestor__in=counts, descendant__in=standing)
    descents = descents.order_by("pk")
    for ancestor, key in descents.values_list("ancestor", "descendant__key"):
        heirs[ancestor] = (*heirs.get(ancestor, ()), key)
    in_order = sorted(placed.values(), key=lambda place: (place.version.number, place.position))
    return tuple(
        GoneClause(
            key=place.clause.key,
            label=place.label,
            words=plain(words.get(place.clause_id, "")),
            count=counts[place.clause_id],
            heirs=heirs.get(place.clause_id, ()),
        )
        for place in in_order
    )


def organisations_on(text: Text) -> tuple[Organisation, ...]:
    """Those that said something on a text, to choose from."""
    spoke = Organisation.objects.filter(comments__consultation__version__text=text)
    return tuple(spoke.distinct().order_by("name"))


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The clauses around one, and the nearest ones with open inputs; empty keys where there is none."""

    previous: str = ""
    next: str = ""
    previous_open: str = ""
    next_open: str = ""


def neighbours_of(
    clause: Clause, working: Version | None, latest: Version | None, criteria: Criteria = EVERYTHING
) -> Neighbours:
    """Where to go from a clause of the working version: its neighbours, and those of the queue one goes through.

    Two queries; a clause that is gone leads to the first.
    """
    placed = Placement.objects.filter(version=working).order_by("position")
    order = list(placed.values_list("clause", "clause__key"))
    queue = criteria.condition() if criteria.answered else criteria.condition() & OPEN
    is_open = count_inputs(latest, queue, criteria.clauses(working))
    at = next((index for index, (pk, _key) in enumerate(order) if pk == clause.pk), -1)
    before, after = order[: max(at, 0)], order[at + 1 :]
    return Neighbours(
        previous=before[-1][1] if before else "",
        next=after[0][1] if after else "",
        previous_open=next((key for pk, key in reversed(before) if pk in is_open), ""),
        next_open=next((key for pk, key in after if pk in is_open), ""),
    )
