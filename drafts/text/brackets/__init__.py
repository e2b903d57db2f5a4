r"""Square brackets in the words of a clause as data: what is open, what stands for choice, and how it is settled.

In negotiation "[ ]" marks words that are not agreed. Brackets are read from the source of a wording whenever they
are asked for, and kept nowhere: agreeing, dropping and choosing take a source and give the source without them.

A footnote reference is no bracket, and a backslash takes the meaning from an opening sign together with its partner:
`\[sic]` is a word. Brackets in real drafts do not balance. A closing sign closes the innermost bracket that is open;
one that closes nothing here is a stray; a bracket never closed reaches to the end of its clause. Any text can be read.
"""

from drafts.text.brackets.counting import Count, count
from drafts.text.brackets.reading import (
    Bracket,
    BracketReading,
    Choice,
    agreed,
    open_words,
    positions_in_plain,
    read_brackets,
)
from drafts.text.brackets.settling import NoSuchBracket, choose, drop, keep, remove_stray

__all__ = [
    "Bracket",
    "BracketReading",
    "Choice",
    "Count",
    "NoSuchBracket",
    "agreed",
    "choose",
    "count",
    "drop",
    "keep",
    "open_words",
    "positions_in_plain",
    "read_brackets",
    "remove_stray",
]
