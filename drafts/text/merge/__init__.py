"""Merging: two edits of one wording put together word by word, where that needs no guess.

A merge is clean or it is a conflict that a person decides; nothing in between, and never markers in the words. Each
side's changes are what lies between the words that are certain to have stayed (`certain`); changes of one side with at
most two words between them are one (`hunks`); changes of both sides with less than two between them are a conflict,
unless they are the same (`merging`). A moved sentence is one deleted and one put in: edited by the other side, it is a
conflict. Measured by `tests/benchmarks/merging.py`.

The scheme is diff3 (Khanna, Kunal and Pierce 2007 describe it) with a margin.
"""

from drafts.text.merge.merged import Collision, Merge, Piece, Side
from drafts.text.merge.merging import collisions, merge

__all__ = ["Collision", "Merge", "Piece", "Side", "collisions", "merge"]
