"""The printed label at the head of a clause, told apart from its words."""

import re
from dataclasses import dataclass

from drafts.text.markup.numerals import BIS, Count, Style, readings

_LETTERS = "A-Za-zأ-ي"
_LABEL = re.compile(
    r"(?P<before>[\[ ]{0,6})(?P<stars>\*{0,3})(?P<inside>[\[ ]{0,6})"
    r"(?P<label>"
    rf"\((?P<enclosed>\d{{1,3}}|[{_LETTERS}]{{1,5}})(?: ?{BIS})?\)"
    rf"|(?P<degree>\d{{1,3}}) ?°(?: {BIS}\b)?"
    rf"|(?P<dotted>\d{{1,3}}(?:\.(?:\d{{1,3}}|x))+)(?: ?{BIS}\b(?: Alt\b)?)?[.:)]?"
    rf"|(?P<stopped>\d{{1,3}}|[{_LETTERS}]{{1,5}})(?:[. ]?{BIS})?\.(?:{BIS}\b)?(?: ?[-–―](?= |[^\W\d_]))?"
    rf"|(?P<closed>\d{{1,3}}|[{_LETTERS}]{{1,5}})(?: ?{BIS})?\)"
    rf"|(?P<dashed>\d{{1,3}}|[أ-ي]) ?-(?= )"
    rf"|(?P<bare>\d{{1,3}}) ?{BIS}(?= )"
    r")",
    re.IGNORECASE,
)
_FORMS = {
    "enclosed": "(x)",
    "degree": "x°",
    "dotted": "x.x",
    "stopped": "x.",
    "closed": "x)",
    "dashed": "x-",
    "bare": "x.",
}
# Words follow a label after a space, or at once with a bracket, a quotation, emphasis or a capital.
_OPENING = "[(“\"«*‘'"
_SURE_FORMS = {"(x)", "x)", "x°"}
_BULLET = re.compile(r"[-*+•‣◦▪–—] +(?=\S)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, the words after it, and the ways its number can be read."""

    printed: str
    rest: str
    counts: tuple[Count, ...]
    is_inserted: bool

    @property
    def is_sure(self) -> bool:
        """Whether it is a label wherever it stands; "p. 12" and "J. Smith" are labels in a sequence only."""
        first = self.counts[0]
        return first.form in _SURE_FORMS or first.style is Style.DOTTED or first.style is Style.DECIMAL


def read_label(line: str) -> Label | None:
    """The label a line begins with. Brackets and emphasis around it go with the words."""
    found = _LABEL.match(line)
    if found is None or found.lastgroup is None:
        return None
    rest = line[found.end() :]
    kind = next(kind for kind in _FORMS if found[kind])
    stars = found["stars"]
    if stars and rest.startswith(stars):
        stars, rest = "", rest[len(stars) :]
    counts = readings(found[kind], _FORMS[kind])
    if not counts or not _words_follow(rest, kind):
        return None
    words = found["before"].strip() + stars + found["inside"].strip() + rest.strip()
    printed = found["label"].strip()
    return Label(printed, words, counts, bool(re.search(BIS, printed, re.IGNORECASE)))


def read_bullet(line: str) -> str | None:
    """The words after a bullet, or None where the line is no list item."""
    found = _BULLET.match(line)
    return line[found.end() :] if found else None


def _words_follow(rest: str, kind: str) -> bool:
    if not rest:
        return kind in {"enclosed", "closed", "stopped"}
    word = rest.lstrip()[:1]
    starts_sentence = word in _OPENING or (not word.islower() and word.isalpha())
    if kind in {"dotted", "dashed", "bare"}:
        return starts_sentence
    return rest[0].isspace() or starts_sentence
