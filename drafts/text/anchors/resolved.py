"""The answer: where a comment stands in a later version, how that was found, and what became of its words."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from drafts.text.anchors.quotes import Anchor, make_anchor

LIKELY = 0.5
"""A score below this asks for a person's confirmation."""


class Continuity(StrEnum):
    """What became of the words a comment is about; defined in `drafts.text.anchors`."""

    SAME = "same"
    MOVED = "moved"
    NEARBY = "nearby"
    REWRITTEN = "rewritten"
    REMOVED = "removed"


class Method(StrEnum):
    """How the words were found, the surest first."""

    IDENTICAL = "identical"
    TOKEN_MAP = "token map"  # noqa: S105 — a token is a word here
    CONTEXT = "context search"
    REPLACED = "replaced"
    NONE = "none"


def needs_confirmation(method: str, score: float) -> bool:
    """Whether words were found by likeness, by place alone, or with few of them left."""
    if method == Method.TOKEN_MAP:
        return score < LIKELY
    return method in {Method.CONTEXT, Method.REPLACED}


class Resolved(NamedTuple):
    """Where a comment stands in the new version.

    `clause` is None where no clause succeeds the old one. `start` and `end` are code points of the new clause's
    plain text, and `text[start:end] == exact`; they are None for a comment on a whole clause and where the words
    are gone. `score`, 0 to 1, is the share of the words found again, weighed, less the doubt about where they went.
    """

    clause: str | None
    start: int | None
    end: int | None
    exact: str
    method: Method
    score: float
    continuity: Continuity

    @property
    def needs_confirmation(self) -> bool:
        """Whether the page must ask a person."""
        return needs_confirmation(self.method, self.score)

    def anchor(self, new: Mapping[str, str]) -> Anchor | None:
        """The anchor to carry on from, in the new version; None where there are no words to follow."""
        if self.clause is None or self.start is None or self.end is None:
            return None
        return make_anchor(new[self.clause], self.start, self.end)
