"""What an uploaded draft would do to the working version, clause by clause, before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from drafts.models import DraftImport, Version
from drafts.reports.reading import ClauseReading, read_version
from drafts.text.align import Link, LinkKind, Unit, align
from drafts.text.diff import Change, diff_words
from drafts.text.inline import plain
from drafts.text.markup import DraftWarning, ParsedClause, parse_draft
from drafts.text.order import relocated
from drafts.text.parallel import Shape, pair

# A changed clause this like its old self is taken for it without a second look.
SURE_ENOUGH = 0.8

type Lineage = tuple[int, int]  # (index of the old clause, index of the new one)


class ImportFate(StrEnum):
    """What the import makes of a clause."""

    SAME = "same"
    CHANGED = "changed"
    SPLIT = "split"
    MERGED = "merged"
    NEW = "new"
    UNPAIRED = "unpaired"


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One clause of the uploaded draft, and the clause it continues."""

    index: int
    parsed: ParsedClause
    fate: ImportFate
    moved: bool
    score: float | None
    corrected: bool
    continues: ClauseReading | None
    kin: tuple[ClauseReading, ...]

    @property
    def words(self) -> str:
        """The words of the new clause without their marks."""
        return plain(self.parsed.text)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The redline against the clause it continues, on plain words."""
        if self.continues is None or self.fate is ImportFate.SAME:
            return ()
        return diff_words(self.continues.plain, self.words)

    @property
    def needs_a_look(self) -> bool:
        """Anything but the same words in the same order, a close likeness, or a person's own choice."""
        if self.corrected:
            return False
        if self.fate in (ImportFate.SAME, ImportFate.CHANGED):
            return self.moved or (self.score is not None and self.score < SURE_ENOUGH)
        return True


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The whole of an import: each new clause, the old clauses left over, and what the parser remarked."""

    version: Version | None
    is_translation: bool
    old: tuple[ClauseReading, ...]
    rows: tuple[ImportRow, ...]
    removed: tuple[ClauseReading, ...]
    # (old, new) pairs that share words although the identity went elsewhere
    lineage: tuple[Lineage, ...]
    warnings: tuple[DraftWarning, ...]

    @property
    def unpaired(self) -> tuple[ImportRow, ...]:
        return tuple(row for row in self.rows if row.fate is ImportFate.UNPAIRED)

    def count(self, fate: ImportFate) -> int:
        return sum(row.fate is fate for row in self.rows)

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses have each fate, the moved and the removed ones too; empty fates left out."""
        counted = {fate.value: self.count(fate) for fate in ImportFate}
        counted["moved"] = sum(row.moved for row in self.rows)
        counted["removed"] = len(self.removed)
        return {fate: number for fate, number in counted.items() if number}


def preview_import(staged: DraftImport) -> ImportPreview:
    """Parse the upload, match it with the working version, and apply the corrections a person made."""
    draft = parse_draft(bytes(staged.content), staged.language)
    version = Version.objects.working().filter(text=staged.text).select_related("text").first()
    old = read_version(version, staged.language).clauses if version else ()
    is_translation = _is_translation(version, staged.language)
    if is_translation:
        identity, links = _pair_translation(old, draft.clauses), {}
    else:
        identity, links = _align(old, draft.clauses)
    corrected = _correct(identity, links, staged.corrections, old, len(draft.clauses))
    return ImportPreview(
        version=version,
        is_translation=is_translation,
        old=old,
        rows=_rows(old, draft.clauses, identity, links, corrected, is_translation=is_translation),
        removed=()
        if is_translation
        else tuple(clause for at, clause in enumerate(old) if at not in identity.values()),
        lineage=tuple(sorted(pair for pair in links if identity.get(pair[1]) != pair[0])),
        warnings=draft.warnings,
    )


def _is_translation(version: Version | None, language: str) -> bool:
    """A file in another language than the negotiated one, once the negotiated words are there."""
    if version is None or language == version.text.language:
        return False
    return version.wordings.filter(language=version.text.language).exists()


def _pair_translation(old: tuple[ClauseReading, ...], new: tuple[ParsedClause, ...]) -> dict[int, int]:
    return pair(
        [Shape(clause.kind, clause.depth, clause.label) for clause in old],
        [Shape(clause.kind, clause.depth, clause.label) for clause in new],
    )


def _align(
    old: tuple[ClauseReading, ...], new: tuple[ParsedClause, ...]
) -> tuple[dict[int, int], dict[Lineage, Link]]:
    found = align(
        [Unit(clause.plain, clause.label, clause.kind) for clause in old],
        [Unit(plain(clause.text), clause.label, clause.kind) for clause in new],
    )
    identity = {link.new: link.old for link in found.links if link.primary}
    return identity, {(link.old, link.new): link for link in found.links}


def _correct(
    identity: dict[int, int],
    links: dict[Lineage, Link],
    corrections: Mapping[str, str],
    old: tuple[ClauseReading, ...],
    new_count: int,
) -> frozenset[int]:
    """Put a person's choices in place of the algorithm's; a clause chosen twice goes to the last choice."""
    old_index = {clause.key: at for at, clause in enumerate(old)}
    chosen = {int(at): key for at, key in corrections.items() if int(at) < new_count}
    for at, key in sorted(chosen.items()):
        identity.pop(at, None)
        for linked in [linked for linked in links if linked[1] == at]:
            del links[linked]
        if key in old_index:
            for other in [other for other, kept in identity.items() if kept == old_index[key]]:
                del identity[other]
            identity[at] = old_index[key]
    return frozenset(chosen)


def _rows(
    old: tuple[ClauseReading, ...],
    new: tuple[ParsedClause, ...],
    identity: dict[int, int],
    links: dict[Lineage, Link],
    corrected: frozenset[int],
    *,
    is_translation: bool,
) -> tuple[ImportRow, ...]:
    moved = relocated(sorted(identity.values()), [identity[at] for at in sorted(identity)])
    kin: dict[int, list[int]] = {}
    for was, now in links:
        if identity.get(now) != was:
            kin.setdefault(now, []).append(was)
    rows = []
    for at, parsed in enumerate(new):
        was = identity.get(at)
        link = links.get((was, at)) if was is not None else None
        rows.append(
            ImportRow(
                index=at,
                parsed=parsed,
                fate=_fate(old, parsed, was, link, kin.get(at, []), is_translation=is_translation),
                moved=was in moved,
                score=link.score if link else None,
                corrected=at in corrected,
                continues=old[was] if was is not None else None,
                kin=tuple(old[each] for each in kin.get(at, [])),
            )
        )
    return tuple(rows)


def _fate(
    old: tuple[ClauseReading, ...],
    parsed: ParsedClause,
    was: int | None,
    link: Link | None,
    kin: list[int],
    *,
    is_translation: bool,
) -> ImportFate:
    if was is None:
        if is_translation:
            return ImportFate.UNPAIRED
        return ImportFate.SPLIT if kin else ImportFate.NEW
    if link and link.kind in (LinkKind.SPLIT, LinkKind.MERGED):
        return ImportFate(link.kind.value)
    return ImportFate.SAME if old[was].source == parsed.text else ImportFate.CHANGED
