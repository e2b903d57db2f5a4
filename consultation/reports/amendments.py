"""Amendments as the committee reads them: each against the words in work, and where several collide."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)

from consultation.models import Comment, Organisation
from consultation.permissions import OUT_OF_SIGHT, amendments_out_of_sight, shown_amendments
from consultation.reports.heirs import read_heirs
from consultation.reports.speakers import speaker_name
from drafts.models import Amendment, AmendmentKind, AmendmentStanding, Clause, Placement, Text, Version
from drafts.models.ledger import digest
from drafts.permissions import Visitor
from drafts.reports.amended import WordsInWork, basis_of, parts_of, words_in_work
from drafts.reports.names import ClauseName, names_of, quoted
from drafts.reports.reading import read_version
from drafts.text.diff import Change, diff_words
from drafts.text.inline import plain
from drafts.text.merge import Merge, collisions, merge

Fit, State = AmendmentStanding.Fit, AmendmentStanding.State

type Stretches = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class AmendmentReading:
    """One amendment: what it changes in the words it was made on, and in those in work."""

    amendment: Amendment
    # The words in work that it is about; None where the clause is gone.
    now: str | None
    label: str = ""
    other_label: str = ""
    # The clause whose desk it is shown on though it was made on another: its words went there.
    held_by: str = ""
    # Keys of the clauses that hold the words of one that is gone.
    heirs: tuple[str, ...] = ()
    # Stretches of the words in work (of those it was last clean on, where it collides with them) that it changes
    # and something else changes differently.
    collides: Stretches = ()
    # Key of each open amendment that changes the same words differently, and who proposed it.
    rivals: tuple[tuple[str, str], ...] = ()

    @property
    def standing(self) -> AmendmentStanding:
        return self.amendment.standing

    @cached_property
    def comment(self) -> Comment | None:
        """The comment that proposes it, where a participant did."""
        return next(iter(self.amendment.comments.all()), None)

    @property
    def who(self) -> str:
        """The delegation or organisation it comes from."""
        if self.comment is None:
            return self.amendment.delegation or str(self.amendment.proposed_by)
        return speaker_name(self.comment)

    @cached_property
    def merge(self) -> Merge:
        """The words it was last clean on, those in work and those proposed, put together."""
        return merge(self.standing.basis, self.now or "", self.standing.words)

    @cached_property
    def mine(self) -> str | None:
        """The clause as it would read in the words in work; None where only a person can say."""
        if self.amendment.kind == AmendmentKind.DELETE:
            return ""
        if self.now is None or self.amendment.kind != AmendmentKind.REPLACE or not self.merge.is_clean:
            return None
        return self.merge.text

    @cached_property
    def proposal(self) -> str:
        """Words to start from for who accepts it with changes."""
        if self.amendment.kind == AmendmentKind.INSERT or self.now == self.standing.basis:
            return self.standing.words
        return self.mine if self.mine is not None else self.merge.proposal()

    @cached_property
    def made(self) -> tuple[Change, ...]:
        """What it changes in the words it was made on."""
        return self._redline(self.amendment.basis, self.amendment.words)

    @cached_property
    def shown(self) -> tuple[Change, ...]:
        """The redline in place: on the words in work where it fits them, else on those it was last clean on."""
        if self.now is None or self.standing.fit == Fit.COLLIDES:
            return self._redline(self.standing.basis, self.standing.words)
        if self.amendment.kind == AmendmentKind.REPLACE:
            return self._redline(self.now, self.merge.text if self.merge.is_clean else self.standing.words)
        return self._redline(self.now, self.standing.words)

    def _redline(self, was: str, words: str) -> tuple[Change, ...]:
        kind = self.amendment.kind
        if kind == AmendmentKind.MERGE:
            own, *others = parts_of(was)
            return diff_words(plain(own), plain(" ".join([own, *others])))
        if kind == AmendmentKind.INSERT:
            return diff_words("", plain(words))
        if kind == AmendmentKind.MOVE:
            return diff_words(plain(was), plain(was))
        return diff_words(plain(was), plain(words))

    def words_anew(self, source: str) -> str:
        """What to start from where it is proposed anew on a clause with these words, which took its own in."""
        standing = self.standing
        if self.amendment.kind == AmendmentKind.REPLACE and standing.basis and standing.basis in source:
            return source.replace(standing.basis, standing.words, 1)
        return standing.words or source

    @property
    def parts(self) -> tuple[str, ...]:
        """The clauses that a split would make."""
        return parts_of(self.standing.words) if self.amendment.kind == AmendmentKind.SPLIT else ()

    @property
    def theirs(self) -> tuple[Change, ...]:
        """What was changed in the words that the proposal was last clean on."""
        return diff_words(plain(self.standing.basis), plain(self.now or ""))

    @property
    def yours(self) -> tuple[Change, ...]:
        """What the proposal changes in them."""
        return diff_words(plain(self.standing.basis), plain(self.standing.words))

    @property
    def basis(self) -> str:
        """The hash of the words in work, for the decision."""
        return digest(self.now or "")

    @property
    def is_carried(self) -> bool:
        """Whether it reads otherwise than it was made."""
        made = (self.amendment.basis, self.amendment.words)
        return (self.standing.basis, self.standing.words) != made

    @property
    def is_on_these_words(self) -> bool:
        """Whether the words in work are those that it was made on, so that its redline says everything."""
        return self.standing.is_open and not self.is_carried and self.now == self.amendment.basis

    @property
    def has_three_sides(self) -> bool:
        """Whether words of both sides have to be put together by a person, or looked at once more."""
        meets = self.standing.fit in (Fit.COLLIDES, Fit.PROPOSED)
        is_open = self.standing.is_open and self.now is not None
        return is_open and meets and self.amendment.kind == AmendmentKind.REPLACE

    @property
    def is_there_already(self) -> bool:
        """Whether the words in work say what it proposes: accepting it names the revision that wrote them."""
        return self.amendment.kind == AmendmentKind.REPLACE and self.now is not None and self.mine == self.now

    @property
    def waits_for_the_source(self) -> bool:
        """Whether it makes clauses in a translation: they are made in the language that is negotiated."""
        makes_clauses = self.amendment.kind in (AmendmentKind.INSERT, AmendmentKind.SPLIT)
        return makes_clauses and self.amendment.language != self.amendment.version.text.language

    @property
    def fits(self) -> bool:
        """Whether it may be accepted as it stands: where it may not, a person writes the words."""
        cut_elsewhere = self.amendment.kind == AmendmentKind.SPLIT and self.standing.fit == Fit.PROPOSED
        collides = self.standing.fit == Fit.COLLIDES or cut_elsewhere
        return self.now is not None and not collides and not self.waits_for_the_source

    @property
    def has_words(self) -> bool:
        """Whether it may be accepted with other words."""
        with_words = self.amendment.kind in (AmendmentKind.REPLACE, AmendmentKind.INSERT, AmendmentKind.SPLIT)
        return self.now is not None and with_words and not self.waits_for_the_source


@dataclass(frozen=True, slots=True)
class AmendmentCriteria:
    """Which amendments are asked for; an empty field asks for all."""

    state: str = ""
    fit: str = ""
    source: str = ""

    def __bool__(self) -> bool:
        return bool(self.state or self.fit or self.source)

    @property
    def query(self) -> str:
        return urlencode({name: asked for name, asked in asdict(self).items() if asked})

    def condition(self) -> Q:
        asked = Q()
        if self.state:
            asked &= Q(standing__state=self.state)
        if self.fit:
            asked &= Q(standing__fit=self.fit, standing__state=State.OPEN)
        kind, _, name = self.source.partition(":")
        if kind == "organisation":
            asked &= Q(comments__organisation__slug=name)
        elif kind == "delegation":
            asked &= Q(delegation=name)
        return asked


def amendments_in_order(
    user: Visitor, text: Text, working: Version | None, criteria: AmendmentCriteria
) -> QuerySet[Amendment]:
    """The amendments asked for: open ones first, in the order of their clauses."""
    placed = Placement.objects.filter(version=working, clause=OuterRef("clause"))
    found = _with_all(shown_amendments(user, text)).filter(criteria.condition()).distinct()
    return found.annotate(
        is_decided=ExpressionWrapper(~Q(standing__state=State.OPEN), output_field=BooleanField()),
        position=Subquery(placed.values("position")[:1]),
    ).order_by("is_decided", F("position").asc(nulls_last=True), "proposed_at", "pk")


def _with_all(amendments: QuerySet[Amendment]) -> QuerySet[Amendment]:
    """With what is told of each, in one query more."""
    said = Comment.objects.select_related(
        "author", "organisation", "spoken__sitting", "standing__disposition", "consultation__version__text"
    )
    related = (
        "version__text",
        "clause",
        "other",
        "proposed_by",
        "standing__decided_by",
        "standing__revision",
        "agreed__sitting",
    )
    return amendments.select_related(*related).prefetch_related(Prefetch("comments", said))


def read_amendments(amendments: Sequence[Amendment], working: Version | None) -> tuple[AmendmentReading, ...]:
    """Amendments beside the words in work, marked where they collide with these. Three queries for all of them."""
    words = words_in_work(working.pk if working else None, amendments)
    names = names_of(read_version(working, working.text.language).clauses) if working and amendments else {}
    readings = (_reading(each, words, names) for each in amendments)
    return tuple(replace(each, collides=_against_the_words_in_work(each)) for each in readings)


def _reading(amendment: Amendment, words: WordsInWork, names: Mapping[str, ClauseName]) -> AmendmentReading:
    """A clause that left the version is called by the words that the amendment was made on."""
    own = names.get(amendment.clause.key) or quoted(plain(" ".join(parts_of(amendment.basis))))
    other = amendment.other.key if amendment.other else ""
    return AmendmentReading(
        amendment=amendment,
        now=basis_of(amendment, words),
        label=str(own),
        other_label=str(names.get(other, other)),
    )


def read_amendment(user: Visitor, text: Text, key: str) -> AmendmentReading | None:
    """One amendment; none where somebody may not see it."""
    found = _with_all(shown_amendments(user, text)).filter(key=key).first()
    if found is None:
        return None
    working = Version.objects.working().filter(text=text).first()
    (reading,) = read_amendments([found], working)
    if reading.now is not None or not reading.standing.is_open:
        return reading
    heirs = read_heirs(text, working)
    holders = heirs.holders(found.clause_id, found.version.number)
    return replace(reading, heirs=tuple(heirs.standing[each] for each in holders))


def amendments_on(user: Visitor, clause: Clause, working: Version | None) -> tuple[AmendmentReading, ...]:
    """All open amendments on a clause, side by side, marked where they collide. Six queries.

    Behind them those on clauses whose words went into it.
    """
    heirs = read_heirs(clause.text, working)
    named = {clause.pk, *heirs.ancestors(clause.pk)}
    on_it = shown_amendments(user, clause.text).filter(clause__in=named, standing__state=State.OPEN)
    found = list(_with_all(on_it).order_by("language", "proposed_at", "pk"))
    if not found:
        return ()
    readings = read_amendments(found, working)
    elsewhere = (
        replace(each, held_by=clause.key)
        for each in readings
        if each.amendment.clause_id != clause.pk
        and clause.pk in heirs.holders(each.amendment.clause_id, each.amendment.version.number)
    )
    return (*_marked([each for each in readings if each.amendment.clause_id == clause.pk]), *elsewhere)


def _marked(readings: Sequence[AmendmentReading]) -> tuple[AmendmentReading, ...]:
    """Each with the stretches in which it collides with another, or with the words in work."""
    by_language: dict[str, list[AmendmentReading]] = defaultdict(list)
    for each in readings:
        if each.now is not None and each.mine is not None and each.standing.fit != Fit.COLLIDES:
            by_language[each.amendment.language].append(each)
    marked: dict[int, AmendmentReading] = {}
    for beside in by_language.values():
        found = collisions(plain(beside[0].now or ""), [plain(each.mine or "") for each in beside])
        meeting = [replace(each, collides=met) for each, met in zip(beside, found, strict=True) if met]
        marked |= {each.amendment.pk: _with_rivals(each, meeting) for each in meeting}
    return tuple(marked.get(each.amendment.pk, each) for each in readings)


def _with_rivals(reading: AmendmentReading, meeting: Iterable[AmendmentReading]) -> AmendmentReading:
    """With the names of those among the colliding ones that it collides with."""
    base, own = plain(reading.now or ""), plain(reading.mine or "")
    rivals = (
        (each.amendment.key, each.who)
        for each in meeting
        if each is not reading and any(collisions(base, [own, plain(each.mine or "")]))
    )
    return replace(reading, rivals=tuple(rivals))


def _against_the_words_in_work(reading: AmendmentReading) -> Stretches:
    """Where a proposal and the words in work both changed what the proposal was last clean on."""
    if reading.now is None or reading.standing.fit != Fit.COLLIDES:
        return ()
    sides = [plain(reading.now), plain(reading.standing.words)]
    return collisions(plain(reading.standing.basis), sides)[1]


@dataclass(frozen=True, slots=True)
class AmendmentCount:
    """How many open amendments a clause has, and how many of them want a person to put words together."""

    open: int = 0
    colliding: int = 0

    def __add__(self, other: "AmendmentCount") -> "AmendmentCount":
        return AmendmentCount(self.open + other.open, self.colliding + other.colliding)


def count_amendments(text: Text, working: Version | None) -> dict[int, AmendmentCount]:
    """Clause → the open amendments shown on its desk; clauses without any are left out. Three queries."""
    open_ones = AmendmentStanding.objects.open().filter(amendment__version__text=text)
    shown = open_ones.exclude(amendment__in=amendments_out_of_sight(text))
    counted = shown.values_list("amendment__clause", "amendment__version__number").annotate(
        open=Count("pk"), colliding=Count("pk", filter=Q(fit=Fit.COLLIDES))
    )
    heirs = read_heirs(text, working)
    found: dict[int, AmendmentCount] = defaultdict(AmendmentCount)
    for clause, since, proposed, colliding in counted.order_by("amendment__clause"):
        for each in (clause, *heirs.holders(clause, since)):
            found[each] += AmendmentCount(proposed, colliding)
    return dict(found)


def sources_of(text: Text) -> list[tuple[str, str]]:
    """Who proposed something on a text, to choose from: delegations, then organisations. Two queries."""
    delegations = Amendment.objects.filter(version__text=text).exclude(delegation="")
    names = delegations.order_by("delegation").values_list("delegation", flat=True).distinct()
    spoke = Organisation.objects.filter(comments__amendment__version__text=text).distinct().order_by("name")
    return [
        *((f"delegation:{name}", name) for name in names),
        *((f"organisation:{slug}", name) for slug, name in spoke.values_list("slug", "name")),
    ]


def amendments_of(revisions: Iterable[int]) -> dict[int, tuple[Amendment, ...]]:
    """Revision → the amendments it took in, without those that are kept from view. One query."""
    taken: dict[int, tuple[Amendment, ...]] = {}
    kept_back = Q(comments__standing__state__in=OUT_OF_SIGHT)
    named = Amendment.objects.filter(standing__revision__in=list(revisions)).exclude(kept_back)
    for amendment in named.select_related("standing", "agreed__sitting").order_by("pk"):
        revision = amendment.standing.revision_id or 0
        taken[revision] = (*taken.get(revision, ()), amendment)
    return taken
