"""Headings: those that say what they are ("Chapter II"), and those only their look gives away."""

import re
from dataclasses import dataclass

from drafts.text.markup.labels import Label, read_label
from drafts.text.markup.numerals import BIS, Style

# Which division holds which: the rank of each word in the languages drafts come in.
_DIVISIONS = {
    1: "part|book|partie|livre|parte|libro|livro|الجزء|الباب",
    2: "title|titre|título",
    3: "chapter|chapitre|capítulo|الفصل",
    4: "section|sección|secção|seção|القسم",
    5: "sub-?section|sous-section|subsección|subsecção",
    6: "paragraphe",
    9: "article|artículo|artigo|art|المادة",
    0: "annexe?|appendix|appendice|schedule|anexo|apéndice|المرفق",
}
_RANKS = {word: rank for rank, words in _DIVISIONS.items() for word in words.split("|")}
_ROMAN_RANK, _LETTER_RANK, ARTICLE_RANK, _NUMBER_RANK = 7, 8, 9, 10
FLOATING = 0  # a preamble or an annex stands beside whatever is highest

_NUMBER = (
    rf"(?:(?:[LRDA]\.? ?\*{{0,2}} ?)?\d{{1,4}}(?:[-.]\d{{1,4}})*(?:er|re|º|°)?(?:[ -]?{BIS}\b|[a-z]\b)?"
    rf"|[IVXL]{{1,7}}(?:er|re)?(?:[ -]?{BIS})?\b|[A-Z]\b"
    r"|(?:premier|première|first|unique|único|única|primero|primeira?|preliminary|préliminaire)\b"
    r"|ال\w+(?: عشرة?)?)"
)
_DIVISION = re.compile(
    rf"(?P<stars>\*{{0,3}})(?P<open>\[?)(?P<label>(?P<word>{'|'.join(_DIVISIONS.values())})\.?[ \u00a0]{_NUMBER})"
    r"(?P<close>\]?)(?P<shut>(?P=stars))?(?P<gap>[ \u00a0]*[:.–—-]*[ \u00a0]*)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:preamble|préambule|preâmbulo|preámbulo|الديباجة|annexe?|anexo|appendix)[*:]*", re.IGNORECASE
)
_LOOSE_END = (".", ";", ",", ":")
_MAX_TITLE = 250
_MAX_SHOUT = 150
_MIN_SHOUT = 4


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's label and title; the rank says what it holds and what holds it (low holds high)."""

    label: str
    title: str
    rank: int

    @property
    def is_article(self) -> bool:
        return self.rank == ARTICLE_RANK


@dataclass(frozen=True, slots=True)
class _Division:
    heading: Heading
    gap: str


def read_marked(title: str) -> Heading:
    """A heading the draft marks as one: only its label is to be told from its title."""
    if division := _read_division(title):
        return division.heading
    label = read_label(title)
    if label and label.rest:
        return Heading(label.printed, label.rest, _NUMBER_RANK)
    return Heading("", title, FLOATING)


def read_division(line: str) -> Heading | None:
    """A line that names a division of the text ("Article 3", "Titre II : …") and is no sentence."""
    if _ALONE.fullmatch(line):
        return Heading("", line, FLOATING)
    division = _read_division(line)
    if division is None or len(line) > _MAX_TITLE:
        return None
    title = division.heading.title
    if title and (title.endswith(_LOOSE_END) or not (division.gap.strip() or title[0] in "(*[")):
        return None
    return division.heading


def read_run_in(line: str) -> Heading | None:
    """An article whose words follow its label on the same line: "Article 3. The parties…"."""
    division = _read_division(line)
    if division and division.heading.is_article and division.heading.title and division.gap.strip():
        return division.heading
    return None


def is_shout(line: str) -> bool:
    """A line all in capitals, a heading in a draft that marks none."""
    if len(line) > _MAX_SHOUT or not line.isupper() or line.endswith(_LOOSE_END) or line[0] in "[|-•":
        return False
    return sum(sign.isalpha() for sign in line) >= _MIN_SHOUT


def is_lettered(line: str, style: Style) -> bool:
    """A short line under a capital letter or Roman number: "II. Protection"."""
    is_capital = style in {Style.CAPITAL, Style.CAPITAL_ROMAN}
    return is_capital and len(line) <= _MAX_SHOUT and not line.endswith(_LOOSE_END)


def numbered(label: Label, style: Style) -> Heading:
    """The heading under a number of its own."""
    rank = {Style.CAPITAL_ROMAN: _ROMAN_RANK, Style.CAPITAL: _LETTER_RANK}.get(style)
    if rank is None:
        rank = _NUMBER_RANK + label.printed.rstrip(".").count(".")
    return Heading(label.printed, label.rest, rank)


def _read_division(line: str) -> _Division | None:
    found = _DIVISION.match(line)
    if found is None:
        return None
    title = line[found.end() :]
    label, stars = found["label"], found["stars"]
    if found["open"] and found["close"]:
        label = f"[{label}]"
    elif found["open"] or found["close"]:
        title = found["open"] + title if found["open"] else found["close"] + title
    if stars and not found["shut"]:
        title = stars + title
    rank = next(rank for word, rank in _RANKS.items() if re.fullmatch(word, found["word"], re.IGNORECASE))
    return _Division(Heading(label, title.strip(), rank), found["gap"])
