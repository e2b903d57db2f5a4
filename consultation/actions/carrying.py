"""Carrying every comment of a text to a version that was just published."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from consultation.models import ResolvedAnchor, User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Descent, Version
from drafts.models.prepared import Prepared
from drafts.permissions import can_publish
from drafts.reports.reading import VersionReading, plain_by_key, read_version
from drafts.text.anchors import Anchor, Carrier, Resolved, make_anchor
from drafts.text.order import relocated

AT_A_TIME = 500


class Place(NamedTuple):
    """Where a comment stood in the last version: a few columns, since there may be thousands of comments."""

    comment: int
    clause: int
    key: str
    quote: str
    start: int | None
    end: int | None
    method: str
    score: float
    state: str


@transaction.atomic
def carry_comments(*, by: User, to: Version, at: datetime) -> Counter[str]:
    """Resolve each comment's words in the new version from where they stood in the last one; counts by state."""
    require(can_publish(by, to.text))
    return carry(by=by, to=to, at=at)


def carry(*, by: User, to: Version, at: datetime) -> Counter[str]:
    """The same for an act that has asked already whether it may."""
    last = Version.objects.published().filter(text=to.text, number=to.number - 1).first()
    if last is None:
        return Counter()
    last.text = to.text
    counts = _carry(last, to, ResolvedAnchor.objects.filter(version=last))
    if counts:
        record(
            by=by,
            verb=Verb.CARRIED,
            about=to,
            key=f"{to.text.slug}/{to.slug}",
            at=at,
            text=to.text,
            counts=dict(counts),
        )
    return counts


_LATER = Prepared(
    lambda text, number: Version.objects.published().filter(text=text, number__gt=number).values_list("pk"),
    int,
    int,
)


def carry_onwards(place: ResolvedAnchor) -> None:
    """Take a comment just made to every version that came out since the one it is about, step by step.

    A consultation may still be open when the next version is published; `carry_comments` was there before it.
    """
    last = place.version
    later = [pk for (pk,) in _LATER.rows(last.text_id, last.number)]
    versions = Version.objects.select_related("text").order_by("number")
    for version in versions.filter(pk__in=later) if later else ():
        _carry(last, version, ResolvedAnchor.objects.filter(version=last, comment=place.comment_id))
        last = version


def _carry(last: Version, to: Version, places: QuerySet[ResolvedAnchor]) -> Counter[str]:
    """Write where each comment stands in the next version, language by language; counts by state."""
    counts: Counter[str] = Counter()
    languages = places.values_list("comment__wording_language", flat=True).order_by().distinct()
    for language in sorted(languages):
        rows = places.filter(comment__wording_language=language).order_by("pk")
        stood = (Place(*row) for row in rows.values_list(*COLUMNS))
        for batch in batched(_carry_language(last, to, language, stood), AT_A_TIME):
            ResolvedAnchor.objects.bulk_create(batch)
            counts.update(str(place.state) for place in batch)
    return counts


COLUMNS = ("comment", "clause", "clause__key", "comment__quote", "start", "end", "method", "score", "state")


def _carry_language(
    last: Version, to: Version, language: str, places: Iterable[Place]
) -> Iterator[ResolvedAnchor]:
    before, after = read_version(last, language), read_version(to, language)
    old_words, new_words = plain_by_key(before.clauses), plain_by_key(after.clauses)
    carrier = Carrier(old_words, new_words, heirs=_heirs(to), moved=_moved(before, after))
    ids = {clause.key: clause.clause_id for clause in (*before.clauses, *after.clauses)}
    for place in places:
        if _is_gone(place, old_words):
            yield _still_gone(place, to)
        else:
            yield _place(place, to, carrier.carry(_anchor(place, old_words), place.key), ids)


def _is_gone(place: Place, old_words: dict[str, str]) -> bool:
    """Words or clauses that an earlier version lost are not looked for again: a find would be a guess."""
    return place.key not in old_words or (bool(place.quote) and place.start is None)


def _still_gone(place: Place, to: Version) -> ResolvedAnchor:
    return ResolvedAnchor(
        comment_id=place.comment,
        version=to,
        clause_id=place.clause,
        method=place.method,
        score=place.score,
        state=place.state,
    )


def _anchor(place: Place, words: dict[str, str]) -> Anchor | None:
    """The words as they stood in the last version; none for a whole clause."""
    if place.start is None or place.end is None:
        return None
    return make_anchor(words[place.key], place.start, place.end)


def _place(place: Place, to: Version, found: Resolved, ids: dict[str, int]) -> ResolvedAnchor:
    return ResolvedAnchor(
        comment_id=place.comment,
        version=to,
        # A comment on words that are gone stays listed at the clause it was made on.
        clause_id=ids[found.clause] if found.clause else place.clause,
        start=found.start,
        end=found.end,
        exact=found.exact,
        method=found.method,
        score=found.score,
        state=found.continuity,
    )


def _heirs(version: Version) -> dict[str, list[str]]:
    """Old clause → the clauses of this version that hold words of it, itself first where it still stands."""
    standing = set(version.placements.values_list("clause__key", flat=True))
    heirs: dict[str, list[str]] = {}
    descents = Descent.objects.filter(version=version).select_related("ancestor", "descendant")
    for descent in descents.order_by("pk"):
        heirs.setdefault(
            descent.ancestor.key, [descent.ancestor.key] if descent.ancestor.key in standing else []
        ).append(descent.descendant.key)
    return heirs


def _moved(before: VersionReading, after: VersionReading) -> frozenset[str]:
    present = {clause.key for clause in after.clauses}
    stood = {clause.key for clause in before.clauses}
    return relocated(
        [clause.key for clause in before.clauses if clause.key in present],
        [clause.key for clause in after.clauses if clause.key in stood],
    )
