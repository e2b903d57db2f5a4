"""Which translations stood beside which words of their source, so that undoing knows what is up to date again."""

from collections.abc import Collection
from typing import NamedTuple

from drafts.models import Change, Revision, Version, Wording, WordingState


class Pair(NamedTuple):
    """A clause's words in a language other than the negotiated one, and the negotiated words they translate."""

    clause_id: int
    language: str
    words: str
    source: str


def agreeing_pairs(version: Version, clauses: Collection[int]) -> frozenset[Pair]:
    """The translations that were up to date at some time: when this version was begun, or as a revision left them.

    Two queries.
    """
    pairs, sources = _at_the_beginning(version, clauses)
    made = Revision.objects.filter(version=version, clause__in=clauses).order_by("history_id")
    for revision in made:
        if revision.language == version.text.language:
            sources[revision.clause_id] = revision.text
        elif revision.state == WordingState.TRANSLATED and revision.change != Change.REMOVED:
            source = sources.get(revision.clause_id)
            if source is not None:
                pairs.add(Pair(revision.clause_id, revision.language, revision.text, source))
    return frozenset(pairs)


def _at_the_beginning(version: Version, clauses: Collection[int]) -> tuple[set[Pair], dict[int, str]]:
    """What the last published version says; this one began with its words."""
    wordings = list(
        Wording.objects.filter(
            version__text=version.text_id, version__number=version.number - 1, clause__in=clauses
        )
    )
    sources = {each.clause_id: each.text for each in wordings if each.language == version.text.language}
    pairs = {
        Pair(each.clause_id, each.language, each.text, sources[each.clause_id])
        for each in wordings
        if each.state == WordingState.TRANSLATED and each.clause_id in sources
    }
    return pairs, sources
