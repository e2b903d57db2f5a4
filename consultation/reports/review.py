"""The chair's review: every clause that differs between two versions, who changed it, why, and whether it is signed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from consultation.reports.desk import OPEN, count_inputs
from drafts.models import Change, Revision, SignOff, Text, Version, Weight
from drafts.permissions import Visitor
from drafts.reports.comparing import ComparedClause, Comparison, Fate, compare_versions
from drafts.reports.reading import ClauseReading, read_version
from drafts.reports.signing import Signature, read_signatures, removed_since_published
from drafts.text.markup import ClauseKind

HEAVIEST = (Weight.SUBSTANCE, Weight.CLARIFICATION, Weight.EDITORIAL)

# Clause → language → its words and their state.
type Words = Mapping[int, Mapping[str, tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Base:
    """What is compared with: a version, and when who signed clauses of it; nothing before the first version."""

    version: Version | None
    signed_at: datetime | None = None
    is_mine: bool = False


def weight_name(weight: str) -> str:
    """A weight in the reader's language, or that none was declared."""
    return str(Weight(weight).label) if weight else gettext("no weight declared")


@dataclass(frozen=True, slots=True)
class Step:
    """One tracked change on the way between the versions."""

    id: int
    clause_id: int
    language: str
    change: str
    weight: str
    reason: str
    at: datetime
    by: int
    name: str = ""

    @property
    def day(self) -> date:
        return timezone.localtime(self.at).date()

    @property
    def change_label(self) -> str:
        """What happened, in the reader's language."""
        return str(Change(self.change).label)

    @property
    def weight_label(self) -> str:
        """The declared weight, in the reader's language."""
        return weight_name(self.weight)


@dataclass(frozen=True, slots=True)
class ReviewedClause:
    """A clause as the review found it, before its redlines are drawn."""

    compared: ComparedClause
    under: str
    # The languages in which its words, or how they stand to their source, differ.
    languages: tuple[str, ...]
    steps: tuple[Step, ...]
    open: int
    signature: Signature | None

    @property
    def key(self) -> str:
        return self.compared.key

    @property
    def clause_id(self) -> int:
        return self.compared.shown.clause_id

    @property
    def is_renumbered(self) -> bool:
        """Whether another label is printed beside it."""
        old, new = self.compared.old, self.compared.new
        return bool(old and new and old.label != new.label)

    @property
    def is_reshaped(self) -> bool:
        """Whether it became another kind of clause, or stands on another level."""
        old, new = self.compared.old, self.compared.new
        return bool(old and new and (old.kind, old.depth) != (new.kind, new.depth))

    @property
    def is_overtaken(self) -> bool:
        """Whether it changed after the chair's last word on it, whichever versions are compared."""
        return bool(self.signature and self.signature.is_overtaken)

    @property
    def is_changed(self) -> bool:
        """Whether anything but its label is other than it was."""
        compared = self.compared
        other = compared.fate is not Fate.SAME or compared.moved or bool(self.languages)
        return other or self.is_reshaped or self.is_overtaken

    @property
    def is_shown(self) -> bool:
        """Whether it stands on a page that hides no change."""
        return self.is_changed or self.is_renumbered

    @property
    def is_unsigned(self) -> bool:
        """Whether it awaits the chair, be it that it was removed; what was gone before the last version does not."""
        return self.signature is not None and not self.signature.stands

    @property
    def weight(self) -> str:
        """The heaviest weight that was declared."""
        declared = {step.weight for step in self.steps}
        return next((weight for weight in HEAVIEST if weight in declared), "")


@dataclass(frozen=True, slots=True)
class Review:
    """All clauses of two versions in the order of the newer one, with what happened to each between them."""

    base: Base
    new: Version
    comparison: Comparison
    clauses: tuple[ReviewedClause, ...]
    before: Words
    after: Words
    text: Text

    @property
    def changed(self) -> int:
        return sum(clause.is_changed for clause in self.clauses)

    @property
    def renumbered(self) -> int:
        """Those that have another label and are the same otherwise."""
        return sum(clause.is_shown and not clause.is_changed for clause in self.clauses)

    @property
    def of_substance(self) -> int:
        return sum(clause.is_changed and clause.weight == Weight.SUBSTANCE for clause in self.clauses)

    @property
    def with_open_inputs(self) -> int:
        return sum(clause.is_changed and clause.open > 0 for clause in self.clauses)

    @property
    def signed(self) -> int:
        return sum(bool(clause.signature and clause.signature.stands) for clause in self.clauses)

    @property
    def standing(self) -> int:
        """How many clauses the chair signs: those that stand, and those removed since a version was published."""
        return sum(clause.signature is not None for clause in self.clauses)

    @property
    def unsigned_unchanged(self) -> int:
        """Clauses that await the chair and are not among the changed ones."""
        return sum(clause.is_unsigned and not clause.is_shown for clause in self.clauses)

    @property
    def languages(self) -> tuple[str, ...]:
        found = {
            language for words in (self.before, self.after) for said in words.values() for language in said
        }
        return tuple(sorted(found, key=lambda language: (language != self.text.language, language)))


def base_for(user: Visitor, text: Text, new: Version, versions: Iterable[Version]) -> Base:
    """The last version before `new` that the chair signed clauses of, else the last one published. One query."""
    earlier = {each.pk: each for each in versions if each.number < new.number}
    signed = SignOff.objects.filter(version__in=earlier, verdict=SignOff.Verdict.SIGNED)
    last = signed.order_by("version").values("version").annotate(last=Max("pk")).values("last")
    given = SignOff.objects.filter(pk__in=last, version__text=text)
    for version, by, at in given.order_by("-version__number").values_list(
        "version", "signed_by", "signed_at"
    ):
        return Base(earlier[version], at, by == user.pk)
    published = [each for each in earlier.values() if each.is_published]
    return Base(max(published, key=lambda each: each.number, default=None))


def signed_on(user: Visitor, version: Version) -> Base:
    """A version that somebody chose to compare with, and when clauses of it were signed. One query."""
    signed = SignOff.objects.filter(version=version, verdict=SignOff.Verdict.SIGNED).order_by("pk").last()
    if signed is None:
        return Base(version)
    return Base(version, signed.signed_at, signed.signed_by_id == user.pk)


def read_review(text: Text, base: Base, new: Version, latest: Version | None) -> Review:
    """The whole way between two versions. The number of queries grows with neither the text nor the changes."""
    old = base.version
    comparison = (
        compare_versions(old, new, text.language, drawn=False) if old else _all_new(new, text.language)
    )
    before: Words = words_of(old) if old else {}
    after = words_of(new)
    signatures = read_signatures(new)
    steps = _steps(old, new, signatures)
    open_inputs = count_inputs(latest, OPEN)
    clauses = [
        ReviewedClause(
            compared=compared,
            under=under,
            languages=_differing(before.get(clause := compared.shown.clause_id, {}), after.get(clause, {})),
            steps=tuple(steps.get(clause, ())),
            open=open_inputs[clause].open if clause in open_inputs else 0,
            signature=signatures.get(clause),
        )
        for compared, under in _with_headings(
            (*comparison.clauses, *_others_gone(comparison, signatures, new))
        )
    ]
    return Review(base, new, comparison, tuple(clauses), before, after, text)


def _all_new(version: Version, language: str) -> Comparison:
    """The first version of a text has nothing to be compared with: every clause is new."""
    return Comparison(
        tuple(
            ComparedClause(clause.key, Fate.NEW, False, None, clause, (), (), ())  # noqa: FBT003  # it did not move
            for clause in read_version(version, language).clauses
        )
    )


def words_of(version: Version) -> dict[int, dict[str, tuple[str, str]]]:
    """Every wording of a version. One query."""
    words: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for clause, language, text, state in version.wordings.values_list(
        "clause_id", "language", "text", "state"
    ):
        words[clause][language] = (text, state)
    return dict(words)


def _differing(was: Mapping[str, object], now: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(sorted(each for each in was.keys() | now.keys() if was.get(each) != now.get(each)))


def _with_headings(clauses: Sequence[ComparedClause]) -> Iterable[tuple[ComparedClause, str]]:
    """Each clause with the words of the heading it stands under; a removed one with that it stood under."""
    was = sorted((each.old for each in clauses if each.old), key=lambda clause: clause.position)
    headings = _headings(was) | _headings(each.new for each in clauses if each.new)
    return ((each, headings[each.key]) for each in clauses)


def _headings(clauses: Iterable[ClauseReading]) -> dict[str, str]:
    """Clause key → the words of the heading over it, in a version whose clauses these are in order."""
    found, heading = {}, ""
    for clause in clauses:
        is_heading = clause.kind == ClauseKind.HEADING
        found[clause.key] = "" if is_heading else heading
        heading = f"{clause.label} {clause.plain}".strip() if is_heading else heading
    return found


def _others_gone(
    comparison: Comparison, signatures: Mapping[int, Signature], new: Version
) -> list[ComparedClause]:
    """Removed clauses that the chair signs and the older version does not have: it was published before they came."""
    rows = signatures.keys() - {each.shown.clause_id for each in comparison.clauses}
    last = Version.objects.filter(placements__in=removed_since_published(new)).first() if rows else None
    read = read_version(last, new.text.language).clauses if last else ()
    return [
        ComparedClause(each.key, Fate.REMOVED, False, each, None, (), (), ())  # noqa: FBT003  # it did not move
        for each in read
        if each.clause_id in rows
    ]


def _steps(old: Version | None, new: Version, signatures: Mapping[int, Signature]) -> dict[int, list[Step]]:
    """Clause → its tracked changes between the versions, and those since the chair's last word. Two queries."""
    upto = {
        clause: each.signoff.upto for clause, each in signatures.items() if each.signoff and each.is_overtaken
    }
    between = Q(version__number__gt=old.number if old else -1)
    since = Q(clause__in=upto, history_id__gt=min(upto.values(), default=0))
    rows = list(
        Revision.objects.filter(between | since, version__text=new.text_id, version__number__lte=new.number)
        .order_by("history_id")
        .values_list(
            "history_id",
            "clause_id",
            "language",
            "change",
            "weight",
            "reason",
            "history_date",
            "history_user_id",
            "version__number",
        )
    )
    names = {user.pk: str(user) for user in get_user_model().objects.filter(pk__in={row[7] for row in rows})}
    found: dict[int, list[Step]] = defaultdict(list)
    for *step, by, number in rows:
        made = Step(*[*step, by, names.get(by, "")])
        if old is None or number > old.number or made.id > upto.get(made.clause_id, made.id):
            found[made.clause_id].append(made)
    return found


def headline(review: Review) -> str:
    """Since when: the chair's sign-off, a publication, or the very beginning."""
    version = review.base.version
    if version is None:
        return gettext("Nothing was published before %(version)s:") % {"version": review.new}
    signed = review.base.signed_at
    moment = signed or version.published_at or version.opened_at
    said = {"version": version, "day": _day(moment)}
    if signed and review.base.is_mine:
        return gettext("Since your sign-off of %(version)s on %(day)s:") % said
    if signed:
        return gettext("Since the chair’s sign-off of %(version)s on %(day)s:") % said
    return gettext("Since %(version)s of %(day)s:") % said


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATE_FORMAT")
