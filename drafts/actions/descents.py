"""Who came from whom in the version in work, as clauses are split and merged in it, and as that is undone.

A descent is told from each clause whose words went into another, also where they took two steps to get there: what
was merged into a clause that is then split has its words in both parts.
"""

from collections.abc import Collection, Iterable, Sequence

from drafts.models import Descent, Version

type Row = tuple[int, int, str]  # (ancestor, descendant, kind)


def tell_split(version: Version, origin: int, parts: Sequence[int]) -> list[Row]:
    """Clauses that were split off from another, and so from all that went into that; gives what was not told yet."""
    origins = [(origin, str(Descent.Kind.SPLIT)), *_ancestors(version, origin)]
    return tell(version, [(ancestor, part, kind) for ancestor, kind in origins for part in parts])


def tell_merger(version: Version, merged: int, into: int) -> list[Row]:
    """A clause that went into another, with all that had gone into it; gives what was not told yet."""
    ancestors = [(merged, str(Descent.Kind.MERGED)), *_ancestors(version, merged)]
    return tell(version, [(ancestor, into, kind) for ancestor, kind in ancestors])


def tell(version: Version, rows: Iterable[Row]) -> list[Row]:
    """Add what is not told yet, and give it: undoing the act takes exactly that back."""
    known = set(Descent.objects.filter(version=version).values_list("ancestor", "descendant"))
    fresh = {(was, now): kind for was, now, kind in rows if was != now and (was, now) not in known}
    Descent.objects.bulk_create(
        Descent(version=version, ancestor_id=was, descendant_id=now, kind=kind)
        for (was, now), kind in fresh.items()
    )
    return [(was, now, kind) for (was, now), kind in fresh.items()]


def forget(version: Version, rows: Iterable[Row]) -> list[Row]:
    """Take back what an act told, and give what of it was still told."""
    wanted = {(was, now) for was, now, _kind in rows}
    told = Descent.objects.filter(version=version, ancestor__in=[was for was, _now in wanted])
    found = [each for each in told if (each.ancestor_id, each.descendant_id) in wanted]
    Descent.objects.filter(pk__in=[each.pk for each in found]).delete()
    return [(each.ancestor_id, each.descendant_id, each.kind) for each in found]


def forget_departures(version: Version, clauses: Collection[int]) -> None:
    """Clauses that are back went into no other."""
    told = Descent.objects.filter(version=version, kind=Descent.Kind.MERGED, ancestor__in=clauses)
    told.delete()


def forget_what_did_not_last(version: Version) -> None:
    """Before a version is published: what came from a clause and went again has no descent."""
    standing = version.placements.values("clause")
    Descent.objects.filter(version=version).exclude(descendant__in=standing).delete()


def _ancestors(version: Version, clause: int) -> list[tuple[int, str]]:
    return list(Descent.objects.filter(version=version, descendant=clause).values_list("ancestor", "kind"))
