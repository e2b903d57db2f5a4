"""Carrying every comment of a text to a version that was just published."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from consultation.models import ResolvedAnchor, User
from drafts.access import require
from drafts.actions.ledger import Verb, record
from drafts.models import Descent, Version
from drafts.models.prepared import Prepared
from drafts.permissions import can_publish
from drafts.reports.reading import VersionReading, plain_by_key, read_version
from drafts.text.anchors import Anchor, Carrier, Resolved, make_anchor
from drafts.text.order import relocated


@transaction.atomic
def carry_comments(*, by: User, to: Version, at: datetime) -> Counter[str]:
    """Resolve each comment's words in the new version from where they stood in the last one; counts by state."""
    require(can_publish(by, to.text))
    last = Version.objects.published().filter(text=to.text, number=to.number - 1).first()
    if last is None:
        return Counter()
    last.text = to.text
    places = ResolvedAnchor.objects.filter(version=last).select_related("clause", "comment")
    by_language: dict[str, list[ResolvedAnchor]] = {}
    for place in places.order_by("pk"):
        by_language.setdefault(place.comment.wording_language, []).append(place)
    resolved: list[ResolvedAnchor] = []
    for language, anchors in sorted(by_language.items()):
        resolved.extend(_carry_language(last, to, language, anchors))
    ResolvedAnchor.objects.bulk_create(resolved, batch_size=500)
    counts = Counter(str(place.state) for place in resolved)
    if resolved:
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
    later = [pk for (pk,) in _LATER.rows(place.version.text_id, place.version.number)]
    versions = Version.objects.select_related("text").order_by("number")
    for version in versions.filter(pk__in=later) if later else ():
        (place,) = _carry_language(place.version, version, place.comment.wording_language, [place])
        place.save(force_insert=True)


def _carry_language(
    last: Version, to: Version, language: str, places: Sequence[ResolvedAnchor]
) -> list[ResolvedAnchor]:
    before, after = read_version(last, language), read_version(to, language)
    old_words, new_words = plain_by_key(before.clauses), plain_by_key(after.clauses)
    carrier = Carrier(old_words, new_words, heirs=_heirs(to), moved=_moved(before, after))
    ids = {clause.key: clause.clause_id for clause in (*before.clauses, *after.clauses)}
    return [
        _still_gone(place, to)
        if _is_gone(place, old_words)
        else _place(place, to, carrier.carry(_anchor(place, old_words), place.clause.key), ids)
        for place in places
    ]


def _is_gone(place: ResolvedAnchor, old_words: dict[str, str]) -> bool:
    """Words or clauses that an earlier version lost are not looked for again: a find would be a guess."""
    return place.clause.key not in old_words or (bool(place.comment.quote) and place.start is None)


def _still_gone(place: ResolvedAnchor, to: Version) -> ResolvedAnchor:
    return ResolvedAnchor(
        comment_id=place.comment_id,
        version=to,
        clause_id=place.clause_id,
        method=place.method,
        score=place.score,
        state=place.state,
    )


def _anchor(place: ResolvedAnchor, words: dict[str, str]) -> Anchor | None:
    """The words as they stood in the last version; none for a whole clause."""
    if place.start is None or place.end is None:
        return None
    return make_anchor(words[place.clause.key], place.start, place.end)


def _place(place: ResolvedAnchor, to: Version, found: Resolved, ids: dict[str, int]) -> ResolvedAnchor:
    return ResolvedAnchor(
        comment_id=place.comment_id,
        version=to,
        # A comment on words that are gone stays listed at the clause it was made on.
        clause_id=ids[found.clause] if found.clause else place.clause_id,
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
