"""How many of the renumbered articles an applied import knew again: by the identity of headings and of paragraphs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafts.text.markup import ClauseKind
from tests.walkthrough.drafts_of_paris import articles
from tests.walkthrough.speaking import Shown


@dataclass(frozen=True, slots=True)
class Article:
    """An article by its number in the draft and in the adopted text, and by what was known again."""

    was: str
    became: str
    heading: str
    paragraphs: Counter[str]

    @property
    def heading_found(self) -> bool:
        return self.heading == self.was

    @property
    def paragraphs_found(self) -> bool:
        """Whether more of its paragraphs come from the right article than from any other; new ones do not count."""
        right = self.paragraphs[self.was]
        return right > max(
            (number for come, number in self.paragraphs.items() if come != self.was), default=0
        )


def score(old: Sequence[Shown], new: Sequence[Shown], renumbered: Mapping[str, str]) -> list[Article]:
    """Compare two versions as they stand on their pages, by the keys of their clauses."""
    origin = {clause.key: (clause.kind, article) for clause, article in zip(old, _articles(old), strict=True)}
    headings: dict[str, str] = {}
    paragraphs: dict[str, Counter[str]] = {}
    for clause, article in zip(new, _articles(new), strict=True):
        was_kind, came_from = origin.get(clause.key, ("", ""))
        if clause.kind == was_kind == ClauseKind.HEADING:
            headings[article] = came_from
        elif clause.kind != ClauseKind.HEADING and clause.key in origin:
            paragraphs.setdefault(article, Counter())[came_from] += 1
    return [
        Article(was, became, headings.get(became, ""), paragraphs.get(became, Counter()))
        for was, became in renumbered.items()
    ]


def _articles(clauses: Sequence[Shown]) -> list[str]:
    return articles([(clause.kind, f"{clause.label} {clause.words}") for clause in clauses])
