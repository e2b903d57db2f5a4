"""What an uploaded draft would do to the working version, clause by clause, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from drafts.models import DraftImport, Version
from drafts.reports.comparing import merged_order
from drafts.reports.reading import ClauseReading, read_version
from drafts.text.align import Unit, align
from drafts.text.diff import Change, Op, diff_words
from drafts.text.inline import plain
from drafts.text.markup import ClauseKind, DraftWarning, ParsedClause, parse_draft
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
    # Whether it stands as another kind of clause, or at another depth, than the one it continues.
    is_described_otherwise: bool
    # The heading it stands under, as printed; empty above the first and for headings themselves.
    under: str

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
    def only_marks(self) -> bool:
        """Whether it changed and yet every word is as it was: emphasis or a note came, went or differs."""
        is_changed = self.fate is ImportFate.CHANGED and self.continues is not None
        return is_changed and all(change.op is Op.EQUAL for change in self.changes)

    @property
    def needs_a_look(self) -> bool:
        """Anything but the same words in the same order, a close likeness, or a person's own choice."""
        if self.fate in (ImportFate.SAME, ImportFate.CHANGED):
            doubtful = self.score is not None and self.score < SURE_ENOUGH
            return not self.corrected and (self.moved or doubtful)
        return not self.corrected or self.fate is ImportFate.UNPAIRED


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
    is_translation = _is_translation(version, staged.language)
    standing = read_version(version, staged.language).clauses if version else ()
    old = standing if version is None or is_translation else _with_gone(version, standing, staged.language)
    match = _pair_translation if is_translation else _align
    matching = match(old, draft.clauses)
    matching.correct(staged.corrections)
    left_over = set() if is_translation else {clause.key for clause in matching.left_over()}
    return ImportPreview(
        version=version,
        is_translation=is_translation,
        old=old,
        rows=matching.rows(is_translation=is_translation),
        removed=tuple(clause for clause in standing if clause.key in left_over),
        lineage=tuple(sorted(matching.lineage)),
        warnings=draft.warnings,
    )


def _is_translation(version: Version | None, language: str) -> bool:
    """A file in another language than the negotiated one, once the negotiated words are there."""
    if version is None or language == version.text.language:
        return False
    negotiated = version.wordings.filter(language=version.text.language)
    return bool(negotiated.exists())


def _with_gone(
    version: Version, standing: Sequence[ClauseReading], language: str
) -> tuple[ClauseReading, ...]:
    """The clauses of the version in work, and in their old places those it lost since the last publication.

    Comments hang on them: where an earlier import dropped a clause that this one brings back, it is the same.
    """
    last = Version.objects.published().filter(text=version.text_id, number=version.number - 1)
    published = last.select_related("text").first()
    if published is None:
        return tuple(standing)
    before = read_version(published, language).clauses
    by_key = {clause.key: clause for clause in (*before, *standing)}
    return tuple(by_key[key] for key in merged_order(before, standing))


@dataclass
class _Matching:
    """Which old clause each new one continues, and which others went into it."""

    old: Sequence[ClauseReading]
    new: Sequence[ParsedClause]
    identity: dict[int, int] = field(default_factory=dict)
    scores: dict[Lineage, float] = field(default_factory=dict)
    lineage: set[Lineage] = field(default_factory=set)
    corrected: set[int] = field(default_factory=set)

    def correct(self, corrections: Mapping[str, Mapping[str, object]]) -> None:
        """Put a person's choices in place of the algorithm's; a clause chosen twice goes to the last choice."""
        places = {clause.key: at for at, clause in enumerate(self.old)}
        for index, choice in sorted((int(at), choice) for at, choice in corrections.items()):
            if index >= len(self.new):
                continue
            self.corrected.add(index)
            self.identity.pop(index, None)
            self.lineage = {pair for pair in self.lineage if pair[1] != index}
            origins = choice["origins"]
            assert isinstance(origins, list), "corrections are written by correct_import"
            self.lineage |= {(places[key], index) for key in origins if key in places}
            if choice["continues"] in places:
                self._continue(places[str(choice["continues"])], index)

    def _continue(self, was: int, index: int) -> None:
        for other in [other for other, kept in self.identity.items() if kept == was]:
            del self.identity[other]
        self.identity[index] = was

    def left_over(self) -> tuple[ClauseReading, ...]:
        """Old clauses that no new one continues."""
        kept = set(self.identity.values())
        return tuple(clause for at, clause in enumerate(self.old) if at not in kept)

    def rows(self, *, is_translation: bool) -> tuple[ImportRow, ...]:
        moved = relocated(sorted(self.identity.values()), [was for _, was in sorted(self.identity.items())])
        split = {was for was, _ in self.lineage if was in self.identity.values()}
        rows, headings = [], _headings_over(self.new)
        for index, parsed in enumerate(self.new):
            was = self.identity.get(index)
            kin = [each for each, at in sorted(self.lineage) if at == index]
            fate = ImportFate.UNPAIRED if is_translation and was is None else self._fate(index, kin, split)
            rows.append(
                ImportRow(
                    index=index,
                    parsed=parsed,
                    fate=fate,
                    moved=was in moved,
                    is_described_otherwise=was is not None
                    and not is_translation
                    and (self.old[was].kind, self.old[was].depth) != (parsed.kind, parsed.depth),
                    score=None if was is None else self.scores.get((was, index)),
                    corrected=index in self.corrected,
                    continues=None if was is None else self.old[was],
                    kin=tuple(self.old[each] for each in kin),
                    under=headings[index],
                )
            )
        return tuple(rows)

    def _fate(self, index: int, kin: list[int], split: set[int]) -> ImportFate:
        was = self.identity.get(index)
        if was is None:
            return ImportFate.SPLIT if kin else ImportFate.NEW
        if self.old[was].source == self.new[index].text:
            return ImportFate.SAME
        if kin:
            return ImportFate.MERGED
        return ImportFate.SPLIT if was in split else ImportFate.CHANGED


def _headings_over(clauses: Sequence[ParsedClause]) -> list[str]:
    """For each clause the heading it stands under, label and words; nothing for headings themselves."""
    heading, found = "", []
    for clause in clauses:
        if clause.kind is ClauseKind.HEADING:
            heading = f"{clause.label} {plain(clause.text)}".strip()
        found.append("" if clause.kind is ClauseKind.HEADING else heading)
    return found


def _pair_translation(old: Sequence[ClauseReading], new: Sequence[ParsedClause]) -> _Matching:
    paired = pair(
        [Shape(clause.kind, clause.depth, clause.label) for clause in old],
        [Shape(clause.kind, clause.depth, clause.label) for clause in new],
    )
    return _Matching(old, new, identity=paired)


def _align(old: Sequence[ClauseReading], new: Sequence[ParsedClause]) -> _Matching:
    found = align(
        [Unit(clause.plain, clause.label, clause.kind) for clause in old],
        [Unit(plain(clause.text), clause.label, clause.kind) for clause in new],
    )
    return _Matching(
        old,
        new,
        identity={link.new: link.old for link in found.links if link.primary},
        scores={(link.old, link.new): link.score for link in found.links},
        lineage={(link.old, link.new) for link in found.links if not link.primary},
    )
