"""What clauses are called in lists: the labels they lie under, or how they begin where no label is printed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from drafts.reports.outlines import Outline
from drafts.reports.reading import ClauseReading
from drafts.text.markup import ClauseKind
from drafts.text.numbering import Place, rank_of

_FIRST = 5


@dataclass(frozen=True, slots=True)
class ClauseName:
    """The path of labels to a clause, empty where it has none, and its first words in quotation marks."""

    path: str
    words: str

    def __str__(self) -> str:
        return self.path or self.words

    @property
    def entry(self) -> str:
        """The same for a list to choose from, where the words are not beside it."""
        return f"{self.path} {self.words}".strip()


@dataclass(frozen=True, slots=True)
class _Named:
    """A clause with those it lies in, the outermost first, itself the last."""

    key: str
    place: Place
    name: ClauseName
    above: tuple["_Named", ...] = ()

    def beside_its_twins(self) -> ClauseName:
        """The name where others have the same: behind the words of what holds it and has no label."""
        words = next((each.name.words for each in reversed(self.above) if not each.place.label), "")
        if not words:
            return self.name
        return replace(self.name, path=f"{words}, {self.name}")


def names_of(clauses: Iterable[ClauseReading]) -> dict[str, ClauseName]:
    """Clause key → its name in a version that was read. No query."""
    return _names([(each.key, Place(each.kind, each.depth, each.label), each.plain) for each in clauses])


def names_in(outline: Outline) -> dict[str, ClauseName]:
    """The same for a version whose structure is being changed."""
    return _names(
        [
            (spot.key, Place(spot.kind, spot.depth, spot.label), outline.first_words(spot))
            for spot in outline.spots
        ]
    )


def _names(clauses: Sequence[tuple[str, Place, str]]) -> dict[str, ClauseName]:
    named, above = [], list[_Named]()
    for key, place, words in clauses:
        rank = rank_of(place)
        while above and rank is not None and (rank_of(above[-1].place) or rank) >= rank:
            above.pop()
        around = () if place.kind == ClauseKind.FOOTNOTE else tuple(above)
        own = _Named(key, place, ClauseName(_path(around, place.label), quoted(words)), around)
        named.append(own)
        if rank is not None:
            above.append(own)
    times = Counter(str(each.name) for each in named)
    return {each.key: each.beside_its_twins() if times[str(each.name)] > 1 else each.name for each in named}


def _path(above: Iterable[_Named], label: str) -> str:
    """The labels of what holds a clause and its own, as in “Article 2, 1(a)”; nothing where it has none."""
    path = ""
    for each in [*(held.place.label for held in above), label] if label else []:
        own = each.rstrip(".")
        path += own if not path or own.startswith("(") else f", {own}" if own else ""
    return path


def quoted(words: str) -> str:
    """How a clause begins, in the quotation marks of the reader's language."""
    first = words.split(maxsplit=_FIRST)
    shown = " ".join(first[:_FIRST])
    return gettext("“%(words)s”") % {"words": f"{shown} …" if len(first) > _FIRST else shown}
