"""The words of a clause as HTML: emphasis, superscripts, footnotes, open brackets, quoted words and redlines.

The only place where words become HTML: each piece is escaped before a tag is put around it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import groupby
from operator import itemgetter

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext

from drafts.models.languages import in_language
from drafts.models.texts import CLAUSE_KINDS
from drafts.reports.outlines import Spot
from drafts.reports.reading import ClauseReading
from drafts.text.brackets import open_words
from drafts.text.diff import Change, Op
from drafts.text.inline import MarkKind, Segment, parse, segments

type Span = tuple[int, int]

register = template.Library()

_KINDS = dict(CLAUSE_KINDS)
_TAGS = {MarkKind.STRONG: "strong", MarkKind.EMPHASIS: "em", MarkKind.SUPERSCRIPT: "sup"}


@register.simple_tag
def wording(source: str, highlights: Iterable[Span] | None = None, notes: str = "") -> SafeString:
    """The words of a clause, with some of them marked and its footnotes linked.

    Highlights are code points of the plain text; `notes` is the address of a footnote up to its key
    ("#fn-"), without which its number is no link.
    """
    return render_words(source, highlights or (), notes)


def render_words(source: str, highlights: Iterable[Span] = (), notes: str = "") -> SafeString:
    """HTML whose text, without what carries `data-apart`, is the clause's plain text letter for letter."""
    inline = parse(source)
    brackets, marked = open_words(source, inline.plain), list(highlights)
    cuts = [edge for span in (*brackets, *marked) for edge in span]
    pieces = (_piece(segment, brackets, marked, notes) for segment in segments(inline, cuts))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece was escaped


def _piece(segment: Segment, brackets: Sequence[Span], marked: Iterable[Span], notes: str) -> str:
    html = render_piece(segment, notes)
    if segment.key:
        return html
    if _is_open(segment, brackets):
        html = f'<span class="bracket">{html}</span>'
    return f'<mark class="quoted">{html}</mark>' if _lies_in(segment, marked) else html


def render_piece(segment: Segment, notes: str = "") -> str:
    """One piece of a clause with its emphasis, or the reference to a footnote that stands there."""
    if segment.key:
        return _footnote(segment.key, notes)
    html = escape(segment.text)
    for kind in reversed(segment.kinds):
        html = f"<{_TAGS[kind]}>{html}</{_TAGS[kind]}>"
    return html


def _footnote(key: str, notes: str) -> str:
    """The number of a footnote, a link where we know on which page it stands."""
    number = escape(key)
    shown = f'<a href="{escape(notes)}{number}">{number}</a>' if notes else number
    return f'<sup class="footnote-ref" data-apart>{shown}</sup>'


def _is_open(segment: Segment, brackets: Sequence[Span]) -> bool:
    """Whether the words stand in one of these brackets, which lie apart and in order."""
    at = bisect_right(brackets, segment.start, key=itemgetter(0)) - 1
    return at >= 0 and segment.end <= brackets[at][1]


def _lies_in(segment: Segment, spans: Iterable[Span]) -> bool:
    return any(start <= segment.start and segment.end <= end for start, end in spans)


@register.simple_tag
def redline(changes: Iterable[Change], *, moved: bool = False, collides: Sequence[Span] = ()) -> SafeString:
    """Inserted and deleted words, for eyes and ears.

    Changes that touch one of the stretches `collides` of the old words are marked as colliding with others.
    """
    tags = spoken_tags(moved=moved)
    return render_redline(changes, tags) if not collides else _render_colliding(changes, tags, collides)


def _render_colliding(changes: Iterable[Change], tags: "SpokenTags", collides: Sequence[Span]) -> SafeString:
    """A redline in which every run of colliding changes stands in a frame, told to listeners as well."""
    begin = f'<span class="collides" data-collides>{_apart(gettext("[collides:") + " ")}'
    end = f"{_apart(' ' + gettext('end of collision]'))}</span>"
    runs = groupby(changes, key=lambda change: _meets(change, collides))
    pieces = (
        f"{begin}{render_redline(run, tags)}{end}" if meets else render_redline(run, tags)
        for meets, run in runs
    )
    return mark_safe("".join(pieces))  # noqa: S308  # every piece was escaped


def _meets(change: Change, stretches: Iterable[Span]) -> bool:
    """Whether words were changed in one of these stretches of the old words, or at its edge."""
    return change.op is not Op.EQUAL and any(
        start <= change.old_end and change.old_start <= end for start, end in stretches
    )


type SpokenTags = Mapping[Op, tuple[str, str]]


def spoken_tags(*, moved: bool = False) -> SpokenTags:
    """What stands before and after words of each kind; made once for a page that has thousands of changes."""
    shape = ' class="moved"' if moved else ""
    inserted, deleted = _apart(gettext("[inserted:") + " "), _apart(gettext("[deleted:") + " ")
    return {
        Op.EQUAL: ("", ""),
        Op.INSERT: (f"<ins{shape}>{inserted}", f"{_apart(' ' + gettext('end of insertion]'))}</ins>"),
        Op.DELETE: (f"<del{shape}>{deleted}", f"{_apart(' ' + gettext('end of deletion]'))}</del>"),
    }


def render_redline(changes: Iterable[Change], tags: SpokenTags) -> SafeString:
    """HTML whose text, without what carries `data-apart`, is the changes' own."""
    pieces: list[str] = []
    for change in changes:
        before, after = tags[change.op]
        pieces += (before, escape(change.text), after)
    return mark_safe("".join(pieces))  # noqa: S308  # every piece was escaped


def _apart(words: str) -> str:
    """Words for listeners only, which are not part of the text."""
    return f'<span class="visually-hidden" data-apart>{escape(words)}</span>'


@register.filter
def localized(names: Mapping[str, str]) -> str:
    """A name in the reader's language, else in English, else in any."""
    return in_language(names)


@register.filter
def kind_name(kind: str) -> str:
    """What sort of clause it is, in the reader's words."""
    return str(_KINDS[kind])


@register.filter
def clause_name(clause: ClauseReading) -> str:
    """What a clause is called in a sentence: its printed label without the stop, else its key."""
    return clause.label.rstrip(".") or clause.key


@register.filter
def called(key: str, names: Mapping[str, object]) -> str:
    """What the clause with this key is called among the names of a version; its key where it is not in it."""
    return str(names.get(key, key))


@register.filter
def direction(code: str) -> str:
    """Which way a language is written: rtl or ltr."""
    try:
        return "rtl" if get_language_info(code)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


@register.filter
def dir_attribute(code: str) -> SafeString:
    """The attribute for words of a language that is written from right to left; nothing for the others."""
    return mark_safe(' dir="rtl"' if direction(code) == "rtl" else "")  # noqa: S308  # no word of anybody


@register.filter
def spot_name(spot: Spot) -> str:
    """The same for a clause in an outline."""
    return spot.label.rstrip(".") or spot.key


@register.filter
def language_name(code: str) -> str:
    """A language in the reader's own words; its code where we have no name for it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
