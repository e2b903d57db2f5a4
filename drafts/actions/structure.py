"""Changing the structure of the version in work: clauses come, go, change place, are split and merged.

Every act carries what the person saw (`drafts.reports.outlines.basis`): the clauses it is about, and the seam it puts
them into. Where either is another by now, nothing is done. Two people who change different places both succeed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from drafts.access import require
from drafts.actions.descents import tell_merger, tell_split
from drafts.actions.ledger import Verb, record
from drafts.actions.structure_writer import StructureWriter
from drafts.actions.wordings import NothingChanged, ReasonMissing, lock_working_version
from drafts.models import Change, Clause, Revision, Version, Weight
from drafts.permissions import can_restructure
from drafts.reports.outlines import Outline, Spot, basis
from drafts.text.markup import ClauseKind
from drafts.text.markup.reading import normalise

type Words = Mapping[str, str]


class StructureChanged(Exception):
    """The clauses, their words or their neighbours are not those the person saw; `outline` holds what stands now."""

    def __init__(self, outline: Outline) -> None:
        super().__init__()
        self.outline = outline


class WordsMissing(Exception):
    """A clause has words, in the negotiated language at least."""


class PartsUneven(Exception):
    """A clause is split into as many parts in each language, two at least; named is the language that is not."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


class InsideItself(Exception):
    """A clause cannot stand behind itself, or behind one that moves along with it."""


@transaction.atomic
def insert_clause(
    *,
    by: AbstractBaseUser,
    version: Version,
    after: Clause | None,
    kind: ClauseKind,
    depth: int,
    words: Words,
    label: str,
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
) -> Clause:
    """Put a new clause behind another, or at the beginning. A numbering scheme gives it another label than `label`."""
    require(can_restructure(by, version.text))
    writer = begin(by, version, weight, reason, at)
    behind = after.key if after else ""
    _check(writer, basis, behind=behind)
    given = _given(writer, words)
    clause = Clause.objects.create(text_id=version.text_id)
    spot = Spot(clause.pk, clause.key, kind.value, depth, label.strip())
    writer.now = writer.now.placed([spot], behind)
    for language, text in given.items():
        writer.add(spot, language, text, Change.NEW)
    _finish(writer, "insert")
    return clause


@transaction.atomic
def delete_clause(
    *,
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
) -> list[Revision]:
    """Take a clause out of the version; what hangs below it stays."""
    require(can_restructure(by, version.text))
    writer = begin(by, version, weight, reason, at)
    _check(writer, basis, clause.key)
    writer.hold(clause.key)
    writer.remove(_spot(writer, clause))
    return _finish(writer, "delete")


@transaction.atomic
def move_clause(
    *,
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    after: Clause | None,
    with_section: bool,
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
) -> list[Revision]:
    """Put a clause behind another, or at the beginning; with all that it holds where asked."""
    require(can_restructure(by, version.text))
    writer = begin(by, version, weight, reason, at)
    behind = after.key if after else ""
    moving = section_of(writer.was, clause.key, with_section=with_section)
    _check(writer, basis, *(spot.key for spot in moving), behind=behind)
    keys = [spot.key for spot in moving]
    if behind in keys:
        raise InsideItself(behind)
    if behind == writer.was.before(clause.key):
        raise NothingChanged(clause.pk)
    writer.hold(*keys)
    writer.now = writer.now.without(keys).placed(moving, behind)
    writer.tell_moved(moving)
    return _finish(writer, "move")


@transaction.atomic
def indent_clause(
    *,
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    kind: ClauseKind,
    depth: int,
    with_section: bool,
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
) -> list[Revision]:
    """Make a clause stand deeper or less deep, or be of another kind; what it holds goes along where asked."""
    require(can_restructure(by, version.text))
    writer = begin(by, version, weight, reason, at)
    taken = section_of(writer.was, clause.key, with_section=with_section)
    _check(writer, basis, *(spot.key for spot in taken))
    changed = indented(taken, kind, depth)
    if not changed:
        raise NothingChanged(clause.pk)
    writer.hold(*changed)
    writer.now = writer.now.replaced(changed)
    writer.tell_moved(spot for spot in taken if spot.key in changed)
    return _finish(writer, "indent")


@transaction.atomic
def split_clause(
    *,
    by: AbstractBaseUser,
    version: Version,
    clause: Clause,
    parts: Mapping[str, Sequence[str]],
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
    labels: Sequence[str] = (),
) -> list[Clause]:
    """Make two or more clauses of one; the first part stays the clause it was, the others are given.

    A translation that is not given stays whole with the first part, and waits for its translator.
    """
    require(can_restructure(by, version.text))
    writer = begin(by, version, weight, reason, at)
    _check(writer, basis, clause.key)
    cut = _cut(writer, parts)
    spot = _spot(writer, clause)
    writer.hold(clause.key)
    new = Clause.objects.bulk_create(Clause(text_id=version.text_id) for _ in cut[writer.language][1:])
    labels = [*(label.strip() for label in labels), *[""] * len(new)]
    spots = [replace(spot, clause_id=each.pk, key=each.key, label=labels[at]) for at, each in enumerate(new)]
    writer.now = writer.now.placed(spots, clause.key)
    _write_parts(writer, spot, spots, cut)
    writer.remember(clause.pk, told=tell_split(version, clause.pk, [each.pk for each in new]))
    _finish(writer, "split")
    return new


@transaction.atomic
def merge_clauses(
    *,
    by: AbstractBaseUser,
    version: Version,
    into: Clause,
    clause: Clause,
    words: Words,
    weight: Weight,
    reason: str,
    basis: str,
    at: datetime,
) -> list[Revision]:
    """Make one clause of two: `into` gets the words of both, the other leaves the version.

    A translation that is not given is joined from what stands, and waits for its translator.
    """
    require(can_restructure(by, version.text))
    writer = begin(by, version, weight, reason, at)
    _check(writer, basis, into.key, clause.key)
    if into.pk == clause.pk:
        raise InsideItself(into.key)
    given = _given(writer, words)
    heir, leaving = _spot(writer, into), _spot(writer, clause)
    writer.hold(into.key, clause.key)
    joined = joined_words(writer.was, into.key, clause.key)
    for language, text in {**joined, **given}.items():
        writer.reword(heir, language, text, Change.MERGED)
    writer.mark_stale(heir, but=given)
    writer.remove(leaving)
    writer.remember(into.pk, told=tell_merger(version, clause.pk, into.pk))
    return _finish(writer, "merge")


def begin(
    by: AbstractBaseUser, version: Version, weight: Weight, reason: str, at: datetime
) -> StructureWriter:
    """Hold the version, and read it as it stands."""
    if not reason.strip() or weight not in Weight:
        raise ReasonMissing(weight)
    return StructureWriter(by, at, lock_working_version(version), weight, reason)


def section_of(outline: Outline, key: str, *, with_section: bool) -> tuple[Spot, ...]:
    """The clause, with all it holds where asked; nothing where it does not stand any more."""
    spot = outline.spot(key)
    if spot is None:
        return ()
    return outline.section(key) if with_section else (spot,)


def indented(taken: Sequence[Spot], kind: ClauseKind, depth: int) -> dict[str, Spot]:
    """Those of the clauses that stand otherwise then: the first as asked, the others as far from it as they were."""
    if not taken:
        return {}
    step = depth - taken[0].depth
    then = [replace(taken[0], kind=kind.value, depth=depth)]
    then += [replace(spot, depth=max(spot.depth + step, 0)) for spot in taken[1:]]
    return {now.key: now for was, now in zip(taken, then, strict=True) if was != now}


def joined_words(outline: Outline, into: str, other: str) -> dict[str, str]:
    """Language → the words of two clauses in the order they stand, with a space between them."""
    in_order = [spot.key for spot in outline.spots if spot.key in (into, other)]
    said = [outline.words_of(key) for key in in_order]
    languages = sorted({language for words in said for language in words})
    return {
        language: " ".join(words[language] for words in said if language in words) for language in languages
    }


def _check(writer: StructureWriter, seen: str, *keys: str, behind: str | None = None) -> None:
    """Whether the clauses and the seam are still those that the person saw."""
    seam = "" if behind is None else writer.was.seam(behind)
    is_there = all(key in writer.was for key in keys) and (keys or seam) and (behind is None or seam)
    if not is_there or basis(writer.was.sight(*keys), seam) != seen:
        raise StructureChanged(writer.was)


def _spot(writer: StructureWriter, clause: Clause) -> Spot:
    spot = writer.was.spot(clause.key)
    if spot is None:
        raise StructureChanged(writer.was)
    return spot


def _given(writer: StructureWriter, words: Words) -> dict[str, str]:
    """The words that were given, by language; the negotiated ones must be among them."""
    given = {language: text for language, text in words.items() if normalise(text)}
    if writer.language not in given:
        raise WordsMissing(writer.language)
    return given


def _cut(writer: StructureWriter, parts: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The parts by language, as many in each as in the negotiated one."""
    cut = {language: [normalise(part) for part in texts] for language, texts in parts.items() if texts}
    wanted = len(cut.get(writer.language, ()))
    for language in (writer.language, *cut):
        texts = cut.get(language, [])
        if len(texts) < 2 or len(texts) != wanted or not all(texts):  # one part is no split
            raise PartsUneven(language)
    return cut


def _write_parts(
    writer: StructureWriter, spot: Spot, others: Sequence[Spot], cut: Mapping[str, Sequence[str]]
) -> None:
    for language, texts in cut.items():
        whole = writer.was.words_of(spot.key).get(language, "")
        writer.reword(spot, language, texts[0], Change.SPLIT)
        for other, text in zip(others, texts[1:], strict=True):
            writer.add(other, language, text, Change.SPLIT, before=whole)
    writer.mark_stale(spot, but=cut)


def _finish(writer: StructureWriter, kind: str) -> list[Revision]:
    """Write, and tell the ledger."""
    revisions = writer.write()
    text = writer.version.text
    record(
        by=writer.by,
        verb=Verb.RESTRUCTURED,
        about=writer.version,
        key=f"{text.slug}/{writer.version.number}",
        at=writer.at,
        text=text,
        kind=kind,
        act=writer.act,
        weight=writer.weight,
        revisions=writer.told(revisions),
        structure=writer.now.structure_hash(),
    )
    return revisions
