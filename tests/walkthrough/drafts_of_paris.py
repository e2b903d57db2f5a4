"""The real drafts: their files, their clauses, and how their articles were renumbered. Nothing of them is kept here."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from drafts.text.inline import plain
from drafts.text.markup import ClauseKind, ParsedClause, parse_draft

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "paris-agreement"
_ARTICLE = re.compile(r"Article\s+(\d+\s*(?:bis|ter)?)")
# Square brackets of Markdown and not of negotiators: marks of notes, and what links lead to.
_MARKDOWN = (
    re.compile(r"\[\^[^\]]+\]"),
    re.compile(r"^\[[^\[\]]+\]:.*", re.MULTILINE),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One stage of the text as it was printed."""

    file: Path
    clauses: tuple[ParsedClause, ...]

    @property
    def words(self) -> list[str]:
        """The words of each clause without their marks."""
        return [plain(clause.text) for clause in self.clauses]

    @property
    def articles(self) -> list[str]:
        """The number of the article that each clause stands in."""
        printed = zip(self.clauses, self.words, strict=True)
        return articles([(clause.kind, f"{clause.label} {words}") for clause, words in printed])

    @property
    def kinds(self) -> Counter[str]:
        return Counter(clause.kind.value for clause in self.clauses)

    @property
    def brackets(self) -> int:
        """Opening square brackets in the clauses."""
        return sum(words.count("[") for words in self.words) + sum(
            clause.label.count("[") for clause in self.clauses
        )

    @property
    def brackets_in_file(self) -> int:
        """Opening square brackets that the negotiators wrote."""
        written = self.file.read_text(encoding="utf-8")
        for pattern in _MARKDOWN:
            written = pattern.sub("", written)
        return written.count("[")


def draft_of(day: str) -> Draft:
    """The draft whose file bears this day: 2015-10-23."""
    file = next(FOLDER.glob(f"*_{day}_*.md"))
    return Draft(file, parse_draft(file.read_bytes(), "en").clauses)


def renumbering() -> dict[str, str]:
    """Article of the drafts → article of the adopted text, as made by hand."""
    gold = json.loads((FOLDER / "gold_article_map_draft_to_final.json").read_text(encoding="utf-8"))
    renumbered: dict[str, str] = gold["map"]
    return renumbered


def articles(clauses: Sequence[tuple[str, str]]) -> list[str]:
    """For each clause, as (kind, label and words), the number of the article it stands in; "" before the first."""
    standing_in, numbers = "", []
    for kind, printed in clauses:
        if kind == ClauseKind.HEADING:
            named = _ARTICLE.search(printed)
            standing_in = named[1].replace(" ", "") if named else ""
        numbers.append(standing_in)
    return numbers
