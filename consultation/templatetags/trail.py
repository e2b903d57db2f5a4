"""Where a page of the trail hangs, and the rows of a comparison."""

from collections.abc import Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from consultation.reports.comparing import ComparedRow
from drafts.models import Text, Version
from drafts.reports.reading import ClauseReading
from drafts.templatetags.wording import redline, render_words
from drafts.text.diff import Change

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
def compared_row(row: ComparedRow, view: str, text: Text, old: Version, new: Version) -> SafeString:
    """One clause of a comparison. A string, not a template: a long text has hundreds of rows."""
    shown = row.compared.shown
    words = _side_by_side(row) if view == "side" else _inline(row)
    return format_html(
        '<div class="compare-row" data-state="{}" id="{}"><div class="compare-label">{}</div>{}'
        '<div class="compare-note">{}</div></div>',
        row.state,
        row.compared.key,
        shown.label,
        words,
        _note(row, text, old, new),
    )


def _inline(row: ComparedRow) -> SafeString:
    compared = row.compared
    return format_html(
        '<div class="compare-words redline" lang="{}"><p class="{}">{}</p></div>',
        compared.shown.language,
        "moved" if compared.moved else "unmoved",
        _words(compared.changes, compared.old, compared.new),
    )


def _words(changes: Iterable[Change], old: ClauseReading | None, new: ClauseReading | None) -> SafeString:
    if old is None and new is not None:
        return format_html("<ins>{}</ins>", render_words(new.source))
    if new is None and old is not None:
        return format_html("<del>{}</del>", render_words(old.source))
    if changes:
        return redline(changes)
    assert new is not None, "a compared clause stands in one version at least"
    return render_words(new.source)


def _side_by_side(row: ComparedRow) -> SafeString:
    compared = row.compared
    cells = (
        ("compare-old", compared.old, row.left_out),
        ("compare-new", compared.new, row.put_in),
    )
    return format_html_join(
        "",
        '<div class="{} redline"><p>{}</p></div>',
        ((name, _cell(reading, changes)) for name, reading, changes in cells),
    )


def _cell(reading: ClauseReading | None, changes: tuple[Change, ...]) -> SafeString:
    if reading is None:
        return SafeString("")
    return redline(changes) if changes else render_words(reading.source)


def _note(row: ComparedRow, text: Text, old: Version, new: Version) -> SafeString:
    labels = {
        "same": gettext("Unchanged"),
        "changed": gettext("Changed"),
        "moved": gettext("Moved"),
        "added": gettext("New"),
        "removed": gettext("Removed"),
    }
    notes = [format_html('<span class="status" data-state="{}">{}</span>', row.state, labels[row.state])]
    compared = row.compared
    if compared.moved and compared.old is not None:
        notes.append(_where_it_was(text, old, compared.old))
    came, went = gettext("Words from %(label)s"), gettext("Words went to %(label)s")
    notes += [_kin(text, old, key, came % {"label": label}) for key, label in row.origins]
    notes += [_kin(text, new, key, went % {"label": label}) for key, label in row.heirs]
    if row.state != "same":
        notes.append(_why(row, text, new))
    return format_html_join("", "{}", ((note,) for note in notes))


def _where_it_was(text: Text, old: Version, was: ClauseReading) -> SafeString:
    words = gettext("Moved from %(label)s") % {"label": was.label} if was.label else gettext("Where it was")
    return format_html('<a href="{}#{}">{}</a>', _version_url(text, old), was.key, words)


def _kin(text: Text, version: Version, key: str, words: str) -> SafeString:
    return format_html('<a href="{}#{}">{}</a>', _version_url(text, version), key, words)


def _why(row: ComparedRow, text: Text, new: Version) -> SafeString:
    address = reverse("consultation:why", args=[text.slug, new.slug, row.compared.key])
    if not row.inputs:
        return format_html('<a class="why" href="{}">{}</a>', address, gettext("Why these words?"))
    counted = ngettext("one input", "%(number)s inputs", row.inputs) % {"number": row.inputs}
    return format_html(
        '<a class="why" href="{}">{} <span class="why-count">{}</span></a>',
        address,
        gettext("Why these words?"),
        counted,
    )


def _version_url(text: Text, version: Version) -> str:
    return reverse("consultation:version", args=[text.slug, version.slug])
