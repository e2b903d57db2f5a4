"""Comments over versions: quoted words are anchored once, then followed from each version to the next.

The original anchor is never rewritten. For each later version one `Resolved` is kept, found from the version before it
(`Resolved.anchor` gives the anchor to carry on from), never by leaping over versions. A comment whose words were
removed is carried again, if at all, from the last version where they stood.

What became of the words (`Continuity`), for a comment on quoted words:

- same: the quoted words and all other words of the clause are as they were, and the clause stands where it stood;
- moved: the quoted words are intact, but their clause changed place (the caller says which did), or they now stand in
  another clause; whether other words changed too is not said;
- nearby: the quoted words are intact, in the same clause in the same place; other words or marks of the clause changed,
  or the quoted words stand elsewhere in it;
- rewritten: some of the quoted words changed, went, or have words between them; or none is left and new words
  stand in their place (method "replaced"). Old and new are to be shown;
- removed: too few of the quoted words are left anywhere. `clause` still names the clause where they stood, if any.

For a comment on a whole clause:

- same and moved: all its words are intact, and stand in the same clause and place, or not;
- nearby: the clause changed a little: word similarity of 0.75 or more, or the old clause stands whole in a longer one;
- rewritten: it changed more; removed: nothing took its place.

Words are *intact* when all of them and all marks between them stand together in the same order. Case counts; what no
reader sees does not: the kind and number of spaces, composed or decomposed accents, typographic apostrophes, quotation
marks and hyphens, soft hyphens and other invisible signs.

How the words were found (`Method`), never silently:

1. identical: the clause's text is the same, character by character.
2. token map: the old clause's words aligned with those of its heirs (`images`).
3. context search: words missing from their clause matched, in whole runs, with words that are new elsewhere
   (`strays`). Text that stood there before is no candidate, which keeps formulas from attracting quotes.
4. replaced: the words are gone; what stands between their old neighbours is new.
5. none.

`Resolved.needs_confirmation` tells the page to ask a person. Measured by `tests/benchmarks/anchoring.py`.

The order of the stages and the idea of searching with context follow robust anchoring as web annotation practises
it (W3C Web Annotation, text quote and text position selectors); the alignment is a longest common subsequence of words.
"""

from drafts.text.anchors.carrying import Carrier, carry
from drafts.text.anchors.quotes import (
    Anchor,
    codepoint_to_utf16,
    locate_selection,
    make_anchor,
    utf16_to_codepoint,
)
from drafts.text.anchors.resolved import Continuity, Method, Resolved, needs_confirmation

__all__ = [
    "Anchor",
    "Carrier",
    "Continuity",
    "Method",
    "Resolved",
    "carry",
    "codepoint_to_utf16",
    "locate_selection",
    "make_anchor",
    "needs_confirmation",
    "utf16_to_codepoint",
]
