"""What a single line of a draft gives away about itself.

Every pattern is anchored at the start of the line or applied to a bounded end of it.
"""

import re

# Longer lines than this are not wrapped by anybody: such a line is a paragraph.
WRAP_WIDTH = 120
_EARLY = 50
_END = 100  # signs at a line's end that say how it ends

_ATX = re.compile(r"(#{1,6})(?:[ \u00a0]+|$)")
_UNDERLINES = {"=": 1, "-": 2, "~": 3}
_FOOTNOTE = re.compile(r"\[\^([\w.:-]{1,64})\]:[ \u00a0]?")
_LINK_TARGET = re.compile(
    r"\[[^\[\]^][^\[\]]{0,200}\]: *<?(?:[a-z]{2,10}:|/|#|\.\./|www\.)\S*", re.IGNORECASE
)
_ATTRIBUTES = re.compile(r"\{:[^{}]*\}")
_CONTENTS = re.compile(r"(?:[-*+]|1\.) TOC", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;:!?…؟؛][\])»”\"*]*(?:\[\^[\w.:-]{1,64}\])*$")
_PHRASE_END = re.compile(r"(?:[,،)\]»”\"*]|[,;،؛] ?(?:and|or|et|ou|y|e|o|و|أو))$")
# "in paragraph / (a) above", "(a) and / (b)": the number on the next line belongs to this one.
_REFERENCE_END = re.compile(
    r"(?:\b(?:sub)?(?:paragraphe?|article|artículo|artigo|section|point|item|alinéa|chapter|chapitre|annexe?)s?"
    r"|\b(?:art|para|par|no|nos|n°)\.?|\)(?:,| and| or| et| ou| to| à| y| e| o))$",
    re.IGNORECASE,
)
_FIRST_LETTER = re.compile(r"[\W\d_]{0,20}")


def marked_level(line: str) -> int:
    """How many # begin a heading, from 1; 0 where the line is none."""
    found = _ATX.match(line)
    return len(found[1]) if found else 0


def marked_title(line: str) -> tuple[str, bool]:
    """The words of a marked heading, and whether attributes such as {#name} were cut off its end."""
    title = line.lstrip("#").strip()
    bare = title.rstrip("#")
    if bare != title and (not bare or bare.endswith(" ")):
        title = bare.strip()
    brace = title.rfind(" {")
    if title.endswith("}") and brace > 0 and title[brace + 2] in "#:.":
        return title[:brace].strip(), True
    return title, False


def underline_level(line: str) -> int:
    """The level a line of = - or ~ gives the words above it; 0 where it is none."""
    return _UNDERLINES.get(line[0], 0) if len(line) > 1 and len(set(line)) == 1 else 0


def is_rule(line: str) -> bool:
    """A line drawn across the page: three or more of one sign, spaced or not."""
    signs = set(line) - {" "}
    return len(signs) == 1 and signs <= set("-*_=~") and len(line.replace(" ", "")) >= 3


def is_attributes(line: str) -> bool:
    """A line such as {:.no_toc} or {:toc}."""
    return _ATTRIBUTES.fullmatch(line) is not None


def is_contents(line: str) -> bool:
    """The line that holds the place of a table of contents."""
    return _CONTENTS.fullmatch(line) is not None


def is_link_target(line: str) -> bool:
    """A line that says where [a name] leads, and nothing else."""
    return _LINK_TARGET.fullmatch(line) is not None


def read_footnote(line: str) -> tuple[str, str] | None:
    """A footnote's key and its words, or None."""
    found = _FOOTNOTE.match(line)
    return (found[1], line[found.end() :]) if found else None


def is_row(line: str) -> bool:
    """A table's row."""
    return line.startswith("|") and line.count("|") > 1


def row_words(line: str) -> str:
    """The cells of a row; nothing for the row of dashes under a table's head."""
    return "" if set(line) <= set("|:- ") else line.strip("| ")


def is_wrapped(line: str) -> bool:
    """Whether the line is short enough to have been broken by an editor."""
    return len(line) <= WRAP_WIDTH


def is_broken_by_hand(line: str) -> bool:
    """Whether somebody ended the line here: no editor breaks so early or so late, or it ends a phrase."""
    early_or_late = len(line) < _EARLY or not is_wrapped(line)
    return early_or_late or ends_sentence(line) or _PHRASE_END.search(line[-_END:]) is not None


def refers_on(line: str) -> bool:
    """Whether the line ends in the middle of a reference, "in paragraph" or "(a) and"."""
    return _REFERENCE_END.search(line[-_END:]) is not None


def is_apart(line: str, following: str) -> bool:
    """Whether a new paragraph begins with the second of two lines that somebody broke by hand."""
    return not line.endswith("\\") and not starts_small(following)


def starts_small(line: str) -> bool:
    """Whether the first letter, near the start, is a small one: the line goes on with a sentence."""
    found = _FIRST_LETTER.match(line)
    return found is not None and line[found.end() : found.end() + 1].islower()


def ends_sentence(line: str) -> bool:
    """Whether the line ends with a stop, a colon or the like, closing signs and footnotes aside."""
    return _SENTENCE_END.search(line[-_END:]) is not None
