"""Who came from whom in the version in work, as clauses are split and merged in it, and as that is undone.

A descent is told from each clause whose words went into another, also where they took two steps to get there: what
was merged into a clause that is then split has its words in both parts.
"""

from collections.abc import Collection, Iterable, Sequence

from drafts.models import Descent, Version


def tell_split(version: Version, origin: int, parts: Sequence[int]) -> None:
    """Clauses that were split off from another, and so from all that went into that."""
    origins = [(origin, str(Descent.Kind.SPLIT)), *_ancestors(version, origin)]
    _tell(version, [(ancestor, part, kind) for ancestor, kind in origins for part in parts])


def tell_merger(version: Version, merged: int, into: int) -> None:
    """A clause that went into another, with all that had gone into it."""
    ancestors = [(merged, str(Descent.Kind.MERGED)), *_ancestors(version, merged)]
    _tell(version, [(ancestor, into, kind) for ancestor, kind in ancestors])


def forget_merger(version: Version, merged: int, into: int) -> None:
    """The clause stands by itself again."""
    ancestors = [merged, *(ancestor for ancestor, _kind in _ancestors(version, merged))]
    Descent.objects.filter(version=version, ancestor__in=ancestors, descendant=into).delete()


def forget_split(version: Version, parts: Collection[int]) -> None:
    """The parts are one with their origin again."""
    Descent.objects.filter(version=version, descendant__in=parts).delete()


def forget_departures(version: Version, clauses: Collection[int]) -> None:
    """Clauses that are back went into no other."""
    told = Descent.objects.filter(version=version, kind=Descent.Kind.MERGED, ancestor__in=clauses)
    told.delete()


def is_merged(version: Version, clause: int, into: int) -> bool:
    """Whether the version tells that a clause went into another."""
    return Descent.objects.filter(version=version, ancestor=clause, descendant=into).exists()


def forget_what_did_not_last(version: Version) -> None:
    """Before a version is published: what came from a clause and went again has no descent."""
    Descent.objects.filter(version=version).exclude(
        descendant__in=version.placements.values("clause")
    ).delete()


def _ancestors(version: Version, clause: int) -> list[tuple[int, str]]:
    return list(Descent.objects.filter(version=version, descendant=clause).values_list("ancestor", "kind"))


def _tell(version: Version, descents: Iterable[tuple[int, int, str]]) -> None:
    Descent.objects.bulk_create(
        (
            Descent(version=version, ancestor_id=was, descendant_id=now, kind=kind)
            for was, now, kind in descents
            if was != now
        ),
        ignore_conflicts=True,  # two ways may lead from one clause to another
    )
