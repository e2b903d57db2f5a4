"""How much is enough: when shared words make two clauses related, and when they make them the same clause.

The figures were set on the documents of known descent in tests/benchmarks and on real drafting histories.
"""

from drafts.text.align.reading import Reading

_SHARE = 0.3  # of the shorter clause's words
_PASSAGE = 5  # words; fewer are no passage, however rare
_SHORT = 6  # words
_SHORT_LIKENESS = 0.8
_FORMULA_SHARE = 0.55
_FORMULA = 6  # words
_SURE_LIKENESS = 0.5
_RARITIES = 4
_SHARE_IN_ORDER = 0.4
_SHARE_OUT_OF_ORDER = 0.5


def is_credible(reading: Reading, old: int, new: int, shared: int) -> bool:
    """Whether so many shared words make two clauses related.

    Short clauses must be nearly alike. Others share `_SHARE` of the shorter one, if there is a rare passage among it;
    where all they share is said elsewhere too, chance and custom are the likelier cause and more than half is asked.
    """
    shorter = reading.shorter(old, new)
    if shorter < _SHORT:
        return reading.likeness(old, new, shared) >= _SHORT_LIKENESS
    if shared < max(_SHARE * shorter, _PASSAGE):
        return False
    return shared >= max(_FORMULA_SHARE * shorter, _FORMULA) or reading.rarities(old, new) > 0


def keeps_identity(reading: Reading, old: int, new: int, shared: int, *, in_order: bool) -> bool:
    """Whether two related clauses may be one clause, with its history and comments.

    A likeness below a half never is enough alone: the pair must keep the order of the draft, or share much that is
    rare.
    """
    if reading.likeness(old, new, shared) >= _SURE_LIKENESS:
        return True
    share = shared / reading.shorter(old, new)
    if in_order and share >= _SHARE_IN_ORDER:
        return True
    return (in_order or share >= _SHARE_OUT_OF_ORDER) and reading.rarities(old, new) >= _RARITIES
