"""The words of a clause by those who wrote them, as HTML."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from consultation.reports.authorship import Writing, WrittenRun
from drafts.templatetags.wording import render_piece
from drafts.text.inline import Segment, parse, segments

register = template.Library()


@register.simple_tag
def written_words(source: str, runs: Sequence[WrittenRun], *, named: bool) -> SafeString:
    """The words in stretches, each marked and followed by the number of its change, a link to "#change-1" and so on.

    HTML whose text, without what carries `data-apart`, is the clause's plain text. `named` says whether
    the reader may know who of the committee wrote.
    """
    inline = parse(source)
    ends = [_end(inline.plain, run) for run in runs]
    pieces = segments(inline, [*ends, *(run.start for run in runs)])
    return mark_safe("".join(_stretches(pieces, runs, ends, named=named)))  # noqa: S308  # every piece was escaped


def _end(words: str, run: WrittenRun) -> int:
    """Where a stretch ends for the eye: before the white space that follows its last word."""
    return run.start + len(words[run.start : run.end].rstrip()) or run.end


def _stretches(
    pieces: Iterable[Segment], runs: Sequence[WrittenRun], ends: Sequence[int], *, named: bool
) -> Iterator[str]:
    waiting = list(pieces)[::-1]
    for run, end in zip(runs, ends, strict=True):
        while waiting and waiting[-1].start < run.start:
            yield render_piece(waiting.pop())
        yield '<span class="run">'
        while waiting and waiting[-1].end <= end:
            yield render_piece(waiting.pop())
        yield f"</span>{_number(run.by, named=named)}"
    while waiting:
        yield render_piece(waiting.pop())


def _number(by: Writing, *, named: bool) -> str:
    heard = f'<span class="visually-hidden">{escape(who_wrote(by, named=named))} </span>'
    return f'<sup class="run-number" data-apart><a href="#change-{by.number}">{heard}{by.number}</a></sup>'


@register.simple_tag
def who_wrote(by: Writing, *, named: bool) -> str:
    """What a listener hears before the number of a change."""
    if by.trail is None:
        return gettext("written before the record began, change")
    if not named or not by.trail.revision.by:
        return gettext("written by the drafting committee, change")
    return gettext("written by %(name)s, change") % {"name": by.trail.revision.by}
