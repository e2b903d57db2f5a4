"""The words that amendments are about, as they stand in a version."""

import re
from collections.abc import Iterable, Mapping

from drafts.models import Amendment, AmendmentKind, Wording
from drafts.text.markup import normalise

# Clause and language → its words; clauses that left the text are not in it.
type WordsInWork = Mapping[tuple[int, str], str]

_AN_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")


def words_in_work(version: int | None, amendments: Iterable[Amendment]) -> dict[tuple[int, str], str]:
    """The words of the clauses that these amendments name, in every language. One query."""
    clauses = {clause for each in amendments for clause in (each.clause_id, each.other_id) if clause}
    found = Wording.objects.filter(version=version, clause__in=clauses)
    return {
        (clause, language): text for clause, language, text in found.values_list("clause", "language", "text")
    }


def basis_of(amendment: Amendment, words: WordsInWork) -> str | None:
    """The words an amendment is about: the clause's, and for a merger the other's too; None where one is gone."""
    named = [amendment.clause_id]
    if amendment.kind == AmendmentKind.MERGE and amendment.other_id:
        named.append(amendment.other_id)
    found = [words.get((clause, amendment.language)) for clause in named]
    if None in found or (amendment.other_id and (amendment.other_id, amendment.language) not in words):
        return None
    return "\n\n".join(each for each in found if each is not None)


def parts_of(words: str) -> tuple[str, ...]:
    """The parts of a split, or the clauses of a merger: an empty line marks each cut."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    parts = (normalise(part) for part in _AN_EMPTY_LINE.split(lines))
    return tuple(part for part in parts if part)


def as_kept(kind: str, words: str) -> str:
    """Proposed words as clauses keep theirs; those of a split with an empty line between two parts."""
    if kind in (AmendmentKind.REPLACE, AmendmentKind.INSERT):
        return normalise(words)
    return "\n\n".join(parts_of(words)) if kind == AmendmentKind.SPLIT else ""
