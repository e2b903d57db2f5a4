"""Two versions of a record beside each other, entry by entry and word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from drafts.models.languages import in_language
from drafts.text.diff import Change, diff_words
from roundtables.reports.record_content import Content, Entry, interventions_in, outcomes_in


class Fate(StrEnum):
    """What became of an entry between two versions."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of either version with what became of it."""

    entry: Entry
    fate: Fate
    changes: Sequence[Change]
    # Of agreed wording, the words agreed on.
    wording: Sequence[Change] = ()


@dataclass(frozen=True, slots=True)
class RecordComparison:
    """Everything that differs, and how many entries do not."""

    rows: tuple[Row, ...]
    head: Sequence[Change]

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if row.fate is not Fate.SAME]

    @property
    def same(self) -> int:
        return len(self.rows) - len(self.shown)


def compare_records(old: Content, new: Content) -> RecordComparison:
    """What changed from one version of a record to another."""
    rows = (
        *_rows(list(outcomes_in(old)), list(outcomes_in(new))),
        *_rows(list(interventions_in(old)), list(interventions_in(new))),
    )
    before, after = _head(old), _head(new)
    return RecordComparison(rows, diff_words(before, after) if before != after else ())


def _head(content: Content) -> str:
    head = content["head"]
    when = f"{head['starts_at'][:16]} – {head['ends_at'][:16]} ({head['time_zone']})"
    return "\n".join((in_language(head["title"]), in_language(head["place"]), when.replace("T", " ")))


def _rows(old: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Row]:
    """In the order of the new version; what is gone stands after what it stood after."""
    before = {entry.key: entry for entry in old}
    kept = {entry.key for entry in new}
    gone: dict[str, list[Entry]] = {"": []}
    last = ""
    for entry in old:
        if entry.key in kept:
            last = entry.key
        else:
            gone.setdefault(last, []).append(entry)
    yield from map(_removed, gone[""])
    for entry in new:
        yield _row(before.get(entry.key), entry)
        yield from map(_removed, gone.get(entry.key, ()))


def _removed(entry: Entry) -> Row:
    return Row(entry, Fate.REMOVED, diff_words(entry.words, ""), diff_words(entry.wording, ""))


def _row(old: Entry | None, new: Entry) -> Row:
    if old is None:
        return Row(new, Fate.ADDED, diff_words("", new.words), diff_words("", new.wording))
    same = (old.words, old.wording) == (new.words, new.wording)
    fate = Fate.SAME if same else Fate.CHANGED
    return Row(new, fate, diff_words(old.words, new.words), diff_words(old.wording, new.wording))
