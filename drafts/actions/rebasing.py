"""Carrying open amendments over to the words in work, whenever these change. Nothing is ever guessed.

Always tried from the words that the proposal was last clean on: what collides today may be clean again tomorrow.
"""

from collections.abc import Sequence

from django.db.models import Q

from drafts.models import AmendmentKind, AmendmentStanding, Change, Wording
from drafts.reports.amended import WordsInWork, basis_of, words_in_work
from drafts.text.merge import merge

Fit = AmendmentStanding.Fit

# Kinds that a person thinks of again when the words of the clause are others than they read.
_MEANT_FOR_ITS_WORDS = frozenset({AmendmentKind.DELETE, AmendmentKind.SPLIT, AmendmentKind.MERGE})


def rebase_amendments(changed: Sequence[Wording]) -> None:
    """Fit every open amendment on these clauses to their words as they stand now, in constant queries.

    One query where there is none. The caller holds the version in work, and has saved the words.
    """
    if not changed:
        return
    clauses = {wording.clause_id for wording in changed}
    named = Q(amendment__clause__in=clauses) | Q(amendment__other__in=clauses)
    open_ones = AmendmentStanding.objects.open().filter(named).select_related("amendment").order_by("pk")
    standings = list(open_ones.select_for_update(of=("self",)))
    if not standings:
        return
    words = words_in_work(changed[0].version_id, [standing.amendment for standing in standings])
    for wording in changed:
        if wording.change == Change.REMOVED:
            words.pop((wording.clause_id, wording.language), None)
    for standing in standings:
        fit(standing, words)
    AmendmentStanding.objects.bulk_update(standings, ["basis", "words", "fit"])


def fit(standing: AmendmentStanding, words: WordsInWork) -> None:
    """Say how a proposal stands to the words in work, and carry it over to them where that needs no guess."""
    amendment = standing.amendment
    now = basis_of(amendment, words)
    if now is None:
        standing.fit = Fit.GONE
    elif amendment.kind == AmendmentKind.REPLACE:
        _rebase(standing, now)
    elif amendment.kind in _MEANT_FOR_ITS_WORDS and now != standing.basis:
        standing.fit = Fit.PROPOSED
    else:
        standing.fit = Fit.FITS


def _rebase(standing: AmendmentStanding, now: str) -> None:
    merged = merge(standing.basis, now, standing.words)
    if not merged.is_clean:
        standing.fit = Fit.COLLIDES
    elif merged.shares_a_sentence:
        standing.fit = Fit.PROPOSED
    else:
        standing.basis, standing.words = now, merged.text
        made = (standing.amendment.basis, standing.amendment.words)
        standing.fit = Fit.FITS if (now, standing.words) == made else Fit.REBASED
