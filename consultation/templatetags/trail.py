"""Where a page of the trail hangs, and the rows of a comparison."""

from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from consultation.reports.comparing import ComparedPage, ComparedRow
from drafts.models import Text
from drafts.reports.comparing import ComparedClause
from drafts.reports.reading import ClauseReading
from drafts.templatetags.wording import render_redline, render_words, spoken_tags
from drafts.text.diff import Change, Op

register = template.Library()


@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(text: Text, url: str, last: object) -> dict[str, object]:
    """Texts, then the text (at the version named by `url`), then this page."""
    return {
        "trail": [
            (gettext("Texts"), reverse("consultation:texts")),
            (str(text), url),
            (str(last), ""),
        ]
    }


@register.simple_tag
def compared_rows(page: ComparedPage, view: str, old_url: str, new_url: str) -> SafeString:
    """All rows of a comparison. A string, not a template: a long text has hundreds of rows."""
    writer = RowWriter(view, old_url, new_url)
    rows = (writer.skipped(row.skipped) + writer.row(row) for row in page.rows)
    return mark_safe("".join(rows) + writer.skipped(page.trailing))  # noqa: S308  # every piece was escaped


class RowWriter:
    """Writes the rows of one comparison; sentences and tags that all rows share are made once."""

    def __init__(self, view: str, old_url: str, new_url: str) -> None:
        self._old_url, self._new_url = escape(old_url), escape(new_url)
        self._words = self._side_by_side if view == "side" else self._inline
        self._tags = spoken_tags()
        self._states = {
            "same": gettext("Unchanged"),
            "changed": gettext("Changed"),
            "moved": gettext("Moved"),
            "added": gettext("New"),
            "removed": gettext("Removed"),
        }
        self._only_marks = gettext("Only typography or note marks changed")
        self._moved, self._was = gettext("Moved from %(label)s"), gettext("Where it was")
        self._came, self._went = gettext("Words from %(label)s"), gettext("Words went to %(label)s")
        self._why = escape(gettext("Why these words?"))

    def skipped(self, number: int) -> str:
        """How many unchanged clauses are left out here."""
        if not number:
            return ""
        words = ngettext("One clause unchanged", "%(number)s clauses unchanged", number) % {"number": number}
        return f'<p class="meta compare-skipped">{escape(words)}</p>'

    def row(self, row: ComparedRow) -> str:
        """One clause with its words and what is to be said of them."""
        return (
            f'<div class="compare-row" data-state="{row.state}" id="{escape(row.compared.key)}">'
            f'<div class="compare-label">{escape(row.compared.shown.label)}</div>{self._words(row)}'
            f'<div class="compare-note">{self._note(row)}</div></div>'
        )

    def _inline(self, row: ComparedRow) -> str:
        compared = row.compared
        moved = "moved" if compared.moved else "unmoved"
        return (
            f'<div class="compare-words redline" lang="{escape(compared.shown.language)}">'
            f'<p class="{moved}">{self._redline(compared)}</p></div>'
        )

    def _redline(self, compared: ComparedClause) -> str:
        if compared.changes and not compared.only_marks:
            return render_redline(compared.changes, self._tags)
        return self._whole(_fate_of_all(compared), compared.shown)

    def _side_by_side(self, row: ComparedRow) -> str:
        old, new, fate = row.compared.old, row.compared.new, _fate_of_all(row.compared)
        left_out, put_in = ((), ()) if row.compared.only_marks else (row.left_out, row.put_in)
        return (
            f'<div class="compare-old redline"><p>{self._cell(old, left_out, fate)}</p></div>'
            f'<div class="compare-new redline"><p>{self._cell(new, put_in, fate)}</p></div>'
        )

    def _cell(self, reading: ClauseReading | None, changes: tuple[Change, ...], fate: Op) -> str:
        if reading is None:
            return ""
        return render_redline(changes, self._tags) if changes else self._whole(fate, reading)

    def _whole(self, fate: Op, reading: ClauseReading) -> str:
        before, after = self._tags[fate]
        return f"{before}{render_words(reading.source)}{after}"

    def _note(self, row: ComparedRow) -> str:
        compared = row.compared
        state = self._only_marks if compared.only_marks else self._states[row.state]
        notes = [f'<span class="status" data-state="{row.state}">{escape(state)}</span>']
        if compared.moved and compared.old is not None:
            label = compared.old.label
            notes.append(
                _link(self._old_url, compared.key, self._moved % {"label": label} if label else self._was)
            )
        notes += [_link(self._old_url, key, self._came % {"label": label}) for key, label in row.origins]
        notes += [_link(self._new_url, key, self._went % {"label": label}) for key, label in row.heirs]
        if row.state != "same":
            notes.append(self._why_link(row))
        return "".join(notes)

    def _why_link(self, row: ComparedRow) -> str:
        counted = ""
        if row.inputs:
            words = ngettext("one input", "%(number)s inputs", row.inputs) % {"number": row.inputs}
            counted = f' <span class="why-count">{escape(words)}</span>'
        address = f"{self._new_url}clauses/{escape(row.compared.key)}/why/"
        return f'<a class="why" href="{address}">{self._why}{counted}</a>'


def _fate_of_all(compared: ComparedClause) -> Op:
    """What became of a clause's words as a whole: one that stands in one version only was put in, or struck."""
    if compared.old is None:
        return Op.INSERT
    return Op.EQUAL if compared.new else Op.DELETE


def _link(url: str, key: str, words: str) -> str:
    return f'<a href="{url}#{escape(key)}">{escape(words)}</a>'
