"""Two versions side by side: what stayed, changed, moved, came and went, clause by clause."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.cache import cache

from drafts.models import Descent, Version
from drafts.reports.reading import ClauseReading, read_version
from drafts.text.diff import Change, Op, diff_pairs
from drafts.text.order import relocated

_A_MONTH = 30 * 24 * 3600


class Fate(StrEnum):
    """What became of a clause between two versions; a changed one may have moved as well."""

    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """One row of a comparison. `changes` is the redline on plain words, empty where the words are the same."""

    key: str
    fate: Fate
    moved: bool
    old: ClauseReading | None
    new: ClauseReading | None
    changes: tuple[Change, ...]
    origins: tuple[str, ...]
    heirs: tuple[str, ...]

    @property
    def shown(self) -> ClauseReading:
        """The newer reading where there is one."""
        shown = self.new or self.old
        assert shown is not None, "a compared clause stands in one version at least"
        return shown

    @property
    def only_marks(self) -> bool:
        """Whether it changed and yet every word is as it was: emphasis or a note came, went or differs."""
        return self.fate is Fate.CHANGED and all(change.op is Op.EQUAL for change in self.changes)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All rows in the order of the newer version, removed clauses where they stood."""

    clauses: tuple[ComparedClause, ...]

    def count(self, fate: Fate) -> int:
        return sum(clause.fate is fate for clause in self.clauses)

    @property
    def moved(self) -> int:
        return sum(clause.moved for clause in self.clauses)


def compare_versions(old: Version, new: Version, language: str, *, drawn: bool = True) -> Comparison:
    """Compare two versions of one text. What takes long is kept under both hashes when both are published.

    A page that shows some of the clauses only asks for none of the redlines, and draws those it shows itself.
    """
    before, after = read_version(old, language), read_version(new, language)
    old_by_key = {clause.key: clause for clause in before.clauses}
    new_by_key = {clause.key: clause for clause in after.clauses}
    common = [clause.key for clause in before.clauses if clause.key in new_by_key]
    moved = relocated(common, [clause.key for clause in after.clauses if clause.key in old_by_key])
    pairs = [(old_by_key[key], new_by_key[key]) for key in common]
    found = _differences(old, new, language, pairs) if drawn else _Differences({}, *_descents(old, new))
    rows = []
    for key in merged_order(before.clauses, after.clauses, moved):
        was, now = old_by_key.get(key), new_by_key.get(key)
        rows.append(
            ComparedClause(
                key=key,
                fate=_fate(was, now),
                moved=key in moved,
                old=was,
                new=now,
                changes=found.redlines.get(key, ()),
                origins=found.origins.get(key, ()),
                heirs=found.heirs.get(key, ()),
            )
        )
    return Comparison(tuple(rows))


type Pairs = Iterable[tuple[ClauseReading, ClauseReading]]


@dataclass(frozen=True, slots=True)
class _Differences:
    """Clause key → what changed in its words, the clauses it came from, and those its words went to."""

    redlines: dict[str, tuple[Change, ...]]
    origins: dict[str, tuple[str, ...]]
    heirs: dict[str, tuple[str, ...]]


def _differences(old: Version, new: Version, language: str, pairs: Pairs) -> _Differences:
    if not (old.is_published and new.is_published):
        return _Differences(_diff(pairs), *_descents(old, new))
    kept_under = f"compare:{old.content_hash}:{new.content_hash}:{language}"
    kept = cache.get(kept_under)
    if kept is None:
        made = _Differences(_diff(pairs), *_descents(old, new))
        cache.set(kept_under, (_bare(made), made.origins, made.heirs), _A_MONTH)
        return made
    bare, origins, heirs = kept
    redlines = {key: tuple(Change(Op(op), *place) for op, *place in changes) for key, changes in bare.items()}
    return _Differences(redlines, origins, heirs)


def _bare(made: _Differences) -> dict[str, list[tuple[Any, ...]]]:
    """Changes as bare tuples, which are stored and read ten times as fast."""
    return {
        key: [(change.op.value, *change[1:]) for change in changes] for key, changes in made.redlines.items()
    }


def _diff(pairs: Pairs) -> dict[str, tuple[Change, ...]]:
    changed = [(was, now) for was, now in pairs if was.source != now.source]
    redlines = diff_pairs((was.plain, now.plain) for was, now in changed)
    return {was.key: redline for (was, _now), redline in zip(changed, redlines, strict=True)}


def _fate(was: ClauseReading | None, now: ClauseReading | None) -> Fate:
    if was is None:
        return Fate.NEW
    if now is None:
        return Fate.REMOVED
    return Fate.SAME if was.source == now.source else Fate.CHANGED


def merged_order(
    before: Sequence[ClauseReading], after: Sequence[ClauseReading], moved: Collection[str] = ()
) -> list[str]:
    """The keys in the newer order, each removed clause after the nearest before it that stands where it stood."""
    present = {clause.key for clause in after}
    following: dict[str, list[str]] = {}
    last = ""
    for clause in before:
        if clause.key not in present:
            following.setdefault(last, []).append(clause.key)
        elif clause.key not in moved:
            last = clause.key
    order = list(following.get("", ()))
    for clause in after:
        order.append(clause.key)
        order.extend(following.get(clause.key, ()))
    return order


def _descents(old: Version, new: Version) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Who came from whom between the two versions: descendant → ancestors, ancestor → descendants."""
    between = Descent.objects.filter(
        version__text=new.text_id, version__number__gt=old.number, version__number__lte=new.number
    )
    pairs = between.values_list("ancestor__key", "descendant__key")
    origins: dict[str, tuple[str, ...]] = {}
    heirs: dict[str, tuple[str, ...]] = {}
    for ancestor, descendant in pairs:
        origins[descendant] = (*origins.get(descendant, ()), ancestor)
        heirs[ancestor] = (*heirs.get(ancestor, ()), descendant)
    return origins, heirs
